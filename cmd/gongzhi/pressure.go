package main

import (
	"context"
	"sync/atomic"
	"time"

	"gongzhi/db"
	"gongzhi/record"
	"gongzhi/workflow"
)

// pressure tells whether this instance takes many filings or raises many
// duties just now. The readers of the log then work in larger portions and
// less often: what they do can wait some seconds, people and deadlines cannot.
type pressure struct {
	window    atomic.Int64 // the present quarter of a second since 1970
	n, before atomic.Int64 // what was written in it and in the one before
}

const (
	pressureWindow = 250 * time.Millisecond
	// pressureFrom is how many writes in a window count as many: a hundred a second.
	pressureFrom = 25
)

func (p *pressure) note(at time.Time, n int) {
	now := at.UnixNano() / int64(pressureWindow)
	if was := p.window.Swap(now); was != now {
		p.before.Store(p.n.Swap(0))
	}
	p.n.Add(int64(n))
}

func (p *pressure) high(at time.Time) bool {
	now := at.UnixNano() / int64(pressureWindow)
	return now-p.window.Load() <= 1 && max(p.n.Load(), p.before.Load()) >= pressureFrom
}

// longestBehind is how long a reader may let the log grow under pressure: with
// the time that its portion then takes, far less than five seconds.
const longestBehind = 2 * time.Second

const (
	// portion is how many log entries a reader folds in one transaction, and
	// largePortion under pressure.
	portion      = 500
	largePortion = 2000
)

// reader is one fold of the log and when it last saw its end.
type reader struct {
	*app
	name    string
	fold    func(context.Context, db.Tx, []db.LogEntry) error
	through time.Time
}

// run folds one portion, unless it may wait. Under pressure it rests as long
// as it worked.
func (r *reader) run(ctx context.Context) (more bool, err error) {
	began, size := time.Now(), portion
	if r.pressure.high(began) {
		if began.Sub(r.through) < longestBehind {
			return false, nil
		}
		size = largePortion
	}
	n, err := r.ticking.Consume(ctx, r.name, size, r.fold)
	if err == nil && n < size {
		r.through = time.Now()
	}
	if n == size && err == nil {
		rest(ctx, time.Since(began))
	}
	return n == size, err
}

// pressing is the store of due work that notes how much was raised.
type pressing struct {
	workflow.Due
	*pressure
}

// EscalateDue implements workflow.Due.
func (p pressing) EscalateDue(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	n, err := p.Due.EscalateDue(ctx, now, limit, decide)
	p.note(time.Now(), n)
	return n, err
}
