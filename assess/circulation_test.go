package assess

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func circulationPack(t testing.TB) *CirculationPack {
	t.Helper()
	p, err := FindAs[*CirculationPack](Default(), KindCirculation, "CN", "")
	require.NoError(t, err)
	return p
}

// Every combination of the seven facts against the rule in one sentence.
func TestCirculationAgreesWithItsRule(t *testing.T) {
	p := circulationPack(t)
	names := []string{"informed", "identified", "public_use", "anonymised", "abuse", "resale_for_illegal_profit", "beyond_authorization"}
	for bits := range 1 << len(names) {
		var f CirculationFacts
		is := map[string]bool{}
		for i, n := range names {
			v := bits&(1<<i) != 0
			is[n] = v
			*f.answer(n) = &v
		}
		want := OutcomeCannot
		switch {
		case is["anonymised"]:
			want = OutcomeOutside
		case is["abuse"] || is["resale_for_illegal_profit"] || is["beyond_authorization"]:
			want = OutcomeRetrieval
		case is["informed"] || is["public_use"]:
			want = OutcomeCan
		}
		made, err := Circulation(p, f)
		require.NoError(t, err)
		require.Equal(t, want, made.Outcome, is)
		require.Equal(t, []string{"identified"}, made.NoEffect)
		require.Equal(t, want == OutcomeCan, len(made.Conditions) > 0)
		require.Contains(t, made.Label.En, "not current law")
		require.Len(t, made.Parties, 3)
		for party, rights := range made.Parties {
			require.Len(t, rights, 3, party)
		}
		require.Equal(t, want == OutcomeRetrieval, made.Parties["subject"]["confrontation"].May)
		require.False(t, made.Parties["user"]["authorization"].May, "the user may never pass on")
		again, err := ReplayDecision(made.Steps, "table")
		require.NoError(t, err)
		require.Equal(t, string(want), again)
	}
}

func TestUnansweredQuestionsAreShownAsAssumed(t *testing.T) {
	yes := true
	made, err := Circulation(circulationPack(t), CirculationFacts{Informed: &yes})
	require.NoError(t, err)
	require.Equal(t, []string{"identified", "public_use"}, made.Assumed)
	require.Nil(t, made.Triple.Satisfied)
	made, err = Circulation(circulationPack(t), CirculationFacts{Anonymised: &yes})
	require.NoError(t, err)
	require.Empty(t, made.Assumed, "the table was not asked")
}

func TestTripleAuthorization(t *testing.T) {
	yes, no := true, false
	f := CirculationFacts{AuthorizedCollection: &yes, AuthorizedByHolder: &yes}
	for given, want := range map[*bool]*bool{nil: nil, &yes: &yes, &no: &no} {
		f.AuthorizedByUser = given
		made, err := Circulation(circulationPack(t), f)
		require.NoError(t, err)
		require.Equal(t, want, made.Triple.Satisfied)
	}
	f = CirculationFacts{AuthorizedByUser: &no}
	made, err := Circulation(circulationPack(t), f)
	require.NoError(t, err)
	require.Equal(t, &no, made.Triple.Satisfied, "one refusal is enough")
}
