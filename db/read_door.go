package db

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// DoorOptions are what reading needs besides the database.
type DoorOptions struct {
	// Env gives the organisation and the rules, for what an actor may do next.
	Env func() workflow.Env
	// Open opens sealed fields that every reader of a case may read: messages
	// and the names of files. It is never given a filer's identity or an
	// individual's name.
	Open func(sealed []byte, table, column string, row record.ID) ([]byte, error)
	// RevisionFor is how long a public revision that was read is good; zero
	// asks the database each time.
	RevisionFor time.Duration
}

// Door is the only way in which people read.
type Door struct {
	db       *DB
	revision revision
	DoorOptions
}

var _ workflow.Door = (*Door)(nil)

// Door makes the readers' door to this database.
func (db *DB) Door(o DoorOptions) *Door { return &Door{db: db, DoorOptions: o} }

// For gives the eyes of an actor at a time.
func (d *Door) For(actor roles.Actor, now time.Time) workflow.Reader { return d.As(actor, now) }

// As is For with the methods that are not in workflow.Reader.
func (d *Door) As(actor roles.Actor, now time.Time) *Reader {
	return &Reader{db: d.db, o: d.DoorOptions, actor: actor, now: now}
}

// Reader reads as one actor.
type Reader struct {
	db    *DB
	o     DoorOptions
	actor roles.Actor
	now   time.Time
}

func (r *Reader) env() workflow.Env {
	env := r.o.Env()
	env.Now = r.now
	return env
}

func (r *Reader) open(sealed []byte, table, column string, row record.ID) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	plain, err := r.o.Open(sealed, table, column, row)
	return string(plain), err
}

// allPermissions lists what the policy can grant, once each, in its order.
func allPermissions() []roles.Permission {
	var all []roles.Permission
	for _, g := range roles.Policy {
		for _, p := range g.May {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

func mayOf(s roles.Standing) []roles.Permission {
	return slices.DeleteFunc(allPermissions(), func(p roles.Permission) bool { return !s.May(p) })
}

// PublicActs lists what the actor may do on the publication track of a case
// that the actor sees.
func (r *Reader) PublicActs(ctx context.Context, reference string) ([]publication.Action, error) {
	if _, err := r.find(ctx, r.db.pool, reference); err != nil {
		return nil, err
	}
	w, about, err := r.db.PublicWorld(ctx, reference)
	if err != nil {
		return nil, err
	}
	env := r.env()
	return publication.PossibleActs(w, r.actor, env.Org.Stand(r.actor, about, env.Now)), nil
}

// find gives the id of a case that the actor sees, else record.ErrNotFound.
func (r *Reader) find(ctx context.Context, from querier, reference string) (uuid.UUID, error) {
	q := asPerson(r.actor.Person, `SELECT i.id FROM incident i WHERE `+sees).add(` AND i.reference = ?`, reference)
	rows, err := list[struct{ ID uuid.UUID }](ctx, from, q)
	if err != nil {
		return uuid.Nil, wrap("find case", err)
	}
	if len(rows) == 0 {
		return uuid.Nil, record.ErrNotFound
	}
	return rows[0].ID, nil
}
