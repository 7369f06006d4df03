package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"

	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// sizes are the incidents of the two databases that scale and search compare.
func sizes(o options) (small, large int) {
	small, large = pick(o.fast, 5_000, 50_000), pick(o.fast, 50_000, 1_000_000)
	if o.rows > 0 {
		large = o.rows
	}
	return small, large
}

// backlog is how many cases are open, in the small database as in the large:
// a longer history does not mean more open cases.
const backlog = 4_000

// scale reads lists and overview through the readers' door, on two databases
// that differ in their history only.
func scale(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	n, m := sizes(o)
	small, err := s.history(ctx, n)
	if err != nil {
		return err
	}
	large, err := s.history(ctx, m)
	if err != nil || s.make {
		return err
	}
	if s.wants("10", "11", "19") {
		if err := s.compareReads(ctx, small, large, float64(m)/float64(n), t); err != nil {
			return err
		}
	}
	if s.wants("16") {
		if err := s.fileAtSize(ctx, small, large, t); err != nil {
			return err
		}
	}
	if s.wants("12") {
		return s.countersExact(ctx, large, t)
	}
	return nil
}

// history is a database with a backlog and so many closed cases behind it,
// every fifth published, over the demonstration's agencies.
func (s *stage) history(ctx context.Context, cases int) (string, error) {
	name := fmt.Sprintf("cases_%d", cases)
	err := s.once(ctx, name, "history", func(database string) error {
		if !marked(ctx, database, "progress") {
			if err := s.beginning(ctx, name); err != nil {
				return err
			}
		}
		if err := s.multiply(ctx, database, cases, s.past(), []string{"respondent"}); err != nil {
			return err
		}
		return sql(ctx, database, publishFifth, publishVersions, countCells, `VACUUM ANALYZE`, `CHECKPOINT`)
	})
	if err != nil {
		return "", err
	}
	d, err := db.Open(ctx, s.database(name), db.Options{})
	if err != nil {
		return "", err
	}
	defer d.Close()
	return s.database(name), d.Migrate(ctx) // a kept one may be older than the program
}

// beginning is one filed case in an organisation, to be copied.
func (s *stage) beginning(ctx context.Context, name string) error {
	f, err := s.filer(ctx, name)
	if err != nil {
		return err
	}
	if err := f.settle(ctx); err != nil {
		return err
	}
	f.stop()
	return sql(ctx, f.database, `CREATE TABLE bench_agency AS SELECT (row_number() OVER (ORDER BY a.id) - 1)::int AS ix, a.id, a.intake_post, p.person_id
		FROM agency a JOIN post_answer p ON p.post_id = a.intake_post`)
}

// past spreads the copies over agencies and years, and closes all but the
// backlog.
func (s *stage) past() spread {
	open := fmt.Sprintf("n <= %d", backlog)
	of := func(column string) string {
		return fmt.Sprintf("(SELECT %s FROM bench_agency WHERE ix = n %% (SELECT count(*) FROM bench_agency))", column)
	}
	when := "now() - n * interval '40 seconds'"
	either := func(live, over string) string {
		return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", open, live, over)
	}
	all := spread{
		"incident": {"state": either("'filed'", "'closed'"), "lead_chain": either("chain", "NULL"), "lead_level": either("0", "NULL"),
			"agency_id": of("id"), "received_at": when, "changed_at": when, "closed_at": either("NULL", when)},
		"duty": {"state": either("'armed'", "'discharged'"), "ended_at": either("NULL", when), "ended_by": either("NULL", of("person_id")),
			"ended_via": either("''", "'holder'"), "post_id": of("intake_post"), "risen": of("intake_post"),
			"due_at": either("now() + n * interval '1 minute'", when)},
		"report":  {"at": when},
		"counted": {"state": either("'filed'", "'closed'"), "agency_id": of("id")},
	}
	if s.slim {
		all["event"] = map[string]string{"canonical": `'\x7b7d'::bytea`}
		all["incident_text"] = map[string]string{"body": `'Rider records sold in bulk'`}
	}
	return all
}

