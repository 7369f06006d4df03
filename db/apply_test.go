package db_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/workflow"
)

var due = t0.Add(time.Hour)

func TestApplyThenLoadGivesTheSameRows(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	require.NoError(t, d.Apply(t.Context(), c))
	w, err := d.World(t.Context(), c.Incidents[0].Reference)
	require.NoError(t, err)
	want := workflow.World{
		Incident: c.Incidents[0], Duties: c.Duties, Filers: []uuid.UUID{liID},
		Told: []record.Told{{Report: c.Reports[0].ID, Filer: liID}},
	}
	require.Empty(t, cmp.Diff(want, w))

	byReceipt, report, err := d.WorldByReceipt(t.Context(), c.Reports[0].Receipt)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, byReceipt))
	require.Empty(t, cmp.Diff(c.Reports[0], report))

	events, err := d.Events(t.Context(), subject(w.Incident.ID))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(c.Events, events))
}

func TestWorldIsNotFoundForUnknownNames(t *testing.T) {
	d := dbtest.New(t)
	_, err := d.World(t.Context(), "GZ-00000-00000")
	require.ErrorIs(t, err, workflow.ErrNotFound)
	_, err = d.WorldOf(t.Context(), uuid.New())
	require.ErrorIs(t, err, workflow.ErrNotFound)
	_, _, err = d.WorldByReceipt(t.Context(), []byte("unknown"))
	require.ErrorIs(t, err, workflow.ErrNotFound)
	_, there, err := d.ByExternalID(t.Context(), "hibp:unknown")
	require.NoError(t, err)
	require.False(t, there)
}

func TestAStaleGuardWritesNothing(t *testing.T) {
	d := dbtest.New(t)
	fresh, moved := filing(t, due), filing(t, due)
	require.NoError(t, d.Apply(t.Context(), moved))
	w, err := d.WorldOf(t.Context(), moved.Incidents[0].ID)
	require.NoError(t, err)
	require.NoError(t, d.Apply(t.Context(), rise(t, w, due)))

	err = d.Apply(t.Context(), fresh, rise(t, w, due.Add(time.Minute)))
	require.ErrorIs(t, err, workflow.ErrStale)
	_, err = d.World(t.Context(), fresh.Incidents[0].Reference)
	require.ErrorIs(t, err, workflow.ErrNotFound, "the other change of the batch was not written either")
}

func TestAnIncidentOpensOnce(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	require.NoError(t, d.Apply(t.Context(), c))
	require.ErrorIs(t, d.Apply(t.Context(), c), workflow.ErrStale)
}

func TestStreamsAreGuardedByTheirOwnVersion(t *testing.T) {
	d := dbtest.New(t)
	id := filed(t, d, 1, due)[0]
	note := func(expect int64) record.Change {
		s := record.Subject{Kind: record.SubjectCorrespondence, ID: id}
		return record.Change{
			Guards:   []record.Guard{{Subject: s, Expect: expect, Next: expect + 1}},
			Events:   []record.Event{event(t, s, expect+1, "comment", t0, record.Facts{})},
			Messages: []record.Message{{ID: uuid.New(), Incident: id, Kind: "comment", Author: liID, Sealed: []byte("x"), At: t0}},
		}
	}
	require.NoError(t, d.Apply(t.Context(), note(0)))
	require.ErrorIs(t, d.Apply(t.Context(), note(0)), workflow.ErrStale)
	require.NoError(t, d.Apply(t.Context(), note(1)))
	w, err := d.WorldOf(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, int64(2), w.Notes)
	require.Equal(t, int64(1), w.Incident.Version, "a comment never breaks an If-Match")
}

func TestAThousandEscalationsAreOneApply(t *testing.T) {
	d := dbtest.New(t)
	list := filed(t, d, 1000, due)
	worlds, err := d.Worlds(t.Context(), list)
	require.NoError(t, err)
	began := time.Now()
	require.NoError(t, d.Apply(t.Context(), riseAll(t, due)(worlds)...))
	t.Logf("1,000 escalations in %s", time.Since(began))
	worlds, err = d.Worlds(t.Context(), list)
	require.NoError(t, err)
	for _, w := range worlds {
		lead, ok := w.Lead()
		require.True(t, ok)
		require.Equal(t, 1, lead.Level)
	}
}

