package assess

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAKeptFindingReadsBackWhole: for every case of every pack.
func TestAKeptFindingReadsBackWhole(t *testing.T) {
	for _, p := range Default().Packs() {
		for _, c := range p.TestCases() {
			finding, body, err := FindingOf(p, c.Line)
			require.NoError(t, err)
			read, err := ReadFinding(p.Head().Kind, body)
			require.NoError(t, err)
			again, err := json.Marshal(read)
			require.NoError(t, err)
			require.Equal(t, string(body), string(again), c.Name.En)
			require.Equal(t, finding.Answer(), read.Answer())
			require.Equal(t, finding.Deciding(), read.Deciding())
		}
	}
	_, err := ReadFinding(KindClauses, []byte(`{}`))
	require.Error(t, err)
}
