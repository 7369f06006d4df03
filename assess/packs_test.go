package assess

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbeddedPacksPassTheirOwnCases(t *testing.T) {
	cases := 0
	for _, p := range Default().Packs() {
		for _, r := range RunCases(p) {
			require.Empty(t, r.Differences, "%s: %s", p.Head().ID, r.Name.En)
			cases++
		}
	}
	require.Greater(t, cases, 50)
}

func TestGuidingCasesAreWorkedExamples(t *testing.T) {
	told := map[string]bool{}
	for _, p := range Default().Packs() {
		for _, c := range p.TestCases() {
			if c.Example {
				for _, s := range c.Sources {
					told[s] = true
				}
			}
		}
	}
	for _, id := range []string{"gc-192", "gc-193", "gc-194", "gc-195", "spp-140"} {
		require.True(t, told[id], id)
	}
}

// The vocabulary is the W3C's own file, unchanged; its licence lies beside it.
func TestDataClassesCarryKnownDPVTerms(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "dpv", "pd.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, r := range rows[1:] {
		known[r[2]] = true
	}
	p := seriousnessPack(t)
	check := func(id string, terms []string) {
		require.NotEmpty(t, terms, id)
		for _, term := range terms {
			require.True(t, known[DPV(term)], "%s: %s", id, term)
		}
	}
	for _, c := range p.Categories {
		check(c.ID, c.DPV)
	}
	for _, c := range p.Classes {
		check(c.ID, c.DPV)
	}
	require.Empty(t, DPV("x:Name"))
}

func seriousnessPack(t testing.TB) *SeriousnessPack {
	t.Helper()
	p, err := FindAs[*SeriousnessPack](Default(), KindSeriousness, "CN", "")
	require.NoError(t, err)
	return p
}

func disclosurePack(t testing.TB) *DisclosurePack {
	t.Helper()
	p, err := FindAs[*DisclosurePack](Default(), KindDisclosure, "CN", "")
	require.NoError(t, err)
	return p
}
