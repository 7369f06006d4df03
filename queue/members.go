package queue

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// farthest is the last millisecond that a sorted set's score, a double, holds
// exactly: some 285,000 years away.
const farthest = 1 << 53

// floorMilli is t in whole milliseconds since 1970, rounded down: what has
// certainly been reached.
func floorMilli(t time.Time) int64 {
	return min(max(t.UnixMilli(), -farthest), farthest)
}

// ceilMilli rounds up: what has not been reached before t.
func ceilMilli(t time.Time) int64 {
	ms := t.UnixMilli()
	if t.Nanosecond()%int(time.Millisecond) != 0 {
		ms++
	}
	return min(max(ms, -farthest), farthest)
}

// ids drops whatever is not an id.
func ids(found []string) [][16]byte {
	out := make([][16]byte, 0, len(found))
	for _, s := range found {
		if len(s) == 16 {
			out = append(out, [16]byte([]byte(s)))
		}
	}
	return out
}

// batches hands out ids in both forms that the client asks for.
func (q *Queue) batches(all [][16]byte, do func(members []any, fields []string) error) error {
	for len(all) > 0 {
		n := min(batch, len(all))
		members, fields := make([]any, n), make([]string, n)
		for i := range n {
			members[i], fields[i] = all[i][:], string(all[i][:])
		}
		if err := do(members, fields); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// each sends one atomic group of commands for each batch of ids.
func (q *Queue) each(ctx context.Context, call string, all [][16]byte, fill func(context.Context, redis.Pipeliner, []any, []string)) error {
	return q.batches(all, func(members []any, fields []string) error {
		return q.try(ctx, call, func(ctx context.Context) error {
			_, err := q.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
				fill(ctx, p, members, fields)
				return nil
			})
			return err
		})
	})
}