const (
	publishFifth = `INSERT INTO publication (incident_id, version, state, number, pending, published_at, changed_at)
SELECT id, 1, 'published', 1, 0, received_at, received_at FROM incident WHERE state = 'closed' AND right(reference, 1) IN ('0', '5', 'a')`
	publishVersions = `INSERT INTO publication_version (incident_id, number, title, summary, verification, proposer, clearer, proposed_at, cleared_at)
SELECT p.incident_id, 1, 'Rider records sold in bulk', 'The seller offers names, areas and photographs of health certificates.', 'verified',
	(SELECT min(id::text)::uuid FROM person), (SELECT max(id::text)::uuid FROM person), p.published_at, p.published_at FROM publication p`
	// countCells is what the fold of the log would have kept.
	countCells = `INSERT INTO counter (cell, n) SELECT * FROM (
SELECT 'state:' || agency_id || ':' || state, count(*) FROM counted GROUP BY 1 UNION ALL
SELECT 'open', count(*) FROM incident WHERE open UNION ALL SELECT 'published', count(*) FROM publication) x
ON CONFLICT (cell) DO UPDATE SET n = excluded.n`
)

// reading is one page or overview.
type reading struct {
	number, what string
	run          func(context.Context, *eyes) error
}

// eyes read one database as a leader and as the public.
type eyes struct {
	db     *db.DB
	leader workflow.Reader
	public workflow.PublicReader
	// cursors into the middle of each list
	published, received, due string
}

