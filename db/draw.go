package db

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

// closingRow is a case that ended, at the place of its event in the log.
type closingRow struct {
	Pos      int64
	Month    string
	Ticket   []byte
	Incident uuid.UUID
}

func queueClosings(b *pgx.Batch, rows []closingRow) {
	type c = *closingRow
	queue(b, len(rows), `INSERT INTO closing (pos, month, ticket, incident_id)
		SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::uuid[])`,
		col(rows, func(x c) int64 { return x.Pos }), col(rows, func(x c) string { return x.Month }),
		col(rows, func(x c) []byte { return x.Ticket }), ids(rows, func(x c) uuid.UUID { return x.Incident }))
}

func (w *writes) queueDraws(b *pgx.Batch) {
	type d = *record.Draw
	queue(b, len(w.Draws), `INSERT INTO sample_draw (month, entry, seed, closings, size, drawn_by, at)
		SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::int[], $5::int[], $6::uuid[], $7::timestamptz[])`,
		col(w.Draws, func(x d) string { return x.Month }), col(w.Draws, func(x d) int64 { return x.Entry }),
		col(w.Draws, func(x d) []byte { return x.Seed }), col(w.Draws, func(x d) int32 { return int32(x.Closings) }),
		col(w.Draws, func(x d) int32 { return int32(x.Size) }), ids(w.Draws, func(x d) uuid.UUID { return x.By }),
		times(w.Draws, func(x d) timeOf { return at(x.At) }))
}

const allDraws = `SELECT month, entry, seed, closings, size, drawn_by, at FROM sample_draw ORDER BY month DESC`

// Draws are all drawings, the newest month first. They are public.
func (db *DB) Draws(ctx context.Context) ([]record.Draw, error) {
	draws, err := list[record.Draw](ctx, db.pool, (&query{}).add(allDraws))
	return draws, wrap("draws", err)
}

// DrawSeed is the first act that the public log took up at or after a time, with
// its commitment; false while there is none, or while the table of closings has
// not come as far.
func (db *DB) DrawSeed(ctx context.Context, after time.Time) (entry int64, seed []byte, ok bool, err error) {
	err = db.pool.QueryRow(ctx, `SELECT g.first_index, l.commitment, coalesce((SELECT pos FROM cursor WHERE name = $2), 0) >= g.first_pos
		FROM log_growth g JOIN log l ON l.pos = g.first_pos WHERE g.events > 0 AND g.slot >= $1 ORDER BY g.first_index LIMIT 1`, after, ScoresCursor).
		Scan(&entry, &seed, &ok)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil, false, nil
	}
	return entry, seed, ok, wrap("seed of a draw", err)
}

// Closings are the cases that ended in a month, by their place in the log. It
// names cases: only a decision may use it.
func (db *DB) Closings(ctx context.Context, month string) ([]workflow.Closing, error) {
	rows, err := list[workflow.Closing](ctx, db.pool, (&query{}).add(`SELECT ticket, incident_id FROM closing WHERE month = ? ORDER BY pos`, month))
	return rows, wrap("closings", err)
}

// Tickets are the tickets of a month that is over, in their own order, so that
// their place says nothing.
func (db *DB) Tickets(ctx context.Context, month string, now time.Time) ([][]byte, error) {
	rows, err := list[struct{ Ticket []byte }](ctx, db.pool, (&query{}).add(`SELECT ticket FROM closing WHERE month = ?`, month).
		add(` AND month < ? ORDER BY ticket`, scoreMonth(now)))
	tickets := make([][]byte, len(rows))
	for i, r := range rows {
		tickets[i] = r.Ticket
	}
	return tickets, wrap("tickets", err)
}

// DrawnCases are the drawn cases of a month that the actor sees, with what was
// found; of the others not even their number is said.
func (r *Reader) DrawnCases(ctx context.Context, d record.Draw) ([]workflow.DrawnCase, error) {
	closings, err := r.db.Closings(ctx, d.Month)
	if err != nil {
		return nil, err
	}
	q := asPerson(r.actor.Person, `SELECT i.reference, coalesce(x.body, ''), i.state, coalesce(t.state, ''), coalesce(t.result, '')
		FROM incident i LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title'
		LEFT JOIN LATERAL (SELECT state, result FROM task WHERE task.incident_id = i.id AND kind = '`+workflow.TaskSample+`' ORDER BY at DESC LIMIT 1) t ON true
		WHERE `+sees).add(` AND i.id = ANY (?::uuid[]) ORDER BY i.reference`, workflow.Drawn(d, closings))
	cases, err := list[workflow.DrawnCase](ctx, r.db.pool, q)
	return cases, wrap("drawn cases", err)
}
