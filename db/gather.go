package db

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// gather lets calls that come at the same time share one journey to the
// server: while one portion is on its way, the next one collects. A call that
// finds nothing on its way leaves at once, so nobody waits for company.
type gather[J any] struct {
	run  func([]J) // does a portion; each job hears its end in its own way
	most int       // jobs in a portion

	mu      sync.Mutex
	waiting []J
	running int
}

const (
	// slow is how long a portion may keep others waiting before another one
	// leaves beside it: one that hangs holds nobody up for longer.
	slow = 5 * time.Millisecond
	// mostBeside bounds how many portions are on their way at once.
	mostBeside = 4
)

// add hands a job over; it is run as soon as no portion is on its way.
func (g *gather[J]) add(j J) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, j)
	if g.running == 0 {
		g.leave()
	}
}

// hurry sends off those who still wait, beside what is on its way.
func (g *gather[J]) hurry() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) > 0 && g.running < mostBeside {
		g.leave()
	}
}

// leave runs portions until nobody waits. The caller holds the lock.
func (g *gather[J]) leave() {
	g.running++
	go func() {
		for portion := g.take(); portion != nil; portion = g.take() {
			g.run(portion)
		}
	}()
}

// take is the next portion; nil ends the one who asks.
func (g *gather[J]) take() []J {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.running--
		return nil
	}
	n := min(len(g.waiting), g.most)
	portion := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	return portion
}

// wait returns when the job is done or the context ends, whichever is first.
func (g *gather[J]) wait(ctx context.Context, done <-chan struct{}) error {
	t := time.NewTimer(slow)
	defer t.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
			g.hurry()
			t.Reset(slow)
		}
	}
}

var errPanic = errors.New("panic")

// caught makes a panic the error of the portion. No request stands above it
// that would catch it: it would end the program for everybody.
func caught(op string, err *error) {
	if recover() != nil { // its text may quote a value
		slog.Error("panic", "op", op, "stack", string(debug.Stack()))
		*err = wrap(op, errPanic)
	}
}
