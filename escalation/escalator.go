package escalation

import (
	"context"
	"log/slog"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Escalator lets time have its effect. It claims due rows straight from the
// database; the alarm clock only makes it look sooner.
type Escalator struct {
	Due   workflow.Due
	Env   func() workflow.Env
	Held  func() (bool, string) // claims are held while the clock is in doubt
	Alarm Alarm                 // may be nil
	Arm   func(ctx context.Context, changes []record.Change)
	Batch int
}

// Alarm is the part of the delay queue that the escalator listens to.
type Alarm interface {
	Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([][16]byte, error)
	Done(ctx context.Context, ids ...[16]byte) error
	Next(ctx context.Context) (time.Time, bool, error)
}

// Escalate claims one batch of overdue duties and raises them. More is true
// while something was found.
func (e *Escalator) Escalate(ctx context.Context) (bool, error) {
	return e.claim(ctx, e.Due.EscalateDue, workflow.TimePassed)
}

// FireTimers ends pauses that reached their longest time.
func (e *Escalator) FireTimers(ctx context.Context) (bool, error) {
	return e.claim(ctx, e.Due.FireTimers, workflow.TimePassed)
}

// Redirect moves duties away from people who have become conflicted.
func (e *Escalator) Redirect(ctx context.Context) (bool, error) {
	return e.claim(ctx, e.Due.RedirectConflicted, workflow.Redirect)
}

type claimer func(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error)

func (e *Escalator) claim(ctx context.Context, claim claimer, action workflow.Action) (bool, error) {
	if held, why := e.Held(); held {
		slog.WarnContext(ctx, "claims are held", "why", why)
		return false, nil
	}
	env := e.Env()
	var written []record.Change
	n, err := claim(ctx, env.Now, e.Batch, func(worlds []workflow.World) []record.Change {
		written = decideAll(ctx, worlds, action, env)
		return written
	})
	if err != nil {
		return false, err
	}
	if e.Arm != nil {
		e.Arm(ctx, written)
	}
	return n > 0 && len(written) > 0, nil
}

// decideAll decides for each world; one that cannot be decided is reported
// and does not stop the others.
func decideAll(ctx context.Context, worlds []workflow.World, action workflow.Action, env workflow.Env) []record.Change {
	changes := make([]record.Change, 0, len(worlds))
	for _, w := range worlds {
		seed, err := workflow.NewSeed()
		if err == nil {
			var c record.Change
			c, err = workflow.Decide(w, workflow.Command{Action: action, Actor: roles.Actor{Role: roles.System}, Seed: seed}, env)
			if err == nil && !c.Empty() {
				changes = append(changes, c)
			}
		}
		if err != nil {
			slog.ErrorContext(ctx, "time could not pass for a case", "incident", w.Incident.ID.String(), "error", err.Error())
		}
	}
	return changes
}

const lease = 10 * time.Second

// Listen asks the alarm clock for what is due and lets it go again: the
// database decides. It reports whether anything rang.
func (e *Escalator) Listen(ctx context.Context, now time.Time) (rang bool, err error) {
	if e.Alarm == nil {
		return false, nil
	}
	ids, err := e.Alarm.Claim(ctx, now, e.Batch, lease)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	return true, e.Alarm.Done(context.WithoutCancel(ctx), ids...) // a stop in between would leave them leased
}
