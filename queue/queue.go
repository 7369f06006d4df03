// Package queue is the alarm clock: a delay queue in Redis that holds opaque ids
// and the times at which somebody should look at them.
//
// PostgreSQL is the truth and Redis is disposable. Whoever is woken claims the
// rows that are due from PostgreSQL, and a sweep finds them there without any
// alarm, so a lost, doubled or forged entry costs a look, never a deadline.
package queue

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Item is an id and the time at which it is due.
type Item struct {
	ID [16]byte
	At time.Time
}

// Queue is safe for concurrent use, by any number of processes on one Redis.
// Each call takes at most a fraction of a second and fails at once while Redis
// is known to be down (ErrUnavailable).
type Queue struct {
	client  *redis.Client
	breaker *breaker
	armed   string // sorted set: id by due time in milliseconds since 1970
	leased  string // sorted set: id by the end of its lease, in the same unit
	due     string // hash: the due time of each leased id
}

type settings struct {
	prefix  string
	now     func() time.Time
	timeout time.Duration
}

// Option changes how a Queue is opened.
type Option func(*settings)

// WithPrefix separates queues on one Redis; the default is "gongzhi".
func WithPrefix(prefix string) Option { return func(s *settings) { s.prefix = prefix } }

// WithClock replaces the clock that decides when a dead Redis is tried again.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithTimeout bounds each dial, read and write; the default is 250 ms.
func WithTimeout(d time.Duration) Option { return func(s *settings) { s.timeout = d } }

// Open fails only on an address that cannot be read (redis://, rediss:// or
// unix://). A Redis that is down is no reason not to start.
func Open(ctx context.Context, url string, opts ...Option) (*Queue, error) {
	s := settings{prefix: "gongzhi", now: time.Now, timeout: 250 * time.Millisecond}
	for _, o := range opts {
		o(&s)
	}
	ro, err := redis.ParseURL(url)
	if err != nil { // the library's error quotes the address, password included
		return nil, errors.New("queue: the Redis address is not a valid redis://, rediss:// or unix:// URL")
	}
	impatient(ro, s.timeout)
	redis.SetLogger(&logging.VoidLogger{}) // errors are returned; a dead Redis would fill the log
	tag := "{" + s.prefix + "}:"           // one slot, so that the scripts also run on a cluster
	q := &Queue{client: redis.NewClient(ro), breaker: &breaker{now: s.now},
		armed: tag + "armed", leased: tag + "leased", due: tag + "due"}
	_ = q.Ping(ctx)
	return q, nil
}

// impatient turns off every wait and retry of the client: a filing never waits
// for the alarm clock.
func impatient(o *redis.Options, timeout time.Duration) {
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = timeout, timeout, timeout, timeout
	o.MaxRetries, o.DialerRetries = -1, 1
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
}

// Close frees the connections.
func (q *Queue) Close() error { return q.client.Close() }

// Ping asks whether Redis answers.
func (q *Queue) Ping(ctx context.Context) error {
	return q.try(ctx, "ping", func(ctx context.Context) error { return q.client.Ping(ctx).Err() })
}

// Arm sets the alarm of an id. An id that is armed already keeps the earlier of
// the two times. The time is rounded up to the millisecond: never early.
func (q *Queue) Arm(ctx context.Context, id [16]byte, at time.Time) error {
	return q.ArmAll(ctx, []Item{{id, at}})
}

// batch is how many ids go into one command.
const batch = 1000

// ArmAll is Arm for many, in few round trips. After an error some may be armed.
func (q *Queue) ArmAll(ctx context.Context, items []Item) error {
	for len(items) > 0 {
		n := min(batch, len(items))
		members := make([]redis.Z, n)
		for i, it := range items[:n] {
			members[i] = redis.Z{Score: float64(ceilMilli(it.At)), Member: it.ID[:]}
		}
		err := q.try(ctx, "arm", func(ctx context.Context) error {
			return q.client.ZAddArgs(ctx, q.armed, redis.ZAddArgs{LT: true, Members: members}).Err()
		})
		if err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

// Claim takes up to n ids that are due at now, the oldest first, and leases
// them to the caller, who calls Done when the work is committed. A lease that
// runs out is given to somebody else by Recover; so are ids whose claim timed
// out on its way back. A thousand at a time is plenty.
func (q *Queue) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([][16]byte, error) {
	if n <= 0 {
		return nil, ctx.Err()
	}
	var found []string
	err := q.try(ctx, "claim", func(ctx context.Context) (err error) {
		found, err = claimScript.Run(ctx, q.client, q.keys(), floorMilli(now), n, ceilMilli(now.Add(lease))).StringSlice()
		return err
	})
	return ids(found), err
}

// Done ends the leases of ids whose work is committed. An alarm that was set
// meanwhile for the same id stays.
func (q *Queue) Done(ctx context.Context, done ...[16]byte) error {
	return q.each(ctx, "done", done, func(ctx context.Context, p redis.Pipeliner, m []any, fields []string) {
		p.ZRem(ctx, q.leased, m...)
		p.HDel(ctx, q.due, fields...)
	})
}

// Disarm takes back the alarms and leases of ids; unknown ids do no harm.
func (q *Queue) Disarm(ctx context.Context, gone ...[16]byte) error {
	return q.each(ctx, "disarm", gone, func(ctx context.Context, p redis.Pipeliner, m []any, fields []string) {
		p.ZRem(ctx, q.armed, m...)
		p.ZRem(ctx, q.leased, m...)
		p.HDel(ctx, q.due, fields...)
	})
}

// Release gives leased ids back, due when they were, for a claimer that stops.
func (q *Queue) Release(ctx context.Context, back ...[16]byte) error {
	return q.batches(back, func(m []any, _ []string) error {
		return q.try(ctx, "release", func(ctx context.Context) error {
			return releaseScript.Run(ctx, q.client, q.keys(), m...).Err()
		})
	})
}

// Recover makes ids whose lease ended at or before now due again, at the time
// they had, and returns how many there were, at most some ten thousand a call.
func (q *Queue) Recover(ctx context.Context, now time.Time) (total int, err error) {
	for range 16 {
		var n int
		err = q.try(ctx, "recover", func(ctx context.Context) (err error) {
			n, err = recoverScript.Run(ctx, q.client, q.keys(), floorMilli(now), batch).Int()
			return err
		})
		if total += n; err != nil || n < batch {
			return total, err
		}
	}
	return total, nil
}

// Next returns the earliest time that is armed, and false if there is none.
func (q *Queue) Next(ctx context.Context) (time.Time, bool, error) {
	var at float64
	err := q.try(ctx, "next", func(ctx context.Context) (err error) {
		at, err = nextScript.Run(ctx, q.client, q.keys()).Float64()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return time.Time{}, false, nil
	}
	if err != nil || math.IsNaN(at) || at > farthest {
		return time.Time{}, false, err
	}
	return time.UnixMilli(int64(max(at, -farthest))).UTC(), true, nil
}

func (q *Queue) keys() []string { return []string{q.armed, q.leased, q.due} }

// try runs one exchange behind the breaker. Errors name the call, not the id.
func (q *Queue) try(ctx context.Context, call string, exchange func(context.Context) error) error {
	err := q.breaker.run(ctx, exchange)
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return fmt.Errorf("queue: %s: %w", call, err)
}
