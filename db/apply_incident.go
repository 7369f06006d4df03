package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
)

// incidentRows are the columns of incident as arrays, in the order of
// incidentArgs. One unnest for all of them: a join of two would be planned, once
// the statement is cached, for ten rows and run for a thousand.
const incidentRows = `unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::int[], $8::text[],
	$9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::text[],
	$18::text[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[], $22::text[], $23::uuid[], $24::bool[], $25::text[], $26::bigint[])
	AS t (id, reference, version, state, agency_id, lead_chain, lead_level, origin, violation, region, sector, occurred_on,
	discovered_on, persons, pieces, outcome, credit, external_id, received_at, changed_at, closed_at,
	matter, about_id, urgent, detail, expect)`

const insertIncidents = `INSERT INTO incident (id, reference, version, state, agency_id, lead_chain, lead_level, origin,
	violation, region, sector, occurred_on, discovered_on, persons, pieces, outcome, credit, external_id, received_at,
	changed_at, closed_at, matter, about_id, urgent, detail)
SELECT id, reference, version, state, agency_id, lead_chain, lead_level, origin, violation, region, sector,
	nullif(occurred_on, '')::date, nullif(discovered_on, '')::date, persons, pieces::jsonb, outcome::jsonb, credit::jsonb,
	nullif(external_id, ''), received_at, changed_at, closed_at, matter, about_id, urgent, detail::jsonb
FROM ` + incidentRows

// updateIncidents moves every incident from the version it was decided at; one
// that moved on aborts the whole.
const updateIncidents = `WITH moved AS (
UPDATE incident i SET reference = t.reference, version = t.version, state = t.state, agency_id = t.agency_id,
	lead_chain = t.lead_chain, lead_level = t.lead_level, origin = t.origin, violation = t.violation, region = t.region,
	sector = t.sector, occurred_on = nullif(t.occurred_on, '')::date, discovered_on = nullif(t.discovered_on, '')::date,
	persons = t.persons, pieces = t.pieces::jsonb, outcome = t.outcome::jsonb, credit = t.credit::jsonb,
	external_id = nullif(t.external_id, ''), received_at = t.received_at, changed_at = t.changed_at, closed_at = t.closed_at,
	matter = t.matter, about_id = t.about_id, urgent = t.urgent, detail = t.detail::jsonb
FROM ` + incidentRows + `
WHERE i.id = t.id AND i.version = t.expect
RETURNING 1)
SELECT raise_unless((SELECT count(*) FROM moved), cardinality($1::uuid[]), 'GZ001')`

// lockIncidents takes the rows of a batch in the order of their ids, so that
// two batches cannot wait for each other.
const lockIncidents = `SELECT 1 FROM incident WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`

func (w *writes) queueIncidents(b *pgx.Batch) {
	opening, moving := w.guards(true)
	if len(moving) > 1 && !w.held {
		b.Queue(lockIncidents, ids(moving, guardID))
	}
	rows := map[uuid.UUID]record.Incident{}
	for _, i := range w.Incidents {
		rows[i.ID] = i
	}
	queue(b, len(opening), insertIncidents, append(incidentArgs(pick(opening, rows)), col(opening, guardExpect))...)
	leads, whole := w.sortMoving(moving, rows)
	queueLeads(b, leads, rows)
	queue(b, len(whole), updateIncidents, append(incidentArgs(pick(whole, rows)), col(whole, guardExpect))...)
}

// pick puts the rows in the order of their guards. A guard without its row
// leaves a row that the database refuses.
func pick(guards []record.Guard, rows map[uuid.UUID]record.Incident) []record.Incident {
	out := make([]record.Incident, len(guards))
	for n, g := range guards {
		out[n] = rows[g.Subject.ID]
		out[n].ID, out[n].Version = g.Subject.ID, g.Next
	}
	return out
}

