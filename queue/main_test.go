package queue

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"gongzhi/embedded/embeddedtest"
)

func TestMain(m *testing.M) {
	embeddedtest.Main(m, func() error { return goleak.Find() })
}

// noon is the time that the tests start from.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const minute = time.Minute

// id makes an id whose order is that of n.
func id(n int) (out [16]byte) {
	out[14], out[15] = byte(n>>8), byte(n)
	return out
}

// open gives each test a queue of its own on the shared Redis, patient enough
// for a machine that does much else.
func open(t *testing.T, opts ...Option) *Queue {
	t.Helper()
	q, err := Open(t.Context(), embeddedtest.Shared(t).RedisURL, append([]Option{WithPrefix(t.Name()), WithTimeout(10 * time.Second)}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, q.Close()) })
	return q
}

// raw is a second, patient client that plays the part of somebody else.
func raw(t *testing.T) *redis.Client {
	t.Helper()
	o, err := redis.ParseURL(embeddedtest.Shared(t).RedisURL)
	require.NoError(t, err)
	c := redis.NewClient(o)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func claim(t *testing.T, q *Queue, now time.Time, n int) [][16]byte {
	t.Helper()
	got, err := q.Claim(t.Context(), now, n, minute)
	require.NoError(t, err)
	return got
}

// testClock is a clock that only moves when told.
type testClock struct{ at time.Time }

func (c *testClock) now() time.Time { return c.at }

func ExampleQueue() {
	var q *Queue // from Open
	wake := func(ctx context.Context, now time.Time) error {
		due, err := q.Claim(ctx, now, 100, 30*time.Second)
		if err != nil {
			return err
		}
		fmt.Println(len(due), "to look at in PostgreSQL")
		return q.Done(ctx, due...)
	}
	_ = wake
}
