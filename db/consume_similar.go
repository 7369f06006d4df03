package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/search"
)

// SimilarCursor names the reader of the log that keeps the index of near
// duplicates.
const SimilarCursor = "similar"

// FoldSimilar indexes what new cases tell. It reads what is stored now, so that
// folding an event twice does no harm. It is a fold for Consume.
func FoldSimilar(ctx context.Context, tx Tx, entries []LogEntry) error {
	var of []uuid.UUID
	for _, e := range entries {
		if e.Event.Subject.Kind == record.SubjectIncident && e.Event.Seq == 1 {
			of = append(of, e.Event.Subject.ID)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return wrap("fold similar", indexSimilar(ctx, tx.tx, of))
}

// toldTexts are the words of reports about incidents; erased ones are empty.
const toldTexts = `SELECT i.id, coalesce(string_agg(t.body, ' ' ORDER BY t.field DESC), '') FROM incident i
JOIN incident_text t ON t.incident_id = i.id AND t.field IN ('title', 'narrative')
WHERE i.id = ANY (?::uuid[]) AND i.matter = 'incident' AND i.origin = 'report' GROUP BY i.id`

type toldText struct {
	Incident uuid.UUID
	Words    string
}

type bandRow struct {
	incident uuid.UUID
	band     int32
	hash     int64
}

// indexSimilar writes the bands of cases anew; a case without words has none.
func indexSimilar(ctx context.Context, tx pgx.Tx, of []uuid.UUID) error {
	told, err := list[toldText](ctx, tx, (&query{}).add(toldTexts, of))
	if err != nil {
		return err
	}
	rows := make([]bandRow, 0, 8*len(told))
	for _, x := range told {
		hash, worded := search.TextHash(x.Words)
		if !worded {
			continue
		}
		for _, band := range search.Bands(hash) {
			rows = append(rows, bandRow{x.Incident, band, int64(hash)})
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM similar_band WHERE incident_id = ANY ($1::uuid[])`, of); err != nil || len(rows) == 0 {
		return err
	}
	type r = *bandRow
	return sendEncoded(ctx, tx.Conn(), `INSERT INTO similar_band (incident_id, band, hash) SELECT * FROM unnest($1::uuid[], $2::integer[], $3::bigint[])`, []any{
		ids(rows, func(x r) uuid.UUID { return x.incident }), col(rows, func(x r) int32 { return x.band }), col(rows, func(x r) int64 { return x.hash }),
	})
}
