package queue

import (
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

func TestClaimTakesTheDueOldestFirst(t *testing.T) {
	q := open(t)
	require.NoError(t, q.ArmAll(t.Context(), []Item{
		{id(3), noon.Add(3 * minute)}, {id(1), noon.Add(minute)}, {id(9), noon.Add(9 * minute)}, {id(2), noon.Add(2 * minute)},
	}))
	require.Equal(t, [][16]byte{id(1), id(2)}, claim(t, q, noon.Add(5*minute), 2))
	require.Equal(t, [][16]byte{id(3)}, claim(t, q, noon.Add(5*minute), 10))
	require.Empty(t, claim(t, q, noon.Add(5*minute), 10))
	require.Empty(t, claim(t, q, noon.Add(20*minute), 0))
}

func TestArmIsNeverEarly(t *testing.T) {
	q := open(t)
	require.NoError(t, q.Arm(t.Context(), id(1), noon.Add(time.Nanosecond)))
	require.Empty(t, claim(t, q, noon, 1))
	require.Empty(t, claim(t, q, noon.Add(999*time.Microsecond), 1), "a clock is read rounded down")
	at, ok, err := q.Next(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, noon.Add(time.Millisecond), at)
	require.Len(t, claim(t, q, noon.Add(time.Millisecond), 1), 1)
}

func TestArmKeepsTheEarlierTime(t *testing.T) {
	q := open(t)
	for _, at := range []time.Duration{5, 2, 8} {
		require.NoError(t, q.Arm(t.Context(), id(1), noon.Add(at*minute)))
	}
	require.Empty(t, claim(t, q, noon.Add(2*minute-time.Millisecond), 1))
	require.Len(t, claim(t, q, noon.Add(2*minute), 1), 1)
}

func TestLeaseThatRunsOutComesBackAtItsOldTime(t *testing.T) {
	q := open(t)
	require.NoError(t, q.ArmAll(t.Context(), []Item{{id(1), noon}, {id(2), noon}}))
	require.Len(t, claim(t, q, noon, 2), 2)
	require.NoError(t, q.Done(t.Context(), id(2)))

	n, err := q.Recover(t.Context(), noon.Add(minute-time.Millisecond))
	require.NoError(t, err)
	require.Zero(t, n, "the lease still runs")
	n, err = q.Recover(t.Context(), noon.Add(minute))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	at, ok, err := q.Next(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, noon, at)
	require.Equal(t, [][16]byte{id(1)}, claim(t, q, noon.Add(minute), 9), "done stays done")
}

func TestAlarmSetDuringALeaseSurvivesDone(t *testing.T) {
	q := open(t)
	require.NoError(t, q.Arm(t.Context(), id(1), noon))
	require.Len(t, claim(t, q, noon, 1), 1)
	require.NoError(t, q.Arm(t.Context(), id(1), noon.Add(2*minute)))
	require.NoError(t, q.Done(t.Context(), id(1)))
	require.Len(t, claim(t, q, noon.Add(2*minute), 1), 1)
}

func TestReleaseGivesBackAtOnce(t *testing.T) {
	q := open(t)
	require.NoError(t, q.Arm(t.Context(), id(1), noon))
	require.Len(t, claim(t, q, noon, 1), 1)
	require.NoError(t, q.Release(t.Context(), id(1), id(7)))
	require.Equal(t, [][16]byte{id(1)}, claim(t, q, noon, 9), "and an id without a lease is not invented")
}

func TestDisarmForgets(t *testing.T) {
	q := open(t)
	require.NoError(t, q.ArmAll(t.Context(), []Item{{id(1), noon}, {id(2), noon.Add(minute)}}))
	require.Len(t, claim(t, q, noon, 1), 1)
	require.NoError(t, q.Disarm(t.Context(), id(1), id(2), id(3)))
	n, err := q.Recover(t.Context(), noon.Add(time.Hour))
	require.NoError(t, err)
	require.Zero(t, n)
	_, ok, err := q.Next(t.Context())
	require.NoError(t, err)
	require.False(t, ok)
}

func TestManyClaimersShareWithoutOverlap(t *testing.T) {
	const total, claimers = 5000, 4
	q, other := open(t), open(t)
	items := make([]Item, total)
	for i := range items {
		items[i] = Item{id(i), noon}
	}
	require.NoError(t, q.ArmAll(t.Context(), items))
	var mu sync.Mutex
	times := map[[16]byte]int{}
	var wg sync.WaitGroup
	for i := range claimers {
		from := []*Queue{q, other}[i%2]
		wg.Go(func() {
			for range total {
				got, err := from.Claim(t.Context(), noon, 37, minute)
				if err != nil || len(got) == 0 {
					return
				}
				mu.Lock()
				for _, id := range got {
					times[id]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, times, total)
	for id, n := range times {
		require.Equal(t, 1, n, "id %x", id)
	}
}

func TestRecoverManyAndReleaseMany(t *testing.T) {
	const total = 2500
	q := open(t)
	items, all := make([]Item, total), make([][16]byte, total)
	for i := range items {
		items[i], all[i] = Item{id(i), noon}, id(i)
	}
	require.NoError(t, q.ArmAll(t.Context(), items))
	require.Len(t, claim(t, q, noon, total), total)
	n, err := q.Recover(t.Context(), noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, total, n)
	require.Len(t, claim(t, q, noon, total), total)
	require.NoError(t, q.Release(t.Context(), all...))
	require.Len(t, claim(t, q, noon, total), total)
	require.NoError(t, q.Done(t.Context(), all...))
	for _, key := range q.keys() {
		require.Zero(t, raw(t).Exists(t.Context(), key).Val(), key)
	}
}

func TestForeignMembersAreSkippedAndRemoved(t *testing.T) {
	q, foreign := open(t), raw(t)
	forge := func(score float64, member string) {
		require.NoError(t, foreign.ZAdd(t.Context(), q.armed, redis.Z{Score: score, Member: member}).Err())
	}
	forge(-1e300, "too early and too short")
	forge(0, "")
	forge(1.5, "seventeen bytes!!")
	require.NoError(t, foreign.ZAdd(t.Context(), q.leased, redis.Z{Score: 1, Member: "not an id"}).Err())
	require.NoError(t, foreign.HSet(t.Context(), q.due, "not an id", "nan").Err())
	require.NoError(t, q.Arm(t.Context(), id(1), noon))

	at, ok, err := q.Next(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, noon, at)
	forge(0, "again")
	require.Equal(t, [][16]byte{id(1)}, claim(t, q, noon, 10))
	_, err = q.Recover(t.Context(), noon)
	require.NoError(t, err)
	require.NoError(t, q.Done(t.Context(), id(1)))
	for _, key := range q.keys() {
		require.Zero(t, foreign.Exists(t.Context(), key).Val(), key)
	}
}

func TestForeignScoresAndLostDueTimes(t *testing.T) {
	q, foreign := open(t), raw(t)
	first, last := id(1), id(2)
	require.NoError(t, foreign.Do(t.Context(), "ZADD", q.armed, "-inf", first[:], "+inf", last[:]).Err())
	at, ok, err := q.Next(t.Context())
	require.NoError(t, err)
	require.True(t, ok && at.Before(noon))
	require.Equal(t, [][16]byte{first}, claim(t, q, noon, 9))
	require.NoError(t, foreign.HSet(t.Context(), q.due, string(first[:]), "nan").Err())
	n, err := q.Recover(t.Context(), noon.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, [][16]byte{first}, claim(t, q, noon.Add(time.Hour), 9))
	_, ok, err = q.Next(t.Context())
	require.NoError(t, err)
	require.False(t, ok, "an infinite time is no time")
}

func TestKeysOfAForeignTypeAreReplaced(t *testing.T) {
	q, foreign := open(t), raw(t)
	for _, key := range q.keys() {
		require.NoError(t, foreign.Set(t.Context(), key, "x", 0).Err())
	}
	require.Empty(t, claim(t, q, noon, 1))
	require.NoError(t, q.Arm(t.Context(), id(1), noon))
	require.Len(t, claim(t, q, noon, 1), 1)
}

func TestFlushLosesAlarmsAndNothingElse(t *testing.T) {
	q, foreign := open(t), raw(t)
	require.NoError(t, q.ArmAll(t.Context(), []Item{{id(1), noon}, {id(2), noon}}))
	require.Len(t, claim(t, q, noon, 1), 1)
	require.NoError(t, foreign.FlushAll(t.Context()).Err())
	require.NoError(t, foreign.ScriptFlush(t.Context()).Err())
	require.NoError(t, q.Done(t.Context(), id(1)))
	require.NoError(t, q.Release(t.Context(), id(1)))
	require.Empty(t, claim(t, q, noon, 9))
	require.NoError(t, q.Arm(t.Context(), id(2), noon))
	require.Len(t, claim(t, q, noon, 9), 1)
}
