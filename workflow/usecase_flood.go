package workflow

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Limits of one rejection of a flood. Alike is measured from 0 to 1.
const (
	MinFlood   = 3
	MaxFlood   = 200
	FloodAlike = 0.5
)

// Floods reject many reports that tell the same in one act, which a second
// person confirms in one act. Each case keeps its own proposal, event, notice
// and appeal; all of them say how many the act closed.
type Floods struct {
	Cases *UseCases
	// Batch names the cases of a flood, whatever became of their proposal.
	Batch func(ctx context.Context, batch record.ID) ([]string, error)
	// Alike is how alike two texts are, from 0 to 1.
	Alike func(a, b string) float64
}

// FloodDone says what an act on a flood did, and which of the cases that were
// named have moved on meanwhile and were left alone.
type FloodDone struct {
	Batch   record.ID
	Cases   int
	Skipped []string
}

// ProposeFlood proposes to reject 3 to 200 cases nobody has begun to handle,
// each alike the first, for one reason. A case that has moved on is left alone
// and named; any other refusal refuses the whole act.
func (f *Floods) ProposeFlood(ctx context.Context, actor roles.Actor, references []string, reason string) (FloodDone, error) {
	references = slices.Clone(references)
	slices.Sort(references)
	references = slices.Compact(references)
	if n := len(references); n < MinFlood || n > MaxFlood {
		return FloodDone{}, refuse(Invalid, "references", "flood_count", "name 3 to 200 cases")
	}
	batch, err := newBatch(f.Cases.Env())
	if err != nil {
		return FloodDone{}, err
	}
	c := Command{Action: Reject, Ground: GroundFlood, Actor: actor, Reason: reason}
	return f.again(ctx, floodAct{
		references: func() ([]string, error) { return references, nil },
		command: func(_ World, n int) (Command, error) {
			c.Flood = &record.Flood{Batch: batch, Cases: n}
			return c, nil
		},
		skip: moved, least: MinFlood, check: f.allAlike,
	})
}

// floodAct is one act on many cases.
type floodAct struct {
	references func() ([]string, error)
	command    func(w World, cases int) (Command, error)
	skip       func(error) bool // whether a case that refuses is left alone
	least      int              // cases that must remain
	check      func(context.Context, []World) error
}

// ConfirmFlood carries out every waiting proposal of a flood that the actor may
// decide as second person. Cases of it whose proposal waits no more have moved
// on: those that the actor sees are named.
func (f *Floods) ConfirmFlood(ctx context.Context, actor roles.Actor, batch record.ID) (FloodDone, error) {
	return f.answer(ctx, Command{Action: Confirm, Actor: actor}, batch)
}

// DeclineFlood declines every waiting proposal of a flood, with a reason.
func (f *Floods) DeclineFlood(ctx context.Context, actor roles.Actor, batch record.ID, reason string) (FloodDone, error) {
	return f.answer(ctx, Command{Action: Decline, Actor: actor, Reason: reason}, batch)
}

func (f *Floods) answer(ctx context.Context, c Command, batch record.ID) (FloodDone, error) {
	return f.again(ctx, floodAct{
		references: func() ([]string, error) { return f.Batch(ctx, batch) },
		command: func(w World, n int) (Command, error) {
			p, ok := proposalOfFlood(w, batch)
			switch {
			case ok:
			case f.Cases.sees(w, c.Actor):
				return c, refuse(WrongTime, "proposal", "wrong_state", "the case has moved on")
			default:
				return c, ErrNotFound
			}
			c.Proposal, c.Flood = p.ID, &record.Flood{Batch: batch, Cases: n}
			return c, nil
		},
		skip: notTheirs, least: 1, check: func(context.Context, []World) error { return nil },
	})
}

