package db

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Cursors of people's lists name what the list shows anyway, a reference or the
// random id of a notice: times and ids of rows tell to the microsecond when an
// anonymous filer acted. The place behind a name is looked up under the same
// condition as the list itself, so that a cursor finds nothing out.

// placeOf looks up where a list goes on. What is not there for this person is
// no cursor of theirs.
func (r *Reader) placeOf(ctx context.Context, q *query, into ...any) error {
	err := r.db.pool.QueryRow(ctx, q.sql.String(), q.args...).Scan(into...)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrCursor
	}
	return wrap("place in a list", err)
}

// after adds the keyset condition of a list that runs from new to old; named
// finds time and id of the place that the cursor names.
func (r *Reader) after(ctx context.Context, q *query, columns string, named *query) error {
	var at time.Time
	var id uuid.UUID
	if err := r.placeOf(ctx, named, &at, &id); err != nil {
		return err
	}
	q.add(` AND (`+columns+`) < (?, ?)`, at, id)
	return nil
}

// maxCursor bounds a cursor in bytes; references and ids are far shorter.
const maxCursor = 100

// checkName refuses a cursor that can be no name.
func checkName(cursor string) error {
	if len(cursor) > maxCursor || strings.ContainsFunc(cursor, func(r rune) bool { return r < '!' || r > '~' }) {
		return ErrCursor
	}
	return nil
}

// markDuty names a duty by its due time, which the list shows, and by case,
// kind, level and how many chains of the same case and kind began before it.
func (r *Reader) markDuty(ctx context.Context, d dutyRow) (string, error) {
	var before int
	q := (&query{}).add(`SELECT count(*) FROM duty d WHERE d.incident_id = ? AND d.kind = ? AND d.level = ? AND d.chain < ?`,
		d.Incident, d.Kind, d.Level, d.Chain)
	err := r.placeOf(ctx, q, &before)
	return markAt(d.DueAt, d.Reference, d.Kind, d.Level, before), err
}

func (r *Reader) afterDuty(ctx context.Context, q *query, cursor string) error {
	if cursor == "" {
		return nil
	}
	at, ties, err := parseMark(cursor, 4)
	if err != nil || checkName(cursor) != nil {
		return ErrCursor
	}
	level, errLevel := strconv.ParseInt(ties[2], 10, 32)
	before, errBefore := strconv.ParseInt(ties[3], 10, 32)
	if errLevel != nil || errBefore != nil || level < 0 || before < 0 {
		return ErrCursor
	}
	var chain uuid.UUID
	named := asPerson(r.actor.Person, `SELECT d.chain FROM duty d JOIN incident i ON i.id = d.incident_id WHERE `+sees)
	named.add(` AND i.reference = ? AND d.kind = ? AND d.level = ? ORDER BY d.chain LIMIT 1 OFFSET ?`, ties[0], ties[1], level, before)
	if err := r.placeOf(ctx, named, &chain); err != nil {
		return err
	}
	q.add(` AND (d.due_at, d.chain, d.level) > (?, ?, ?)`, at, chain, level)
	return nil
}
