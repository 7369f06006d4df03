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

func (p *pressure) high(at time.Time) bool { return p.recent(at) >= pressureFrom }

// recent is how much was written in the fuller one of the last two windows.
func (p *pressure) recent(at time.Time) int64 {
	if at.UnixNano()/int64(pressureWindow)-p.window.Load() > 1 {
		return 0
	}
	return max(p.n.Load(), p.before.Load())
}

// storm tells whether so many duties fell due at once that raising them comes
// before placing their events in the log: the work is the same in any order,
// but a deadline is not to wait for the news of another one.
type storm struct {
	raised pressure
	began  atomic.Int64 // nanoseconds since 1970, 0 in calm weather
}

const (
	// stormFrom is how many duties raised in a window make a storm: a thousand a second.
	stormFrom = 250
	// crowdFrom is how many writes in a window, filings among them, make a crowd.
	crowdFrom = stormFrom
	// longestStorm bounds how long the log is held: a hundred thousand duties take less.
	longestStorm = 8 * time.Second
)

// blows tells whether there is a storm, however long it has lasted.
func (s *storm) blows(at time.Time) bool { return s.raised.recent(at) >= stormFrom }

// holds tells whether the log is held. It is for one caller, who asks again and again.
func (s *storm) holds(at time.Time) bool {
	if !s.blows(at) {
		s.began.Store(0)
		return false
	}
	s.began.CompareAndSwap(0, at.UnixNano())
	return at.UnixNano()-s.began.Load() < int64(longestStorm)
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
	storm *storm
}

// EscalateDue implements workflow.Due.
func (p pressing) EscalateDue(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	n, err := p.Due.EscalateDue(ctx, now, limit, decide)
	at := time.Now()
	p.note(at, n)
	p.storm.raised.note(at, n)
	return n, err
}
