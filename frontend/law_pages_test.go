package frontend

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/workflow"
)

// sampleLines are facts of each kind, as they would be kept.
var sampleLines = map[string]string{
	"seriousness":   `{"facts":{"acts":["sell"],"pieces":{"track":10,"health":100,"other":3000},"illegal_income_cny":"4999.50","in_duty":false}}`,
	"disclosure":    `{"disclosure":"illegal","facts":{"acquisition":"illegal","act":"republish","sold":true,"knew":true},"seriousness":{"facts":{"acts":["sell"],"pieces":{"other":4999}}}}`,
	"circulation":   `{"informed":false,"identified":true,"public_use":true,"authorized_collection":true}`,
	"breach_duties": `{"facts":{"operator":"other","persons":12000000,"on":"2026-08-12"}}`,
}

func sampleFindings() []workflow.FindingView {
	var list []workflow.FindingView
	for i, kind := range assess.FindingKinds() {
		line, finding, body, err := workflow.AssessFacts(assess.Default(), workflow.Assessment{Kind: string(kind), Facts: []byte(sampleLines[string(kind)])}, noon)
		if err != nil {
			panic(err)
		}
		made := finding.MadeBy()
		list = append(list, workflow.FindingView{
			ID: deskID(byte(60 + i)), Kind: string(kind), Pack: made.ID, Version: made.Version, Jurisdiction: "CN", Day: "2026-11-22",
			Answer: finding.Answer(), Facts: line, Body: body, By: "陈一帆", At: noon.Add(-time.Hour),
		})
	}
	list[0].Overrides = []workflow.OverrideView{{Answer: "none", Reason: "健康证照片系重复计数。", By: "黄明澈", At: noon}}
	return list
}

func sampleFinding(kind string) FindingPage {
	s := deskSight("shenzhen/supervisor")
	i := slices.IndexFunc(s.view.Findings, func(f workflow.FindingView) bool { return f.Kind == kind })
	return s.findingPage(s.view.Findings[i])
}

func samplePrint() FindingPage {
	p := sampleFinding("disclosure")
	p.Printed = true
	return p
}

// unfolded is a page without whatever a reader must open to see.
func unfolded(page string) string {
	for {
		before, rest, folded := strings.Cut(page, "<details")
		if !folded {
			return page
		}
		_, after, _ := strings.Cut(rest, "</details>")
		page = before + after
	}
}

// TestAReaderSeesTheFindingWithoutOpeningAnything: grade, items, citations and the pack's version, in both languages,
// on the case page, on the finding's own page and on the print sheet.
func TestAReaderSeesTheFindingWithoutOpeningAnything(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	finding := caseBase + "/findings/" + deskID(60).String()
	for lang, says := range map[string][]string{
		"en":    {"Serious", "5.1.6", "art. 5(1)", "cn-seriousness, version", d.view.Findings[0].Version, "陈一帆", "黄明澈: Not serious by these facts", "健康证照片系重复计数。"},
		"zh-CN": {"情节严重", "5.1.6", "第五条第一款", "cn-seriousness 第", d.view.Findings[0].Version, "陈一帆", "黄明澈的判断：未达到“情节严重”", "健康证照片系重复计数。"},
	} {
		for _, path := range []string{caseBase, finding, finding + "/print"} {
			page := unfolded(d.page(path, lang))
			for _, s := range says {
				require.Contains(t, page, s, "%s %s", path, lang)
			}
		}
	}
}

func TestAFindingShowsItsStepsAndWhatWouldChangeIt(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page(caseBase+"/findings/"+deskID(60).String(), "en")
	require.Contains(t, page, "value 1, figure 1", "10/50 + 100/500 + 3000/5000")
	require.Contains(t, page, "What would change it")
	require.Contains(t, page, "5.1.10", "open items are offered")
	require.Contains(t, page, "<summary")
	sheet := d.page(caseBase+"/findings/"+deskID(60).String()+"/print", "en")
	require.NotContains(t, sheet, "<summary", "a sheet of paper cannot be unfolded")
	require.Contains(t, sheet, "value 1, figure 1")
}

