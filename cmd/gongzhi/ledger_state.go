package main

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gongzhi/ledger"
)

// logState is how the public log stands: what was signed, and what is served.
type logState struct {
	Head   ledger.Head
	Served ledger.Opened
	Note   []byte // the served checkpoint, nil before the first
}

func (l *publicLog) state(ctx context.Context) (s logState, err error) {
	if s.Head, err = l.store.Head(ctx); err != nil {
		return s, err
	}
	if s.Note, err = l.store.Published(ctx); err != nil || s.Note == nil {
		return s, err
	}
	s.Served, err = l.policy.Open(s.Note)
	return s, err
}

// lateGrowths is after how many missed slots the log is said to stand still.
const lateGrowths = 3

// still says why the public log does not grow as it should; nil while it does,
// and before its first growth.
func (l *publicLog) still(ctx context.Context, now time.Time) error {
	head, err := l.store.Head(ctx)
	if err != nil {
		return err
	}
	patience := lateGrowths*l.grow.Schedule.Every + growTimeout
	if head.Note != nil && now.Sub(head.Slot) > patience {
		return errors.New("the public log has not grown for " + now.Sub(head.Slot).Round(time.Second).String())
	}
	return nil
}

// logFigures are the figures of the public log.
type logFigures struct {
	signed, served, waiting, age, sealed, cosigned *prometheus.Desc
}

func newLogFigures(desc func(name, help string, labels ...string) *prometheus.Desc) logFigures {
	return logFigures{
		signed:   desc("public_log_signed_entries", "Entries of the newest signed state of the public log."),
		served:   desc("public_log_served_entries", "Entries of the state that is served."),
		waiting:  desc("public_log_waiting_events", "Placed events that are not in the public log yet."),
		age:      desc("public_log_age_seconds", "Time since the slot in which the public log grew last."),
		sealed:   desc("public_log_sealed", "1 while the served state has its quorum of witnesses."),
		cosigned: desc("public_log_cosignatures", "Witnesses of the policy that cosigned the served state."),
	}
}

func (f logFigures) collect(ctx context.Context, a *app, placed int64, gauge func(*prometheus.Desc, float64, ...string)) {
	s, err := a.log.state(ctx)
	if err != nil {
		return
	}
	gauge(f.signed, float64(s.Head.Size))
	gauge(f.served, float64(s.Served.Size))
	gauge(f.waiting, float64(placed-s.Head.Last))
	gauge(f.age, age(a.clock.Now(), s.Head.Slot))
	gauge(f.sealed, one(s.Served.Sealed))
	gauge(f.cosigned, float64(len(s.Served.Cosigned)))
}
