package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
)

func TestTheClockFollowsPostgresAndHoldsAtAJump(t *testing.T) {
	d := dbtest.New(t)
	var skew time.Duration
	clock := d.NewClock(func() time.Time { return time.Now().Round(0).Add(skew) })
	require.NoError(t, clock.Sample(t.Context()))
	require.WithinDuration(t, time.Now(), clock.Now(), time.Second)
	held, _ := clock.Held()
	require.False(t, held)

	skew = 10 * time.Second // the carrying clock and PostgreSQL no longer agree
	require.NoError(t, clock.Sample(t.Context()))
	held, why := clock.Held()
	require.True(t, held)
	require.Contains(t, why, "jumped by")

	clock.Accept()
	held, _ = clock.Held()
	require.False(t, held)
	require.WithinDuration(t, time.Now(), clock.Now(), time.Second)
	now := clock.Now()
	require.Equal(t, now.UTC().Truncate(time.Microsecond), now, "what PostgreSQL would give back")
}

func TestAClockThatComesBackIsFreeAgain(t *testing.T) {
	d := dbtest.New(t)
	var skew time.Duration
	clock := d.NewClock(func() time.Time { return time.Now().Round(0).Add(skew) })
	require.NoError(t, clock.Sample(t.Context()))
	skew = -time.Hour
	require.NoError(t, clock.Sample(t.Context()))
	held, _ := clock.Held()
	require.True(t, held)
	skew = 0
	require.NoError(t, clock.Sample(t.Context()))
	held, _ = clock.Held()
	require.False(t, held)
}
