package assess

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func breachPack(t testing.TB, jurisdiction string) *BreachPack {
	t.Helper()
	p, err := FindAs[*BreachPack](Default(), KindBreach, jurisdiction, "")
	require.NoError(t, err)
	return p
}

// limits maps the duties of a finding to their time; nil is "at once".
func limits(f *BreachFinding) map[string]*Limit {
	m := map[string]*Limit{}
	for _, d := range f.Duties {
		m[d.ID] = d.Limit
	}
	return m
}

func TestHoursDependOnTheKindOfOperator(t *testing.T) {
	p := breachPack(t, "CN")
	for operator, want := range map[string]struct {
		report string
		hours  int
		passOn string
		then   Limit
	}{
		"cii":         {"report-cii", 1, "pass-on-cii", Limit{30, "minutes"}},
		"state_organ": {"report-organ", 2, "pass-on-organ", Limit{1, "hours"}},
		"other":       {"report-other", 4, "pass-on-other", Limit{1, "hours"}},
	} {
		major, err := Breach(p, BreachFacts{Operator: operator, Persons: 10_000_000})
		require.NoError(t, err)
		got := limits(major)
		require.Equal(t, &Limit{want.hours, "hours"}, got[want.report], operator)
		require.Equal(t, &want.then, got[want.passOn], operator)
		require.Equal(t, &Limit{30, "calendar_days"}, got["closing-report"])
		lesser, err := Breach(p, BreachFacts{Operator: operator, Persons: 1_000_000})
		require.NoError(t, err)
		require.Contains(t, limits(lesser), want.report)
		require.NotContains(t, limits(lesser), want.passOn, "only major and up is passed on")
		small, err := Breach(p, BreachFacts{Operator: operator, Persons: 999_999})
		require.NoError(t, err)
		require.NotContains(t, limits(small), want.report)
		require.Contains(t, limits(small), "notify-authority", "PIPL 57 has no figure")
	}
}

func TestRulesOfThe2025MeasuresDoNotReachBack(t *testing.T) {
	p := breachPack(t, "CN")
	before, err := Breach(p, BreachFacts{On: "2025-10-31", Operator: "cii", Persons: 100_000_000})
	require.NoError(t, err)
	require.NotContains(t, limits(before), "report-cii")
	after, err := Breach(p, BreachFacts{On: "2025-11-01", Operator: "cii", Persons: 100_000_000})
	require.NoError(t, err)
	require.Contains(t, limits(after), "report-cii")
}

func TestPersonsNeedNotBeToldWhenHarmIsAverted(t *testing.T) {
	p := breachPack(t, "CN")
	f := BreachFacts{Persons: 5}
	require.NoError(t, f.Set("harm_averted", true))
	made, err := Breach(p, f)
	require.NoError(t, err)
	require.NotContains(t, limits(made), "notify-persons")
	require.Contains(t, limits(made), "persons-need-not-be-told")
	require.NoError(t, f.Set("authority_orders_notice", true))
	made, err = Breach(p, f)
	require.NoError(t, err)
	require.Contains(t, limits(made), "notify-persons-ordered")
	require.NotContains(t, limits(made), "persons-need-not-be-told")
}

func TestGDPRIsShownAndNotArmed(t *testing.T) {
	f := BreachFacts{Persons: 5}
	require.NoError(t, f.Set("high_risk", true))
	made, err := Breach(breachPack(t, "EU"), f)
	require.NoError(t, err)
	require.Equal(t, &Limit{72, "hours"}, limits(made)["gdpr-notify-authority"])
	require.Contains(t, limits(made), "gdpr-notify-persons")
	for _, d := range made.Duties {
		require.False(t, d.Armed, d.ID)
	}
}

func TestABreachedOrganizationGetsNoOffendersGrade(t *testing.T) {
	made, err := Breach(breachPack(t, "CN"), BreachFacts{Persons: 500_000_000})
	require.NoError(t, err)
	require.NotContains(t, asJSON(made), "especially_serious")
	require.NotContains(t, asJSON(made), `"grade":"serious"`)
	require.Contains(t, made.Label.En, "not graded")
}

func TestBreachFactsAreRefusedByName(t *testing.T) {
	for line, want := range map[string]string{
		`{"facts":{"personas":1}}`:                 "facts.personas: unknown field",
		`{"facts":{"grade":"major"}}`:              "facts.grade: unknown field",
		`{"facts":{"persons":-1}}`:                 "persons: must not be negative",
		`{"facts":{"operator":"bank"}}`:            "operator: unknown value",
		`{"facts":{"on":"yesterday"}}`:             "on: must be a date",
		`{"facts":{"harm_averted":"no"}}`:          "facts.harm_averted: must be true or false",
		`{"facts":{"direct_loss_cny":"1.000.00"}}`: "facts.direct_loss_cny: must be a plain decimal",
	} {
		_, _, err := breachPack(t, "CN").Assess([]byte(line))
		require.ErrorContains(t, err, want)
	}
}
