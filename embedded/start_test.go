package embedded

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// start starts a pair that the test stops.
func start(t *testing.T, o Options) *Services {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if o.Log == nil {
		o.Log = t.Logf
	}
	s, err := Start(ctx, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop()) })
	return s
}

// query runs one statement with the real driver and returns its one text value.
func query(t *testing.T, url, sql string) (value string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&value))
	return value
}

func TestStartAnswers(t *testing.T) {
	s := start(t, Options{Ephemeral: true})
	require.Equal(t, "UTF8", query(t, s.DatabaseURL, "SHOW server_encoding"))
}
