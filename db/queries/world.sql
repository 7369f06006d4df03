-- What decisions are made on. All of these are queued in one round trip, the
-- incidents first: rows that change after it carry a newer version, which the
-- guard then refuses.

-- name: WorldIncidents :many
SELECT id, reference, version, state, agency_id, lead_chain, coalesce(lead_level, 0)::int AS lead_level, origin, violation,
  region, sector, coalesce(occurred_on::text, '')::text AS occurred_on, coalesce(discovered_on::text, '')::text AS discovered_on,
  persons, pieces, outcome, credit, coalesce(external_id, '')::text AS external_id, received_at, changed_at, closed_at,
  matter, about_id, urgent, detail
FROM incident WHERE id = ANY (sqlc.arg(ids)::uuid[]);

-- name: WorldParties :many
SELECT incident_id, party FROM incident_party WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY incident_id, ord;

-- name: WorldDuties :many
-- WorldDuties finds live duties by their cases, those done whose time is had once (workflow.HadKinds) and closing
-- reports of a breach that were given or lifted. Said as
-- "ended_at IS NULL" the condition would match the indexes of all live duties, which are then read whole when many are open.
SELECT chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional, opened_at, due_at, first_due_at,
  base_due_at, risen_post, paused_for, pause_until, paused_at, ground, ended_at, ended_by, ended_via, start_level
FROM duty WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) AND (coalesce(ended_at, 'infinity') = 'infinity'
  OR lead AND state = 'discharged' AND kind IN ('investigation', 'opinion_answer', 'inquiry_answer', 'application_decision')
  OR kind = 'breach_closing_report' AND state IN ('discharged', 'cancelled')) ORDER BY opened_at, chain, level;

-- name: WorldProposals :many
SELECT id, incident_id, action, args, state, chain, proposed_by, decided_by, at
FROM proposal WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) AND state = 'open' ORDER BY at, id;

-- name: WorldTransfers :many
SELECT id, incident_id, from_agency, to_agency, offered_by, state, chain, at
FROM transfer WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) AND state IN ('offered', 'disputed');

-- name: WorldTasks :many
SELECT id, incident_id, kind, state, chain, to_id, of_chain, of_level, of_person, given_by, ended_by, result, at, ended_at, ground, until_at, post_id
FROM task WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) AND state = 'open' ORDER BY at, id;

-- Reports of a case are also those of cases that became part of it.
-- name: WorldReports :many
SELECT r.incident_id, r.id, r.filer, r.organization_id, (w.at IS NOT NULL)::bool AS withdrawn, r.at, r.on_behalf
FROM report r LEFT JOIN report_withdrawal w ON w.report_id = r.id WHERE r.incident_id = ANY (sqlc.arg(ids)::uuid[])
UNION ALL
SELECT m.incident_id, r.id, r.filer, r.organization_id, (w.at IS NOT NULL)::bool AS withdrawn, r.at, r.on_behalf
FROM merge m JOIN report r ON r.incident_id = m.gone_id LEFT JOIN report_withdrawal w ON w.report_id = r.id
WHERE m.incident_id = ANY (sqlc.arg(ids)::uuid[]) AND m.state = 'merged'
ORDER BY 6, 2;

-- name: WorldMerges :many
SELECT id, incident_id, gone_id, state, doc, at, ended_at FROM merge
WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) AND state = 'merged' ORDER BY at, id;

-- name: WorldAppeals :many
SELECT id, incident_id, report_id, ground, state, from_state, agency_id, chain, kind, post_id, risen_post, remaining, at, ended_at, level
FROM appeal WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY at, id;

-- Who ended a step of a case that was decided, or confirmed an act on it: none of them reviews it.
-- name: WorldDeciders :many
SELECT d.incident_id, d.ended_by AS person FROM incident i JOIN duty d ON d.incident_id = i.id
WHERE i.id = ANY (sqlc.arg(ids)::uuid[]) AND i.state NOT IN ('filed', 'accepted') AND d.lead AND d.state = 'discharged' AND d.ended_by IS NOT NULL
UNION SELECT p.incident_id, v.person FROM proposal p CROSS JOIN LATERAL (VALUES (p.proposed_by), (p.decided_by)) AS v (person)
WHERE p.incident_id = ANY (sqlc.arg(ids)::uuid[]) AND p.state = 'confirmed' ORDER BY 1, 2;

-- name: WorldRatings :many
SELECT incident_id, report_id, max(at)::timestamptz AS at FROM satisfaction
WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) GROUP BY incident_id, report_id;

-- name: WorldPublic :many
SELECT i.id, EXISTS (SELECT FROM publication p WHERE p.incident_id = i.id AND p.state IN ('published', 'corrected')) AS public,
  EXISTS (SELECT FROM finding f WHERE f.incident_id = i.id AND (f.kind = 'seriousness' AND f.answer IN ('serious', 'especially_serious')
    OR f.kind = 'disclosure' AND f.answer = 'criminal_referral')) AS suspected
FROM incident i WHERE i.id = ANY (sqlc.arg(ids)::uuid[]);
-- name: WorldSigners :many
SELECT incident_id, organization_id FROM cosignature WHERE incident_id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY at, organization_id;

-- name: WorldNotes :many
SELECT id, version, coalesce((SELECT max(m.at) FROM message m WHERE m.incident_id = stream.id AND m.kind = 'question'), '0001-01-01 00:00+00')::timestamptz AS asked_at
FROM stream WHERE kind = 'correspondence' AND id = ANY (sqlc.arg(ids)::uuid[]);

-- name: IncidentIDByReference :one
SELECT id FROM incident WHERE reference = $1;

-- name: IncidentIDByExternalID :one
SELECT id FROM incident WHERE external_id = sqlc.arg(external_id)::text;

-- name: ReportByReceipt :one
SELECT id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf,
  coalesce(filed_on::text, '')::text AS filed_on, at, lang
FROM report WHERE receipt = sqlc.arg(receipt)::bytea;

-- name: ReportByID :one
SELECT id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf,
  coalesce(filed_on::text, '')::text AS filed_on, at, lang
FROM report WHERE id = $1;

-- name: RespondentsOf :many
SELECT id, incident_id, kind, role, name, sealed_name, credit_code, agency_id FROM respondent WHERE incident_id = $1 ORDER BY id;

-- name: PublicationOf :many
SELECT incident_id, version, state, number, pending, published_at, changed_at FROM publication WHERE incident_id = $1;

-- name: VersionsOf :many
SELECT incident_id, number, title, summary, html, verification, kept, proposer, clearer, note, proposed_at, cleared_at, parties, outcome, answer
FROM publication_version WHERE incident_id = $1 ORDER BY number;

-- name: Imported :many
SELECT i.external_id::text AS external_id, i.reference, coalesce(x.body, '')::text AS hash
FROM incident i LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = sqlc.arg(hash_field)::text
WHERE i.external_id = ANY (sqlc.arg(external_ids)::text[]);

-- name: MergedInto :one
SELECT incident_id FROM merge WHERE gone_id = $1 AND state = 'merged';

-- name: ServiceByCode :one
SELECT s.id, s.incident_id, s.respondent_id, s.code, s.at, r.role FROM service s JOIN respondent r ON r.id = s.respondent_id
WHERE s.code = sqlc.arg(code)::bytea;
