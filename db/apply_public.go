package db

import (
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const insertNotices = `INSERT INTO public_notice (id, reference, incident_id, agency_id, stage, level, days_late, at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::int[], $8::timestamptz[])`

const upsertPublications = `INSERT INTO publication (incident_id, version, state, number, pending, published_at, changed_at)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::int[], $5::int[], $6::timestamptz[], $7::timestamptz[])
ON CONFLICT (incident_id) DO UPDATE SET version = excluded.version, state = excluded.state, number = excluded.number,
	pending = excluded.pending, published_at = excluded.published_at, changed_at = excluded.changed_at`

const upsertVersions = `INSERT INTO publication_version (incident_id, number, title, summary, html, verification, kept, proposer,
	clearer, note, proposed_at, cleared_at, parties, outcome, answer)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[],
	$10::text[], $11::timestamptz[], $12::timestamptz[], $13::jsonb[], $14::jsonb[], $15::text[])
ON CONFLICT (incident_id, number) DO UPDATE SET title = excluded.title, summary = excluded.summary, html = excluded.html,
	verification = excluded.verification, kept = excluded.kept, proposer = excluded.proposer, clearer = excluded.clearer,
	note = excluded.note, proposed_at = excluded.proposed_at, cleared_at = excluded.cleared_at,
	parties = excluded.parties, outcome = excluded.outcome, answer = excluded.answer`

func (w *writes) queuePublic(b *pgx.Batch) {
	type n = *record.PublicNotice
	queue(b, len(w.Notices), insertNotices,
		ids(w.Notices, func(x n) uuid.UUID { return x.ID }),
		col(w.Notices, func(x n) string { return x.Reference }),
		ids(w.Notices, func(x n) uuid.UUID { return x.Incident }),
		ids(w.Notices, func(x n) uuid.UUID { return x.Agency }),
		col(w.Notices, func(x n) string { return string(x.Stage) }),
		col(w.Notices, func(x n) int32 { return int32(x.Level) }),
		col(w.Notices, func(x n) int32 { return int32(x.DaysLate) }),
		times(w.Notices, func(x n) timeOf { return at(x.At) }))
	type p = *record.Publication
	queue(b, len(w.Public), upsertPublications,
		ids(w.Public, func(x p) uuid.UUID { return x.Incident }),
		col(w.Public, func(x p) int64 { return x.Version }),
		col(w.Public, func(x p) string { return string(x.State) }),
		col(w.Public, func(x p) int32 { return int32(x.Number) }),
		col(w.Public, func(x p) int32 { return int32(x.Pending) }),
		times(w.Public, func(x p) timeOf { return maybe(x.PublishedAt) }),
		times(w.Public, func(x p) timeOf { return at(x.ChangedAt) }))
	type v = *record.PublicVersion
	queue(b, len(w.Versions), upsertVersions,
		ids(w.Versions, func(x v) uuid.UUID { return x.Incident }),
		col(w.Versions, func(x v) int32 { return int32(x.Number) }),
		col(w.Versions, func(x v) string { return x.Title }),
		col(w.Versions, func(x v) string { return x.Summary }),
		col(w.Versions, func(x v) string { return x.HTML }),
		col(w.Versions, func(x v) string { return x.Verification }),
		col(w.Versions, func(x v) string { return x.Kept }),
		ids(w.Versions, func(x v) uuid.UUID { return x.Proposer }),
		ids(w.Versions, func(x v) uuid.UUID { return x.Clearer }),
		col(w.Versions, func(x v) string { return x.Note }),
		times(w.Versions, func(x v) timeOf { return at(x.ProposedAt) }),
		times(w.Versions, func(x v) timeOf { return maybe(x.ClearedAt) }),
		col(w.Versions, func(x v) *string { return documentUnless(len(x.Parties) == 0, x.Parties) }),
		col(w.Versions, func(x v) *string { return documentUnless(x.Outcome == nil, x.Outcome) }),
		col(w.Versions, func(x v) string { return x.Answer }))
}

// raisePublic makes every rendered page and feed stale.
const raisePublic = `UPDATE public_revision SET revision = revision + 1`

// queueGone raises the public revision together with an act that takes back or
// corrects what everybody sees. Other changes may wait for the log, which can be
// held for seconds; what was taken down must not be shown meanwhile. It comes
// last, because the next such act waits for the row.
func (w *writes) queueGone(b *pgx.Batch) {
	if slices.ContainsFunc(w.Events, func(e record.Event) bool { return e.Facts.Public != nil && public(e.Facts.Public.From) > 0 }) {
		b.Queue(raisePublic)
	}
}
