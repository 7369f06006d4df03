package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"gongzhi/db"
	"gongzhi/escalation"
	"gongzhi/queue"
	"gongzhi/record"
)

// batch is how many due duties one transaction raises: 1,000 take a twentieth
// less time than two of 500, and stay well under a second.
const batch = 1000

// sweep is how often an escalator looks for itself: without the alarm clock a
// duty rises as much later.
const sweep = 100 * time.Millisecond

// loops are the background services of one instance.
func (a *app) loops() []*escalation.Loop {
	e := &escalation.Escalator{
		Due: pressing{a.ticking, &a.pressure, &a.storm}, Env: a.env, Held: a.clock.Held, Alarm: a.queue, Batch: batch, Arm: a.armAll,
	}
	escalate := escalation.NewLoop("escalate", sweep, e.Escalate)
	timers := escalation.NewLoop("timers", 250*time.Millisecond, e.FireTimers)
	alarm := escalation.NewLoop("alarm", 100*time.Millisecond, func(ctx context.Context) (bool, error) {
		rang, err := e.Listen(ctx, a.clock.Now())
		if rang {
			escalate.Wake()
			timers.Wake()
		}
		return rang, quietly(err)
	})
	readers, public := a.consumers()
	list := []*escalation.Loop{
		escalate, timers, alarm,
		escalation.NewLoop("second escalator", sweep, e.Escalate),
		a.alarmsLater(),
		escalation.NewLoop("collector", 100*time.Millisecond, a.collecting()),
		escalation.NewLoop("redirect", time.Second, e.Redirect),
		escalation.NewLoop("clock", time.Second, func(ctx context.Context) (bool, error) { return false, a.clock.Sample(ctx) }),
		escalation.NewLoop("organisation", time.Second, a.keepOrganisation()),
		escalation.NewLoop("recover alarms", 5*time.Second, func(ctx context.Context) (bool, error) {
			_, err := a.queue.Recover(ctx, a.clock.Now())
			return false, quietly(err)
		}),
		escalation.NewLoop("purge", 10*time.Minute, func(ctx context.Context) (bool, error) { return false, a.db.Purge(ctx, a.clock.Now()) }),
		escalation.NewLoop("drafts", time.Minute, drafts{a}.sweep),
		a.sequencer(public.Wake), a.growing(),
	}
	return append(list, readers...)
}

// quietly drops the error of a Redis that is known to be down: it costs
// lateness only, and /readyz says so.
func quietly(err error) error {
	if errors.Is(err, queue.ErrUnavailable) {
		return nil
	}
	return err
}

// alarmsLater sets the alarms of what is filed, some milliseconds' worth at once.
func (a *app) alarmsLater() *escalation.Loop {
	return escalation.NewLoop("alarms", 10*time.Millisecond, func(ctx context.Context) (bool, error) { return false, quietly(a.later.Flush(ctx)) })
}

// armAll tells the alarm clock of the duties that a batch opened.
func (a *app) armAll(ctx context.Context, changes []record.Change) {
	var items []queue.Item
	for _, c := range changes {
		for _, d := range c.Duties {
			if d.State == record.Armed {
				items = append(items, queue.Item{ID: d.Incident, At: d.DueAt})
			}
		}
	}
	if err := a.queue.ArmAll(ctx, items); err != nil {
		warnOnce("alarm", err)
	}
}

// keepOrganisation follows changes of other instances, and works out anew who
// answers whenever a leave, a holding or a tie begins or ends.
func (a *app) keepOrganisation() func(context.Context) (bool, error) {
	seen := a.clock.Now()
	return func(ctx context.Context) (bool, error) {
		if err := a.refreshOrganisation(ctx); err != nil {
			return false, err
		}
		next, ok := a.org.Load().NextChange(seen)
		now := a.clock.Now()
		if !ok || next.After(now) {
			return false, nil
		}
		if err := a.db.RefreshAnswers(ctx, now); err != nil {
			return false, err
		}
		seen = now
		return false, nil
	}
}

// sequenceTimeout is many times what placing a thousand events takes: a lead
// whose connection hangs would keep the whole log waiting.
const sequenceTimeout = 10 * time.Second

// sequencer places events in the log while this instance holds the lead, and
// says so.
func (a *app) sequencer(placed func()) *escalation.Loop {
	var mu sync.Mutex
	var lead *db.Sequencer
	a.onClose(func() error {
		mu.Lock()
		defer mu.Unlock()
		if lead != nil {
			lead.Release()
		}
		return nil
	})
	return escalation.NewLoop("sequencer", 50*time.Millisecond, limited(sequenceTimeout, func(ctx context.Context) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		if lead == nil {
			s, ok, err := a.ticking.AcquireSequencer(ctx, a.log.leafOf)
			if err != nil || !ok {
				return false, err
			}
			lead = s
		}
		a.leads.Store(true)
		if a.storm.holds(time.Now()) {
			return false, nil
		}
		n, _, err := lead.Sequence(ctx, 1000)
		if n > 0 {
			placed()
		}
		if err != nil {
			a.leads.Store(false)
			lead.Release()
			lead = nil
		}
		return n == 1000, err
	}))
}

// limited gives each run of a loop a time after which it must have ended.
func limited(limit time.Duration, run func(context.Context) (bool, error)) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		return run(ctx)
	}
}
