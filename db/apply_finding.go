package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const insertFindings = `INSERT INTO finding (id, incident_id, kind, pack, version, jurisdiction, day, answer, facts, body, salt, made_by, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::bytea[],
	$10::bytea[], $11::bytea[], $12::uuid[], $13::timestamptz[])`

const insertOverrides = `INSERT INTO finding_override (id, finding_id, incident_id, answer, made_by, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::timestamptz[])`

func (w *writes) queueFindings(b *pgx.Batch) {
	type f = *record.Finding
	queue(b, len(w.Findings), insertFindings,
		ids(w.Findings, func(x f) uuid.UUID { return x.ID }),
		ids(w.Findings, func(x f) uuid.UUID { return x.Incident }),
		col(w.Findings, func(x f) string { return x.Kind }),
		col(w.Findings, func(x f) string { return x.Pack }),
		col(w.Findings, func(x f) string { return x.Version }),
		col(w.Findings, func(x f) string { return x.Jurisdiction }),
		col(w.Findings, func(x f) string { return string(x.Day) }),
		col(w.Findings, func(x f) string { return x.Answer }),
		col(w.Findings, func(x f) []byte { return x.Facts }),
		col(w.Findings, func(x f) []byte { return x.Body }),
		col(w.Findings, func(x f) []byte { return x.Salt }),
		ids(w.Findings, func(x f) uuid.UUID { return x.By }),
		times(w.Findings, func(x f) timeOf { return at(x.At) }))
	type o = *record.Override
	queue(b, len(w.Overrides), insertOverrides,
		ids(w.Overrides, func(x o) uuid.UUID { return x.ID }),
		ids(w.Overrides, func(x o) uuid.UUID { return x.Finding }),
		ids(w.Overrides, func(x o) uuid.UUID { return x.Incident }),
		col(w.Overrides, func(x o) string { return x.Answer }),
		ids(w.Overrides, func(x o) uuid.UUID { return x.By }),
		times(w.Overrides, func(x o) timeOf { return at(x.At) }))
}
