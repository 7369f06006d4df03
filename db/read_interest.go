package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

const interestEvents = `SELECT canonical, salt FROM event WHERE subject_kind = 'incident' AND subject_id = $1 ORDER BY seq`

// Interest is what an organization sees of a case for which it may propose a
// public-interest referral, or did; else record.ErrNotFound.
func (r *Reader) Interest(ctx context.Context, reference string) (workflow.InterestView, error) {
	var v workflow.InterestView
	if r.actor.Organization == uuid.Nil {
		return v, record.ErrNotFound
	}
	err := r.db.snapshot(ctx, "interest", func(tx pgx.Tx) error {
		var id uuid.UUID
		if err := tx.QueryRow(ctx, `SELECT id FROM incident WHERE reference = $1`, reference).Scan(&id); err != nil {
			return notFound("interest", err)
		}
		worlds, err := loadWorlds(ctx, tx, []record.ID{id})
		if err != nil {
			return err
		}
		l := interestLoad{reasons: map[string]string{}}
		if err := l.rows(ctx, tx, id); err != nil {
			return err
		}
		var seen bool
		if v, seen = workflow.InterestOf(worlds[0], l.events, r.actor, r.env(), l.reason); !seen {
			return record.ErrNotFound
		}
		return nil
	})
	return v, err
}

// interestLoad gathers the events of a case that tell of proposals, and the
// wordings of the case.
type interestLoad struct {
	events  []record.Event
	reasons map[string]string
}

func (l *interestLoad) rows(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	b := &pgx.Batch{}
	each(b, interestEvents, id, func(row eventRow) error {
		e, err := parseEvent(row.Canonical, row.Salt)
		if err == nil && len(e.Facts.Tasks) > 0 {
			l.events = append(l.events, e)
		}
		return err
	})
	each(b, `SELECT field, coalesce(body, '') FROM incident_text WHERE incident_id = $1 AND field LIKE 'reason:%'`, id, func(row textRow) error {
		l.reasons[row.Field] = row.Body
		return nil
	})
	return tx.SendBatch(ctx, b).Close()
}

func (l *interestLoad) reason(seq int64) string { return l.reasons[workflow.ReasonField(seq)] }
