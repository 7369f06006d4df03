package frontend

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// desk is a site with somebody signed in; it keeps what the forms asked for.
type desk struct {
	*site
	actor   roles.Actor
	view    workflow.CaseView
	hidden  bool // the case is not for this actor
	refuse  error
	after   func() // runs when an act was done
	version int64

	commands  []workflow.Command
	published []publication.Command
	org       []workflow.OrgCommand
	spoken    []string
	unsealed  []string
	queries   []workflow.DutyQuery
	searches  []workflow.IncidentQuery
	health    stillHealth
	marked    int
	mine      *workflow.TrackView
	opinions  []workflow.OpinionCard
	interest  *workflow.InterestView
	explain   *workflow.ExplainView
}

func newDesk(t *testing.T, who string, change ...func(*DeskDeps)) *desk {
	t.Helper()
	org := deskOrg()
	d := &desk{actor: deskActor(who), view: deskCase(org)}
	d.site = newSite(t, func(deps *Deps) {
		deps.Org = func() *roles.Org { return org }
		deps.Cases, deps.Publishing, deps.Door, deps.Accounts = deskCases{d}, deskPublishing{d}, deskDoor{d}, deskAccounts{d}
		deps.Desk = DeskDeps{Organisation: deskDirectory{d}, Rules: deskRules(), Evidence: deskEvidence{d}, Health: &d.health, Notices: deskNotices{d}}
		for _, c := range change {
			c(&deps.Desk)
		}
	})
	return d
}

const deskCookie = "Cookie"

func (d *desk) read(path, lang string) *httptest.ResponseRecorder {
	return d.get(path, deskCookie, "gz="+goodToken+"; lang="+lang)
}

// reads a page and insists that it is one.
func (d *desk) page(path, lang string) string {
	d.t.Helper()
	w := d.read(path, lang)
	require.Equal(d.t, http.StatusOK, w.Code, path)
	require.Equal(d.t, "no-store", w.Header().Get("Cache-Control"), path)
	lintPage(d.t, w.Body.String())
	requireLabels(d.t, w.Body.String())
	return w.Body.String()
}

func (d *desk) send(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return d.post(path, form, deskCookie, "gz="+goodToken+"; lang=en")
}

type deskCases struct{ *desk }

func (c deskCases) File(context.Context, roles.Actor, string, workflow.Submission) (workflow.Filed, error) {
	return workflow.Filed{}, record.ErrNotFound
}
func (c deskCases) AnswerByReceipt(context.Context, string, string) error { return record.ErrNotFound }
func (c deskCases) FilerActByReceipt(context.Context, string, workflow.Command, string) error {
	return record.ErrNotFound
}
func (c deskCases) FilerAct(_ context.Context, _ string, command workflow.Command, _ string) error {
	c.commands = append(c.commands, command)
	return c.refuse
}
func (c deskCases) Serve(_ context.Context, _ string, _ roles.Actor, _ record.ID, _, _ string) (string, workflow.World, error) {
	return "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", workflow.World{}, c.refuse
}

func (c deskCases) RespondentAct(context.Context, string, workflow.Command) error {
	return record.ErrNotFound
}
func (c deskCases) EvidenceByService(context.Context, string, record.Evidence) error {
	return record.ErrNotFound
}

func (c deskCases) EvidenceByReceipt(context.Context, string, record.Evidence) error {
	return record.ErrNotFound
}

func (c deskCases) Act(_ context.Context, _ string, command workflow.Command, version int64) (workflow.World, error) {
	c.commands, c.version = append(c.commands, command), version
	if c.after != nil {
		c.after()
	}
	return workflow.World{}, c.refuse
}

func (c deskCases) Say(_ context.Context, _ string, _ roles.Actor, action workflow.Action, report record.ID, body string) error {
	c.spoken = append(c.spoken, string(action)+" "+report.String()+" "+body)
	return c.refuse
}

func (c deskCases) Unseal(_ context.Context, _ string, _ roles.Actor, report record.ID, field, purpose string) (workflow.Unsealed, error) {
	c.unsealed = append(c.unsealed, field+" "+report.String()+" "+purpose)
	return workflow.Unsealed{"13900139000"}, c.refuse
}

type deskPublishing struct{ *desk }

func (p deskPublishing) Act(_ context.Context, _ string, c publication.Command) error {
	p.published = append(p.published, c)
	return p.refuse
}

type deskDirectory struct{ *desk }

func (o deskDirectory) OrgWorld(context.Context) (workflow.OrgWorld, error) {
	return workflow.OrgWorld{Version: 1, Proposals: sampleOrgProposals()}, nil
}

func (o deskDirectory) Act(_ context.Context, c workflow.OrgCommand) (record.ID, error) {
	o.desk.org = append(o.desk.org, c)
	return deskID(1), o.refuse
}

type deskEvidence struct{ *desk }

