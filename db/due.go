package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/db/crashpoint"
	"gongzhi/record"
	"gongzhi/workflow"
)

// decider turns claimed cases into what is to be written.
type decider = func([]workflow.World) []record.Change

// claiming is one way to take due rows. Where a row of a batch is refused, they
// are taken again and written case by case.
type claiming struct {
	op          string
	pool        *pgxpool.Pool
	from, again claimer
	load        loader
}

// EscalateDue claims at most limit due duties, oldest first, and writes what
// decide returns for their cases, in one transaction. decide is given of each
// case what time needs: workflow.World.ForTime. It returns how many
// cases it claimed. Where a case's rows are refused, the others are written
// all the same and the error names the refusal.
func (db *DB) EscalateDue(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	n, err := db.claim(ctx, claiming{"escalate", db.hot, db.passed.claim, fromTheStart, loadForTime}, now, limit, decide)
	if err != nil {
		db.passed.restart()
	}
	return n, err
}

// claimConflicted takes live duties at posts that must not handle their case.
// The last oversight post is the last: nothing is above it.
const claimConflicted = `SELECT d.incident_id FROM duty d JOIN incident i ON i.id = d.incident_id
WHERE d.ended_at IS NULL AND d.opened_at <= $1 AND d.post_id <> (SELECT coalesce(second_oversight_post, oversight_post) FROM setting)
	AND (d.chain, d.level) IN (SELECT x.chain, x.level FROM post_conflict c JOIN incident_party p ON p.party = c.party
		JOIN duty x ON x.incident_id = p.incident_id AND x.post_id = c.post_id WHERE x.ended_at IS NULL)
ORDER BY d.due_at, d.chain LIMIT $2 FOR UPDATE OF i, d SKIP LOCKED`

// RedirectConflicted claims cases with a live duty at a post that has become
// conflicted, by its agency or by the person who answers for it.
func (db *DB) RedirectConflicted(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	from := claimedBy(claimConflicted)
	return db.claim(ctx, claiming{"redirect", db.pool, from, from, loadWorlds}, now, limit, decide)
}

// claimTimers takes due timers of cases; a timer of anything else has no case
// and is left to its owner.
const claimTimers = `SELECT i.id FROM timer t JOIN incident i ON i.id = t.subject_id
WHERE t.fire_at <= $1 ORDER BY t.fire_at, t.subject_id LIMIT $2 FOR UPDATE OF i, t SKIP LOCKED`

// FireTimers claims cases with due timers. A timer goes when a change unsets
// it.
func (db *DB) FireTimers(ctx context.Context, now time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	from := claimedBy(claimTimers)
	return db.claim(ctx, claiming{"fire timers", db.pool, from, from, loadForTime}, now, limit, decide)
}

// claim runs one claim as a batch and, where a row of it is refused, once more
// case by case, so that one broken case never holds up the others.
func (db *DB) claim(ctx context.Context, c claiming, now time.Time, limit int, decide decider) (int, error) {
	n, err := db.claimOnce(ctx, c, now, limit, decide, applyTogether)
	if err == nil || !causedByData(err) {
		return n, err
	}
	c.from = c.again
	return db.claimOnce(ctx, c, now, limit, decide, applyApart)
}

func (db *DB) claimOnce(ctx context.Context, c claiming, now time.Time, limit int, decide decider, apply applier) (int, error) {
	n, refused := 0, error(nil)
	err := inTx(ctx, c.pool, c.op, func(tx pgx.Tx) error {
		incidents, err := c.from(ctx, tx, now, limit)
		if err != nil || len(incidents) == 0 {
			return err
		}
		worlds, err := c.load(ctx, tx, incidents)
		if err != nil {
			return err
		}
		var failed int
		failed, refused, err = apply(ctx, tx, decide(worlds))
		n = len(worlds) - failed
		crashpoint.At(c.op + ":before-commit")
		return err
	})
	if err != nil || n > 0 {
		db.wrote(err)
	}
	if err != nil {
		return 0, err
	}
	if n > 0 {
		crashpoint.At(c.op + ":after-commit")
	}
	return n, refused
}

// loader reads the cases that were claimed.
type loader func(ctx context.Context, s sender, incidents []record.ID) ([]workflow.World, error)

// claimer locks due rows and returns the distinct cases they belong to.
type claimer func(ctx context.Context, tx pgx.Tx, now time.Time, limit int) ([]record.ID, error)

// claimedBy claims by a query of incidents.
func claimedBy(sql string) claimer {
	return func(ctx context.Context, tx pgx.Tx, now time.Time, limit int) ([]record.ID, error) {
		rows, err := tx.Query(ctx, sql, now, limit)
		if err != nil {
			return nil, err
		}
		all, err := pgx.CollectRows(rows, pgx.RowTo[record.ID])
		return distinct(all), err
	}
}

// distinct keeps the first of each, in place.
func distinct(all []record.ID) []record.ID {
	seen := make(map[record.ID]bool, len(all))
	kept := all[:0]
	for _, id := range all {
		if !seen[id] {
			seen[id] = true
			kept = append(kept, id)
		}
	}
	return kept
}

// applier writes changes inside a claim. It returns how many were refused,
// why, and an error that ends the whole claim.
type applier func(ctx context.Context, tx pgx.Tx, changes []record.Change) (int, error, error)

func applyTogether(ctx context.Context, tx pgx.Tx, changes []record.Change) (int, error, error) {
	w := merge(changes)
	w.held = true
	return 0, nil, applyIn(ctx, tx, w)
}

func applyApart(ctx context.Context, tx pgx.Tx, changes []record.Change) (int, error, error) {
	var refused []error
	for _, c := range changes {
		err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error { // a savepoint
			if err := applyIn(ctx, inner, merge([]record.Change{c})); err != nil {
				return err
			}
			_, err := inner.Exec(ctx, `SET CONSTRAINTS ALL IMMEDIATE`)
			return err
		})
		err = meaning("apply", err)
		if err != nil && !causedByData(err) {
			return 0, nil, err
		}
		if err != nil {
			refused = append(refused, err)
		}
		if _, err := tx.Exec(ctx, `SET CONSTRAINTS ALL DEFERRED`); err != nil {
			return 0, nil, err
		}
	}
	return len(refused), errors.Join(refused...), nil
}
