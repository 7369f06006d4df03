package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

// What a miss changes of rows that are there is little: of its case the version
// and the lead, of the duty how it ended. Written whole, as other acts are, the
// two cost more than twice as much; a hundred thousand may be due at once.

// level is the key of a duty.
type level struct {
	chain uuid.UUID
	n     int
}

// touch says what events did to a duty.
type touch uint8

const (
	opened touch = 1 << iota
	over
	changed
)

// touches sums up what the events did to each duty.
func (w *writes) touches() map[level]touch {
	all := make(map[level]touch, len(w.Duties))
	for n := range w.Events {
		f := &w.Events[n].Facts
		for i := range f.Opened {
			all[level{f.Opened[i].Chain, f.Opened[i].Level}] |= opened
		}
		for i := range f.Ended {
			all[level{f.Ended[i].Chain, f.Ended[i].Level}] |= over
		}
		for i := range f.Moved {
			all[level{f.Moved[i].Chain, f.Moved[i].Level}] |= changed
		}
		for i := range f.Rescaled {
			all[level{f.Rescaled[i].Chain, f.Rescaled[i].Level}] |= changed
		}
	}
	return all
}

// sortDuties tells apart the duties that rose to a new level, those of which
// only the end is new, and those written whole.
func (w *writes) sortDuties() (risen, ended, whole []record.Duty) {
	if len(w.Duties) == 0 {
		return nil, nil, nil
	}
	touched := w.touches()
	half := (len(w.Duties) + 1) / 2
	risen, ended = make([]record.Duty, 0, half), make([]record.Duty, 0, half)
	for i := range w.Duties {
		d := &w.Duties[i]
		switch t := touched[level{d.Chain, d.Level}]; {
		case t == over && !d.State.Live() && d.EndedAt != nil:
			ended = append(ended, *d)
		case t == opened && d.Level > 0 && touched[level{d.Chain, d.Level - 1}] == over && untouched(d):
			risen = append(risen, *d)
		default:
			whole = append(whole, *d)
		}
	}
	return risen, ended, whole
}

// untouched reports whether a duty has nothing yet but what it was opened with.
func untouched(d *record.Duty) bool {
	return d.State == record.Armed && d.PausedAt == nil && d.PauseUntil == nil && d.PausedFor == 0 && d.Ground == "" &&
		d.EndedAt == nil && d.EndedBy == uuid.Nil && d.EndedVia == "" && d.Start == 0
}

// insertRisen has no second chance: a level that is there already is a fault.
const insertRisen = `INSERT INTO duty (chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional,
	opened_at, due_at, first_due_at, base_due_at, risen_post)
SELECT chain, level, incident_id, kind, lead, post_id, 'armed', rule, rule_version, provisional, opened_at, due_at, first_due_at, base_due_at, risen_post
FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::bool[], $6::uuid[], $7::text[], $8::text[], $9::bool[],
	$10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::uuid[])
	AS t (chain, level, incident_id, kind, lead, post_id, rule, rule_version, provisional, opened_at, due_at, first_due_at, base_due_at, risen_post)`

// endDuties aborts the whole where a duty is missing.
const endDuties = `WITH ended AS (
UPDATE duty d SET state = t.state, ended_at = t.at, ended_by = t.by, ended_via = t.via
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[]) AS t (chain, level, state, at, by, via)
WHERE d.chain = t.chain AND d.level = t.level
RETURNING 1)
SELECT raise_unless((SELECT count(*) FROM ended), cardinality($1::uuid[]), 'GZ001')`

func queueEnded(b *pgx.Batch, rows []record.Duty) {
	type r = *record.Duty
	queue(b, len(rows), endDuties,
		keys(rows, func(d r) uuid.UUID { return d.Chain }),
		col(rows, func(d r) int32 { return int32(d.Level) }),
		col(rows, func(d r) string { return string(d.State) }),
		times(rows, func(d r) timeOf { return maybe(d.EndedAt) }),
		ids(rows, func(d r) uuid.UUID { return d.EndedBy }),
		col(rows, func(d r) string { return d.EndedVia }))
}

func queueRisen(b *pgx.Batch, rows []record.Duty) {
	type r = *record.Duty
	queue(b, len(rows), insertRisen,
		keys(rows, func(d r) uuid.UUID { return d.Chain }),
		col(rows, func(d r) int32 { return int32(d.Level) }),
		keys(rows, func(d r) uuid.UUID { return d.Incident }),
		col(rows, func(d r) string { return d.Kind }),
		col(rows, func(d r) bool { return d.Lead }),
		keys(rows, func(d r) uuid.UUID { return d.Post }),
		col(rows, func(d r) string { return d.Rule }),
		col(rows, func(d r) string { return d.RuleVersion }),
		col(rows, func(d r) bool { return d.Provisional }),
		times(rows, func(d r) timeOf { return at(d.OpenedAt) }),
		times(rows, func(d r) timeOf { return at(d.DueAt) }),
		times(rows, func(d r) timeOf { return at(d.FirstDueAt) }),
		times(rows, func(d r) timeOf { return at(d.BaseDueAt) }),
		keys(rows, func(d r) uuid.UUID { return d.Risen }))
}

// moveLeads moves the incidents of which only version and lead are new.
const moveLeads = `WITH moved AS (
UPDATE incident i SET version = t.version, lead_chain = t.lead_chain, lead_level = t.lead_level, changed_at = t.changed_at
FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::int[], $5::timestamptz[], $6::bigint[]) AS t (id, version, lead_chain, lead_level, changed_at, expect)
WHERE i.id = t.id AND i.version = t.expect
RETURNING 1)
SELECT raise_unless((SELECT count(*) FROM moved), cardinality($1::uuid[]), 'GZ001')`

// sortMoving tells apart the guards of incidents whose events only passed
// duties on, and those whose row is written whole.
func (w *writes) sortMoving(moving []record.Guard, rows map[uuid.UUID]record.Incident) (leads, whole []record.Guard) {
	if len(moving) == 0 {
		return nil, nil
	}
	only := make(map[uuid.UUID]bool, len(moving))
	for n := range w.Events {
		if e := &w.Events[n]; e.Subject.Kind == record.SubjectIncident {
			before, known := only[e.Subject.ID]
			only[e.Subject.ID] = (before || !known) && keepsRow(&e.Facts)
		}
	}
	for _, g := range moving {
		row, ok := rows[g.Subject.ID]
		if ok && only[g.Subject.ID] && row.State.Open() && row.ClosedAt == nil {
			leads = append(leads, g)
		} else {
			whole = append(whole, g)
		}
	}
	return leads, whole
}

// keepsRow reports whether facts change nothing of their case but its lead: see
// workflow.Fold, which has no other way to change it.
func keepsRow(f *record.Facts) bool {
	return f.Incident == nil && f.To == "" && f.Agency == nil && f.Outcome == nil && f.Detail == nil && f.Merge == nil
}

func queueLeads(b *pgx.Batch, leads []record.Guard, all map[uuid.UUID]record.Incident) {
	rows := pick(leads, all)
	type r = *record.Incident
	queue(b, len(rows), moveLeads,
		keys(rows, func(i r) uuid.UUID { return i.ID }),
		col(rows, func(i r) int64 { return i.Version }),
		ids(rows, func(i r) uuid.UUID { return i.LeadChain }),
		col(rows, leadLevel),
		times(rows, func(i r) timeOf { return at(i.ChangedAt) }),
		col(leads, guardExpect))
}
