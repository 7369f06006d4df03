package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/notifications"
)

// put tells Wang of the first event of the log, as a reader of the log would.
func put(t *testing.T, d *db.DB, cursor string, mail bool) {
	n, err := d.Consume(t.Context(), cursor, 1, func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		e := entries[0].Event
		n := notifications.Notice{Person: wangID, Kind: notifications.DutyOpened, Incident: e.Subject.ID, Event: e.ID, At: t0, Mail: true}
		silent := n
		silent.Kind, silent.Mail = notifications.DutyMissed, false
		return tx.Put(ctx, []notifications.Notice{n, silent, n}, mail)
	})
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func logged(t *testing.T) *db.DB {
	d := dbtest.New(t)
	filed(t, d, 1, due)
	_, _, err := sequencer(t, d).Sequence(t.Context(), 10)
	require.NoError(t, err)
	return d
}

func TestANoticeIsToldOnceAndLeasedOnce(t *testing.T) {
	d := logged(t)
	put(t, d, "first", true)
	put(t, d, "again", true) // folding an event twice tells nobody twice
	o := d.Outbox()
	list, err := o.Lease(t.Context(), t0, 10, time.Minute)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, wangID, list[0].Person)
	require.NotEmpty(t, list[0].Reference)
	other, err := o.Lease(t.Context(), t0.Add(time.Second), 10, time.Minute)
	require.NoError(t, err)
	require.Empty(t, other, "leased")

	require.NoError(t, o.Failed(t.Context(), list[0].ID, "refused", t0.Add(time.Hour)))
	other, err = o.Lease(t.Context(), t0.Add(30*time.Minute), 10, time.Minute)
	require.NoError(t, err)
	require.Empty(t, other, "not yet again")
	list, err = o.Lease(t.Context(), t0.Add(time.Hour), 10, time.Minute)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, 1, list[0].Attempts)
	list, err = o.Lease(t.Context(), t0.Add(2*time.Hour), 10, time.Minute)
	require.NoError(t, err)
	require.Len(t, list, 1, "the lease of a dead instance ends")

	require.NoError(t, o.Sent(t.Context(), list[0].ID, t0.Add(2*time.Hour)))
	require.NoError(t, o.Dead(t.Context(), list[0].ID, "late", t0.Add(3*time.Hour)), "it has ended before: nothing changes")
	list, err = o.Lease(t.Context(), t0.Add(9*time.Hour), 10, time.Minute)
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestWithoutMailADeliveryIsRecordedAsNotConfigured(t *testing.T) {
	d := logged(t)
	put(t, d, "first", false)
	list, err := d.Outbox().Lease(t.Context(), t0.Add(time.Hour), 10, time.Minute)
	require.NoError(t, err)
	require.Empty(t, list)
}
