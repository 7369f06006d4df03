package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"gongzhi/ledger"
	"gongzhi/record"
)

// IndexOf is the index in the public log of the event at a position; it fails
// with ledger.ErrNotFound while the event waits for the next growth.
func (l *Ledger) IndexOf(ctx context.Context, pos int64) (int64, error) {
	var index int64
	err := l.db.pool.QueryRow(ctx, `SELECT first_index + $1 - first_pos FROM log_growth
		WHERE first_pos <= $1 AND $1 < first_pos + events AND events > 0 ORDER BY first_pos DESC LIMIT 1`, pos).Scan(&index)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, ledger.ErrNotFound
	}
	return index, wrap("index of an event", err)
}

// FilingEvent is the event by which the report behind a receipt was filed, or
// joined a case that others had told of (theirs says nothing of it), and
// its position in the log, 0 while it waits for one. The salt is nil once it
// was erased. It fails with record.ErrNotFound for a receipt of nobody.
func (l *Ledger) FilingEvent(ctx context.Context, receiptHash []byte) (record.Event, int64, error) {
	var canonical, salt []byte
	var pos *int64
	err := l.db.hot.QueryRow(ctx, `SELECT e.canonical, e.salt, g.pos FROM report r
		JOIN event e ON e.subject_kind IN ('incident', 'correspondence') AND e.subject_id = r.incident_id
			AND convert_from(e.canonical, 'UTF8')::jsonb #>> '{facts,report}' = r.id::text
			AND convert_from(e.canonical, 'UTF8')::jsonb -> 'facts' ? 'filer_kind'
		LEFT JOIN log g ON g.event_id = e.id WHERE r.receipt = $1`, receiptHash).Scan(&canonical, &salt, &pos)
	if errors.Is(err, pgx.ErrNoRows) {
		return record.Event{}, 0, record.ErrNotFound
	}
	if err != nil {
		return record.Event{}, 0, wrap("filing event", err)
	}
	e, err := parseEvent(canonical, salt)
	if pos == nil {
		return e, 0, err
	}
	return e, *pos, err
}
