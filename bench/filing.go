package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// filing compares the real POST — access token, session, roles, strict
// decoding, validation, sealing, idempotency key, decision, one transaction —
// with pgbench inserting the same rows into the same schema, constraints on,
// in one statement.
func filing(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	product, err := s.filer(ctx, "filing")
	if err != nil {
		return err
	}
	limit, err := s.fileLimit(ctx, product)
	if err != nil {
		return err
	}
	for _, clients := range []int{8, 1, 32} {
		l := line{number: "1", what: fmt.Sprintf("filing by POST, %d clients", clients), goal: 0.40, stretch: 0.50}
		if clients != 8 {
			l.number, l.goal, l.stretch = "–", 0, 0
		}
		if err := s.compareFiling(ctx, product, limit, clients, &l); err != nil {
			return err
		}
		t.add(l)
		if o.fast {
			break
		}
	}
	return product.check(ctx)
}

// filer is an instance that takes reports, and what it was sent.
type filer struct {
	*instance
	database string
	body     []byte
	token    string
	filed    int
	before   int
}

// filer starts an instance on a fresh database with a signed-in citizen.
func (s *stage) filer(ctx context.Context, name string, env ...string) (*filer, error) {
	database, err := s.fresh(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := s.accounts(ctx, database); err != nil {
		return nil, err
	}
	return s.filerOn(ctx, database, env...)
}

func (s *stage) filerOn(ctx context.Context, database string, env ...string) (*filer, error) {
	i, err := s.serve(ctx, database, env...)
	if err != nil {
		return nil, err
	}
	f := &filer{instance: i, database: database}
	if f.body, err = told(); err != nil {
		return nil, err
	}
	if f.before, err = ask[int](ctx, database, `SELECT count(*) FROM report`); err != nil {
		return nil, err
	}
	_, err = f.file(ctx, 2, 300*time.Millisecond) // warm up
	return f, err
}

// file sends reports for a time and returns those accepted in a second. Any
// answer but 201 is an error.
func (f *filer) file(ctx context.Context, clients int, length time.Duration) (volley, error) {
	var err error
	if f.token, err = f.signIn(ctx, "citizen1@demo.example"); err != nil {
		return volley{}, err
	}
	v, err := fire(ctx, f.url, post("/api/v1/reports", f.token, f.body), clients, length)
	if err != nil {
		return v, err
	}
	f.filed += v.statuses[201]
	if n := v.others(201); n > 0 {
		return v, fmt.Errorf("%d reports were not accepted: %v", n, v.statuses)
	}
	return v, nil
}

// check counts that each accepted report is there once, with all its rows.
func (f *filer) check(ctx context.Context) error {
	want := f.before + f.filed
	for _, c := range []string{`SELECT count(*) FROM report`, `SELECT count(*) FROM once`,
		`SELECT count(*) FROM incident i JOIN duty d ON d.incident_id = i.id AND d.live_lead JOIN report r ON r.incident_id = i.id`,
		`SELECT count(*) FROM event WHERE kind = 'report.filed' OR (subject_kind = 'incident' AND seq = 1)`} {
		n, err := ask[int](ctx, f.database, c)
		if err != nil {
			return err
		}
		if n != want {
			return fmt.Errorf("%d reports were accepted and %s gives %d", want, c, n)
		}
	}
	return nil
}

func (s *stage) compareFiling(ctx context.Context, f *filer, limit *pgbench, clients int, l *line) error {
	length := s.period(5 * time.Second)
	var ours, theirs, p50, p99 []float64
	for n := range s.rounds {
		done := s.capture(f.instance, fmt.Sprintf("filing-%d-%d", clients, n), length)
		program, server := spent(f.cmd.Process.Pid, false), s.postgresSpent()
		v, err := f.file(ctx, clients, length)
		done()
		if err != nil {
			return err
		}
		inProgram, inServer := spent(f.cmd.Process.Pid, false)-program, s.postgresSpent()-server
		if err := f.settle(ctx); err != nil {
			return err
		}
		server = s.postgresSpent()
		rate, err := limit.run(ctx, clients, length)
		if err != nil {
			return err
		}
		inLimit := s.postgresSpent() - server
		ours, theirs = append(ours, v.rate(201)), append(theirs, rate)
		p50, p99 = append(p50, percentile(v.took, 0.5)), append(p99, percentile(v.took, 0.99))
		l.ratios = append(l.ratios, v.rate(201)/rate)
		each := func(d time.Duration, n float64) float64 { return float64(d.Microseconds()) / n }
		fmt.Printf("  round %d, %d clients: product %.0f/s (p50 %.2f ms, p99 %.2f ms), limit %.0f/s, %.3f; processor time of a filing: program %.0f + PostgreSQL %.0f µs, limit %.0f µs\n",
			n+1, clients, v.rate(201), p50[n], p99[n], rate, l.ratios[n],
			each(inProgram, float64(v.statuses[201])), each(inServer, float64(v.statuses[201])), each(inLimit, rate*length.Seconds()))
	}
	l.product = span(ours, "/s") + fmt.Sprintf(", p50 %.2f p99 %.2f ms", median(p50), median(p99))
	l.limit = span(theirs, "/s pgbench")
	return nil
}

// settle waits until the readers of the log have caught up, so that the limit
// has the machine to itself; at most half a minute.
func (f *filer) settle(ctx context.Context) error {
	for range 300 {
		behind, err := ask[int](ctx, f.database, `SELECT count(*)::int FROM (SELECT 1 FROM pending UNION ALL
			SELECT 1 FROM cursor WHERE name <> 'log' AND pos < (SELECT pos FROM cursor WHERE name = 'log')) x`)
		if err != nil || behind == 0 {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

// pgbench runs one statement from a script.
type pgbench struct {
	path, script, database string
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

func (p *pgbench) run(ctx context.Context, clients int, length time.Duration) (float64, error) {
	cmd := exec.CommandContext(ctx, p.path, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(clients, 2)),
		"-T", strconv.Itoa(int(length.Seconds())), "-f", p.script, p.database)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	m := tps.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("pgbench says no rate:\n%s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// variable is what pgbench would take for one of its variables.
var variable = regexp.MustCompile(`([^:]):([\pL_])`)

// fileLimit writes a script that inserts the rows of a report that the product
// filed, byte for byte but for its ids, into a database of the same schema.
func (s *stage) fileLimit(ctx context.Context, f *filer) (*pgbench, error) {
	path, err := s.tool("pgbench")
	if err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, f.database)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx) //nolint:errcheck
	statement, err := filingStatement(ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("the limit of filing: %w", err)
	}
	database, err := s.fresh(ctx, "filing_limit")
	if err != nil {
		return nil, err
	}
	// pgbench takes a colon inside a literal for a variable.
	statement = variable.ReplaceAllString(statement, "$1.$2")
	script := filepath.Join(s.dir, "filing.sql")
	p := &pgbench{path: path, script: script, database: database}
	if err := os.WriteFile(script, []byte(statement), 0o600); err != nil {
		return nil, err
	}
	_, err = p.run(ctx, 2, time.Second)
	return p, err
}

// timedID is an id that begins with the time, as the product's ids do, so that
// both fill their indexes alike; h holds the time's digits.
const timedID = "overlay(gen_random_uuid()::text PLACING h FROM 1 FOR 13)::uuid"

// filingStatement inserts the rows of the newest report, under fresh ids, in
// one statement.
func filingStatement(ctx context.Context, conn *pgx.Conn) (string, error) {
	var incident string
	if err := conn.QueryRow(ctx, `SELECT incident_id::text FROM report ORDER BY id DESC LIMIT 1`).Scan(&incident); err != nil {
		return "", err
	}
	mine := "incident_id = '" + incident + "'"
	tables := []struct {
		name, where string
		fresh       map[string]string
	}{
		{"once", "ctid = (SELECT min(ctid) FROM once)", map[string]string{"key_hash": "sha256(uuid_send(incident))"}},
		{"incident", "id = '" + incident + "'", map[string]string{"id": "incident", "lead_chain": "chain",
			"reference": "'GZ-' || right(incident::text, 11)", "received_at": "now()", "changed_at": "now()"}},
		{"incident_party", mine, map[string]string{"incident_id": "incident"}},
		{"duty", mine, map[string]string{"incident_id": "incident", "chain": "chain"}},
		{"report", mine, map[string]string{"id": "report", "incident_id": "incident", "receipt": "sha256(uuid_send(report))", "at": "now()"}},
		{"incident_text", mine, map[string]string{"incident_id": "incident"}},
		{"respondent", mine, map[string]string{"id": "respondent", "incident_id": "incident"}},
		{"event", "subject_id = '" + incident + "'", map[string]string{"id": "event", "subject_id": "incident", "at": "now()"}},
	}
	parts := []string{
		"t AS MATERIALIZED (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS x)",
		"h AS MATERIALIZED (SELECT left(x, 8) || '-' || substr(x, 9) AS h FROM t)",
		fmt.Sprintf("k AS MATERIALIZED (SELECT %[1]s AS incident, %[1]s AS chain, %[1]s AS report, %[1]s AS respondent, %[1]s AS event FROM h)", timedID),
	}
	for n, t := range tables {
		insert, err := insertLike(ctx, conn, t.name, t.where, t.fresh, "k")
		if err != nil {
			return "", err
		}
		parts = append(parts, fmt.Sprintf("w%d AS (%s)", n, insert))
	}
	return "WITH " + strings.Join(parts, ",\n") + "\nINSERT INTO pending (event_id) SELECT event FROM k;\n", nil
}
