package assess

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func assessLine(t *testing.T, line string) *SeriousnessFinding {
	t.Helper()
	_, f, err := seriousnessPack(t).Assess([]byte(line))
	require.NoError(t, err)
	made, ok := f.(*SeriousnessFinding)
	require.True(t, ok)
	return made
}

func TestExactness(t *testing.T) {
	for _, c := range []struct {
		name, line string
		items      []string
		grade      Grade
	}{
		{"10/50 + 100/500 + 3,000/5,000 is exactly 1", `{"facts":{"acts":["sell"],"pieces":{"track":10,"health":100,"other":3000}}}`, []string{"5.1.6"}, GradeSerious},
		{"one piece fewer is not", `{"facts":{"acts":["sell"],"pieces":{"track":10,"health":100,"other":2999}}}`, []string{}, GradeNone},
		{"4,999 of the residual category alone meet nothing", `{"facts":{"acts":["sell"],"pieces":{"other":4999}}}`, []string{}, GradeNone},
		{"the number itself suffices", `{"facts":{"acts":["acquire"],"pieces":{"other":5000}}}`, []string{"5.1.5"}, GradeSerious},
		{"tenths that are no binary fractions", `{"facts":{"acts":["sell"],"illegal_income_cny":4999.999999999999999999999999}}`, []string{}, GradeNone},
		{"decimal zeros", `{"facts":{"acts":["sell"],"illegal_income_cny":5000.00}}`, []string{"5.1.7"}, GradeSerious},
		{"amount as a text", `{"facts":{"acts":["sell"],"illegal_income_cny":"5000"}}`, []string{"5.1.7"}, GradeSerious},
		{"every item met is listed", `{"facts":{"acts":["sell"],"pieces":{"track":60,"other":5000},"illegal_income_cny":9000,"prior_criminal":true}}`, []string{"5.1.3", "5.1.5", "5.1.7", "5.1.9"}, GradeSerious},
		{"in duty: half, one short", `{"facts":{"acts":["provide"],"in_duty":true,"pieces":{"track":24}}}`, []string{}, GradeNone},
		{"in duty: half", `{"facts":{"acts":["provide"],"in_duty":true,"pieces":{"track":25}}}`, []string{"5.1.8"}, GradeSerious},
		{"in duty: a ratio of one half", `{"facts":{"acts":["provide"],"in_duty":true,"pieces":{"track":10,"health":100,"other":500}}}`, []string{"5.1.8"}, GradeSerious},
		{"in duty, but acquired only", `{"facts":{"acts":["acquire"],"in_duty":true,"pieces":{"track":25}}}`, []string{}, GradeNone},
		{"income in duty: half", `{"facts":{"acts":["sell"],"in_duty":true,"illegal_income_cny":2500}}`, []string{"5.1.8"}, GradeSerious},
		{"whereabouts used for crime have no number", `{"facts":{"acts":["sell"],"pieces":{"track":1},"used_for_crime":true}}`, []string{"5.1.1"}, GradeSerious},
		{"other data used for crime", `{"facts":{"acts":["sell"],"pieces":{"other":1},"used_for_crime":true}}`, []string{}, GradeNone},
		{"no act, no item", `{"facts":{"pieces":{"track":5000}}}`, []string{}, GradeNone},
		{"lawful business in protected categories is acquiring", `{"facts":{"acts":["buy_for_lawful_business"],"pieces":{"track":50}}}`, []string{"5.1.3"}, GradeSerious},
		{"article 6 has no aggravated tier", `{"facts":{"acts":["buy_for_lawful_business"],"pieces":{"other":9999999},"profit_from_use_cny":99999999,"consequences":["death"]}}`, []string{"6.1.1"}, GradeSerious},
		{"nothing at all", `{}`, []string{}, GradeNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			made := assessLine(t, c.line)
			require.Equal(t, c.items, made.Items)
			require.Equal(t, c.grade, made.Grade)
		})
	}
}

func TestTenfold(t *testing.T) {
	for _, c := range []struct {
		line  string
		grade Grade
	}{
		{`{"facts":{"acts":["sell"],"pieces":{"track":499}}}`, GradeSerious},
		{`{"facts":{"acts":["sell"],"pieces":{"track":500}}}`, GradeEspeciallySerious},
		{`{"facts":{"acts":["sell"],"pieces":{"track":250,"health":2500}}}`, GradeEspeciallySerious},
		{`{"facts":{"acts":["sell"],"in_duty":true,"pieces":{"track":249}}}`, GradeSerious},
		{`{"facts":{"acts":["sell"],"in_duty":true,"pieces":{"track":250}}}`, GradeEspeciallySerious},
		{`{"facts":{"acts":["sell"],"in_duty":true,"pieces":{"track":125,"health":1250}}}`, GradeEspeciallySerious},
		{`{"facts":{"acts":["sell"],"in_duty":true,"illegal_income_cny":"24999.99"}}`, GradeSerious},
		{`{"facts":{"acts":["sell"],"in_duty":true,"illegal_income_cny":25000}}`, GradeEspeciallySerious},
	} {
		require.Equal(t, c.grade, assessLine(t, c.line).Grade, c.line)
	}
}

