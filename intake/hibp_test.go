package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

const (
	hibpMapping = "../data/mappings/hibp-breaches.yaml"
	hibpData    = "../data/hibp-breaches/breaches.json"
	hibpRows    = 875
)

func importHIBP(t *testing.T, s *fakeStore, data string) Summary {
	t.Helper()
	var last Summary
	calls := 0
	sum, err := Run(t.Context(), Options{
		Mapping: hibpMapping, Data: data, Importer: newArchive(s), Now: now,
		Result:   filepath.Join(t.TempDir(), "result.json"),
		Progress: func(p Summary) { calls++; last = p },
	})
	require.NoError(t, err)
	require.Equal(t, sum, last, "the last progress is the summary")
	require.Equal(t, 9, calls)
	return sum
}

func TestRealListComesInOnce(t *testing.T) {
	s := newStore()
	require.Equal(t, Summary{Rows: hibpRows, Created: hibpRows}, importHIBP(t, s, hibpData))
	require.Equal(t, 18, s.applies, "rows go in by batches of 50")
	events := s.events

	require.Equal(t, Summary{Rows: hibpRows, Unchanged: hibpRows}, importHIBP(t, s, hibpData))
	require.Equal(t, 18, s.applies, "an unchanged record writes nothing")
	require.Equal(t, events, s.events)

	require.Equal(t, Summary{Rows: hibpRows, Amended: 1, Unchanged: hibpRows - 1}, importHIBP(t, s, changedHIBP(t, "Yahoo")))
	require.Equal(t, 19, s.applies)
	row, _, v := s.of(t, "hibp:Yahoo")
	require.EqualValues(t, 2, row.Version)
	require.Equal(t, 2, v.Number)
	require.Contains(t, v.Summary, "453,428")
	require.Equal(t, "The source changed its record.", v.Note)
	require.Equal(t, record.Corrected, s.public[row.ID].State)
}

// changedHIBP is the list with one account more in one record.
func changedHIBP(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(hibpData)
	require.NoError(t, err)
	var list []map[string]any
	require.NoError(t, json.Unmarshal(body, &list))
	for _, x := range list {
		if x["Name"] == name {
			x["PwnCount"] = x["PwnCount"].(float64) + 1
		}
	}
	body, err = json.Marshal(list)
	require.NoError(t, err)
	return put(t, "breaches.json", string(body))
}

func TestRealListKeepsToWhatItsSourceSays(t *testing.T) {
	s := newStore()
	importHIBP(t, s, hibpData)
	for external, id := range s.external {
		row := s.incidents[id]
		require.Equal(t, record.Closed, row.State, external)
		require.Equal(t, "historical", row.Origin)
		require.Nil(t, row.Persons, "accounts are no persons")
		require.Empty(t, row.Pieces, "accounts are no pieces")
		require.Nil(t, row.Outcome, "nobody is found guilty by an import")
		require.Equal(t, "Have I Been Pwned", row.Credit.Source)
		require.Equal(t, "https://haveibeenpwned.com/PwnedWebsites#"+strings.TrimPrefix(external, "hibp:"), row.Credit.URL)
		p := s.public[id]
		require.Equal(t, record.Published, p.State)
		require.Len(t, s.versions[id], 1)
		v := s.versions[id][0]
		require.NotEqual(t, v.Proposer, v.Clearer)
		require.Len(t, v.Parties, len(s.parties[id]), "the page names whom the source names")
		for i, p := range s.parties[id] {
			require.Equal(t, p.Name, v.Parties[i].Name)
		}
		require.NotContains(t, v.Summary, "<a ")
		require.NotContains(t, v.HTML, "target=")
		require.NotContains(t, v.HTML, "onclick")
		require.Contains(t, v.Summary, "Accounts listed by the source: ")
		require.Contains(t, v.HTML, "Accounts listed by the source: ")
	}
	row, texts, v := s.of(t, "hibp:Yahoo")
	require.Equal(t, "leak", row.Violation)
	require.Equal(t, "internet", row.Sector)
	require.Equal(t, "unknown", row.Region)
	require.EqualValues(t, "2012-07-11", row.OccurredOn)
	require.Empty(t, row.DiscoveredOn)
	require.Equal(t, "2013-12-04T00:00:00Z", row.ReceivedAt.Format("2006-01-02T15:04:05Z07:00"))
	require.Equal(t, "Yahoo", texts["title"])
	require.Contains(t, texts["narrative"], `service "Voices" compromised`)
	require.Contains(t, v.Summary, "Accounts listed by the source: 453,427.")
	require.Contains(t, v.Summary, "Classes of data named by the source: Email addresses, Passwords.")
	require.Equal(t, "verified", v.Verification)
	require.Len(t, s.parties[row.ID], 1)

	fabricated, _, v := s.of(t, "hibp:Paytm")
	require.Equal(t, "fabricated", v.Verification)
	require.Empty(t, s.parties[fabricated.ID], "nobody is accused of a breach that was made up")
	collection, _, _ := s.of(t, "hibp:Collection1")
	require.Empty(t, s.parties[collection.ID])
	require.Equal(t, "other", collection.Sector)
}
