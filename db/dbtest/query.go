package dbtest

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// Counts runs a statement that returns one row of whole numbers, past the
// program: for tests that judge it from outside.
func Counts(t testing.TB, url, statement string) []int64 {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context()) // nothing was written
	rows, err := conn.Query(t.Context(), statement)
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.Next(), "one row")
	values, err := rows.Values()
	require.NoError(t, err)
	counts := make([]int64, len(values))
	for i, v := range values {
		n, ok := v.(int64)
		require.True(t, ok, "column %d is no bigint", i)
		counts[i] = n
	}
	return counts
}
