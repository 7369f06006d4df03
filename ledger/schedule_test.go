package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/ledger"
)

func TestSlots(t *testing.T) {
	s := ledger.Schedule{Every: 5 * time.Minute, Floor: 4}
	at := time.Date(2027, 3, 1, 8, 7, 12, 5, time.UTC)
	slot, due := s.Due(time.Time{}, at)
	require.True(t, due)
	require.Equal(t, time.Date(2027, 3, 1, 8, 5, 0, 0, time.UTC), slot)
	_, due = s.Due(slot, at.Add(2*time.Minute))
	require.False(t, due, "once in a slot")
	next, due := s.Due(slot, at.Add(3*time.Minute))
	require.True(t, due)
	require.Equal(t, slot.Add(5*time.Minute), next)
	_, due = s.Due(slot, slot.Add(-time.Hour))
	require.False(t, due, "a clock that went back")
}

func TestLeaves(t *testing.T) {
	s := ledger.Schedule{Every: time.Minute, Floor: 4}
	for _, c := range []struct{ pending, take, padding int }{
		{0, 0, 4}, {1, 1, 3}, {4, 4, 0}, {5, 5, 3}, {9, 9, 7}, {ledger.MaxBatch, ledger.MaxBatch, 0},
		{ledger.MaxBatch + 1, ledger.MaxBatch, 0}, {-1, 0, 4},
	} {
		take, padding := s.Leaves(c.pending)
		require.Equal(t, c.take, take, c.pending)
		require.Equal(t, c.padding, padding, c.pending)
	}
}

// TestGrowthsTellOnlyTheMagnitude draws floors and counts: a growth is the
// floor doubled, and less than twice the events when they exceed the floor.
func TestGrowthsTellOnlyTheMagnitude(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		floor := rapid.IntRange(1, 100).Draw(t, "floor")
		pending := rapid.IntRange(0, 20_000).Draw(t, "pending")
		take, padding := ledger.Schedule{Floor: floor}.Leaves(pending)
		require.Equal(t, pending, take)
		size := take + padding
		for size > floor {
			require.Zero(t, size%2)
			size /= 2
		}
		require.Equal(t, floor, size)
		require.LessOrEqual(t, take+padding, max(floor, 2*pending))
	})
}
