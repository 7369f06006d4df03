package publication_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
)

var founded = &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 10"}}

func accused(names ...string) (list []record.PublicParty) {
	for i, name := range names {
		list = append(list, record.PublicParty{Kind: []string{"enterprise", "organ", "individual", "unknown"}[i], Role: "holder", Name: name})
	}
	return list
}

func namesOf(list []record.PublicParty) (names []string) {
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}

func TestOnlyEnterprisesAndOrgansAreEverNamed(t *testing.T) {
	all := accused("A Ltd", "B Bureau", "C Person", "D Somebody")
	for name, row := range map[string]struct {
		origin  string
		outcome *record.Outcome
		want    []string
	}{
		"undecided":  {"report", nil, []string{"", "", "", ""}},
		"unfounded":  {"report", &record.Outcome{Path: "none"}, []string{"", "", "", ""}},
		"founded":    {"report", founded, []string{"A Ltd", "B Bureau", "", ""}},
		"historical": {"historical", nil, []string{"A Ltd", "B Bureau", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, namesOf(publication.Show(row.origin, row.outcome, all).Parties))
		})
	}
}

func TestNamesAndClausesPassTheGate(t *testing.T) {
	planted := *founded
	planted.Clauses = []string{"PIPL 10", "一三八零零一三八零零零"}
	parties := accused("A Ltd 13800138000", "B Bureau")
	parties[1].CreditCode = "11010519491231002X" // a resident number in the place of a code
	shown := publication.Show("report", &planted, parties)
	require.Equal(t, []string{"", ""}, namesOf(shown.Parties), "what the gate finds is left out")
	require.Empty(t, shown.Parties[1].CreditCode)
	require.Equal(t, []string{"PIPL 10"}, shown.Outcome.Clauses)
	require.Len(t, planted.Clauses, 2, "the case itself stays as it is")

	for field, unchecked := range map[string]publication.Shown{
		"parties": {Parties: parties}, "clauses": {Outcome: &planted},
	} {
		d := newDesk(t)
		d.w.Shown = unchecked
		c := wording("A leak", "What happened")
		c.Kept = "a reason to keep a number in the summary"
		_, err := d.try("city/officer", c)
		refusal, ok := record.AsRefusal(err)
		require.True(t, ok, field)
		require.Equal(t, []string{"gate", field}, []string{refusal.Code, refusal.Field})
		require.NotContains(t, refusal.Error(), "13800138000")
	}
}

func TestADecisionShowsOnlyAfterAnotherVersionWasCleared(t *testing.T) {
	d := newDesk(t)
	d.w.Shown = publication.Show("report", nil, accused("A Ltd"))
	d.do("city/officer", wording("A leak", "What happened"))
	d.w.Shown = publication.Show("report", founded, accused("A Ltd"))
	d.do("city/leader", publication.Command{Action: publication.Clear})
	require.Nil(t, d.w.Versions[0].Outcome, "cleared is what was proposed")
	require.Equal(t, []string{""}, namesOf(d.w.Versions[0].Parties))

	c := wording("A leak", "What happened")
	c.Reason = "the matter was decided"
	d.do("city/officer", c)
	d.do("city/leader", publication.Command{Action: publication.Clear})
	require.Equal(t, founded, d.w.Versions[1].Outcome)
	require.Equal(t, []string{"A Ltd"}, namesOf(d.w.Versions[1].Parties))

	d.do("city/leader", publication.Command{Action: publication.Withdraw, Reason: "mistaken"})
	require.Nil(t, d.w.Versions[2].Outcome)
	require.Empty(t, d.w.Versions[2].Parties, "a tombstone names nobody")
}
