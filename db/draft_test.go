package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
)

func TestADraftLivesUntilItExpires(t *testing.T) {
	d := dbtest.New(t)
	code, end := []byte("hash"), t0.Add(time.Hour)
	require.NoError(t, d.NewDraft(t.Context(), code, []byte("one"), end))
	require.Error(t, d.NewDraft(t.Context(), code, []byte("two"), end))
	require.NoError(t, d.SaveDraft(t.Context(), code, []byte("three"), []string{"file"}, t0, end))
	got, err := d.LoadDraft(t.Context(), code, t0)
	require.NoError(t, err)
	require.Equal(t, []byte("three"), got)

	_, err = d.LoadDraft(t.Context(), code, end)
	require.ErrorIs(t, err, record.ErrNotFound)
	require.ErrorIs(t, d.SaveDraft(t.Context(), code, nil, nil, end, end.Add(time.Hour)), record.ErrNotFound)
	_, err = d.LoadDraft(t.Context(), []byte("other"), t0)
	require.ErrorIs(t, err, record.ErrNotFound)

	require.NoError(t, d.Purge(t.Context(), end), "leaves the draft whose file still lies in the store")
	files, err := d.SweepDrafts(t.Context(), end, 10)
	require.NoError(t, err)
	require.Equal(t, []string{"file"}, files)
	files, err = d.SweepDrafts(t.Context(), end, 10)
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestAFiledDraftIsDroppedWithoutItsFiles(t *testing.T) {
	d := dbtest.New(t)
	code := []byte("hash")
	require.NoError(t, d.NewDraft(t.Context(), code, []byte("one"), due))
	require.NoError(t, d.SaveDraft(t.Context(), code, []byte("one"), []string{"file"}, t0, due))
	require.NoError(t, d.DropDraft(t.Context(), code))
	files, err := d.SweepDrafts(t.Context(), due.AddDate(1, 0, 0), 10)
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestFactsSayHowFarReadersAre(t *testing.T) {
	d := dbtest.New(t)
	filed(t, d, 3, due)
	f, err := d.Facts(t.Context(), time.Now)
	require.NoError(t, err)
	require.Equal(t, int64(3), f.Pending)
	require.Equal(t, t0, f.OldestPending)
	require.Less(t, f.Offset.Abs(), 5*time.Second)
	require.Positive(t, f.Size)
	consumeAll(t, d)
	f, err = d.Facts(t.Context(), time.Now)
	require.NoError(t, err)
	require.Equal(t, int64(3), f.Head)
	require.True(t, f.OldestPending.IsZero())
	require.Equal(t, map[string]int64{"counters": 0, "search": 0, "public": 0, "similar": 0}, f.Lag)
}