func (e deskEvidence) OpenEvidence(_ context.Context, _ roles.Actor, ref string, id record.ID, _ string) (string, string, io.ReadCloser, error) {
	if e.hidden || ref != reference || id != deskID(30) {
		return "", "", nil, record.ErrNotFound
	}
	return "截图 \"x\"/../a.html\r\nX-Evil: 1", "text/html; charset=utf-8", io.NopCloser(strings.NewReader("<script>")), nil
}

type deskNotices struct{ *desk }

func (n deskNotices) MarkAllRead(context.Context, roles.Actor) error { n.marked++; return nil }

type deskAccounts struct{ *desk }

func (a deskAccounts) SignIn(context.Context, string, string, accounts.Kind) (accounts.Signed, error) {
	return accounts.Signed{}, accounts.ErrSignIn
}
func (a deskAccounts) SignOut(context.Context, accounts.Session) error { return nil }
func (a deskAccounts) Authenticate(_ context.Context, token string) (accounts.Identity, error) {
	if token != goodToken {
		return accounts.Identity{}, accounts.ErrUnauthenticated
	}
	return accounts.Identity{Name: "某人", Actor: a.actor, Session: accounts.Session{CreatedAt: noon}}, nil
}

type deskDoor struct{ *desk }

func (d deskDoor) For(roles.Actor, time.Time) workflow.Reader { return deskReader(d) }
func (d deskDoor) Public() workflow.PublicReader              { return newMemoryDoor() }
func (d deskDoor) Served(context.Context, []byte, time.Time) (workflow.ServedView, error) {
	return workflow.ServedView{}, record.ErrNotFound
}

func (d deskDoor) Track(context.Context, []byte, time.Time) (workflow.TrackView, error) {
	return workflow.TrackView{}, record.ErrNotFound
}

type deskReader struct{ *desk }

func (r deskReader) Incidents(_ context.Context, q workflow.IncidentQuery) (workflow.Page[workflow.IncidentCard], error) {
	r.searches = append(r.searches, q)
	return workflow.Page[workflow.IncidentCard]{Items: []workflow.IncidentCard{{Reference: reference, Title: "骑手", State: record.Filed, Violation: "leak", Region: "unknown"}}, Next: "more"}, nil
}

func (r deskReader) Case(_ context.Context, ref string) (workflow.CaseView, error) {
	if r.hidden || ref != reference {
		return workflow.CaseView{}, record.ErrNotFound
	}
	return r.view, nil
}

func (r deskReader) Duties(_ context.Context, q workflow.DutyQuery) (workflow.Page[workflow.DutyView], error) {
	r.queries = append(r.queries, q)
	return workflow.Page[workflow.DutyView]{Items: sampleQueue(), Next: "more"}, nil
}

func (r deskReader) QueueCounts(context.Context) (workflow.QueueCounts, error) {
	return workflow.QueueCounts{Mine: 4, Unassigned: 3, Today: 2, Overdue: 1}, nil
}

func (r deskReader) Waiting(context.Context) ([]workflow.Waiting, error) { return sampleWaiting(), nil }

func (r deskReader) Overview(context.Context) (workflow.Overview, error) {
	return workflow.Overview{Missed: []workflow.MissedRow{{Who: workflow.Who{Person: "陈一帆"}, Missed: 1, OnTime: 3}}}, nil
}

func (r deskReader) Inbox(context.Context, string, int) (workflow.Page[workflow.InboxItem], error) {
	return workflow.Page[workflow.InboxItem]{Items: []workflow.InboxItem{{Kind: "duty_risen", Reference: reference, Level: 1, On: workflow.DateOf(noon), Mail: "failed"}}}, nil
}

func (r deskReader) Mine(_ context.Context, ref string) (workflow.TrackView, error) {
	if r.mine == nil || ref != r.mine.Reference {
		return workflow.TrackView{}, record.ErrNotFound
	}
	return *r.mine, nil
}

func (r deskReader) Explanation(context.Context, string) (workflow.ExplainView, error) {
	if r.explain == nil {
		return workflow.ExplainView{}, record.ErrNotFound
	}
	return *r.explain, nil
}

func (r deskReader) Opinions(context.Context, string, int) (workflow.Page[workflow.OpinionCard], error) {
	return workflow.Page[workflow.OpinionCard]{Items: r.opinions}, nil
}

func (r deskReader) Opinion(_ context.Context, ref string) (workflow.OpinionCard, error) {
	for _, o := range r.opinions {
		if o.Reference == ref {
			return o, nil
		}
	}
	return workflow.OpinionCard{}, record.ErrNotFound
}

func (r deskReader) Interest(_ context.Context, ref string) (workflow.InterestView, error) {
	if r.interest == nil || ref != r.interest.Reference {
		return workflow.InterestView{}, record.ErrNotFound
	}
	return *r.interest, nil
}

func (r deskReader) MyReports(context.Context, string, int) (workflow.Page[workflow.IncidentCard], error) {
	return workflow.Page[workflow.IncidentCard]{Items: []workflow.IncidentCard{{Reference: reference, Title: "骑手", State: record.Filed}}}, nil
}

// RecordReading implements Cases.
func (deskCases) RecordReading(context.Context, string, roles.Actor, workflow.Action, record.ID, string) error {
	return nil
}
