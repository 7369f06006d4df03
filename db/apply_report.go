package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const insertReports = `INSERT INTO report (id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf,
	filed_on, at, lang)
SELECT id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf, nullif(filed_on, '')::date,
	at, lang
FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::uuid[], $6::uuid[], $7::bytea[], $8::bytea[], $9::text[],
	$10::text[], $11::timestamptz[], $12::text[])
	AS t (id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf, filed_on, at, lang)`

const upsertTexts = `INSERT INTO incident_text (incident_id, field, body, salt, at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[])
ON CONFLICT (incident_id, field) DO UPDATE SET body = excluded.body, salt = excluded.salt, at = excluded.at`

const upsertRespondents = `INSERT INTO respondent (id, incident_id, kind, role, name, sealed_name, credit_code, agency_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::uuid[])
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, role = excluded.role, name = excluded.name,
	sealed_name = excluded.sealed_name, credit_code = excluded.credit_code, agency_id = excluded.agency_id`

func (w *writes) queueReports(b *pgx.Batch) {
	type r = *record.Report
	queue(b, len(w.Reports), insertReports,
		ids(w.Reports, func(x r) uuid.UUID { return x.ID }),
		ids(w.Reports, func(x r) uuid.UUID { return x.Incident }),
		col(w.Reports, func(x r) []byte { return x.Receipt }),
		col(w.Reports, func(x r) string { return x.FilerKind }),
		ids(w.Reports, func(x r) uuid.UUID { return x.Filer }),
		ids(w.Reports, func(x r) uuid.UUID { return x.Organization }),
		col(w.Reports, func(x r) []byte { return x.Identity }),
		col(w.Reports, func(x r) []byte { return x.Contact }),
		col(w.Reports, func(x r) string { return x.OnBehalf }),
		col(w.Reports, func(x r) string { return string(x.FiledOn) }),
		times(w.Reports, func(x r) timeOf { return at(x.At) }),
		col(w.Reports, func(x r) string { return x.Lang }))
	type t = *record.Text
	queue(b, len(w.Texts), upsertTexts,
		ids(w.Texts, func(x t) uuid.UUID { return x.Incident }),
		col(w.Texts, func(x t) string { return x.Field }),
		col(w.Texts, func(x t) string { return x.Body }),
		col(w.Texts, func(x t) []byte { return x.Salt }),
		times(w.Texts, func(x t) timeOf { return at(x.At) }))
	type p = *record.Respondent
	queue(b, len(w.Parties), upsertRespondents,
		ids(w.Parties, func(x p) uuid.UUID { return x.ID }),
		ids(w.Parties, func(x p) uuid.UUID { return x.Incident }),
		col(w.Parties, func(x p) string { return x.Kind }),
		col(w.Parties, func(x p) string { return x.Role }),
		col(w.Parties, func(x p) string { return x.Name }),
		col(w.Parties, func(x p) []byte { return x.SealedName }),
		col(w.Parties, func(x p) string { return x.CreditCode }),
		ids(w.Parties, func(x p) uuid.UUID { return x.Agency }))
}

const insertMessages = `INSERT INTO message (id, incident_id, report_id, kind, author, sealed, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bytea[], $7::timestamptz[])`

const insertEvidence = `INSERT INTO evidence (id, incident_id, report_id, name, media_type, size, hash, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::text[], $6::bigint[], $7::bytea[], $8::timestamptz[])`

const insertReadings = `INSERT INTO reading (id, incident_id, report_id, field, reader, purpose, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[])`

func (w *writes) queueMessages(b *pgx.Batch) {
	type m = *record.Message
	queue(b, len(w.Messages), insertMessages,
		ids(w.Messages, func(x m) uuid.UUID { return x.ID }),
		ids(w.Messages, func(x m) uuid.UUID { return x.Incident }),
		ids(w.Messages, func(x m) uuid.UUID { return x.Report }),
		col(w.Messages, func(x m) string { return x.Kind }),
		ids(w.Messages, func(x m) uuid.UUID { return x.Author }),
		col(w.Messages, func(x m) []byte { return x.Sealed }),
		times(w.Messages, func(x m) timeOf { return at(x.At) }))
	type e = *record.Evidence
	queue(b, len(w.Evidence), insertEvidence,
		ids(w.Evidence, func(x e) uuid.UUID { return x.ID }),
		ids(w.Evidence, func(x e) uuid.UUID { return x.Incident }),
		ids(w.Evidence, func(x e) uuid.UUID { return x.Report }),
		col(w.Evidence, func(x e) []byte { return x.Name }),
		col(w.Evidence, func(x e) string { return x.MediaType }),
		col(w.Evidence, func(x e) int64 { return x.Size }),
		col(w.Evidence, func(x e) []byte { return x.Hash }),
		times(w.Evidence, func(x e) timeOf { return at(x.At) }))
	type r = *record.Reading
	queue(b, len(w.Readings), insertReadings,
		ids(w.Readings, func(x r) uuid.UUID { return x.ID }),
		ids(w.Readings, func(x r) uuid.UUID { return x.Incident }),
		ids(w.Readings, func(x r) uuid.UUID { return x.Report }),
		col(w.Readings, func(x r) string { return x.Field }),
		ids(w.Readings, func(x r) uuid.UUID { return x.Reader }),
		col(w.Readings, func(x r) string { return x.Purpose }),
		times(w.Readings, func(x r) timeOf { return at(x.At) }))
}
