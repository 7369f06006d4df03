package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// dutyColumns name who answers now; of a duty that is over, who ended or
// missed it.
const dutyColumns = `SELECT d.chain, d.level, d.incident_id, i.reference, coalesce(x.body, ''), d.kind, d.lead, d.state, d.post_id,
	coalesce(p.title_zh, ''), coalesce(p.title_en, ''), coalesce(a.name_zh, ''), coalesce(a.name_en, ''),
	coalesce(e.name, n.name, ''), CASE WHEN e.id IS NULL THEN coalesce(pa.via, '') ELSE d.ended_via END,
	d.rule, d.rule_version, d.provisional, d.opened_at, d.due_at, d.paused_at, d.ground, d.ended_at, coalesce(e.name, ''), i.state, i.matter, d.first_due_at`

const dutyTables = ` FROM duty d JOIN incident i ON i.id = d.incident_id
	LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title'
	LEFT JOIN post p ON p.id = d.post_id LEFT JOIN agency a ON a.id = p.agency_id
	LEFT JOIN post_answer pa ON pa.post_id = d.post_id LEFT JOIN person n ON n.id = pa.person_id
	LEFT JOIN person e ON e.id = d.ended_by`

type dutyRow struct {
	Chain        uuid.UUID
	Level        int
	Incident     uuid.UUID
	Reference    string
	Title        string
	Kind         string
	Lead         bool
	State        string
	Post         uuid.UUID
	PostZh       string
	PostEn       string
	AgencyZh     string
	AgencyEn     string
	Person       string
	Via          string
	Rule         string
	RuleVersion  string
	Provisional  bool
	OpenedAt     time.Time
	DueAt        time.Time
	PausedAt     *time.Time
	Ground       string
	EndedAt      *time.Time
	EndedBy      string
	IncidentFrom string
	Matter       string
	FirstDueAt   time.Time
}

func (r dutyRow) who() workflow.Who {
	return workflow.Who{
		Person: r.Person, Post: roles.Text{Zh: r.PostZh, En: r.PostEn},
		Agency: roles.Text{Zh: r.AgencyZh, En: r.AgencyEn}, Via: roles.Via(r.Via),
	}
}

func (r dutyRow) view() workflow.DutyView {
	return workflow.DutyView{
		Chain: r.Chain, Incident: r.Incident, Reference: r.Reference, Title: r.Title, Kind: r.Kind, Lead: r.Lead, Level: r.Level,
		State: record.DutyState(r.State), Who: r.who(), PostID: r.Post, Rule: r.Rule, RuleVersion: r.RuleVersion,
		Provisional: r.Provisional, OpenedAt: r.OpenedAt, DueAt: r.DueAt, PausedAt: r.PausedAt, Ground: r.Ground,
		EndedAt: r.EndedAt, EndedBy: r.EndedBy, IncidentState: record.State(r.IncidentFrom), Matter: record.Matter(r.Matter),
	}
}

// Duties lists duties of cases that the actor sees, the one due first first.
func (r *Reader) Duties(ctx context.Context, want workflow.DutyQuery) (workflow.Page[workflow.DutyView], error) {
	q := asPerson(r.actor.Person, dutyColumns+dutyTables+` WHERE `+sees)
	r.narrow(q, want)
	if err := r.afterDuty(ctx, q, want.Cursor); err != nil {
		return workflow.Page[workflow.DutyView]{}, err
	}
	limit := pageSize(want.Limit)
	if want.State == "" {
		q.settled() // the few live duties have an index in this order
	}
	rows, err := list[dutyRow](ctx, r.db.planned(q), q.add(` ORDER BY d.due_at, d.chain, d.level`).first(limit+1))
	if err != nil {
		return workflow.Page[workflow.DutyView]{}, wrap("duties", err)
	}
	p := page(rows, limit, dutyRow.view, func(dutyRow) string { return "" })
	if len(rows) > limit {
		p.Next, err = r.markDuty(ctx, rows[limit-1])
	}
	return p, err
}

// narrow adds the filters of the queue; lists and counts share it.
func (r *Reader) narrow(q *query, want workflow.DutyQuery) {
	if want.State == "" {
		q.add(` AND d.ended_at IS NULL`)
	}
	q.equal("d.state", want.State)
	q.equal("d.kind", want.Kind)
	switch want.Holder {
	case "me": // an array is looked up before the costlier condition of sight
		q.add(` AND d.post_id = ANY (ARRAY(SELECT post_id FROM post_answer WHERE person_id = $1))`)
	case "unassigned": // nobody took it from the intake yet
		q.add(` AND d.lead AND i.state = 'filed' AND d.post_id IN (SELECT intake_post FROM agency WHERE agency.id = i.agency_id)`)
	}
	switch want.Due {
	case "today":
		q.add(` AND d.state = 'armed' AND d.due_at < ?`, endOfDay(r.now))
	case "overdue": // a time was missed, now or at a level below
		q.add(` AND d.state = 'armed' AND (d.due_at <= ? OR d.level > 0 AND d.first_due_at <= ?)`, r.now, r.now)
	}
}

func endOfDay(now time.Time) time.Time {
	y, m, d := now.In(workflow.China).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, workflow.China)
}

// QueueCounts counts what the tabs of the queue list, in one round trip.
func (r *Reader) QueueCounts(ctx context.Context) (workflow.QueueCounts, error) {
	var counts workflow.QueueCounts
	b := &pgx.Batch{}
	tab := func(into *int64, want workflow.DutyQuery) {
		q := asPerson(r.actor.Person, `SELECT count(*) FROM duty d JOIN incident i ON i.id = d.incident_id WHERE `+sees)
		r.narrow(q, want)
		b.Queue(q.sql.String(), q.args...).QueryRow(func(row pgx.Row) error { return row.Scan(into) })
	}
	tab(&counts.Mine, workflow.DutyQuery{Holder: "me"})
	tab(&counts.Unassigned, workflow.DutyQuery{Holder: "unassigned"})
	tab(&counts.Today, workflow.DutyQuery{Due: "today"})
	tab(&counts.Overdue, workflow.DutyQuery{Due: "overdue"})
	return counts, wrap("queue counts", r.db.pool.SendBatch(ctx, b).Close())
}