func incidentArgs(rows []record.Incident) []any {
	type r = *record.Incident
	return []any{
		ids(rows, func(i r) uuid.UUID { return i.ID }),
		col(rows, func(i r) string { return i.Reference }),
		col(rows, func(i r) int64 { return i.Version }),
		col(rows, func(i r) string { return string(i.State) }),
		ids(rows, func(i r) uuid.UUID { return i.Agency }),
		ids(rows, func(i r) uuid.UUID { return i.LeadChain }),
		col(rows, leadLevel),
		col(rows, func(i r) string { return i.Origin }),
		col(rows, func(i r) string { return i.Violation }),
		col(rows, func(i r) string { return i.Region }),
		col(rows, func(i r) string { return i.Sector }),
		col(rows, func(i r) string { return string(i.OccurredOn) }),
		col(rows, func(i r) string { return string(i.DiscoveredOn) }),
		col(rows, func(i r) *int64 { return i.Persons }),
		col(rows, func(i r) *string { return documentUnless(len(i.Pieces) == 0, i.Pieces) }),
		col(rows, func(i r) *string { return documentUnless(i.Outcome == nil, i.Outcome) }),
		col(rows, func(i r) *string { return documentUnless(i.Credit == nil, i.Credit) }),
		col(rows, func(i r) string { return i.ExternalID }),
		times(rows, func(i r) timeOf { return at(i.ReceivedAt) }),
		times(rows, func(i r) timeOf { return at(i.ChangedAt) }),
		times(rows, func(i r) timeOf { return maybe(i.ClosedAt) }),
		col(rows, func(i r) string { return string(i.Matter) }),
		ids(rows, func(i r) uuid.UUID { return i.About }),
		col(rows, func(i r) bool { return i.Urgent }),
		col(rows, func(i r) *string { return documentUnless(i.Detail == nil, i.Detail) }),
	}
}

func leadLevel(i *record.Incident) *int32 {
	if i.LeadChain == uuid.Nil {
		return nil
	}
	level := int32(i.LeadLevel)
	return &level
}

func documentUnless(absent bool, v any) *string {
	if absent {
		return nil
	}
	return document(v)
}

type partyRow struct {
	incident uuid.UUID
	party    roles.Party
	ord      int32
}

const replaceParties = `WITH gone AS (
DELETE FROM incident_party p WHERE p.incident_id = ANY ($1::uuid[])
	AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::text[]) AS t (id, party) WHERE t.id = p.incident_id AND t.party = p.party))
INSERT INTO incident_party (incident_id, party, ord)
SELECT * FROM unnest($2::uuid[], $3::text[], $4::int[])
ON CONFLICT (incident_id, party) DO UPDATE SET ord = excluded.ord WHERE incident_party.ord <> excluded.ord`

const insertParties = `INSERT INTO incident_party (incident_id, party, ord) SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[])`

// queueParties writes the accused of incidents that were opened or amended:
// only those carry their whole row in an event. One that is opened has none to
// replace.
func (w *writes) queueParties(b *pgx.Batch) {
	opening, _ := w.guards(true)
	isNew, whole := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, g := range opening {
		isNew[g.Subject.ID] = true
	}
	for _, e := range w.Events {
		if e.Facts.Incident != nil {
			whole[e.Facts.Incident.ID] = true
		}
	}
	var first, rows []partyRow
	var of []record.Incident
	for _, i := range w.Incidents {
		switch {
		case !whole[i.ID]:
		case isNew[i.ID]:
			first = append(first, partiesOf(i)...)
		default:
			of = append(of, i)
			rows = append(rows, partiesOf(i)...)
		}
	}
	queue(b, len(first), insertParties, partyArgs(first)...)
	queue(b, len(of), replaceParties, append([]any{ids(of, func(i *record.Incident) uuid.UUID { return i.ID })}, partyArgs(rows)...)...)
}

func partiesOf(i record.Incident) []partyRow {
	rows := make([]partyRow, len(i.Accused))
	for n, p := range i.Accused {
		rows[n] = partyRow{i.ID, p, int32(n)}
	}
	return rows
}

func partyArgs(rows []partyRow) []any {
	return []any{
		ids(rows, func(p *partyRow) uuid.UUID { return p.incident }),
		col(rows, func(p *partyRow) string { return string(p.party) }),
		col(rows, func(p *partyRow) int32 { return p.ord }),
	}
}