func TestFourLensesStandSideBySide(t *testing.T) {
	page := unfolded(newDesk(t, "shenzhen/officer").page(caseBase+"/findings/"+deskID(61).String(), "en"))
	require.Equal(t, 4, strings.Count(page, `<article class="gz-lens">`))
	require.Equal(t, 4, strings.Count(page, "Criticism"))
	require.Contains(t, page, "Article 5")
	require.Contains(t, page, "not met")
}

func TestTheCirculationTableSaysWhatItIs(t *testing.T) {
	page := unfolded(newDesk(t, "shenzhen/officer").page(caseBase+"/findings/"+deskID(62).String(), "en"))
	require.Contains(t, page, "A proposal of Xie and Chen; not current law.")
	require.Contains(t, page, "A proposal, not current law")
	require.Contains(t, page, "(never decides)")
	for _, row := range []string{"row-1", "row-8"} {
		require.Contains(t, page, `>`+row+`</th>`)
	}
	require.Contains(t, page, "gz-grid__here")
	require.Contains(t, page, "Triple authorization")
}

// TestABreachedOrganizationGetsNoOffendersGrade: neither by its own finding nor by the form of a leak.
func TestABreachedOrganizationGetsNoOffendersGrade(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page(caseBase+"/findings/"+deskID(63).String(), "en")
	require.Contains(t, page, "Major incident")
	require.Contains(t, page, "4 hours")
	require.NotContains(t, page, "Serious")
	require.NotContains(t, page, "5.1.")
	d.view.Incident.Violation = "leak"
	form := d.page(caseBase+"/assess/seriousness", "en")
	require.Contains(t, form, "is not graded by the thresholds for offenders")
	require.NotContains(t, form, `" checked`, "a leak suggests no act")
}

// TestAnImportShowsTheSuppositionOnlyAsOne: and no finding besides.
func TestAnImportShowsTheSuppositionOnlyAsOne(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	d.view.Incident.Origin, d.view.Findings, d.view.Actions = "historical", nil, nil
	page := d.page(caseBase, "en")
	require.Contains(t, page, "A supposition only: how somebody who sold the data would be graded if each account were one piece")
	require.Contains(t, page, "it says nothing about the organization whose data were taken")
	d.view.Incident.Origin = "report"
	require.NotContains(t, d.page(caseBase, "en"), "A supposition only")
}

func TestFactsFormsArePrefilledAndExplained(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page(caseBase+"/assess/seriousness", "en")
	require.Contains(t, page, `name="pieces_health" type="text" value="3200"`)
	require.Contains(t, page, `value="sell" checked`, "the case is about a sale")
	require.Contains(t, page, "medical records, test results, prescriptions")
	require.Contains(t, page, "pd:HealthRecord")
	require.Contains(t, d.page(caseBase+"/assess/breach_duties", "zh-CN"), `value="3200"`)
	for _, kind := range assess.FindingKinds() {
		d.page(caseBase+"/assess/"+string(kind), "zh-CN")
	}
	require.Equal(t, http.StatusNotFound, d.read(caseBase+"/assess/clauses", "en").Code)
	d.view.Actions = nil
	require.Equal(t, http.StatusForbidden, d.read(caseBase+"/assess/seriousness", "en").Code)
}

// factForms is a form of each kind with the line that it must become.
var factForms = map[string]struct {
	form []string
	want string
}{
	"seriousness": {[]string{"acts", "sell", "acts", "acquire", "pieces_track", "10", "pieces_other", "3,000", "illegal_income_cny", "4999.50", "flags", "in_duty",
		"prior_admin_months_ago", "24", "consequences", "death", "gains_returned", "yes", "repentance", "unknown"},
		`{"facts":{"acts":["sell","acquire"],"pieces":{"track":10,"other":3000},"illegal_income_cny":"4999.50","in_duty":true,"prior_admin_months_ago":24,"consequences":["death"],"gains_returned":true}}`},
	"disclosure": {[]string{"disclosure", "illegal", "act", "republish", "knew", "no", "sold", "yes"},
		`{"disclosure":"illegal","facts":{"act":"republish","knew":false,"sold":true}}`},
	"circulation":   {[]string{"informed", "no", "public_use", "yes", "identified", "unknown"}, `{"facts":{"informed":false,"public_use":true}}`},
	"breach_duties": {[]string{"operator", "cii", "persons", "1000000", "flags", "network_data", "on", "2026-08-12"}, `{"facts":{"operator":"cii","persons":1000000,"network_data":true,"on":"2026-08-12"}}`},
}

