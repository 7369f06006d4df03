package db_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
)

func TestSchemaErrorsNameTheRemedy(t *testing.T) {
	url := dbtest.Empty(t)
	d := open(t, url)
	require.ErrorContains(t, d.CheckSchema(t.Context()), "run gongzhi migrate")
	require.NoError(t, d.Migrate(t.Context()))
	require.NoError(t, d.CheckSchema(t.Context()))
	require.NoError(t, d.Migrate(t.Context()), "again changes nothing")

	c := raw(t, url)
	_, err := c.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	require.NoError(t, err)
	require.ErrorContains(t, d.CheckSchema(t.Context()), "newer program")
	require.ErrorContains(t, d.Migrate(t.Context()), "newer program")
	_, err = c.Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id > 3`)
	require.NoError(t, err)
	require.ErrorContains(t, d.CheckSchema(t.Context()), "run gongzhi migrate")
}

func TestTwoInstancesMigrateAtOnce(t *testing.T) {
	url := dbtest.Empty(t)
	var wg sync.WaitGroup
	for range 2 {
		d := open(t, url)
		wg.Go(func() {
			if err := d.Migrate(t.Context()); err != nil {
				t.Errorf("migrate: %v", err)
			}
		})
	}
	wg.Wait()
	require.NoError(t, open(t, url).CheckSchema(t.Context()))
}

func TestOpenExplainsWhatIsWrong(t *testing.T) {
	_, err := db.Open(t.Context(), "postgres://user:secret@[", db.Options{})
	require.ErrorContains(t, err, "cannot be read")
	require.NotContains(t, err.Error(), "secret")
	_, err = db.Open(t.Context(), "postgres://user:secret@127.0.0.1:1/x?connect_timeout=2", db.Options{})
	require.ErrorContains(t, err, "does not answer")
	require.NotContains(t, err.Error(), "secret")
}
