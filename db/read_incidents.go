package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

const cardColumns = `SELECT i.id, i.reference, coalesce(x.body, ''), i.state, coalesce(a.name_zh, ''), coalesce(a.name_en, ''),
	i.region, i.sector, i.violation, i.origin, i.received_at, i.changed_at, i.version, i.matter`

const cardTables = ` LEFT JOIN agency a ON a.id = i.agency_id LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title'`

type cardRow struct {
	ID         uuid.UUID
	Reference  string
	Title      string
	State      string
	AgencyZh   string
	AgencyEn   string
	Region     string
	Sector     string
	Violation  string
	Origin     string
	ReceivedAt time.Time
	ChangedAt  time.Time
	Version    int64
	Matter     string
}

func (r cardRow) card() workflow.IncidentCard {
	return workflow.IncidentCard{
		Reference: r.Reference, Title: r.Title, State: record.State(r.State), Agency: roles.Text{Zh: r.AgencyZh, En: r.AgencyEn},
		Region: r.Region, Sector: r.Sector, Violation: r.Violation, Origin: r.Origin,
		ReceivedOn: workflow.DateOf(r.ReceivedAt), ChangedAt: r.ChangedAt, Version: r.Version,
		Matter: record.Matter(r.Matter),
	}
}

// Incidents lists the cases that the actor sees, newest first.
func (r *Reader) Incidents(ctx context.Context, want workflow.IncidentQuery) (workflow.Page[workflow.IncidentCard], error) {
	none := workflow.Page[workflow.IncidentCard]{}
	from, err := r.placeOfIncident(ctx, want.Cursor)
	if err != nil {
		return none, err
	}
	h, err := r.db.hunt(ctx, want.Text, "agency", from.at, "", "")
	if err != nil {
		return none, err
	}
	if h == nil {
		all, err := r.allCases(ctx, want)
		if err != nil {
			return none, err
		}
		return r.incidents(ctx, all, want, from, `i.received_at DESC, i.id DESC`)
	}
	return pages(h, pageSize(want.Limit)+1, func(docs, words func(*query) *query) (workflow.Page[workflow.IncidentCard], error) {
		q := docs(asPerson(r.actor.Person, cardColumns)).add(` JOIN incident i ON i.id = w.incident_id` + cardTables + ` WHERE ` + sees)
		return r.incidents(ctx, words(q).settled(), want, from, `w.at DESC, w.incident_id DESC`)
	})
}

// allCases begins a list without words.
func (r *Reader) allCases(ctx context.Context, want workflow.IncidentQuery) (*query, error) {
	q := asPerson(r.actor.Person, cardColumns+` FROM incident i`+cardTables+` WHERE `+sees)
	q.fickle = want.Text+want.State+want.Region+want.Sector+want.Violation != ""
	var agencies bool
	if err := r.db.hot.QueryRow(ctx, seesAgencies, r.actor.Person).Scan(&agencies); err != nil {
		return nil, wrap("incidents", err)
	}
	if !agencies {
		q.add(involved).settled()
	}
	return q, nil
}

func (r *Reader) incidents(ctx context.Context, q *query, want workflow.IncidentQuery, from place, order string) (workflow.Page[workflow.IncidentCard], error) {
	if err := narrowIncidents(q, want); err != nil {
		return workflow.Page[workflow.IncidentCard]{}, err
	}
	if !from.at.IsZero() {
		q.add(` AND (i.received_at, i.id) < (?, ?)`, from.at, from.id)
	}
	limit := pageSize(want.Limit)
	return r.cards(ctx, q.add(` ORDER BY `+order).first(limit+1), limit)
}

// place is where a list goes on; the zero place is its beginning.
type place struct {
	at time.Time
	id uuid.UUID
}

// placeOfIncident is that of a case that the actor sees, or the beginning of a
// day.
func (r *Reader) placeOfIncident(ctx context.Context, cursor string) (p place, err error) {
	if cursor == "" {
		return p, nil
	}
	if day, ok := parseBefore(cursor); ok {
		return place{at: day}, nil
	}
	if err := checkName(cursor); err != nil {
		return p, err
	}
	named := asPerson(r.actor.Person, `SELECT i.received_at, i.id FROM incident i WHERE `+sees).add(` AND i.reference = ?`, cursor)
	return p, r.placeOf(ctx, named, &p.at, &p.id)
}

