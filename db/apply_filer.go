package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const upsertAppeals = `INSERT INTO appeal (id, incident_id, report_id, ground, state, from_state, agency_id, chain, kind, post_id,
	risen_post, remaining, at, ended_at, level)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::text[],
	$10::uuid[], $11::uuid[], $12::bigint[], $13::timestamptz[], $14::timestamptz[], $15::int[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at`

const insertWithdrawals = `INSERT INTO report_withdrawal (report_id, at) SELECT id, $2::timestamptz FROM unnest($1::uuid[]) AS t (id)`

const insertRatings = `INSERT INTO satisfaction (id, incident_id, report_id, closed_at, confirmed, rating, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::int[], $7::timestamptz[])`

const upsertMerges = `INSERT INTO merge (id, incident_id, gone_id, state, doc, at, ended_at)
SELECT id, incident_id, gone_id, state, doc::jsonb, at, ended_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
	AS t (id, incident_id, gone_id, state, doc, at, ended_at)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, doc = excluded.doc, ended_at = excluded.ended_at`

func (w *writes) queueMerges(b *pgx.Batch) {
	type m = *record.Merge
	queue(b, len(w.Merges), upsertMerges,
		ids(w.Merges, func(x m) uuid.UUID { return x.ID }),
		ids(w.Merges, func(x m) uuid.UUID { return x.Incident }),
		ids(w.Merges, func(x m) uuid.UUID { return x.Gone }),
		col(w.Merges, func(x m) string { return x.State }),
		col(w.Merges, func(x m) *string { return document(x) }),
		times(w.Merges, func(x m) timeOf { return at(x.At) }),
		times(w.Merges, func(x m) timeOf { return maybe(x.EndedAt) }))
}

// queueFilers writes what filers did after filing.
func (w *writes) queueFilers(b *pgx.Batch) {
	type a = *record.Appeal
	queue(b, len(w.Appeals), upsertAppeals,
		ids(w.Appeals, func(x a) uuid.UUID { return x.ID }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Incident }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Report }),
		col(w.Appeals, func(x a) string { return x.Ground }),
		col(w.Appeals, func(x a) string { return x.State }),
		col(w.Appeals, func(x a) string { return string(x.From) }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Agency }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Chain }),
		col(w.Appeals, func(x a) string { return x.Kind }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Post }),
		ids(w.Appeals, func(x a) uuid.UUID { return x.Risen }),
		col(w.Appeals, func(x a) int64 { return x.Left }),
		times(w.Appeals, func(x a) timeOf { return at(x.At) }),
		times(w.Appeals, func(x a) timeOf { return maybe(x.EndedAt) }),
		col(w.Appeals, func(x a) int32 { return int32(x.Level) }))
	queue(b, len(w.Withdrawn), insertWithdrawals,
		ids(w.Withdrawn, func(x *record.ID) uuid.UUID { return *x }), at(newest(w.Events)))
	type s = *record.Satisfaction
	queue(b, len(w.Ratings), insertRatings,
		ids(w.Ratings, func(x s) uuid.UUID { return x.ID }),
		ids(w.Ratings, func(x s) uuid.UUID { return x.Incident }),
		ids(w.Ratings, func(x s) uuid.UUID { return x.Report }),
		times(w.Ratings, func(x s) timeOf { return at(x.ClosedAt) }),
		col(w.Ratings, func(x s) string { return x.Confirmed }),
		col(w.Ratings, func(x s) int32 { return int32(x.Rating) }),
		times(w.Ratings, func(x s) timeOf { return at(x.At) }))
}
