package db

import (
	"context"
	"strings"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Public reads what was cleared for everybody.
func (d *Door) Public() workflow.PublicReader { return publicReader{d.db, &d.revision, d.RevisionFor} }

type publicReader struct {
	db       *DB
	revision *revision
	fresh    time.Duration
}

// What is said to have changed is the wording: internal acts, such as a
// correction that waits for its second person, leave no trace.
const publicColumns = `SELECT i.reference, v.title, v.summary, i.state, p.state, v.verification, coalesce(a.name_zh, ''), coalesce(a.name_en, ''),
	i.region, i.sector, i.violation, i.persons, coalesce(i.occurred_on::text, ''), coalesce(i.discovered_on::text, ''), i.received_at,
	p.published_at, coalesce(v.cleared_at, p.published_at), i.credit, p.number`

const publicTables = ` FROM publication p` + publicJoins

const publicJoins = ` JOIN publication_version v ON v.incident_id = p.incident_id AND v.number = p.number
	JOIN incident i ON i.id = p.incident_id LEFT JOIN agency a ON a.id = i.agency_id`

const isPublic = `p.state IN ('published', 'corrected')`

type publicRow struct {
	Reference, Title, Summary, State, Public, Verification string
	AgencyZh, AgencyEn, Region, Sector, Violation          string
	Persons                                                *int64
	OccurredOn, DiscoveredOn                               string
	ReceivedAt, PublishedAt, ChangedAt                     time.Time
	Credit                                                 []byte
	Number                                                 int
}

func (r publicRow) card() (workflow.PublicCard, error) {
	c := workflow.PublicCard{
		Reference: r.Reference, Title: r.Title, Summary: r.Summary, State: record.State(r.State), Public: record.PublicState(r.Public),
		Verification: r.Verification, Agency: roles.Text{Zh: r.AgencyZh, En: r.AgencyEn}, Region: r.Region, Sector: r.Sector,
		Violation: r.Violation, Persons: r.Persons, OccurredOn: record.Date(r.OccurredOn), DiscoveredOn: record.Date(r.DiscoveredOn),
		ReceivedOn: workflow.DateOf(r.ReceivedAt), PublishedAt: r.PublishedAt, ChangedAt: r.ChangedAt, Number: r.Number,
	}
	return c, optional(r.Credit, &c.Credit)
}

// List lists published cases, newest publication first.
func (r publicReader) List(ctx context.Context, want workflow.PublicQuery) (workflow.Page[workflow.PublicCard], error) {
	before, err := before(want.Cursor)
	if err != nil {
		return workflow.Page[workflow.PublicCard]{}, err
	}
	h, err := r.db.hunt(ctx, want.Text, "public", before, want.From, want.To)
	if err != nil {
		return workflow.Page[workflow.PublicCard]{}, err
	}
	if h == nil {
		return r.list(ctx, (&query{}).add(publicColumns+publicTables+` WHERE `+isPublic), want, `p.published_at DESC, p.incident_id DESC`)
	}
	return pages(h, pageSize(want.Limit)+1, func(docs, words func(*query) *query) (workflow.Page[workflow.PublicCard], error) {
		q := docs((&query{}).add(publicColumns)).add(publicFound)
		return r.list(ctx, words(q).settled(), want, `w.at DESC, w.incident_id DESC`)
	})
}

// publicFound joins what is published to the documents w.
const publicFound = ` JOIN publication p ON p.incident_id = w.incident_id` + publicJoins + ` WHERE ` + isPublic

// before is the time up to which a public list goes on.
func before(cursor string) (time.Time, error) {
	if cursor == "" {
		return time.Time{}, nil
	}
	if day, ok := parseBefore(cursor); ok {
		return day, nil
	}
	at, _, err := parseMark(cursor, 1)
	return at, err
}

func (r publicReader) list(ctx context.Context, q *query, want workflow.PublicQuery, order string) (workflow.Page[workflow.PublicCard], error) {
	none := workflow.Page[workflow.PublicCard]{}
	if err := narrowPublic(q, want); err != nil {
		return none, err
	}
	// Ids tell times, so a public cursor names a reference.
	if err := q.afterReference("p.published_at, p.incident_id", want.Cursor, `SELECT p.incident_id FROM publication p
		JOIN incident n ON n.id = p.incident_id WHERE `+isPublic+` AND n.reference = `); err != nil {
		return none, err
	}
	limit := pageSize(want.Limit)
	rows, err := list[publicRow](ctx, r.db.planned(q), q.add(` ORDER BY `+order).first(limit+1))
	if err != nil {
		return none, wrap("public list", err)
	}
	cards := make([]workflow.PublicCard, len(rows))
	for i, row := range rows {
		if cards[i], err = row.card(); err != nil {
			return none, wrap("public list", err)
		}
	}
	return page(cards, limit, func(c workflow.PublicCard) workflow.PublicCard { return c },
		func(c workflow.PublicCard) string { return markAt(c.PublishedAt, c.Reference) }), nil
}

// CountPublic counts what List lists over all its pages.
func (d *Door) CountPublic(ctx context.Context, want workflow.PublicQuery) (n workflow.Count, err error) {
	h, err := d.db.hunt(ctx, want.Text, "public", time.Time{}, want.From, want.To)
	if err != nil {
		return n, err
	}
	q := h.counted((&query{}).add(`SELECT count(*) FROM (SELECT`), publicTables+` WHERE `+isPublic, publicFound)
	if err := narrowPublic(q, want); err != nil {
		return n, err
	}
	q.first(workflow.MostCounted + 1).add(`) x`)
	if h != nil {
		n.Since = h.day()
	}
	err = d.db.planned(q).QueryRow(ctx, q.sql.String(), q.args...).Scan(&n.N)
	return n, wrap("count public", err)
}

func narrowPublic(q *query, want workflow.PublicQuery) error {
	q.add(` AND i.matter = 'incident'`) // opinions and inquiries have a page of their own
	q.equal("i.state", want.State)
	q.equal("i.sector", want.Sector)
	q.equal("i.violation", want.Violation)
	if want.Region != "" {
		q.within("i.region", []string{want.Region})
	}
	q.between("p.published_at", want.From, want.To)
	if want.Text == "" {
		return nil
	}
	return q.filter(want.Text, "p.published_at")
}

// afterReference is after for lists that everybody reads; named is a query
// that ends before the reference.
func (q *query) afterReference(columns, cursor, named string) error {
	if cursor == "" {
		return nil
	}
	if day, ok := parseBefore(cursor); ok {
		q.add(` AND (`+columns+`) < (?, '00000000-0000-0000-0000-000000000000'::uuid)`, day)
		return nil
	}
	at, ties, err := parseMark(cursor, 1)
	if err != nil || strings.ContainsFunc(ties[0], func(r rune) bool { return r < '!' || r > '~' }) {
		return ErrCursor
	}
	q.add(` AND (`+columns+`) < (?, (`+named+`?))`, at, ties[0])
	return nil
}

// Totals reads the kept counters of the public home page.
func (r publicReader) Totals(ctx context.Context) (workflow.Totals, error) {
	var t workflow.Totals
	err := r.db.pool.QueryRow(ctx, `SELECT coalesce(sum(n) FILTER (WHERE cell = 'published'), 0)::bigint,
		coalesce(sum(n) FILTER (WHERE cell = 'open'), 0)::bigint, coalesce(sum(n) FILTER (WHERE cell = 'historical'), 0)::bigint,
		coalesce(sum(n) FILTER (WHERE cell = 'notices'), 0)::bigint, coalesce((SELECT pos FROM cursor WHERE name = $1), 0)
		FROM counter WHERE cell IN ('published', 'open', 'historical', 'notices')`, CountersCursor).
		Scan(&t.Published, &t.Open, &t.Historical, &t.Notices, &t.Position)
	return t, wrap("totals", err)
}

// Notices lists the fixed-form public notices, newest first.
func (r publicReader) Notices(ctx context.Context, cursor string, limit int) (workflow.Page[workflow.NoticeView], error) {
	q := (&query{}).add(`SELECT n.reference, coalesce(a.name_zh, ''), coalesce(a.name_en, ''), n.stage, n.level, n.days_late, n.at
		FROM public_notice n LEFT JOIN agency a ON a.id = n.agency_id WHERE true`)
	if err := q.afterReference("n.at, n.id", cursor, `SELECT m.id FROM public_notice m WHERE m.reference = `); err != nil {
		return workflow.Page[workflow.NoticeView]{}, err
	}
	limit = pageSize(limit)
	rows, err := list[noticeRow](ctx, r.db.pool, q.add(` ORDER BY n.at DESC, n.id DESC`).first(limit+1))
	return page(rows, limit, noticeRow.view, func(n noticeRow) string { return markAt(n.At, n.Reference) }), wrap("notices", err)
}

type noticeRow struct {
	Reference, AgencyZh, AgencyEn, Stage string
	Level, DaysLate                      int
	At                                   time.Time
}

func (n noticeRow) view() workflow.NoticeView {
	return workflow.NoticeView{
		Reference: n.Reference, Agency: roles.Text{Zh: n.AgencyZh, En: n.AgencyEn}, Stage: record.State(n.Stage),
		Level: n.Level, DaysLate: n.DaysLate, At: n.At,
	}
}