func TestOpenItemsAreOfferedAndNeverDecided(t *testing.T) {
	made := assessLine(t, `{"facts":{"acts":["sell"],"pieces":{"other":10}}}`)
	var offered []string
	for _, o := range made.OpenItems {
		offered = append(offered, o.Item)
	}
	require.Equal(t, []string{"5.1.10", "5.2.4", "6.1.3"}, offered)
	require.Equal(t, GradeNone, made.Grade)
	for _, s := range made.Steps {
		require.NotContains(t, offered, s.Item)
	}
}

func TestStepsSayHowFarEachThresholdIs(t *testing.T) {
	made := assessLine(t, `{"facts":{"acts":["sell"],"pieces":{"track":30,"other":100},"illegal_income_cny":4999.99}}`)
	missing := map[string]string{}
	for _, s := range made.Steps {
		missing[s.Row] = s.Missing
	}
	require.Equal(t, "20", missing["5.1.3"])
	require.Equal(t, "0.38", missing["5.1.6"])
	require.Equal(t, "0.01", missing["5.1.7"])
	require.Equal(t, "470", missing["5.2.3/5.1.3"])
}

func TestMitigationIsShownAndChangesNothing(t *testing.T) {
	for _, c := range []struct{ facts, state string }{
		{`"pieces":{"track":50}`, MitigationAsk},
		{`"pieces":{"track":50},"gains_returned":true`, MitigationAsk},
		{`"pieces":{"track":50},"gains_returned":true,"repentance":true`, MitigationOpen},
		{`"pieces":{"track":50},"gains_returned":false,"repentance":true`, MitigationExcluded},
		{`"pieces":{"track":50},"gains_returned":true,"repentance":true,"prior_criminal":true`, MitigationExcluded},
		{`"pieces":{"track":50},"gains_returned":true,"repentance":true,"prior_admin_months_ago":60`, MitigationExcluded},
		{`"pieces":{"track":500},"gains_returned":true,"repentance":true`, MitigationExcluded},
		{`"pieces":{"track":5},"gains_returned":true,"repentance":true`, MitigationNotNeeded},
	} {
		made := assessLine(t, `{"facts":{"acts":["sell"],`+c.facts+`}}`)
		require.Equal(t, c.state, made.Mitigation[0].State, c.facts)
	}
}

func TestSentencesAreInformationWithASource(t *testing.T) {
	made := assessLine(t, `{"facts":{"acts":["sell"],"pieces":{"track":50},"in_duty":true}}`)
	var ids []string
	for _, s := range made.Sentences {
		ids = append(ids, s.ID)
		require.NotEmpty(t, s.Sources)
	}
	require.Equal(t, []string{"serious", "in-duty-serious", "fine-serious"}, ids)
	require.True(t, made.Label.Complete())
}

func TestTransactionsAreCountedByArticle11(t *testing.T) {
	for _, c := range []struct {
		name, transactions string
		pieces             int64
	}{
		{"acquired, then sold: once", `{"act":"acquire","category":"other","set":"a","count":300},{"act":"sell","category":"other","set":"a","count":300,"recipient":"x"}`, 300},
		{"to two recipients: added", `{"act":"sell","category":"other","set":"a","count":300,"recipient":"x"},{"act":"provide","category":"other","set":"a","count":300,"recipient":"y"}`, 600},
		{"to one recipient twice: once", `{"act":"sell","category":"other","set":"a","count":300,"recipient":"x"},{"act":"sell","category":"other","set":"a","count":300,"recipient":"x"}`, 300},
		{"acquired, then to two", `{"act":"acquire","category":"other","set":"a","count":300},{"act":"sell","category":"other","set":"a","count":300,"recipient":"x"},{"act":"sell","category":"other","set":"a","count":300,"recipient":"y"}`, 600},
		{"a part sold on", `{"act":"acquire","category":"other","set":"a","count":1000},{"act":"sell","category":"other","set":"a","count":100,"recipient":"x"}`, 1000},
		{"different sets", `{"act":"acquire","category":"other","set":"a","count":300},{"act":"sell","category":"other","set":"b","count":300,"recipient":"x"}`, 600},
		{"sets without a name", `{"act":"acquire","category":"other","count":300},{"act":"acquire","category":"other","count":300}`, 600},
		{"a batch less what is proved", `{"act":"acquire","category":"other","batch":true,"count":1000,"proved_duplicates":100,"proved_untrue":50}`, 850},
	} {
		t.Run(c.name, func(t *testing.T) {
			made := assessLine(t, `{"transactions":[`+c.transactions+`]}`)
			require.Equal(t, map[string]int64{"other": c.pieces}, made.Counted)
		})
	}
}

// Acquired pieces do not help to reach the halved threshold, which is about what
// was sold or provided.
func TestHalvingCountsOnlyWhatWasPassedOn(t *testing.T) {
	line := `{"facts":{"in_duty":true},"transactions":[
		{"act":"acquire","category":"health","set":"a","count":300},
		{"act":"sell","category":"health","set":"a","count":249,"recipient":"x"}]}`
	require.Empty(t, assessLine(t, line).Items)
}

func TestIfEachAccountWereOnePieceIsOnlyThat(t *testing.T) {
	h, err := IfEachAccountWerePiece(seriousnessPack(t), "other", 50_000)
	require.NoError(t, err)
	require.Equal(t, GradeEspeciallySerious, h.Grade)
	require.Contains(t, h.Label.En, "supposition")
	require.NotContains(t, asJSON(h), `"grade":"especially_serious","items"`)
}
