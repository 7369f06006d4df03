package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/crashpoint"
	"gongzhi/record"
	"gongzhi/workflow"
)

// attempts bounds how often a whole transaction is run.
const attempts = 4

// Apply is the only writer of case state: it writes the changes in one
// transaction and one round trip, or nothing. It fails with workflow.ErrStale
// where a guard no longer holds, with workflow.ErrAnswered where the idempotency key
// has its answer, with ErrExternalID where a record was imported before.
// Several changes must concern different incidents.
func (db *DB) Apply(ctx context.Context, changes ...record.Change) error {
	if len(changes) == 1 && opensOnly(&changes[0]) {
		return db.open(ctx, changes[0])
	}
	w := merge(changes)
	if w.empty() {
		return nil
	}
	return db.apply(ctx, w)
}

func (db *DB) apply(ctx context.Context, w *writes) error {
	var err error
	for n, lost := 0, false; n < attempts; n++ {
		err = db.applyOnce(ctx, w)
		db.wrote(err)
		if err == nil {
			return nil
		}
		if connectionLost(err) {
			lost = true
		}
		// After a lost connection the earlier run may have committed: then its
		// events are there, and whatever failed now failed because of it.
		if lost {
			if done, look := db.written(ctx, w.Events); look == nil && done {
				return nil
			}
		}
		if !transient(err) && !connectionLost(err) {
			return err
		}
		if pause := wait(ctx, n); pause != nil {
			return err
		}
	}
	return err
}

func wait(ctx context.Context, n int) error {
	jitter := rand.IntN(10 << n) //nolint:gosec // it spreads the tries; nothing is to be secret
	t := time.NewTimer(time.Duration(1+jitter) * time.Millisecond)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (db *DB) applyOnce(ctx context.Context, w *writes) error {
	if w.revisesOrg() {
		return db.inTx(ctx, "apply", func(tx pgx.Tx) error { return applyIn(ctx, tx, w) })
	}
	crashpoint.At("apply:before-commit")
	err := meaning("apply", db.send(ctx, w))
	if err == nil {
		crashpoint.At("apply:after-commit")
	}
	return err
}

// send writes in one round trip.
func (db *DB) send(ctx context.Context, w *writes) error {
	b := w.batch()
	if opensOnly(&w.Change) && len(w.Org) == 0 {
		if sql, args, ok := joined(b, len(w.Incidents) == 1); ok {
			return db.execEncoded(ctx, sql, args)
		}
	}
	return db.hot.SendBatch(ctx, b).Close()
}

// applyIn writes inside a claim's transaction.
func applyIn(ctx context.Context, tx pgx.Tx, w *writes) error {
	if w.empty() {
		return nil
	}
	if err := tx.SendBatch(ctx, w.batch()).Close(); err != nil {
		return meaning("apply", err)
	}
	if !w.revisesOrg() {
		return nil
	}
	if w.admits() {
		if err := recordAssociations(ctx, tx, newest(w.Events)); err != nil {
			return meaning("apply", err)
		}
	}
	return refreshIn(ctx, tx, newest(w.Events))
}

// written reports whether these events were committed. They are written
// together, so the first stands for all.
func (db *DB) written(ctx context.Context, events []record.Event) (bool, error) {
	if len(events) == 0 {
		return false, nil
	}
	var there bool
	err := db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM event WHERE id = $1)`, events[0].ID).Scan(&there)
	return there, wrap("apply: look for events", err)
}

// Answered returns the sealed answer kept for an idempotency key, or false. A
// known key with another body is refused.
func (db *DB) Answered(ctx context.Context, scope string, keyHash, bodyHash []byte, now time.Time) ([]byte, bool, error) {
	var sealed []byte
	var same bool
	err := db.pool.QueryRow(ctx, `SELECT sealed, body_hash = $3 FROM once WHERE scope = $1 AND key_hash = $2 AND expires_at > $4`,
		scope, keyHash, bodyHash, now).Scan(&sealed, &same)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, wrap("answered", err)
	case !same:
		return nil, false, &workflow.Refusal{
			Kind: workflow.Reused, Field: "Idempotency-Key", Code: "key_reused", Detail: "this idempotency key was used for a different request",
		}
	}
	return sealed, true, nil
}

// SweepOnce removes at most limit expired idempotency records.
func (db *DB) SweepOnce(ctx context.Context, now time.Time, limit int) (int, error) {
	tag, err := db.pool.Exec(ctx, `DELETE FROM once WHERE (scope, key_hash) IN
		(SELECT scope, key_hash FROM once WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`, now, limit)
	return int(tag.RowsAffected()), wrap("sweep idempotency records", err)
}
