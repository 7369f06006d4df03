package frontend

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/workflow"
)

var deskPaths = map[string][]string{
	"shenzhen/leader": {"/desk", "/desk?view=overdue", "/desk/cases?q=x&state=filed", "/desk/cases/" + reference, "/desk/overview", secondURL, "/desk/rules",
		organisationURL, "/inbox"},
	"org1": {"/organization", "/inbox", "/desk/rules"}, "media1": {"/media"}, "citizen1": {"/me"}, "operator": {"/operator", organisationURL},
}

func TestEveryDeskPageInBothLanguages(t *testing.T) {
	for who, paths := range deskPaths {
		d := newDesk(t, who)
		for _, path := range paths {
			for _, lang := range locale.All() {
				require.Contains(t, d.page(path, string(lang)), `<html lang="`+string(lang)+`"`, path)
			}
		}
	}
}

func TestVisitorsSignInFirst(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	for _, paths := range deskPaths {
		for _, path := range paths {
			w := d.get(path)
			require.Equal(t, http.StatusSeeOther, w.Code, path)
			require.Contains(t, w.Header().Get("Location"), "/sign-in?next=", path)
		}
	}
}

func TestPagesOfOthersAreNotFound(t *testing.T) {
	for who, paths := range map[string][]string{
		"citizen1":         {"/desk", "/desk/cases", "/desk/cases/" + reference, "/desk/overview", organisationURL, "/organization", "/media", "/operator"},
		"shenzhen/officer": {"/desk/overview", "/operator", "/me", "/media"},
		"operator":         {"/desk", "/desk/cases", "/desk/cases/GZ-00000-00000", "/desk/overview", "/me"},
	} {
		d := newDesk(t, who)
		for _, path := range paths {
			require.Equal(t, http.StatusNotFound, d.read(path, "en").Code, "%s %s", who, path)
		}
	}
}

func TestExcludedPeopleFindNothing(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	d.hidden = true
	base := "/desk/cases/" + reference
	require.Equal(t, http.StatusNotFound, d.read(base, "en").Code)
	require.Equal(t, http.StatusNotFound, d.read(base+"/evidence/"+deskID(30).String(), "en").Code)
	d.refuse = workflow.ErrNotFound
	for path, form := range map[string][]string{
		"/actions": {"action", "accept", "version", "7"}, "/messages": {"action", "comment", "body", "x"},
		"/publication": {"action", "publish_decline", "reason", "x"}, "/unseal": {"field", "contact:" + deskID(11).String(), "purpose", "to verify"},
	} {
		w := d.send(base+path, form...)
		require.Equal(t, http.StatusNotFound, w.Code, path)
		require.NotContains(t, w.Body.String(), "骑手", path)
	}
	require.Empty(t, d.unsealed)
}

func TestQueueTabsAskForTheirDuties(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	for view, want := range map[string]workflow.DutyQuery{
		"": {Holder: "me"}, "unassigned": {Holder: "unassigned"}, "today": {Due: "today"}, "overdue": {Due: "overdue"}, "nonsense": {Holder: "me"},
	} {
		d.queries = nil
		page := d.page("/desk?cursor=c&view="+view, "en")
		want.Cursor, want.Limit = "c", deskPageSize
		require.Equal(t, []workflow.DutyQuery{want}, d.queries, view)
		require.Contains(t, page, "cursor=more")
		require.Contains(t, page, "First page")
	}
	page := d.page("/desk", "en")
	require.Contains(t, page, "3 days overdue")
	require.Contains(t, page, "50 minutes left")
	require.Contains(t, page, "黄明澈 (Supervisor)")
	require.Contains(t, page, "Raised, level 2")
}

func TestCaseListFilters(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	page := d.page("/desk/cases?q=rider&state=filed&region=440000&sector=internet&violation=leak&cursor=c", "en")
	require.Equal(t, []workflow.IncidentQuery{{Text: "rider", State: "filed", Region: "440000", Sector: "internet", Violation: "leak", Cursor: "c", Limit: deskPageSize}}, d.searches)
	require.Contains(t, page, "cursor=more&amp;q=rider&amp;region=440000")
	require.Contains(t, page, `value="filed" selected`)
}

func TestTheAddressSaysOnlyWhatTheListKnows(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	base := "/desk/cases/" + reference
	require.Contains(t, d.page(base+"?done=accept", "en"), "Done: Accept")
	require.Contains(t, d.page(base+"?done=close", "en"), "waiting for a second person: Close")
	for _, code := range []string{"%3Cb%3Ehacked", "time_passed", "file", "nothing"} {
		page := d.page(base+"?done="+code, "en")
		require.NotContains(t, page, "govuk-notification-banner", code)
	}
}

func TestCasePageTellsWhoWhatWhenAndWhy(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page("/desk/cases/"+reference, "en")
	for _, text := range []string{"Answers for the next step:", "黄明澈", "2 days 3 hours left", "Provisional", "Default of this product", "inferred, to be confirmed",
		"Expert appraisal", "at the latest until", "陈一帆 let the time pass", "cn@2025.3", "Name sealed", "核实交易地点", "Nanshan District",
		"/evidence/" + deskID(30).String(), "Time passed, raised to the superior", "交易地在深圳"} {
		require.Contains(t, page, text)
	}
	require.Contains(t, page, "Filer · 20 November 2026</span>", "a filer's time of day stays secret")
}

func TestOperatorAcceptsAHeldClock(t *testing.T) {
	d := newDesk(t, "operator")
	require.NotContains(t, d.page("/operator", "en"), "/operator/clock")
	d.health.held = true
	require.Contains(t, d.page("/operator", "en"), "/operator/clock")
	w := d.send("/operator/clock")
	require.Equal(t, "/operator?done=clock", w.Header().Get("Location"))
	require.Equal(t, 1, d.health.accepted)
	stranger := newDesk(t, "shenzhen/leader")
	require.Equal(t, http.StatusNotFound, stranger.send("/operator/clock").Code)
	require.Zero(t, stranger.health.accepted)
}

func TestInboxIsMarkedAsRead(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page("/inbox", "en")
	require.Contains(t, page, "E-mail failed, will be tried again")
	require.Contains(t, page, "/desk/cases/"+reference)
	require.Equal(t, "/inbox?done=read", d.send("/inbox/read").Header().Get("Location"))
	require.Equal(t, 1, d.marked)
	require.NotContains(t, newDesk(t, "citizen1").page("/inbox", "en"), "/desk/cases/", "a filer has no page of the desk")
}

func TestTheSecondPersonsListIsCountedInTheNavigation(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	page := d.page(secondURL, "en")
	require.Contains(t, page, "/desk/cases/"+reference)
	require.Contains(t, page, organisationURL)
	require.Contains(t, page, "Adopt a rule pack")
	require.Contains(t, page, "No time limit of its own")
	require.Less(t, strings.Index(page, "外卖平台骑手信息被打包出售"), strings.Index(page, "No time limit of its own"))
	require.Regexp(t, `(?s)href="/desk/second".{0,200}To confirm.{0,200}3`, d.page("/desk", "en"))
	require.Equal(t, http.StatusNotFound, newDesk(t, "citizen1").read(secondURL, "en").Code)
}
