package workflow

import (
	"context"
	"errors"
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// DrawStore is what drawing a sample needs of the database.
type DrawStore interface {
	OrgWorld(ctx context.Context) (OrgWorld, error)
	Worlds(ctx context.Context, incidents []record.ID) ([]World, error)
	Apply(ctx context.Context, changes ...record.Change) error
	// Draws are all drawings, the newest month first.
	Draws(ctx context.Context) ([]record.Draw, error)
	// DrawSeed is the first entry of the public log after a time, with its
	// commitment; false while there is none or the closings before it are not
	// counted yet.
	DrawSeed(ctx context.Context, after time.Time) (entry int64, seed []byte, ok bool, err error)
	// Closings are the cases that ended in a month.
	Closings(ctx context.Context, month string) ([]Closing, error)
}

// Draws draw, once for each past month, a random sample of the cases that ended
// in it: seeded by the public log, so that nobody chooses and everybody can draw
// again.
type Draws struct {
	Cases *UseCases
	Store DrawStore
}

// DrawDone says what a drawing drew, and how many of the cases are looked at.
// The others go on again, or are looked at already.
type DrawDone struct {
	Draw   record.Draw
	Opened int
}

// Draw draws the sample of a month and opens the duties to look at each case. A
// month is drawn once: a second drawing is refused, whoever asks.
func (u *Draws) Draw(ctx context.Context, actor roles.Actor, month string) (DrawDone, error) {
	for try := 1; ; try++ {
		done, changes, err := u.decide(ctx, actor, month)
		if err == nil {
			err = u.Store.Apply(ctx, changes...)
		}
		if errors.Is(err, ErrStale) && try < attempts {
			continue
		}
		if err != nil {
			return DrawDone{}, err
		}
		for _, c := range changes {
			u.Cases.wake(ctx, c)
		}
		return done, nil
	}
}

func (u *Draws) decide(ctx context.Context, actor roles.Actor, month string) (DrawDone, []record.Change, error) {
	env := u.Cases.Env()
	if !MayDraw(actor, env) {
		return DrawDone{}, nil, refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	w, err := u.Store.OrgWorld(ctx) // read first: a drawing meanwhile moves its version
	if err != nil {
		return DrawDone{}, nil, err
	}
	draw, closings, err := u.prepare(ctx, month, env)
	if err != nil {
		return DrawDone{}, nil, err
	}
	draw.By = actor.Person
	worlds, err := u.Store.Worlds(ctx, Drawn(draw, closings))
	if err != nil {
		return DrawDone{}, nil, err
	}
	changes, err := drawCases(worlds, draw, env)
	if err != nil {
		return DrawDone{}, nil, err
	}
	done := DrawDone{Draw: draw, Opened: len(changes)}
	event, err := drawEvent(w, actor, draw, env)
	return done, append(changes, event), err
}

// MayDraw reports whether somebody may have a month drawn. It is no power over
// any case: they draw nothing but what everybody else would have drawn.
func MayDraw(actor roles.Actor, env Env) bool {
	return env.Org.Stand(actor, roles.Case{}, env.Now).May(roles.DrawSample)
}

// prepare refuses a month that is not over, is drawn, has no seed yet or in
// which nothing ended.
func (u *Draws) prepare(ctx context.Context, month string, env Env) (record.Draw, []Closing, error) {
	draw := record.Draw{Month: month, At: env.Now.UTC().Truncate(time.Microsecond)}
	end, err := monthEnd(month)
	if err != nil {
		return draw, nil, err
	}
	if env.Now.Before(end.Add(drawAfter)) {
		return draw, nil, refuse(WrongTime, "month", "month_running", "a month is drawn from the second day after it on")
	}
	before, err := u.Store.Draws(ctx)
	if err != nil {
		return draw, nil, err
	}
	if slices.ContainsFunc(before, func(d record.Draw) bool { return d.Month == month }) {
		return draw, nil, refuse(WrongTime, "month", "month_drawn", "this month is drawn already")
	}
	entry, seed, ok, err := u.Store.DrawSeed(ctx, end)
	if err != nil {
		return draw, nil, err
	}
	if !ok {
		return draw, nil, refuse(WrongTime, "month", "no_seed", "the public log has no entry after this month yet")
	}
	closings, err := u.Store.Closings(ctx, month)
	if err != nil {
		return draw, nil, err
	}
	if len(closings) == 0 {
		return draw, nil, refuse(WrongTime, "month", "nothing_ended", "no case ended in this month")
	}
	draw.Entry, draw.Seed, draw.Closings, draw.Size = entry, seed, len(closings), SampleSize(len(closings))
	return draw, closings, nil
}

// drawCases decides each drawn case; one that goes on again or is looked at
// already is left alone.
func drawCases(worlds []World, draw record.Draw, env Env) ([]record.Change, error) {
	var changes []record.Change
	for _, w := range worlds {
		seed, err := NewSeed()
		if err != nil {
			return nil, err
		}
		c, err := Decide(w, Command{Action: DrawCase, Actor: roles.Actor{Role: roles.System}, Seed: seed, Draw: draw.Facts()}, env)
		if r, refused := AsRefusal(err); refused && r.Kind == WrongTime {
			continue
		}
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return changes, nil
}
