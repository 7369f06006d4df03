package api

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheInboxNamesOnlyTheDayWhereTheDomainDoes: no zero time stands in for the
// one that is not told.
func TestTheInboxNamesOnlyTheDayWhereTheDomainDoes(t *testing.T) {
	f := newFace(t)
	items := decode[struct{ Items []map[string]any }](t, f.get("/api/v1/inbox")).Items
	require.Equal(t, "2026-11-22", items[0]["on"])
	require.Equal(t, "2026-11-22T12:00:00Z", items[0]["at"])
	require.Equal(t, "2026-11-22", items[1]["on"])
	require.NotContains(t, items[1], "at", "a filer may have caused it")
}
