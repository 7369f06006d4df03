package frontend

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

const today = "2026-11-22"

// answers are right for every step.
func answers() map[string]url.Values {
	return map[string]url.Values{
		"what":      {"narrative": {" 经过 "}, "title": {"标题"}},
		"violation": {"violation": {"leak"}},
		"who":       {"kind1": {"enterprise"}, "name1": {"某公司"}, "role1": {"holder"}, "code1": {""}},
		"where":     {"province": {"330000"}, "region": {""}, "sector": {"internet"}},
		"when":      {"occurred-year": {"２０２６"}, "occurred-month": {"8"}, "occurred-day": {"14"}, "discovered-unknown": {"yes"}},
		"data":      {"persons": {"1,200"}, "pieces_other": {"３"}},
		"evidence":  {},
		"contact":   {"filer": {"anonymous"}},
	}
}

func stepForm(step, press string, form url.Values) url.Values {
	all := maps.Clone(form)
	if all == nil {
		all = url.Values{}
	}
	all.Set("step", step)
	all.Set("go", press)
	return all
}

func TestWholeReport(t *testing.T) {
	d := &Draft{}
	for i, s := range steps {
		next := answer(d, "d", stepForm(s.name, "next", answers()[s.name]), today)
		require.Empty(t, next.step.Errors, s.name)
		require.Equal(t, i == len(steps)-1, next.check, s.name)
	}
	_, ready := review(d, "d", url.Values{"go": {"send"}}, today)
	require.True(t, ready)
	filing := d.Submission()
	require.Empty(t, filing.Check(noon, false), "the domain takes what the steps let through")
	require.Equal(t, int64(1200), *filing.Persons)
	filing.Persons = nil
	require.Equal(t, workflow.Submission{Title: "标题", Narrative: "经过", Violation: "leak", Region: "330000", Sector: "internet",
		Respondents: []workflow.SubmittedParty{{Kind: "enterprise", Role: "holder", Name: "某公司"}}, OccurredOn: "2026-08-14",
		Pieces: map[string]int64{"other": 3}, Filer: workflow.SubmittedFiler{Kind: "anonymous"}}, filing)
}

func TestEmptyStepStaysWithProblems(t *testing.T) {
	for _, s := range steps {
		next := answer(&Draft{}, "d", stepForm(s.name, "next", nil), today)
		optional := s.name == "data" || s.name == "evidence"
		require.Equal(t, optional, len(next.step.Errors) == 0, s.name)
		if !optional {
			require.Equal(t, s.name, next.step.Step)
		}
	}
}

func TestBackAndLanguageKeepWhatWasTyped(t *testing.T) {
	form := url.Values{"persons": {"many"}}
	d := &Draft{}
	require.Equal(t, "when", answer(d, "d", stepForm("data", "back", form), today).step.Step)
	require.Equal(t, "many", d.Persons)
	form.Set("switch_language", "en")
	stayed := answer(&Draft{}, "d", stepForm("data", "", form), today).step
	require.Equal(t, "data", stayed.Step)
	require.Empty(t, stayed.Errors)
	require.True(t, answer(d, "d", stepForm("what", "back", nil), today).start)
}

func TestChangeReturnsToCheck(t *testing.T) {
	d := sampleDraft()
	changed, ready := review(d, "d", url.Values{"goto": {"violation"}}, today)
	require.False(t, ready)
	require.True(t, changed.step.FromCheck)
	form := stepForm("violation", "next", url.Values{"violation": {"sale"}})
	form.Set("from", "check")
	require.True(t, answer(d, "d", form, today).check)
	require.Equal(t, "sale", d.Violation)
	form.Set("go", "back")
	require.True(t, answer(d, "d", form, today).check)
}

func TestSendingUnfinishedDraftLeadsToItsFirstProblem(t *testing.T) {
	d := sampleDraft()
	d.Sector = ""
	next, ready := review(d, "d", url.Values{"go": {"send"}}, today)
	require.False(t, ready)
	require.Equal(t, "where", next.step.Step)
	require.Equal(t, "sector", next.step.Errors[0].Field)
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		date  DraftDate
		wrong bool
	}{
		{DraftDate{Year: "2026", Month: "11", Day: "22"}, false},
		{DraftDate{Year: "2026", Month: "11", Day: "23"}, true},
		{DraftDate{Year: "2025", Month: "2", Day: "29"}, true},
		{DraftDate{Year: "2024", Month: "02", Day: "29"}, false},
		{DraftDate{Year: "2024", Month: "2"}, true},
		{DraftDate{Year: "1", Month: "1", Day: "1"}, true},
		{DraftDate{Year: "2024", Month: "1", Day: "1", Unknown: true}, true},
		{DraftDate{Unknown: true}, false},
		{DraftDate{}, true},
	} {
		var found problems
		checkDate("occurred", c.date, today, &found)
		require.Equal(t, c.wrong, len(found) == 1, "%+v", c.date)
	}
}

func TestDiscoveryAfterOccurrence(t *testing.T) {
	d := &Draft{Occurred: DraftDate{Year: "2026", Month: "8", Day: "14"}, Discovered: DraftDate{Year: "2026", Month: "8", Day: "13"}}
	require.Equal(t, "discovered-year", checkWhen(d, today)[0].Field)
}

func TestCounts(t *testing.T) {
	for typed, want := range map[string]int64{"1200": 1200, "１，２００": 1200, "1 200": 1200, "0": 0} {
		n, ok := wholeNumber(typed)
		require.True(t, ok, typed)
		require.Equal(t, want, n)
	}
	for _, typed := range []string{"", "-5", "1.5", "many", "1e9", "9999999999999"} {
		_, ok := wholeNumber(typed)
		require.False(t, ok, typed)
	}
}

func TestAnonymousLeavesNoName(t *testing.T) {
	d := &Draft{Filer: "named", Name: "x", Contact: "y"}
	readContact(d, url.Values{"filer": {"anonymous"}, "own_name": {"x"}, "own_contact": {"y"}, "contact": {"y"}})
	require.Equal(t, &Draft{Filer: "anonymous"}, d)
}

func TestRespondentsAreAddedAndRemoved(t *testing.T) {
	form := answers()["who"]
	form.Set("go", "add")
	d := &Draft{}
	readWho(d, form)
	require.Len(t, d.Respondents, 2)
	form = url.Values{"name1": {"a"}, "name2": {"b"}, "remove": {"1"}}
	readWho(d, form)
	require.Equal(t, []DraftRespondent{{Name: "b"}}, d.Respondents)
}

func TestLongAnswersAreRefusedNotStored(t *testing.T) {
	d := &Draft{}
	readWhat(d, url.Values{"narrative": {strings.Repeat("x", 100_000)}, "title": {"t"}})
	require.Len(t, d.Narrative, maxNarrative+1)
	require.Equal(t, "narrative", checkWhat(d, today)[0].Field)
}

func TestEveryErrorLinksToAField(t *testing.T) {
	r := testRenderer(t)
	for i, s := range steps {
		d := &Draft{Filer: "named", RegionCode: "1", Persons: "x", Pieces: map[string]string{"track": "y"}}
		lintPage(t, rendered(t, r, Shell{}, stepPage(i, "d", d, s.check(d, today))))
	}
}

func TestDraftRoundTrip(t *testing.T) {
	text, err := sampleDraft().Marshal()
	require.NoError(t, err)
	back, err := ParseDraft(text)
	require.NoError(t, err)
	require.Equal(t, sampleDraft(), back)
	_, err = ParseDraft([]byte("{"))
	require.Error(t, err)
}
