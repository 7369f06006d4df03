package workflow

import (
	"fmt"
	"time"

	"gongzhi/record"
	"gongzhi/workflow/clock"
)

// Rulebooks are the rulebook in force and older versions that live duties are
// pinned to.
type Rulebooks struct {
	current *clock.Rulebook
	older   map[string]*clock.Rulebook
}

// NewRulebooks puts one rulebook in force and keeps others for duties pinned
// to them.
func NewRulebooks(current *clock.Rulebook, older ...*clock.Rulebook) *Rulebooks {
	r := &Rulebooks{current: current, older: map[string]*clock.Rulebook{}}
	for _, b := range append(older, current) {
		r.older[version(b)] = b
	}
	return r
}

func version(b *clock.Rulebook) string { return b.ID + "@" + b.Version }

// InForce is the rulebook that new chains take their times from.
func (r *Rulebooks) InForce() *clock.Rulebook { return r.current }

func (r *Rulebooks) book(v string) *clock.Rulebook {
	if b, ok := r.older[v]; ok {
		return b
	}
	return r.current
}

// Clock implements Rules.
func (r *Rulebooks) Clock(kind string, level int, start time.Time, pinned string) (Clock, error) {
	b := r.book(pinned)
	due, provisional, err := b.Due(kind, level, start)
	if err != nil {
		return Clock{}, fmt.Errorf("workflow: clock of %s: %w", kind, err)
	}
	return Clock{Rule: kind, Version: version(b), DueAt: due.UTC(), Provisional: provisional}, nil
}

// PauseEnd implements Rules.
func (r *Rulebooks) PauseEnd(ground string, pausedAt time.Time) (time.Time, bool) {
	g, ok := r.current.Ground(ground)
	if !ok {
		return time.Time{}, false
	}
	cal, ok := r.current.Calendar(defaultCalendar)
	if !ok {
		return time.Time{}, false
	}
	end, _ := clock.Due(pausedAt, g.Longest, cal)
	return end.UTC(), true
}

const defaultCalendar = "cn"

// Resume implements Rules.
func (r *Rulebooks) Resume(d record.Duty, at time.Time) (Clock, error) {
	b := r.book(d.RuleVersion)
	rule, ok := b.Rule(d.Kind, d.OpenedAt)
	if !ok || d.PausedAt == nil {
		return Clock{}, fmt.Errorf("workflow: resume of %s: %w", d.Kind, clock.ErrNoRule)
	}
	cal, ok := b.Calendar(rule.Calendar)
	if !ok {
		return Clock{}, fmt.Errorf("workflow: resume of %s: %w", d.Kind, clock.ErrNoRule)
	}
	due, provisional := clock.Resume(d.DueAt, *d.PausedAt, at, rule.At(d.Level), cal)
	return Clock{Rule: d.Rule, Version: d.RuleVersion, DueAt: due.UTC(), Provisional: provisional}, nil
}
