package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

const publicProlonged = `SELECT e.canonical, coalesce(t.body, '') FROM event e
LEFT JOIN incident_text t ON t.incident_id = e.subject_id
	AND t.field = 'reason:' || (convert_from(e.canonical, 'UTF8')::jsonb #>> '{facts,agreed,reason}')
WHERE e.subject_kind = 'incident' AND e.subject_id = $1 AND e.kind = $2 ORDER BY e.seq`

// prolongings are the acts by which a respondent got more time, with the reason
// as it was proposed and the two agencies that agreed.
func prolongings(ctx context.Context, tx pgx.Tx, incident uuid.UUID) ([]workflow.PublicProlonging, error) {
	rows, err := tx.Query(ctx, publicProlonged, incident, workflow.ProlongedEvent)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[prolongedRow])
	if err != nil || len(found) == 0 {
		return nil, err
	}
	names, err := agencyNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := make([]workflow.PublicProlonging, len(found))
	for i, row := range found {
		if list[i], err = row.view(names); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type prolongedRow struct {
	Canonical []byte
	Reason    string
}

func (r prolongedRow) view(names map[uuid.UUID]roles.Text) (workflow.PublicProlonging, error) {
	e, err := record.ParseCanonical(r.Canonical)
	p := workflow.PublicProlonging{On: workflow.DateOf(e.At), Reason: r.Reason}
	if err != nil || len(e.Facts.Tasks) == 0 {
		return p, err
	}
	p.Until = workflow.DateOf(e.Facts.Tasks[0].Until.Add(-time.Microsecond)) // a day ends at the midnight after it
	if e.Facts.Agreed == nil {
		return p, nil
	}
	for _, id := range e.Facts.Agreed.Agencies {
		p.Agencies = append(p.Agencies, names[id])
	}
	return p, nil
}

func agencyNames(ctx context.Context, tx pgx.Tx) (map[uuid.UUID]roles.Text, error) {
	rows, err := tx.Query(ctx, `SELECT id, name_zh, name_en FROM agency`)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]roles.Text{}
	var id uuid.UUID
	var name roles.Text
	_, err = pgx.ForEachRow(rows, []any{&id, &name.Zh, &name.En}, func() error {
		names[id] = name
		return nil
	})
	return names, err
}
