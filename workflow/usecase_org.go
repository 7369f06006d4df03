package workflow

import (
	"context"
	"errors"

	"gongzhi/record"
	"gongzhi/roles"
)

// OrgStore is what organisational acts need of the database.
type OrgStore interface {
	// OrgWorld loads the organisation's stream version and open proposals.
	OrgWorld(ctx context.Context) (OrgWorld, error)
	// WorldsAt loads every case that has a live duty at a post.
	WorldsAt(ctx context.Context, post roles.ID) ([]World, error)
	Apply(ctx context.Context, changes ...record.Change) error
}

// OrgUseCases propose and decide acts on the organisation.
type OrgUseCases struct {
	Store   OrgStore
	Env     func() Env
	Changed func(ctx context.Context) error // refreshes the snapshot after a change
}

// Act proposes an act, or decides a proposal where the command names one. It
// returns the id of the proposal.
func (u *OrgUseCases) Act(ctx context.Context, c OrgCommand) (record.ID, error) {
	for try := 1; ; try++ {
		id, err := u.once(ctx, c)
		if !errors.Is(err, ErrStale) || try == attempts {
			return id, err
		}
	}
}

func (u *OrgUseCases) once(ctx context.Context, c OrgCommand) (record.ID, error) {
	seed, err := NewSeed()
	if err != nil {
		return record.ID{}, err
	}
	c.Seed = seed
	w, err := u.Store.OrgWorld(ctx)
	if err != nil {
		return record.ID{}, err
	}
	change, err := DecideOrg(w, c, u.Env())
	if err != nil {
		return record.ID{}, err
	}
	moved, err := u.handedOver(ctx, change)
	if err != nil {
		return record.ID{}, err
	}
	if err := u.Store.Apply(ctx, append(moved, change)...); err != nil {
		return record.ID{}, err
	}
	return change.Org.Proposals[0].ID, u.Changed(ctx)
}

// handedOver decides, where a hand-over was confirmed, what it writes in each
// case of the post.
func (u *OrgUseCases) handedOver(ctx context.Context, change record.Change) ([]record.Change, error) {
	order, ok := HandOverOf(change)
	if !ok {
		return nil, nil
	}
	worlds, err := u.Store.WorldsAt(ctx, order.From)
	if err != nil {
		return nil, err
	}
	return HandOverCases(worlds, order, u.Env())
}
