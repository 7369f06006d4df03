package db

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/roles"
)

// RefreshAnswers rewrites, by difference, who answers for each post and who
// must not handle whose case, as of a time. Apply does it whenever the
// organisation changes; time alone changes answers too (a leave begins), so it
// is to be called when roles.Org.NextChange passes. It works on the
// organisation as stored: a snapshot in memory may be older.
func (db *DB) RefreshAnswers(ctx context.Context, at time.Time) error {
	return db.inTx(ctx, "refresh answers", func(tx pgx.Tx) error { return refreshIn(ctx, tx, at) })
}

// refreshIn holds the setting row, so that two refreshes follow each other.
func refreshIn(ctx context.Context, tx pgx.Tx, at time.Time) error {
	if _, err := tx.Exec(ctx, `SELECT FROM setting FOR NO KEY UPDATE`); err != nil {
		return wrap("refresh answers", err)
	}
	org, err := loadOrg(ctx, tx)
	if err != nil {
		return wrap("load organisation", err)
	}
	b := &pgx.Batch{}
	queueAnswers(b, org, at)
	queueConflicts(b, replacePersonConflicts, personConflicts(org, at))
	queueConflicts(b, replacePostConflicts, postConflicts(org, at))
	queueSights(b, org, at)
	return wrap("refresh answers", tx.SendBatch(ctx, b).Close())
}

const upsertAnswers = `INSERT INTO post_answer (post_id, person_id, via) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])
ON CONFLICT (post_id) DO UPDATE SET person_id = excluded.person_id, via = excluded.via
WHERE (post_answer.person_id, post_answer.via) IS DISTINCT FROM (excluded.person_id, excluded.via)`

type answerRow struct {
	post   uuid.UUID
	answer roles.Answer
}

func queueAnswers(b *pgx.Batch, org *roles.Org, at time.Time) {
	rows := make([]answerRow, 0, len(org.Posts))
	for _, p := range org.Posts {
		rows = append(rows, answerRow{p.ID, org.Answer(p.ID, at)})
	}
	queue(b, len(rows), upsertAnswers,
		ids(rows, func(r *answerRow) uuid.UUID { return r.post }),
		ids(rows, func(r *answerRow) uuid.UUID { return r.answer.Person }),
		col(rows, func(r *answerRow) string { return string(r.answer.Via) }))
}

type conflictRow struct {
	of    uuid.UUID
	party string
}

const replacePersonConflicts = `WITH want AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS t (id, party)), gone AS (
DELETE FROM person_conflict c WHERE NOT EXISTS (SELECT FROM want WHERE want.id = c.person_id AND want.party = c.party))
INSERT INTO person_conflict SELECT id, party FROM want ON CONFLICT DO NOTHING`

const replacePostConflicts = `WITH want AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS t (id, party)), gone AS (
DELETE FROM post_conflict c WHERE NOT EXISTS (SELECT FROM want WHERE want.id = c.post_id AND want.party = c.party))
INSERT INTO post_conflict SELECT id, party FROM want ON CONFLICT DO NOTHING`

func queueConflicts(b *pgx.Batch, sql string, rows []conflictRow) {
	b.Queue(sql, ids(rows, func(r *conflictRow) uuid.UUID { return r.of }), col(rows, func(r *conflictRow) string { return r.party }))
}

func personConflicts(org *roles.Org, at time.Time) []conflictRow {
	var rows []conflictRow
	for _, p := range org.People {
		for _, party := range org.PersonConflicts(p.ID, at) {
			rows = append(rows, conflictRow{p.ID, string(party)})
		}
	}
	return rows
}

// postConflicts follow roles.Org.Conflicted: the post's agency, whatever is
// above it, and the conflicts of the person who answers.
func postConflicts(org *roles.Org, at time.Time) []conflictRow {
	var rows []conflictRow
	for _, p := range org.Posts {
		parties := org.PersonConflicts(org.Answer(p.ID, at).Person, at)
		for _, agency := range org.Lineage(p.Agency) {
			parties = append(parties, org.AgencyParties(agency)...)
		}
		slices.Sort(parties)
		for _, party := range slices.Compact(parties) {
			rows = append(rows, conflictRow{p.ID, string(party)})
		}
	}
	return rows
}