func openEyes(ctx context.Context, database string) (*eyes, error) {
	d, err := db.Open(ctx, database, db.Options{MaxConns: 4})
	if err != nil {
		return nil, err
	}
	org, err := d.LoadOrg(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	env := workflow.Env{Now: now, Org: org, Rules: workflow.NewRulebooks(clock.Default())}
	door := d.Door(db.DoorOptions{Env: func() workflow.Env { return env }, Open: noSecrets})
	e := &eyes{db: d, leader: door.For(roles.Actor{Person: demo.Person("national/leader"), Role: roles.Leader}, now), public: door.Public()}
	return e, e.toTheMiddle(ctx, database)
}

// toTheMiddle finds a place in the middle of each list as readers do: by a
// filter on the day, and by leafing through the queue.
func (e *eyes) toTheMiddle(ctx context.Context, database string) error {
	const day = `SELECT to_char(%[1]s, 'YYYY-MM-DD') FROM %[2]s ORDER BY %[1]s DESC OFFSET (SELECT count(*) / 2 FROM %[2]s) LIMIT 1`
	published, err := ask[string](ctx, database, fmt.Sprintf(day, "published_at", "publication"))
	if err != nil {
		return err
	}
	received, err := ask[string](ctx, database, fmt.Sprintf(day, "received_at", "incident"))
	if err != nil {
		return err
	}
	list, err := e.public.List(ctx, workflow.PublicQuery{Limit: 1, To: record.Date(published)})
	if err != nil {
		return err
	}
	cases, err := e.leader.Incidents(ctx, workflow.IncidentQuery{Limit: 1, Text: "to:" + received})
	if err != nil {
		return err
	}
	e.published, e.received = list.Next, cases.Next
	for range backlog / 2 / 200 {
		duties, err := e.leader.Duties(ctx, workflow.DutyQuery{Limit: 200, Cursor: e.due})
		if err != nil {
			return err
		}
		e.due = duties.Next
	}
	return nil
}

func noSecrets([]byte, string, string, uuid.UUID) ([]byte, error) { return nil, nil }

var readings = []reading{
	{"10", "public list, first page", func(ctx context.Context, e *eyes) error {
		_, err := e.public.List(ctx, workflow.PublicQuery{Limit: 20})
		return err
	}},
	{"10", "public list, in its middle", func(ctx context.Context, e *eyes) error {
		_, err := e.public.List(ctx, workflow.PublicQuery{Limit: 20, Cursor: e.published})
		return err
	}},
	{"10", "leader's cases, first page", func(ctx context.Context, e *eyes) error {
		_, err := e.leader.Incidents(ctx, workflow.IncidentQuery{Limit: 50})
		return err
	}},
	{"10", "leader's cases, in their middle", func(ctx context.Context, e *eyes) error {
		_, err := e.leader.Incidents(ctx, workflow.IncidentQuery{Limit: 50, Cursor: e.received})
		return err
	}},
	{"10", "queue, in its middle", func(ctx context.Context, e *eyes) error {
		_, err := e.leader.Duties(ctx, workflow.DutyQuery{Limit: 50, Cursor: e.due})
		return err
	}},
	{"11", "leader's overview", func(ctx context.Context, e *eyes) error { _, err := e.leader.Overview(ctx); return err }},
	{"11", "queue counts", func(ctx context.Context, e *eyes) error { _, err := e.leader.QueueCounts(ctx); return err }},
	{"11", "public totals", func(ctx context.Context, e *eyes) error { _, err := e.public.Totals(ctx); return err }},
}

func (s *stage) compareReads(ctx context.Context, small, large string, growth float64, t *table) error {
	a, err := openEyes(ctx, small)
	if err != nil {
		return err
	}
	defer a.db.Close()
	b, err := openEyes(ctx, large)
	if err != nil {
		return err
	}
	defer b.db.Close()
	worst := line{number: "19", what: "growth exponent of the worst of these", goal: 0.15, stretch: 0.1, less: true, product: "–", limit: "–", ratios: []float64{-1}}
	for _, r := range readings {
		l := line{number: r.number, what: r.what + ", large ÷ small", goal: 2, stretch: pick(r.number == "11", 1.2, 1.5), less: true}
		var big, little []float64
		for range s.rounds {
			x, err := timed(ctx, b, r.run)
			if err != nil {
				return fmt.Errorf("%s: %w", r.what, err)
			}
			y, err := timed(ctx, a, r.run)
			if err != nil {
				return err
			}
			big, little = append(big, x), append(little, y)
			l.ratios = append(l.ratios, x/y)
		}
		l.product, l.limit = span(big, " ms"), span(little, " ms small")
		t.add(l)
		if x := math.Log(l.median()) / math.Log(growth); x > worst.ratios[0] {
			worst.ratios[0], worst.product = x, r.what
		}
	}
	t.add(worst)
	return nil
}

// timed is the median time of a reading in milliseconds, after a warm-up.
func timed(ctx context.Context, e *eyes, run func(context.Context, *eyes) error) (float64, error) {
	all, err := timings(ctx, 60, func() error { return run(ctx, e) })
	return median(all), err
}

// timings runs something again and again, at most so often and at most for
// three seconds, and returns its times in milliseconds; the first three do not
// count.
func timings(ctx context.Context, most int, run func() error) ([]float64, error) {
	var all []float64
	until := time.Now().Add(3 * time.Second)
	for n := 0; n < most+3 && ctx.Err() == nil && (len(all) < 5 || time.Now().Before(until)); n++ {
		began := time.Now()
		if err := run(); err != nil {
			return nil, err
		}
		if n >= 3 {
			all = append(all, float64(time.Since(began).Microseconds())/1000)
		}
	}
	return all, ctx.Err()
}

// fileAtSize files at both databases in turn.
func (s *stage) fileAtSize(ctx context.Context, small, large string, t *table) error {
	length := s.period(5 * time.Second)
	l := line{number: "16", what: "filing, 8 clients, large ÷ small", goal: 0.8, stretch: 0.9}
	var rates [2][]float64
	for range s.rounds {
		for n, database := range []string{large, small} {
			f, err := s.filerOn(ctx, database)
			if err != nil {
				return err
			}
			v, err := f.file(ctx, 8, length)
			if err != nil {
				return err
			}
			if err := f.settle(ctx); err != nil {
				return err
			}
			f.stop()
			rates[n] = append(rates[n], v.rate(201))
		}
		last := len(rates[0]) - 1
		l.ratios = append(l.ratios, rates[0][last]/rates[1][last])
	}
	l.product, l.limit = span(rates[0], "/s"), span(rates[1], "/s small")
	t.add(l)
	return nil
}
