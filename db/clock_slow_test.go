package db

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// wire is a server whose time is the local one, and how long its two ways take.
type wire struct {
	now         time.Time
	there, back time.Duration
	step        time.Duration
}

func (w *wire) local() time.Time { return w.now }

func (w *wire) server(context.Context) (time.Time, error) {
	w.now = w.now.Add(w.there)
	defer func() { w.now = w.now.Add(w.back) }()
	return w.now.Add(w.step), nil
}

func carried(t *testing.T) (*wire, *Clock) {
	w := &wire{now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), there: time.Millisecond, back: time.Millisecond}
	c := newClock(w.server, w.local)
	require.NoError(t, c.Sample(t.Context()))
	return w, c
}

// TestASlowAnswerDoesNotMoveTheClock: a report filed by a late clock gets a
// due time too early, and another instance, whose clock is right, would raise
// it then.
func TestASlowAnswerDoesNotMoveTheClock(t *testing.T) {
	for _, there := range []time.Duration{0, 900 * time.Millisecond} {
		w, c := carried(t)
		w.there, w.back = there, 900*time.Millisecond-there
		for range 30 {
			w.now = w.now.Add(100 * time.Millisecond)
			require.NoError(t, c.Sample(t.Context()))
			require.LessOrEqual(t, c.Now().Sub(w.now).Abs(), 50*time.Millisecond)
		}
	}
}

// TestASlowWireIsFollowedInTheEnd: a clock that drifts is corrected even where
// no answer is ever quick.
func TestASlowWireIsFollowedInTheEnd(t *testing.T) {
	w, c := carried(t)
	w.there, w.back = 50*time.Millisecond, 50*time.Millisecond
	for range 600 {
		w.now = w.now.Add(time.Second)
		w.step += 500 * time.Microsecond // the server gains 500 ppm
		require.NoError(t, c.Sample(t.Context()))
		require.LessOrEqual(t, w.now.Add(w.step).Sub(c.Now()).Abs(), 110*time.Millisecond)
	}
}

// TestASmallStepIsFollowedAtOnce: what no slowness explains is a step.
func TestASmallStepIsFollowedAtOnce(t *testing.T) {
	w, c := carried(t)
	w.there, w.back, w.step = 10*time.Millisecond, 10*time.Millisecond, -time.Second
	w.now = w.now.Add(time.Second)
	require.NoError(t, c.Sample(t.Context()))
	require.LessOrEqual(t, w.now.Add(w.step).Sub(c.Now()).Abs(), 20*time.Millisecond)
	held, _ := c.Held()
	require.False(t, held)
}

// TestAStartThatIsBusyDoesNotMakeTheClockLate: an instance that is started
// under load waits for its first answers; what it files in its first second was
// due too early by that.
func TestAStartThatIsBusyDoesNotMakeTheClockLate(t *testing.T) {
	w := &wire{now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), there: time.Millisecond}
	slow := []time.Duration{80 * time.Millisecond, 30 * time.Millisecond}
	c := newClock(func(ctx context.Context) (time.Time, error) {
		w.back = time.Millisecond
		if len(slow) > 0 {
			w.back, slow = slow[0], slow[1:]
		}
		return w.server(ctx)
	}, w.local)
	require.NoError(t, c.Sample(t.Context()))
	require.LessOrEqual(t, w.now.Sub(c.Now()).Abs(), 3*time.Millisecond)
}
