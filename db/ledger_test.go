package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func TestTheLedgerKeepsTheRulesOfStorage(t *testing.T) {
	ledgertest.CheckStorage(t, dbtest.New(t).Ledger())
}

// publicLog is the public log of a database, with a clock of its own.
func publicLog(t *testing.T, d *db.DB) *ledgertest.Log {
	log := ledgertest.NewLog(t, 4)
	log.Source, log.Storage = d.Ledger(), d.Ledger()
	return log
}

// served is a database's public log as an outsider gets it.
type served struct{ d *db.DB }

func (s served) Fetch(ctx context.Context, path string) ([]byte, error) {
	body, _, _, err := ledger.Serve(ctx, s.d.Ledger(), path)
	return body, err
}

func isMoved(err error) bool { return errors.Is(err, ledger.ErrMoved) }

func fileMany(t testing.TB, d *db.DB, n int) {
	t.Helper()
	for range n {
		require.NoError(t, d.Apply(t.Context(), filing(t, due)))
	}
}

// TestEveryEventIsInThePublicLogOnce lets every storage call of a log's life
// fail, without and with its effect ("failed", "failed but persisted"), on the
// real database; whoever comes next knows nothing of it. The first life that goes
// wrong is the last: where the database is gone, every further one would be too.
func TestEveryEventIsInThePublicLogOnce(t *testing.T) {
	failed := map[string]int{}
	for _, persist := range []bool{false, true} {
		for n, more := 1, true; more && !t.Failed(); n++ {
			t.Run(fmt.Sprintf("call %d, persisted %v", n, persist), func(t *testing.T) {
				name := liveWithFault(t, n, persist)
				more = name != ""
				failed[name]++
			})
		}
	}
	for _, name := range []string{"head", "tiles", "append", "published", "publish"} {
		require.GreaterOrEqual(t, failed[name], 2, name)
	}
}

// liveWithFault lets one call of a log's life fail and names it; none is named
// when the life ended before.
func liveWithFault(t *testing.T, n int, persist bool) string {
	t.Helper()
	d := dbtest.New(t)
	log, s := publicLog(t, d), sequencer(t, d)
	faulty := &ledgertest.Faulty{Storage: d.Ledger(), FailAt: n, Persist: persist}
	log.Storage = faulty
	for _, events := range []int{3, 0, 6} {
		fileMany(t, d, events)
		_, _, err := s.Sequence(t.Context(), 100)
		require.NoError(t, err)
		log.Advance()
		if _, err := log.Retry(); err != nil {
			require.ErrorIs(t, err, ledgertest.ErrFault)
			_, err = log.Retry()
			require.NoError(t, err)
		}
	}
	checkPublicLog(t, d, log, 9)
	return faulty.Failed
}

// checkPublicLog audits the whole log from outside and counts its events from
// inside: each in one leaf, at the index where the growths say it is.
func checkPublicLog(t *testing.T, d *db.DB, log *ledgertest.Log, events int) {
	t.Helper()
	leaves := map[ledger.Leaf]int64{}
	audit := ledger.Audit{Policy: log.Trust(), Watch: func(i int64, l ledger.Leaf) { leaves[l] = i }}
	report, err := audit.Run(t.Context(), served{d})
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	pending, err := d.Ledger().Pending(t.Context(), 0, 1000)
	require.NoError(t, err)
	require.Len(t, pending, events)
	for _, p := range pending {
		index, err := d.Ledger().IndexOf(t.Context(), p.Pos)
		require.NoError(t, err)
		at, there := leaves[p.Leaf]
		require.True(t, there, "position %d", p.Pos)
		require.Equal(t, at, index)
	}
	for l, i := range leaves {
		if log.Padding.Is(i, l) {
			delete(leaves, l)
		}
	}
	require.Len(t, leaves, events, "the rest is padding")
}

// TestTwoInstancesGrowOneLog lets two instances integrate at the same time: one
// wins each slot, the other is told, and the log is whole.
func TestTwoInstancesGrowOneLog(t *testing.T) {
	d := dbtest.New(t)
	s := sequencer(t, d)
	log := publicLog(t, d)
	for range 5 {
		fileMany(t, d, 3)
		_, _, err := s.Sequence(t.Context(), 100)
		require.NoError(t, err)
		log.Advance()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				if _, err := log.Retry(); err != nil && !isMoved(err) {
					t.Errorf("integrate: %v", err)
				}
			})
		}
		both.Wait()
		_, err = log.Retry()
		require.NoError(t, err)
	}
	checkPublicLog(t, d, log, 15)
	head, err := d.Ledger().Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(20), head.Size)
}

