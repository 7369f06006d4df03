package db

import (
	"bytes"
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/answerability"
	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/roles"
)

// Trace says whose each minute of a case was, for whoever may read the case;
// record.ErrNotFound for everybody else.
func (r *Reader) Trace(ctx context.Context, reference string, calendar answerability.Calendar) (answerability.View, error) {
	var v answerability.View
	err := r.db.snapshot(ctx, "trace", func(tx pgx.Tx) error {
		id, err := r.find(ctx, tx, reference)
		if err != nil {
			return err
		}
		worlds, err := loadWorlds(ctx, tx, []record.ID{id})
		if err != nil {
			return err
		}
		env := r.env()
		if len(worlds) == 0 || !env.Org.Stand(r.actor, worlds[0].Case(), r.now).May(roles.ReadIncident) {
			return record.ErrNotFound
		}
		rows, err := list[struct{ Canonical []byte }](ctx, tx, (&query{}).add(`SELECT canonical FROM event WHERE subject_kind = 'incident' AND subject_id = ? ORDER BY seq`, id))
		if err != nil {
			return err
		}
		events := make([]record.Event, len(rows))
		for i, row := range rows {
			if events[i], err = record.ParseCanonical(row.Canonical); err != nil {
				return err
			}
		}
		v.Trace = answerability.Of(events, env.Org, calendar, r.now)
		v.Seal, err = r.seal(ctx, tx, id)
		return err
	})
	return v, err
}

// seal finds the newest act of a case in the public log.
func (r *Reader) seal(ctx context.Context, tx pgx.Tx, id uuid.UUID) (answerability.Seal, error) {
	s := answerability.Seal{Entry: -1, AsOf: r.now}
	var published []byte
	var entry *int64
	err := tx.QueryRow(ctx, `SELECT h.published, h.published_size, e.id::text, g.first_index + l.pos - g.first_pos FROM log_head h
		CROSS JOIN LATERAL (SELECT id FROM event WHERE subject_kind = 'incident' AND subject_id = $1 ORDER BY seq DESC LIMIT 1) e
		LEFT JOIN log l ON l.event_id = e.id LEFT JOIN log_growth g ON g.events > 0 AND g.first_pos <= l.pos AND l.pos < g.first_pos + g.events`, id).
		Scan(&published, &s.Size, &s.LastEvent, &entry)
	if errors.Is(err, pgx.ErrNoRows) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if entry != nil {
		s.Entry, s.Covered = *entry, *entry < s.Size
	}
	text, _, _ := bytes.Cut(published, []byte("\n\n"))
	if c, err := ledger.ParseCheckpoint(string(text) + "\n"); err == nil {
		s.Root = c.Root[:]
	}
	return s, nil
}
