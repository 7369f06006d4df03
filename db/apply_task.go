package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const upsertTasks = `INSERT INTO task (id, incident_id, kind, state, chain, to_id, of_chain, of_level, of_person, given_by, ended_by, result, at, ended_at, ground, until_at, post_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::uuid[],
	$10::uuid[], $11::uuid[], $12::text[], $13::timestamptz[], $14::timestamptz[], $15::text[], $16::timestamptz[], $17::uuid[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, chain = excluded.chain, ended_by = excluded.ended_by, result = excluded.result, ended_at = excluded.ended_at, until_at = excluded.until_at`

func (w *writes) queueTasks(b *pgx.Batch) {
	type t = *record.Task
	queue(b, len(w.Tasks), upsertTasks,
		ids(w.Tasks, func(x t) uuid.UUID { return x.ID }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.Incident }),
		col(w.Tasks, func(x t) string { return x.Kind }),
		col(w.Tasks, func(x t) string { return string(x.State) }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.Chain }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.To }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.OfChain }),
		col(w.Tasks, func(x t) int32 { return int32(x.OfLevel) }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.OfPerson }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.By }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.EndedBy }),
		col(w.Tasks, func(x t) string { return x.Result }),
		times(w.Tasks, func(x t) timeOf { return at(x.At) }),
		times(w.Tasks, func(x t) timeOf { return maybe(unlessZero(x.EndedAt)) }),
		col(w.Tasks, func(x t) string { return x.Ground }),
		times(w.Tasks, func(x t) timeOf { return maybe(unlessZero(x.Until)) }),
		ids(w.Tasks, func(x t) uuid.UUID { return x.Post }))
}
