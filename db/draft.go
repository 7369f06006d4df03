package db

import (
	"context"
	"time"

	"gongzhi/record"
)

// NewDraft keeps an unfinished report, sealed by the caller, under the hash of
// its code until it expires.
func (db *DB) NewDraft(ctx context.Context, codeHash, sealed []byte, expiresAt time.Time) error {
	_, err := db.pool.Exec(ctx, `INSERT INTO draft (code_hash, sealed, expires_at) VALUES ($1, $2, $3)`, codeHash, sealed, expiresAt)
	return wrap("new draft", err)
}

// LoadDraft returns the sealed draft, or fails with record.ErrNotFound where
// there is none or it has expired.
func (db *DB) LoadDraft(ctx context.Context, codeHash []byte, now time.Time) ([]byte, error) {
	var sealed []byte
	err := db.pool.QueryRow(ctx, `SELECT sealed FROM draft WHERE code_hash = $1 AND expires_at > $2`, codeHash, now).Scan(&sealed)
	if err != nil {
		return nil, notFound("load draft", err)
	}
	return sealed, nil
}

// SaveDraft replaces a draft with the files it names by now, and moves its
// expiry. It fails with record.ErrNotFound where it has expired.
func (db *DB) SaveDraft(ctx context.Context, codeHash, sealed []byte, files []string, now, expiresAt time.Time) error {
	if files == nil {
		files = []string{}
	}
	tag, err := db.pool.Exec(ctx, `UPDATE draft SET sealed = $2, files = $3, expires_at = $5 WHERE code_hash = $1 AND expires_at > $4`,
		codeHash, sealed, files, now, expiresAt)
	if err == nil && tag.RowsAffected() == 0 {
		return record.ErrNotFound
	}
	return wrap("save draft", err)
}

// DropDraft removes a draft that was filed; its files belong to the report now.
func (db *DB) DropDraft(ctx context.Context, codeHash []byte) error {
	_, err := db.pool.Exec(ctx, `DELETE FROM draft WHERE code_hash = $1`, codeHash)
	return wrap("drop draft", err)
}

// SweepDrafts removes at most limit expired drafts and returns the files that
// they named and no report has come to name, for the caller to delete.
func (db *DB) SweepDrafts(ctx context.Context, now time.Time, limit int) ([]string, error) {
	q := numbered(`WITH gone AS (DELETE FROM draft WHERE code_hash IN
		(SELECT code_hash FROM draft WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING files)
		SELECT f.id FROM gone, unnest(files) AS f (id) WHERE NOT EXISTS (SELECT FROM evidence e WHERE e.id::text = f.id)`, now, limit)
	rows, err := list[struct{ ID string }](ctx, db.pool, q)
	files := make([]string, len(rows))
	for i, r := range rows {
		files[i] = r.ID
	}
	return files, wrap("sweep drafts", err)
}

// draftGrace is how long an expired draft with files waits for SweepDrafts.
const draftGrace = 24 * time.Hour

// purgeBatch bounds what one statement of Purge removes.
const purgeBatch = 5000

// Purge removes what has expired: kept answers, sessions, throttles, drafts.
// Nothing of a case is ever among it.
func (db *DB) Purge(ctx context.Context, now time.Time) error {
	for n := purgeBatch; n == purgeBatch; {
		var err error
		if n, err = db.SweepOnce(ctx, now, purgeBatch); err != nil {
			return err
		}
	}
	if err := db.Accounts().Sweep(ctx, now); err != nil {
		return err
	}
	_, err := db.pool.Exec(ctx, `DELETE FROM draft WHERE expires_at <= $1 AND (files = '{}' OR expires_at <= $2)`, now, now.Add(-draftGrace))
	return wrap("purge drafts", err)
}