// again decides and writes until nothing moved in between.
func (f *Floods) again(ctx context.Context, a floodAct) (FloodDone, error) {
	for try := 1; ; try++ {
		done, changes, err := f.decideAll(ctx, a)
		if err != nil {
			return FloodDone{}, err
		}
		err = f.Cases.Store.Apply(ctx, changes...)
		if errors.Is(err, ErrStale) && try < attempts {
			continue
		}
		if err != nil {
			return FloodDone{}, err
		}
		for _, change := range changes {
			f.Cases.wake(ctx, change)
		}
		return done, nil
	}
}

// decideAll finds out which cases the act takes, and then decides each with the
// number of those.
func (f *Floods) decideAll(ctx context.Context, a floodAct) (FloodDone, []record.Change, error) {
	taken, skipped, first, err := f.takes(ctx, a)
	switch {
	case err != nil:
		return FloodDone{}, nil, err
	case len(taken) < a.least && first != nil:
		return FloodDone{}, nil, first
	case len(taken) == 0:
		return FloodDone{}, nil, ErrNotFound
	}
	if err := a.check(ctx, taken); err != nil {
		return FloodDone{}, nil, err
	}
	done, changes := FloodDone{Cases: len(taken), Skipped: skipped}, make([]record.Change, 0, len(taken))
	for _, w := range taken {
		change, c, err := f.decide(w, len(taken), a.command)
		if err != nil {
			return FloodDone{}, nil, err
		}
		done.Batch = c.Flood.Batch
		changes = append(changes, change)
	}
	return done, changes, nil
}

// takes tells the cases that the act takes from those that it leaves alone; of
// the latter only what the actor may see is named. first is the first refusal.
func (f *Floods) takes(ctx context.Context, a floodAct) (taken []World, skipped []string, first, err error) {
	references, err := a.references()
	for _, reference := range references {
		w, err := f.Cases.Store.World(ctx, reference)
		if err == nil {
			_, _, err = f.decide(w, len(references), a.command)
		}
		switch {
		case err == nil:
			taken = append(taken, w)
			continue
		case !a.skip(err):
			return nil, nil, nil, err
		case !errors.Is(err, ErrNotFound):
			skipped = append(skipped, reference)
		}
		if first == nil {
			first = err
		}
	}
	return taken, skipped, first, err
}

func (f *Floods) decide(w World, n int, command func(World, int) (Command, error)) (record.Change, Command, error) {
	c, err := command(w, n)
	if err != nil {
		return record.Change{}, c, err
	}
	if c.Seed, err = NewSeed(); err != nil {
		return record.Change{}, c, err
	}
	change, err := Decide(w, c, f.Cases.Env())
	return change, c, err
}

// sees reports whether a case exists for an actor at all.
func (u *UseCases) sees(w World, actor roles.Actor) bool {
	env := u.Env()
	return env.Org.Stand(actor, w.Case(), env.Now).Sees()
}

// allAlike refuses cases of which one tells something else than the first.
func (f *Floods) allAlike(ctx context.Context, worlds []World) error {
	var first string
	for i, w := range worlds {
		texts, err := f.Cases.Store.Texts(ctx, w.Incident.ID, "title", "narrative")
		if err != nil {
			return err
		}
		words := texts["title"] + "\n" + texts["narrative"]
		if i == 0 {
			first = words
		}
		if f.Alike(first, words) < FloodAlike {
			return refuse(Invalid, "references", "flood_unlike", w.Incident.Reference+" tells something else than "+worlds[0].Incident.Reference)
		}
	}
	return nil
}

// moved holds where a case is not where a flood can be rejected any more.
func moved(err error) bool {
	r, ok := AsRefusal(err)
	return ok && (r.Code == "wrong_state" || r.Code == "already_proposed")
}

// notTheirs holds besides where the proposal of one case is for somebody else
// to decide, or the case must not be known to the actor.
func notTheirs(err error) bool {
	r, ok := AsRefusal(err)
	return errors.Is(err, ErrNotFound) || ok && (r.Kind == WrongTime || r.Kind == Forbidden)
}

func newBatch(env Env) (record.ID, error) {
	seed, err := NewSeed()
	if err != nil {
		return uuid.Nil, err
	}
	return record.NewSource(seed).ID(env.Now), nil
}
