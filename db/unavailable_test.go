package db_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
)

// TestAServerThatIsAwayIsUnavailableAndABadValueIsNot: faces answer 503 to the
// first, since it may be sent again; the second would fail again.
func TestAServerThatIsAwayIsUnavailableAndABadValueIsNot(t *testing.T) {
	_, err := db.Open(t.Context(), "postgres://nobody@127.0.0.1:1/none", db.Options{})
	require.True(t, unavailable(err), "%v", err)

	_, err = dbtest.New(t).World(t.Context(), "a reference\x00")
	require.Error(t, err)
	require.False(t, unavailable(err), "%v", err)
}

func unavailable(err error) bool {
	var away interface{ Unavailable() bool }
	return errors.As(err, &away) && away.Unavailable()
}

// TestAFullDiskIsNamed lets the server refuse a write as it does without room.
func TestAFullDiskIsNamed(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	run := func(statement string) {
		_, err := raw(t, url).Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	run(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
		$$BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END$$;
		CREATE TRIGGER no_room BEFORE INSERT ON report EXECUTE FUNCTION no_room()`)
	err := d.Apply(t.Context(), filing(t, due))
	require.ErrorContains(t, err, "disk is full")
	require.True(t, unavailable(err))
	require.ErrorContains(t, d.Writable(), "disk is full")

	run(`DROP TRIGGER no_room ON report`)
	require.NoError(t, d.Apply(t.Context(), filing(t, due)))
	require.NoError(t, d.Writable())
}