func TestEveryFactsFormBecomesItsLine(t *testing.T) {
	for kind, c := range factForms {
		d := newDesk(t, "shenzhen/officer")
		w := d.send(caseBase+"/assess/"+kind, c.form...)
		require.Equal(t, http.StatusSeeOther, w.Code, "%s: %s", kind, w.Body.String())
		require.Equal(t, caseBase+"/findings/"+deskID(60).String()+"?done=assess", w.Header().Get("Location"))
		require.JSONEq(t, c.want, string(d.commands[0].Assess.Facts), kind)
		require.Equal(t, kind, d.commands[0].Assess.Kind)
		require.Zero(t, d.version, "a finding asks for no version of the case")
		_, _, _, err := workflow.AssessFacts(assess.Default(), *d.commands[0].Assess, noon)
		require.NoError(t, err, "and the rules can read it")
	}
}

func TestTransactionsOfTheForm(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	w := d.send(caseBase+"/assess/seriousness", "transaction_1_act", "acquire", "transaction_1_category", "track", "transaction_1_count", "40",
		"transaction_1_set", "甲", "transaction_3_act", "sell", "transaction_3_category", "track", "transaction_3_count", "40", "transaction_3_set", "甲",
		"transaction_3_recipient", "乙", "transaction_3_proved_untrue", "3")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.JSONEq(t, `{"facts":{"transactions":[{"act":"acquire","category":"track","count":40,"set":"甲"},
		{"act":"sell","category":"track","count":40,"set":"甲","recipient":"乙","proved_untrue":3}]}}`, string(d.commands[0].Assess.Facts))
}

func TestWrongFactsComeBackAtTheirField(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	for field, c := range map[string]struct {
		kind string
		form []string
	}{
		"pieces_track":           {"seriousness", []string{"pieces_track", "many"}},
		"illegal_income_cny":     {"seriousness", []string{"illegal_income_cny", "1e9"}},
		"prior_admin_months_ago": {"seriousness", []string{"prior_admin_months_ago", "-1"}},
		"transaction_1_count":    {"seriousness", []string{"pieces_track", "1", "transaction_1_act", "sell", "transaction_1_category", "track", "transaction_1_count", "1"}},
		"transaction_2_count":    {"seriousness", []string{"transaction_2_act", "sell", "transaction_2_count", "1"}},
		"disclosure":             {"disclosure", nil},
		"persons":                {"breach_duties", []string{"persons", "9999999999999999"}},
		"direct_loss_cny":        {"breach_duties", []string{"direct_loss_cny", "五百万"}},
	} {
		w := d.send(caseBase+"/assess/"+c.kind, append(c.form, "consequences", "death")...)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, field)
		lintPage(t, w.Body.String())
		require.Contains(t, w.Body.String(), `href="#assess-`+field+`"`, field)
	}
	require.Empty(t, d.commands)
	d.refuse = record.Refuse(record.Invalid, "on", "day_unreadable", "x")
	w := d.send(caseBase+"/assess/circulation", "on", "yesterday", "informed", "yes")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `value="yesterday"`)
	w = d.send(caseBase+"/assess/circulation", "informed", "yes", "switch_language", "zh-CN")
	require.Contains(t, w.Body.String(), `<html lang="zh-CN"`)
}

