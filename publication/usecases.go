package publication

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Store is what publishing needs of the database.
type Store interface {
	// PublicWorld loads the publication track of a case, and what decides who
	// stands how to it. It fails with record.ErrNotFound.
	PublicWorld(ctx context.Context, reference string) (World, roles.Case, error)
	Apply(ctx context.Context, changes ...record.Change) error
}

// UseCases are the acts on the publication track; every face calls the same.
type UseCases struct {
	Store Store
	Now   func() time.Time
	Org   func() *roles.Org
}

const attempts = 4

// Act decides a command on a case's publication track and applies it.
func (u *UseCases) Act(ctx context.Context, reference string, c Command) error {
	for try := 1; ; try++ {
		err := u.once(ctx, reference, c)
		if !errors.Is(err, record.ErrStale) || c.Number != 0 || try == attempts {
			return err
		}
	}
}

func (u *UseCases) once(ctx context.Context, reference string, c Command) error {
	w, about, err := u.Store.PublicWorld(ctx, reference)
	if err != nil {
		return err
	}
	if _, err := rand.Read(c.Seed[:]); err != nil {
		return fmt.Errorf("publication: random seed: %w", err)
	}
	now := u.Now()
	change, err := Decide(w, c, Env{Now: now, Standing: u.Org().Stand(c.Actor, about, now)})
	if err != nil {
		return err
	}
	return u.Store.Apply(ctx, change)
}

// PossibleActs lists what an actor may do on the track now.
func PossibleActs(w World, actor roles.Actor, standing roles.Standing) []Action {
	var list []Action
	for _, t := range Transitions {
		if permit(w, Command{Reason: "-"}, Env{Standing: standing}, t) == nil && fits(w, t.Action, actor) {
			list = append(list, t.Action)
		}
	}
	return list
}

func fits(w World, a Action, actor roles.Actor) bool {
	switch a {
	case Propose:
		return w.Public.Pending == 0 && published(w)
	case Clear, Decline:
		return proposedByOther(w, w.Public.Pending, actor)
	case Withdraw:
		return proposedByOther(w, w.Public.Number, actor)
	default:
		return false
	}
}

// proposedByOther tells that somebody else than the actor proposed a version.
func proposedByOther(w World, number int, actor roles.Actor) bool {
	return slices.ContainsFunc(w.Versions, func(v record.PublicVersion) bool {
		return number > 0 && v.Number == number && v.Proposer != actor.Person
	})
}