func TestOfTwoWritersOfOneVersionExactlyOneWins(t *testing.T) {
	d := dbtest.New(t)
	w, err := d.WorldOf(t.Context(), filed(t, d, 1, due)[0])
	require.NoError(t, err)
	const writers = 8
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for n := range writers {
		c := rise(t, w, due)
		wg.Go(func() { errs[n] = d.Apply(t.Context(), c) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		require.ErrorIs(t, err, workflow.ErrStale)
	}
	require.Equal(t, 1, won)
}

func TestOneKeyOneAnswer(t *testing.T) {
	d := dbtest.New(t)
	kept := func(sealed string, at time.Time) record.Change {
		c := filing(t, due)
		c.Events[0].At = at
		c.Once = &record.Once{Scope: "file", KeyHash: []byte("key"), BodyHash: []byte("body"), Sealed: []byte(sealed), ExpiresAt: at.Add(24 * time.Hour)}
		return c
	}
	_, there, err := d.Answered(t.Context(), "file", []byte("key"), []byte("body"), t0)
	require.NoError(t, err)
	require.False(t, there)

	require.NoError(t, d.Apply(t.Context(), kept("first", t0)))
	second := kept("second", t0.Add(time.Minute))
	require.ErrorIs(t, d.Apply(t.Context(), second), workflow.ErrAnswered)
	_, err = d.World(t.Context(), second.Incidents[0].Reference)
	require.ErrorIs(t, err, workflow.ErrNotFound, "the second request wrote nothing")

	answer, there, err := d.Answered(t.Context(), "file", []byte("key"), []byte("body"), t0.Add(time.Hour))
	require.NoError(t, err)
	require.True(t, there)
	require.Equal(t, "first", string(answer))
	_, _, err = d.Answered(t.Context(), "file", []byte("key"), []byte("other body"), t0.Add(time.Hour))
	refusal, ok := workflow.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, workflow.Reused, refusal.Kind)

	require.NoError(t, d.Apply(t.Context(), kept("a day later", t0.Add(24*time.Hour))), "an expired key is free again")
	n, err := d.SweepOnce(t.Context(), t0.Add(72*time.Hour), 100)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestARecordIsImportedOnce(t *testing.T) {
	d := dbtest.New(t)
	imported := func() record.Change {
		c := filing(t, due)
		c.Incidents[0].ExternalID = "hibp:Example"
		return c
	}
	require.NoError(t, d.Apply(t.Context(), imported()))
	require.ErrorIs(t, d.Apply(t.Context(), imported()), db.ErrExternalID)
	w, there, err := d.ByExternalID(t.Context(), "hibp:Example")
	require.NoError(t, err)
	require.True(t, there)
	require.Equal(t, "hibp:Example", w.Incident.ExternalID)
}

func TestErrorsCarryNoValues(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	c.Incidents[0].Persons = new(int64)
	*c.Incidents[0].Persons = -138001380
	err := d.Apply(t.Context(), c)
	require.ErrorContains(t, err, "incident_persons_check")
	require.NotContains(t, err.Error(), "138001380")
	c = filing(t, due)
	c.Texts[0].Body = "secret\x00"
	err = d.Apply(t.Context(), c)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
	c = filing(t, due)
	c.Incidents[0].OccurredOn = "secret"
	err = d.Apply(t.Context(), c)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}

func TestTimersAreSetAndUnset(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	key := record.TimerKey{Kind: "pause_end", Subject: c.Incidents[0].ID}
	c.Timers = []record.Timer{{TimerKey: key, FireAt: due, Chain: c.Duties[0].Chain}}
	require.NoError(t, d.Apply(t.Context(), c))
	unset := func(worlds []workflow.World) []record.Change {
		change := rise(t, worlds[0], due)
		change.Unset = []record.TimerKey{key}
		return []record.Change{change}
	}
	n, err := d.FireTimers(t.Context(), due.Add(-time.Second), 10, unset)
	require.NoError(t, err)
	require.Zero(t, n, "not yet")
	n, err = d.FireTimers(t.Context(), due, 10, unset)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	n, err = d.FireTimers(t.Context(), due, 10, unset)
	require.NoError(t, err)
	require.Zero(t, n, "it fired once")
}

func TestBatchesInOppositeOrderDoNotDeadlock(t *testing.T) {
	d := dbtest.New(t)
	worlds, err := d.Worlds(t.Context(), filed(t, d, 60, due))
	require.NoError(t, err)
	forth := riseAll(t, due)(worlds)
	slices.Reverse(worlds)
	back := riseAll(t, due)(worlds)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	wg.Go(func() { errs[0] = d.Apply(t.Context(), forth...) })
	wg.Go(func() { errs[1] = d.Apply(t.Context(), back...) })
	wg.Wait()
	if errs[0] != nil {
		errs[0], errs[1] = errs[1], errs[0]
	}
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], workflow.ErrStale)
}