// CountIncidents counts what Incidents lists over all its pages, of a search
// over the period of its first.
func (r *Reader) CountIncidents(ctx context.Context, want workflow.IncidentQuery) (n int64, err error) {
	h, err := r.db.hunt(ctx, want.Text, "agency", time.Time{}, "", "")
	if err != nil {
		return 0, err
	}
	q := h.counted(asPerson(r.actor.Person, `SELECT count(*)`), ` FROM incident i WHERE `+sees, ` JOIN incident i ON i.id = w.incident_id WHERE `+sees)
	if err := narrowIncidents(q, want); err != nil {
		return 0, err
	}
	err = r.db.pool.QueryRow(ctx, q.sql.String(), q.args...).Scan(&n)
	return n, wrap("count incidents", err)
}

func narrowIncidents(q *query, want workflow.IncidentQuery) error {
	if want.Matter == "" || want.Matter == record.MatterIncident {
		q.add(` AND i.matter = 'incident'`) // a list of incidents counts nothing else
	} else {
		q.equal("i.matter", string(want.Matter))
	}
	q.equal("i.state", want.State)
	q.equal("i.sector", want.Sector)
	q.equal("i.violation", want.Violation)
	if want.Region != "" {
		q.within("i.region", []string{want.Region})
	}
	if want.Text == "" {
		return nil
	}
	return q.filter(want.Text, "i.received_at")
}

// MyReports lists the cases in which the actor, or the actor's organization,
// filed, newest report first. Who is excluded finds none.
func (r *Reader) MyReports(ctx context.Context, cursor string, limit int) (workflow.Page[workflow.IncidentCard], error) {
	q := r.mine(cardColumns)
	if cursor != "" {
		if err := checkName(cursor); err != nil {
			return workflow.Page[workflow.IncidentCard]{}, err
		}
		named := r.mine(`SELECT f.at, f.id`).add(` AND i.reference = ? ORDER BY f.at, f.id LIMIT 1`, cursor)
		if err := r.after(ctx, q, "f.at, f.id", named); err != nil {
			return workflow.Page[workflow.IncidentCard]{}, err
		}
	}
	limit = pageSize(limit)
	return r.cards(ctx, q.add(` ORDER BY f.at DESC, f.id DESC`).first(limit+1), limit)
}

// mine begins a query over the reports of the actor and of the actor's
// organization.
func (r *Reader) mine(columns string) *query {
	q := asPerson(r.actor.Person, columns+` FROM report f JOIN incident i ON i.id = f.incident_id`+cardTables+` WHERE `+unconflicted)
	q.add(` AND $1 <> '00000000-0000-0000-0000-000000000000'::uuid AND (f.filer = $1`)
	if r.actor.Organization != uuid.Nil {
		q.add(` OR f.organization_id = ?`, r.actor.Organization)
	}
	return q.add(`)`)
}

// cards reads a page of cases and adds each one's lead duty.
func (r *Reader) cards(ctx context.Context, q *query, limit int) (workflow.Page[workflow.IncidentCard], error) {
	rows, err := list[cardRow](ctx, r.db.planned(q), q)
	if err != nil || len(rows) == 0 {
		return workflow.Page[workflow.IncidentCard]{Items: []workflow.IncidentCard{}}, wrap("incidents", err)
	}
	leads, err := r.leads(ctx, col(rows, func(c *cardRow) uuid.UUID { return c.ID }))
	return page(rows, limit, func(c cardRow) workflow.IncidentCard {
		card := c.card()
		if lead, ok := leads[c.ID]; ok {
			card.Lead = &lead
		}
		return card
	}, func(c cardRow) string { return c.Reference }), err
}

func (r *Reader) leads(ctx context.Context, incidents []uuid.UUID) (map[uuid.UUID]workflow.DutyView, error) {
	q := (&query{}).add(dutyColumns+dutyTables+` WHERE d.live_lead AND d.incident_id = ANY (?::uuid[])`, incidents)
	rows, err := list[dutyRow](ctx, r.db.hot, q)
	leads := make(map[uuid.UUID]workflow.DutyView, len(rows))
	for _, row := range rows {
		leads[row.Incident] = row.view()
	}
	return leads, wrap("lead duties", err)
}
