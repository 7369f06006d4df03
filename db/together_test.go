package db_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/workflow"
)

// keyed is a filing with an idempotency key.
func keyed(t *testing.T, key string) record.Change {
	c := filing(t, due)
	c.Once = &record.Once{Scope: "report", KeyHash: []byte(key), BodyHash: []byte("body"), Sealed: []byte(key), ExpiresAt: t0.Add(24 * time.Hour)}
	return c
}

// together writes filings as one portion, each for a caller who is there.
func together(t *testing.T, d *db.DB, changes ...record.Change) []error {
	ctxs := make([]context.Context, len(changes))
	for i := range ctxs {
		ctxs[i] = t.Context()
	}
	return d.OpenTogether(ctxs, changes)
}

func requireThere(t *testing.T, d *db.DB, c record.Change) {
	t.Helper()
	w, err := d.World(t.Context(), c.Incidents[0].Reference)
	require.NoError(t, err)
	require.Equal(t, int64(1), w.Incident.Version)
}

func requireAbsent(t *testing.T, d *db.DB, c record.Change) {
	t.Helper()
	_, err := d.World(t.Context(), c.Incidents[0].Reference)
	require.ErrorIs(t, err, workflow.ErrNotFound)
	events, err := d.Events(t.Context(), subject(c.Incidents[0].ID))
	require.NoError(t, err)
	require.Empty(t, events)
}

func TestFilingsOfACrowdAreAllWrittenOnce(t *testing.T) {
	d := dbtest.New(t)
	const crowd = 200
	changes := make([]record.Change, crowd)
	errs := make([]error, crowd)
	var wg sync.WaitGroup
	for n := range crowd {
		changes[n] = keyed(t, reference())
		changes[n].Parties = changes[n].Parties[:n%2] // portions of several shapes
		wg.Go(func() { errs[n] = d.Apply(t.Context(), changes[n]) })
	}
	wg.Wait()
	for n := range crowd {
		require.NoError(t, errs[n])
		requireThere(t, d, changes[n])
	}
}

func TestARefusedFilingDoesNoHarmToThoseWrittenWithIt(t *testing.T) {
	d := dbtest.New(t)
	good, bad, taken := keyed(t, "1"), keyed(t, "2"), keyed(t, "3")
	require.NoError(t, d.Apply(t.Context(), keyed(t, "3")))
	bad.Incidents[0].State = "no such state"
	twin := keyed(t, "4")
	twin.Reports[0].Receipt = bytes.Clone(good.Reports[0].Receipt)
	errs := together(t, d, bad, good, taken)
	require.ErrorContains(t, errs[0], "incident_open_has_lead")
	require.NoError(t, errs[1])
	require.ErrorIs(t, errs[2], workflow.ErrAnswered)
	requireAbsent(t, d, bad)
	requireThere(t, d, good)
	requireAbsent(t, d, taken)

	errs = together(t, d, twin, keyed(t, "5"))
	require.ErrorContains(t, errs[0], "report_receipt")
	require.NoError(t, errs[1])
	requireAbsent(t, d, twin)
}

func TestOneKeyTwiceInAPortionHasOneEffect(t *testing.T) {
	d := dbtest.New(t)
	changes := []record.Change{keyed(t, "same"), keyed(t, "other"), keyed(t, "same"), keyed(t, "same")}
	errs := together(t, d, changes...)
	require.NoError(t, errs[1])
	written := 0
	for _, n := range []int{0, 2, 3} {
		if errs[n] == nil {
			written++
			requireThere(t, d, changes[n])
			continue
		}
		require.ErrorIs(t, errs[n], workflow.ErrAnswered)
		requireAbsent(t, d, changes[n])
	}
	require.Equal(t, 1, written)
	sealed, there, err := d.Answered(t.Context(), "report", []byte("same"), []byte("body"), t0)
	require.NoError(t, err)
	require.True(t, there)
	require.Equal(t, "same", string(sealed))
}

func TestWhoeverHasGoneIsNotWritten(t *testing.T) {
	d := dbtest.New(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	changes := []record.Change{keyed(t, "1"), keyed(t, "2")}
	errs := d.OpenTogether([]context.Context{gone, t.Context()}, changes)
	require.ErrorIs(t, errs[0], context.Canceled)
	require.NoError(t, errs[1])
	requireAbsent(t, d, changes[0])
	requireThere(t, d, changes[1])
	require.ErrorIs(t, d.Apply(gone, keyed(t, "3")), context.Canceled)
}

func TestAPortionWhoseAnswerWasLostIsWrittenOnce(t *testing.T) {
	p, d := warm(t)
	for _, fault := range []int32{loseAnswer, loseRequest} {
		changes := []record.Change{keyed(t, reference()), keyed(t, reference()), keyed(t, reference())}
		p.fault.Store(fault)
		for n, err := range together(t, d, changes...) {
			require.NoError(t, err)
			requireThere(t, d, changes[n])
		}
		require.Zero(t, p.fault.Load())
	}
}
