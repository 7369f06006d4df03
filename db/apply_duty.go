package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const upsertDuties = `INSERT INTO duty (chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional,
	opened_at, due_at, first_due_at, paused_at, ground, ended_at, ended_by, ended_via, base_due_at, risen_post, paused_for, pause_until, start_level)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::bool[], $6::uuid[], $7::text[], $8::text[], $9::text[],
	$10::bool[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::text[],
	$16::timestamptz[], $17::uuid[], $18::text[], $19::timestamptz[], $20::uuid[], $21::bigint[], $22::timestamptz[], $23::int[])
ON CONFLICT (chain, level) DO UPDATE SET incident_id = excluded.incident_id, kind = excluded.kind, lead = excluded.lead,
	post_id = excluded.post_id, state = excluded.state, rule = excluded.rule, rule_version = excluded.rule_version,
	provisional = excluded.provisional, opened_at = excluded.opened_at, due_at = excluded.due_at,
	first_due_at = excluded.first_due_at, paused_at = excluded.paused_at, ground = excluded.ground,
	ended_at = excluded.ended_at, ended_by = excluded.ended_by, ended_via = excluded.ended_via, base_due_at = excluded.base_due_at,
	risen_post = excluded.risen_post, paused_for = excluded.paused_for, pause_until = excluded.pause_until`

func (w *writes) queueDuties(b *pgx.Batch) {
	risen, ended, whole := w.sortDuties()
	queueEnded(b, ended)
	queueRisen(b, risen)
	type r = *record.Duty
	queue(b, len(whole), upsertDuties,
		ids(whole, func(d r) uuid.UUID { return d.Chain }),
		col(whole, func(d r) int32 { return int32(d.Level) }),
		ids(whole, func(d r) uuid.UUID { return d.Incident }),
		col(whole, func(d r) string { return d.Kind }),
		col(whole, func(d r) bool { return d.Lead }),
		ids(whole, func(d r) uuid.UUID { return d.Post }),
		col(whole, func(d r) string { return string(d.State) }),
		col(whole, func(d r) string { return d.Rule }),
		col(whole, func(d r) string { return d.RuleVersion }),
		col(whole, func(d r) bool { return d.Provisional }),
		times(whole, func(d r) timeOf { return at(d.OpenedAt) }),
		times(whole, func(d r) timeOf { return at(d.DueAt) }),
		times(whole, func(d r) timeOf { return at(d.FirstDueAt) }),
		times(whole, func(d r) timeOf { return maybe(d.PausedAt) }),
		col(whole, func(d r) string { return d.Ground }),
		times(whole, func(d r) timeOf { return maybe(d.EndedAt) }),
		ids(whole, func(d r) uuid.UUID { return d.EndedBy }),
		col(whole, func(d r) string { return d.EndedVia }),
		times(whole, func(d r) timeOf { return at(d.BaseDueAt) }),
		ids(whole, func(d r) uuid.UUID { return d.Risen }),
		col(whole, func(d r) int64 { return d.PausedFor }),
		times(whole, func(d r) timeOf { return maybe(d.PauseUntil) }),
		col(whole, func(d r) int32 { return int32(d.Start) }))
}

const upsertProposals = `INSERT INTO proposal (id, incident_id, action, args, state, chain, proposed_by, decided_by, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[],
	$9::timestamptz[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, chain = excluded.chain, decided_by = excluded.decided_by`

const upsertTransfers = `INSERT INTO transfer (id, incident_id, from_agency, to_agency, state, chain, at, offered_by)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[], $8::uuid[])
ON CONFLICT (id) DO UPDATE SET state = excluded.state, chain = excluded.chain`

func (w *writes) queueProposals(b *pgx.Batch) {
	type p = *record.Proposal
	queue(b, len(w.Proposals), upsertProposals,
		ids(w.Proposals, func(x p) uuid.UUID { return x.ID }),
		ids(w.Proposals, func(x p) uuid.UUID { return x.Incident }),
		col(w.Proposals, func(x p) string { return x.Action }),
		col(w.Proposals, func(x p) []byte { return x.Args }),
		col(w.Proposals, func(x p) string { return x.State }),
		ids(w.Proposals, func(x p) uuid.UUID { return x.Chain }),
		ids(w.Proposals, func(x p) uuid.UUID { return x.ProposedBy }),
		ids(w.Proposals, func(x p) uuid.UUID { return x.DecidedBy }),
		times(w.Proposals, func(x p) timeOf { return at(x.At) }))
	type t = *record.Transfer
	queue(b, len(w.Transfers), upsertTransfers,
		ids(w.Transfers, func(x t) uuid.UUID { return x.ID }),
		ids(w.Transfers, func(x t) uuid.UUID { return x.Incident }),
		ids(w.Transfers, func(x t) uuid.UUID { return x.From }),
		ids(w.Transfers, func(x t) uuid.UUID { return x.To }),
		col(w.Transfers, func(x t) string { return x.State }),
		ids(w.Transfers, func(x t) uuid.UUID { return x.Chain }),
		times(w.Transfers, func(x t) timeOf { return at(x.At) }),
		ids(w.Transfers, func(x t) uuid.UUID { return x.By }))
}

const unsetTimers = `DELETE FROM timer USING unnest($1::text[], $2::uuid[]) AS t (kind, subject_id)
WHERE timer.kind = t.kind AND timer.subject_id = t.subject_id`

const setTimers = `INSERT INTO timer (kind, subject_id, fire_at, chain)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::uuid[])
ON CONFLICT (kind, subject_id) DO UPDATE SET fire_at = excluded.fire_at, chain = excluded.chain`

func (w *writes) queueTimers(b *pgx.Batch) {
	type k = *record.TimerKey
	queue(b, len(w.Unset), unsetTimers,
		col(w.Unset, func(x k) string { return x.Kind }),
		ids(w.Unset, func(x k) uuid.UUID { return x.Subject }))
	type t = *record.Timer
	queue(b, len(w.Timers), setTimers,
		col(w.Timers, func(x t) string { return x.Kind }),
		ids(w.Timers, func(x t) uuid.UUID { return x.Subject }),
		times(w.Timers, func(x t) timeOf { return at(x.FireAt) }),
		ids(w.Timers, func(x t) uuid.UUID { return x.Chain }))
}
