package assess

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCanonicalFactsGiveTheSameFinding: for every case of every pack the kept
// facts decide as the told ones did, and reading them again changes nothing.
func TestCanonicalFactsGiveTheSameFinding(t *testing.T) {
	for _, p := range Default().Packs() {
		for _, c := range p.TestCases() {
			kept, err := Canonical(p.Head().Kind, c.Line)
			if err != nil {
				var fact *FactError
				require.ErrorAs(t, err, &fact)
				require.Equal(t, KindDisclosure, p.Head().Kind, "only remarks are refused: %s: %v", c.Name.En, err)
				continue
			}
			again, err := Canonical(p.Head().Kind, kept)
			require.NoError(t, err)
			require.Equal(t, string(kept), string(again))
			_, told, err := p.Assess(c.Line)
			require.NoError(t, err)
			_, read, err := p.Assess(kept)
			require.NoError(t, err)
			require.Equal(t, told.Answer(), read.Answer(), c.Name.En)
			require.Equal(t, told.Deciding(), read.Deciding(), c.Name.En)
		}
	}
}

// TestCanonicalKeepsNoNames: recipients may be people.
func TestCanonicalKeepsNoNames(t *testing.T) {
	line := []byte(`{"id":"张三案","facts":{"acts":["sell"]},"transactions":[
		{"act":"sell","category":"track","set":"李四的表","count":25,"recipient":"王五"},
		{"act":"sell","category":"track","set":"李四的表","count":25,"recipient":"赵六"},
		{"act":"sell","category":"track","set":"李四的表","count":25,"recipient":"王五"}]}`)
	kept, err := Canonical(KindSeriousness, line)
	require.NoError(t, err)
	for _, name := range []string{"张三", "李四", "王五", "赵六"} {
		require.NotContains(t, string(kept), name)
	}
	p := seriousnessPack(t)
	_, told, err := p.Assess(line)
	require.NoError(t, err)
	_, read, err := p.Assess(kept)
	require.NoError(t, err)
	require.Equal(t, told, read)
}

func TestCanonicalRefusesWhatItDoesNotKnowByName(t *testing.T) {
	for kind, c := range map[Kind]struct{ line, says string }{
		KindSeriousness: {`{"facts":{"pieces":{"faces":1}}}`, "pieces.faces"},
		KindDisclosure:  {`{"disclosure":"voluntary","facts":{"note":"x"}}`, "facts.note: unknown field"},
		KindCirculation: {`{"consented":true}`, "consented"},
		KindBreach:      {`{"facts":{"people":3}}`, "people"},
		KindClauses:     {`{}`, "kind"},
	} {
		_, err := Canonical(kind, []byte(c.line))
		require.ErrorContains(t, err, c.says, kind)
	}
}
