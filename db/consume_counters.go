package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

// CountersCursor names the reader of the log that keeps the counters.
const CountersCursor = "counters"

// FoldCounters keeps the counters exact at the cursor's position: cases by
// agency and state, published pages, notices, and duties missed or discharged
// by post and person. It is a fold for Consume.
func FoldCounters(ctx context.Context, tx Tx, entries []LogEntry) error {
	f := fold{cells: map[string]int64{}, duties: map[answerer]*tally{}}
	if err := f.load(ctx, tx, entries); err != nil {
		return wrap("fold counters", err)
	}
	for _, e := range entries {
		f.event(e.Event)
	}
	if err := f.save(ctx, tx); err != nil {
		return wrap("fold counters", err)
	}
	return tx.Count(ctx, f.cells)
}

type tally struct{ missed, discharged int64 }

// standing is where a case stands at the fold's position.
type standing struct {
	Incident uuid.UUID
	Agency   uuid.UUID
	State    string
	Origin   string
	Matter   string
}

type fold struct {
	cells  map[string]int64
	duties map[answerer]*tally
	cases  map[uuid.UUID]*standing
}

func (f *fold) load(ctx context.Context, tx Tx, entries []LogEntry) error {
	var of []uuid.UUID
	for _, e := range entries {
		if k := e.Event.Subject.Kind; k == record.SubjectIncident || k == record.SubjectPublication {
			of = append(of, e.Event.Subject.ID)
		}
	}
	rows, err := list[standing](ctx, tx.tx, (&query{}).add(`SELECT incident_id, agency_id, state, origin, matter FROM counted WHERE incident_id = ANY (?::uuid[])`, of))
	f.cases = make(map[uuid.UUID]*standing, len(rows))
	for _, row := range rows {
		f.cases[row.Incident] = &row
	}
	return err
}

func (f *fold) event(e record.Event) {
	for _, end := range e.Facts.Ended {
		f.ended(end)
	}
	if e.Facts.Notice != nil {
		f.cells["notices"]++
	}
	switch e.Subject.Kind {
	case record.SubjectIncident:
		f.moved(e)
	case record.SubjectPublication:
		f.published(e)
	case record.SubjectCorrespondence, record.SubjectOrganisation: // not counted
	}
}

func (f *fold) ended(end record.DutyEnd) {
	if end.By == uuid.Nil {
		return
	}
	key := answerer{end.Post, end.By}
	t := f.duties[key]
	if t == nil {
		t = &tally{}
		f.duties[key] = t
	}
	switch end.State {
	case record.Missed:
		t.missed++
	case record.Discharged:
		t.discharged++
	case record.Armed, record.Paused, record.Cancelled: // no merit and no fault
	}
}

func (f *fold) moved(e record.Event) {
	s := f.cases[e.Subject.ID]
	if s == nil {
		s = &standing{Incident: e.Subject.ID}
		f.cases[e.Subject.ID] = s
	}
	f.count(s, -1)
	if row := e.Facts.Incident; row != nil {
		s.Agency, s.Origin, s.Matter = row.Agency, row.Origin, string(row.Matter)
		if row.State != "" {
			s.State = string(row.State)
		}
	}
	if e.Facts.Agency != nil {
		s.Agency = *e.Facts.Agency
	}
	if e.Facts.To != "" {
		s.State = string(e.Facts.To)
	}
	f.count(s, 1)
}

func (f *fold) count(s *standing, by int64) {
	if s.State == "" {
		return
	}
	f.cells[s.cell("state:"+s.Agency.String()+":"+s.State)] += by
	if record.State(s.State).Open() {
		f.cells[s.cell("open")] += by
	}
}

// cell names a counter: incidents have their own, every other matter one
// beside it, so that an opinion never counts as an incident.
func (s *standing) cell(name string) string {
	if s == nil || s.Matter == "" || s.Matter == string(record.MatterIncident) {
		return name
	}
	return s.Matter + ":" + name
}

func (f *fold) published(e record.Event) {
	p := e.Facts.Public
	if p == nil {
		return
	}
	by := public(p.To) - public(p.From)
	f.cells[f.cases[e.Subject.ID].cell("published")] += by
	if s := f.cases[e.Subject.ID]; s != nil && s.Origin == "historical" {
		f.cells["historical"] += by
	}
}

func public(s record.PublicState) int64 {
	if s == record.Published || s == record.Corrected {
		return 1
	}
	return 0
}

func (f *fold) save(ctx context.Context, tx Tx) error {
	b := &pgx.Batch{}
	var rows []standing
	for _, s := range f.cases {
		rows = append(rows, *s)
	}
	queue(b, len(rows), `INSERT INTO counted (incident_id, agency_id, state, origin, matter) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
		ON CONFLICT (incident_id) DO UPDATE SET agency_id = excluded.agency_id, state = excluded.state, origin = excluded.origin, matter = excluded.matter
		WHERE (counted.agency_id, counted.state, counted.origin, counted.matter) IS DISTINCT FROM (excluded.agency_id, excluded.state, excluded.origin, excluded.matter)`,
		keys(rows, func(s *standing) uuid.UUID { return s.Incident }), keys(rows, func(s *standing) uuid.UUID { return s.Agency }),
		col(rows, func(s *standing) string { return s.State }), col(rows, func(s *standing) string { return s.Origin }),
		col(rows, func(s *standing) string { return s.Matter }))
	var who []answerer
	for key := range f.duties {
		who = append(who, key)
	}
	queue(b, len(who), `INSERT INTO answered (post_id, person_id, missed, discharged) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
		ON CONFLICT (post_id, person_id) DO UPDATE SET missed = answered.missed + excluded.missed, discharged = answered.discharged + excluded.discharged`,
		keys(who, func(a *answerer) uuid.UUID { return a.post }), keys(who, func(a *answerer) uuid.UUID { return a.person }),
		col(who, func(a *answerer) int64 { return f.duties[*a].missed }), col(who, func(a *answerer) int64 { return f.duties[*a].discharged }))
	return tx.tx.SendBatch(ctx, b).Close()
}
