package db

import (
	"context"
	"sync/atomic"
	"time"
)

// Revision rises whenever anything public changed. It may be as old as
// DoorOptions.RevisionFor.
func (r publicReader) Revision(ctx context.Context) (int64, error) {
	return r.revision.get(ctx, r.fresh, func(ctx context.Context) (n int64, err error) {
		err = r.db.pool.QueryRow(ctx, `SELECT revision FROM public_revision`).Scan(&n)
		return n, wrap("public revision", err)
	})
}

// revision is the last public revision that was read. Readers of a feed come by
// the thousand a second: while they come, one goroutine reads ahead for all and
// nobody waits. When reading fails or hangs, what was read ceases to be good in
// time and everybody waits again, so that nothing old passes as fresh.
type revision struct {
	last   atomic.Pointer[reading]
	flight atomic.Pointer[reading] // under way, or nil
}

// reading is one question to the database and, once done is closed, its answer.
type reading struct {
	asked time.Time
	done  chan struct{}
	n     int64
	err   error
}

const (
	// ahead is the part of its time after which a revision is read anew.
	ahead = 4
	// longestReading bounds one question.
	longestReading = 5 * time.Second
)

func (v *revision) get(ctx context.Context, fresh time.Duration, read func(context.Context) (int64, error)) (int64, error) {
	if fresh <= 0 {
		return read(ctx)
	}
	came := time.Now()
	if last := v.last.Load(); last != nil {
		age := came.Sub(last.asked)
		if age >= fresh/ahead {
			v.ask(read)
		}
		if age < fresh {
			return last.n, nil
		}
	}
	for {
		r := v.ask(read)
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-r.done:
		}
		if r.err != nil || came.Sub(r.asked) < fresh {
			return r.n, r.err
		}
	}
}

// ask returns the question under way, or asks.
func (v *revision) ask(read func(context.Context) (int64, error)) *reading {
	r := &reading{asked: time.Now(), done: make(chan struct{})}
	for !v.flight.CompareAndSwap(nil, r) {
		if under := v.flight.Load(); under != nil {
			return under
		}
	}
	go func() {
		defer close(r.done)
		ctx, cancel := context.WithTimeout(context.Background(), longestReading)
		defer cancel()
		if r.n, r.err = read(ctx); r.err == nil {
			v.last.Store(r)
		}
		v.flight.Store(nil)
	}()
	return r
}