// TestASaltOutlivesItsLeaf: nothing can be erased before its leaf is computed,
// and nothing of the log changes when it is.
func TestASaltOutlivesItsLeaf(t *testing.T) {
	url := dbtest.URL(t)
	d, c := open(t, url), raw(t, url)
	s := sequencer(t, d)
	log := publicLog(t, d)
	fileMany(t, d, 1)
	_, err := c.Exec(t.Context(), `UPDATE event SET salt = NULL`)
	require.ErrorContains(t, err, "row is final")
	_, _, err = s.Sequence(t.Context(), 10)
	require.NoError(t, err)
	_, err = c.Exec(t.Context(), `UPDATE event SET salt = decode(repeat('00', 32), 'hex')`)
	require.ErrorContains(t, err, "row is final", "a salt may go and not become another")
	_, err = c.Exec(t.Context(), `UPDATE event SET salt = NULL`)
	require.NoError(t, err)
	log.Next(t)
	checkPublicLog(t, d, log, 1)
}

// TestAnEventWithoutItsSaltStopsTheLog: whoever got round the constraints is
// not helped by a sequencer that passes over it.
func TestAnEventWithoutItsSaltStopsTheLog(t *testing.T) {
	url := dbtest.URL(t)
	d, c := open(t, url), raw(t, url)
	s := sequencer(t, d)
	fileMany(t, d, 2)
	_, err := c.Exec(t.Context(), `SET session_replication_role = replica; UPDATE event SET salt = NULL WHERE id = (SELECT event_id FROM pending ORDER BY n LIMIT 1)`)
	require.NoError(t, err)
	n, _, err := s.Sequence(t.Context(), 10)
	require.ErrorContains(t, err, "tampered with")
	require.Zero(t, n)
	head, err := d.LogHead(t.Context())
	require.NoError(t, err)
	require.Zero(t, head)
}

// TestTheLogsTablesOnlyGrow: the database itself refuses what would be a fork
// or a roll-back.
func TestTheLogsTablesOnlyGrow(t *testing.T) {
	url := dbtest.URL(t)
	d, c := open(t, url), raw(t, url)
	log := publicLog(t, d)
	log.Next(t)
	for _, forbidden := range []string{
		`UPDATE log_head SET size = size - 1`,
		`UPDATE log_head SET root = decode(repeat('00', 32), 'hex')`,
		`UPDATE log_head SET published_size = size + 1`,
		`UPDATE log_head SET published_size = 0`,
		`DELETE FROM log_head`,
		`UPDATE log_tile SET data = overlay(data PLACING '\x00'::bytea FROM 3)`,
		`UPDATE log_tile SET data = substring(data FOR 10)`,
		`DELETE FROM log_tile`,
		`UPDATE log_growth SET events = events + 1`,
	} {
		_, err := c.Exec(t.Context(), forbidden)
		require.Error(t, err, forbidden)
	}
}

func TestAFullGrowthIsFollowedByAnother(t *testing.T) {
	d := dbtest.New(t)
	log := publicLog(t, d)
	log.Source = log.Events
	log.Events.AddMany(ledger.MaxBatch + 5)
	began := time.Now()
	step := log.Next(t)
	require.Equal(t, ledger.MaxBatch, step.Events)
	step, err := log.Retry()
	require.NoError(t, err)
	require.Equal(t, 5, step.Events)
	require.Equal(t, 3, step.Padding)
	step, err = log.Retry()
	require.NoError(t, err)
	require.Zero(t, step.Events+step.Padding)
	t.Logf("%d leaves in %s", ledger.MaxBatch+8, time.Since(began))
}

// TestEachFilerGetsTheOwnFiling: who filed a case, who joined it and whose case
// became part of it each find their own event, and no other.
func TestEachFilerGetsTheOwnFiling(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	joined := &workflow.Filing{ReportID: uuid.New(), Narrative: "me too", FilerKind: "anonymous", Receipt: []byte("joined")}
	change, err := workflow.Decide(w, workflow.Command{Action: workflow.Join, Actor: roles.Actor{Role: roles.Citizen}, Seed: seed(), Filing: joined}, o.env())
	require.NoError(t, err)
	o.apply(change)
	_, _, err = sequencer(t, d).Sequence(t.Context(), 100)
	require.NoError(t, err)
	first, pos, err := d.Ledger().FilingEvent(t.Context(), []byte("receipt 0"))
	require.NoError(t, err)
	require.Equal(t, int64(1), first.Seq)
	require.Equal(t, record.SubjectIncident, first.Subject.Kind)
	require.Positive(t, pos)
	second, later, err := d.Ledger().FilingEvent(t.Context(), []byte("joined"))
	require.NoError(t, err)
	require.Equal(t, joined.ReportID, second.Facts.Report)
	require.Equal(t, record.SubjectCorrespondence, second.Subject.Kind)
	require.Greater(t, later, pos)
	_, _, err = d.Ledger().FilingEvent(t.Context(), []byte("of nobody"))
	require.ErrorIs(t, err, record.ErrNotFound)
}