func TestAnOverrideIsSentWithItsReason(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	path := caseBase + "/findings/" + deskID(60).String()
	page := d.page(path, "en")
	require.Contains(t, page, `name="answer" type="radio" value="especially_serious"`)
	require.NotContains(t, page, `name="answer" type="radio" value="serious"`, "what the finding says is no other judgment")
	w := d.send(path+"/override", "action", "override_finding", "answer", "none", "reason", "重复计数")
	require.Equal(t, path+"?done=override_finding", w.Header().Get("Location"))
	require.Equal(t, workflow.Command{Action: workflow.OverrideFinding, Actor: d.actor, Override: deskID(60), Answer: "none", Reason: "重复计数"}, d.commands[0])
	d.refuse = record.Refuse(record.Invalid, "reason", "reason_required", "x")
	w = d.send(path+"/override", "action", "override_finding", "answer", "none")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	lintPage(t, w.Body.String())
	require.Contains(t, w.Body.String(), `href="#override_finding-reason"`)
	require.Equal(t, http.StatusNotFound, d.read(caseBase+"/findings/"+deskID(99).String(), "en").Code)
	require.Equal(t, http.StatusNotFound, d.read(caseBase+"/findings/nonsense", "en").Code)
	d.view.Actions = []workflow.Action{workflow.Comment}
	require.NotContains(t, d.page(path, "en"), `name="answer"`)
}

// TestEveryWordOfTheRulesIsThere: whatever facts, answers and values the packs know has words in both languages.
func TestEveryWordOfTheRulesIsThere(t *testing.T) {
	for _, kind := range assess.FindingKinds() {
		requireWord(t, "law.kind_"+string(kind))
		requireWord(t, "law.kind_"+string(kind)+"_hint")
		for _, a := range assess.Answers(kind) {
			requireWord(t, "law.answer_"+string(kind)+"_"+a)
		}
	}
	for _, f := range assess.DisclosureFactList() {
		requireWord(t, "law.fact_"+f.Name)
		for _, v := range f.Values {
			if !slices.Contains([]string{"true", "false", "unknown"}, v) {
				requireWord(t, "law.value_"+f.Name+"_"+v)
			}
		}
	}
	for _, name := range append(assess.CirculationFactNames(), assess.BreachFlagNames()...) {
		requireWord(t, "law.fact_"+name)
	}
	for _, c := range []assess.Certainty{assess.ByText, assess.ByCase, assess.Arguable, assess.Inferred, assess.Proposed} {
		requireWord(t, "case.certainty_"+string(c))
	}
	var kept map[string]any
	require.NoError(t, json.Unmarshal(sampleFindings()[0].Body, &kept))
}

// TestADecisionCitesClausesOfTheCatalogue: chosen ones are kept by their id and shown with citation and source beside
// whatever somebody wrote in their own words.
func TestADecisionCitesClausesOfTheCatalogue(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	page := d.page(caseBase, "en")
	require.Contains(t, page, `name="clause" type="checkbox" value="pipl-57"`)
	w := d.send(caseBase+"/actions", "action", "decide", "version", "7", "founded", "yes", "path", "administrative", "reason", "因为", "clause", "pipl-57", "clause", "pipl-66", "clauses", "本市条例第九条")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, []string{"pipl-57", "pipl-66", "本市条例第九条"}, d.commands[0].Outcome.Clauses)
	d.view.Incident.Outcome.Clauses = []string{"pipl-57", "本市条例第九条"}
	page = d.page(caseBase, "en")
	require.Contains(t, page, "Personal Information Protection Law, art. 57: ")
	require.Contains(t, page, "本市条例第九条")
	require.Contains(t, d.page(caseBase, "zh-CN"), "中华人民共和国个人信息保护法第五十七条：")
}

// TestTheWorkedExamplesAreComputed: the guiding cases stand on the page with what the packs give.
func TestTheWorkedExamplesAreComputed(t *testing.T) {
	for lang, says := range map[string][]string{
		"en":    {"Guiding case 192", "Guiding case 193", "Guiding case 194", "Guiding case 195", "SPP guiding case 140", "Especially serious", "5.1.8", "cn-seriousness, version"},
		"zh-CN": {"指导性案例192号", "指导性案例195号", "最高检指导性案例第140号", "情节特别严重"},
	} {
		w := newDesk(t, "shenzhen/officer").read("/law", lang)
		require.Equal(t, http.StatusOK, w.Code)
		lintPage(t, w.Body.String())
		for _, s := range says {
			require.Contains(t, w.Body.String(), s)
		}
	}
}
