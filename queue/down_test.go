package queue

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/embedded/embeddedtest"
)

// quick is far below the timeout of a single call, and far above a call that
// does not leave the process.
const quick = 100 * time.Millisecond

func TestKilledRedisFailsFastAndHeals(t *testing.T) {
	redis := embeddedtest.Shared(t)
	clock := &testClock{at: noon}
	q := open(t, WithClock(clock.now))
	require.NoError(t, q.Arm(t.Context(), id(1), noon))
	require.NoError(t, redis.KillRedis())
	t.Cleanup(func() { require.NoError(t, redis.StartRedis(context.Background())) })

	require.Error(t, q.Arm(t.Context(), id(2), noon))
	began := time.Now()
	for range 1000 {
		require.ErrorIs(t, q.Arm(t.Context(), id(2), noon), ErrUnavailable)
	}
	require.Less(t, time.Since(began), quick)

	clock.at = clock.at.Add(pause)
	err := q.Ping(t.Context())
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrUnavailable, "one probe in each pause")
	require.ErrorIs(t, q.Ping(t.Context()), ErrUnavailable)

	require.NoError(t, redis.StartRedis(t.Context()))
	clock.at = clock.at.Add(pause)
	require.NoError(t, q.Ping(t.Context()))
	require.NoError(t, q.Arm(t.Context(), id(2), noon))
}

func TestHangingRedisCostsOneTimeout(t *testing.T) {
	redis := embeddedtest.Shared(t)
	clock := &testClock{at: noon}
	q := open(t, WithClock(clock.now), WithTimeout(50*time.Millisecond))
	require.NoError(t, redis.FreezeRedis())
	t.Cleanup(func() { require.NoError(t, redis.ThawRedis()) })
	began := time.Now()
	require.Error(t, q.Arm(t.Context(), id(1), noon))
	require.Less(t, time.Since(began), time.Second)
	require.ErrorIs(t, q.Arm(t.Context(), id(1), noon), ErrUnavailable)
}

func TestOpenNeedsAnAddressNotARedis(t *testing.T) {
	q, err := Open(t.Context(), "unix:///nowhere/redis.sock")
	require.NoError(t, err)
	defer q.Close()
	require.ErrorIs(t, q.Ping(t.Context()), ErrUnavailable)

	_, err = Open(t.Context(), "redis://user:secret-word@host:not-a-port")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret-word")
}

func TestErrorsDoNotNameIds(t *testing.T) {
	q, err := Open(t.Context(), "unix:///nowhere/redis.sock")
	require.NoError(t, err)
	defer q.Close()
	secret := [16]byte([]byte("secret-id-0123456"))
	require.NotContains(t, q.Arm(t.Context(), secret, noon).Error(), "secret")
}

func TestCallerWhoLeavesDoesNotBlameRedis(t *testing.T) {
	q := open(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, q.Arm(gone, id(1), noon), context.Canceled)
	require.NoError(t, q.Arm(t.Context(), id(1), noon))
}

func TestBreakerLetsOneProbeThrough(t *testing.T) {
	clock := &testClock{at: noon}
	b := &breaker{now: clock.now}
	down := errors.New("down")
	asked := 0
	ask := func(answer error) error {
		return b.run(t.Context(), func(context.Context) error { asked++; return answer })
	}
	require.ErrorIs(t, ask(down), down)
	require.ErrorIs(t, ask(nil), ErrUnavailable)
	clock.at = clock.at.Add(pause - 1)
	require.ErrorIs(t, ask(nil), ErrUnavailable)
	clock.at = clock.at.Add(1)
	probe := func(context.Context) error {
		require.ErrorIs(t, ask(nil), ErrUnavailable, "others do not wait with the probe")
		return nil
	}
	require.NoError(t, b.run(t.Context(), probe))
	require.NoError(t, ask(nil))
	require.Equal(t, 2, asked)
}
