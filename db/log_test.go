package db_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/ledger"
	"gongzhi/record"
)

// anyLeaf computes leaves under keys that anybody could compute.
func anyLeaf(e record.Event) (ledger.Leaf, error) {
	return ledger.LeafOf(ledger.CaseKey(sha256.Sum256(e.Subject.ID[:])), e)
}

func sequencer(t *testing.T, d *db.DB) *db.Sequencer {
	s, leads, err := d.AcquireSequencer(t.Context(), anyLeaf)
	require.NoError(t, err)
	require.True(t, leads)
	t.Cleanup(s.Release)
	return s
}

// everything reads the whole log through a cursor of its own.
func everything(t *testing.T, d *db.DB, name string) []db.LogEntry {
	var all []db.LogEntry
	for {
		n, err := d.Consume(t.Context(), name, 100, func(_ context.Context, _ db.Tx, entries []db.LogEntry) error {
			all = append(all, entries...)
			return nil
		})
		require.NoError(t, err)
		if n == 0 {
			return all
		}
	}
}

func TestTheLogHasNoGapUnderConcurrentWritersAndAborts(t *testing.T) {
	d := dbtest.New(t)
	s := sequencer(t, d)
	const writers, each = 6, 20
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for n := range each {
				c := filing(t, due)
				if n%4 == 3 {
					c.Duties[0].State = record.Missed // refused: nothing of it may leave a hole
				}
				err := d.Apply(t.Context(), c)
				if (err != nil) != (n%4 == 3) {
					t.Errorf("apply: %v", err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		_, _, err := s.Sequence(t.Context(), 7)
		require.NoError(t, err)
	}
	for n := -1; n != 0; {
		var err error
		n, _, err = s.Sequence(t.Context(), 1000)
		require.NoError(t, err)
	}
	all := everything(t, d, "test")
	require.Len(t, all, writers*each*3/4)
	for i, e := range all {
		require.Equal(t, int64(i+1), e.Pos)
	}
	head, err := d.LogHead(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(len(all)), head)
}

func TestEventsOfACaseKeepTheirOrder(t *testing.T) {
	d := dbtest.New(t)
	s := sequencer(t, d)
	id := filed(t, d, 1, due)[0]
	for n := range 5 {
		w, err := d.WorldOf(t.Context(), id)
		require.NoError(t, err)
		require.NoError(t, d.Apply(t.Context(), rise(t, w, due.Add(time.Duration(n)*time.Hour))))
	}
	_, last, err := s.Sequence(t.Context(), 100)
	require.NoError(t, err)
	require.Equal(t, int64(6), last)
	for i, e := range everything(t, d, "test") {
		require.Equal(t, int64(i+1), e.Event.Seq)
	}
}

func TestOneSequencerAtATime(t *testing.T) {
	url := dbtest.URL(t)
	first, second := open(t, url), open(t, url)
	s := sequencer(t, first)
	_, leads, err := second.AcquireSequencer(t.Context(), anyLeaf)
	require.NoError(t, err)
	require.False(t, leads)

	filed(t, first, 2, due)
	_, err = raw(t, url).Exec(t.Context(), `UPDATE cursor SET pos = 1 WHERE name = 'log'`) // somebody else moved the head
	require.NoError(t, err)
	_, _, err = s.Sequence(t.Context(), 100)
	require.ErrorIs(t, err, db.ErrFenced)
}

func TestAConsumerFoldsEachEntryOnce(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	s := sequencer(t, d)
	filed(t, d, 50, due)
	_, _, err := s.Sequence(t.Context(), 100)
	require.NoError(t, err)
	count := func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		return tx.Count(ctx, map[string]int64{"filed": int64(len(entries))})
	}
	broken := errors.New("broken")
	_, err = d.Consume(t.Context(), "counters", 10, func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		return errors.Join(count(ctx, tx, entries), broken)
	})
	require.Error(t, err)

	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for range 50 {
				if _, err := d.Consume(t.Context(), "counters", 3, count); err != nil {
					t.Errorf("consume: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for rest := 1; rest > 0; { // the three may have spent their turns on finding each other
		rest, err = d.Consume(t.Context(), "counters", 3, count)
		require.NoError(t, err)
	}
	var n int64
	require.NoError(t, raw(t, url).QueryRow(t.Context(), `SELECT n FROM counter WHERE cell = 'filed'`).Scan(&n))
	require.Equal(t, int64(50), n)
	pos, err := d.CursorPosition(t.Context(), "counters")
	require.NoError(t, err)
	require.Equal(t, int64(50), pos)
}

func TestWaitLogWakesWhenTheLogGrows(t *testing.T) {
	d := dbtest.New(t)
	s := sequencer(t, d)
	filed(t, d, 1, due)
	woken := make(chan error, 1)
	go func() { woken <- d.WaitLog(t.Context(), 0, time.Minute) }()
	_, _, err := s.Sequence(t.Context(), 10)
	require.NoError(t, err)
	require.NoError(t, <-woken)
	require.NoError(t, d.WaitLog(t.Context(), 1, time.Millisecond), "patience ends without an error")
	require.NoError(t, d.Ping(t.Context()))
}

// TestTheLogIsFreeAsSoonAsItIsReleased: the next one leads at once, without
// waiting for the server to notice a closed connection.
func TestTheLogIsFreeAsSoonAsItIsReleased(t *testing.T) {
	d := dbtest.New(t)
	for range 50 {
		s, leads, err := d.AcquireSequencer(t.Context(), anyLeaf)
		require.NoError(t, err)
		require.True(t, leads)
		s.Release()
	}
}
