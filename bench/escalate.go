package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// escalate lets many duties fall due at one instant. The product claims,
// decides in Go and writes; the limit is SQL that writes the same rows in
// batches; asynq runs empty handlers.
func escalate(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	n := o.due
	if n == 0 {
		n = pick(o.fast, 20_000, 100_000)
	}
	if _, err := s.seeded(ctx, "seed", n); err != nil {
		return err
	}
	e := escalation{stage: s, n: n}
	for round := range o.rounds {
		if err := e.round(ctx, round); err != nil {
			return err
		}
	}
	e.lines(t)
	return nil
}

// escalation are the rounds of the comparison, in seconds from the due time
// to the last commit.
type escalation struct {
	*stage
	n                       int
	statement               string
	one, two, killed, limit []float64
	usual, best             []float64 // of asynq, with its defaults and its best settings
}

// grace is the time between the start of an instance and the due time.
const grace = 3 * time.Second

func (e *escalation) round(ctx context.Context, round int) error {
	for _, kind := range []struct {
		into      *[]float64
		instances int
		kill      bool
	}{{&e.one, 1, false}, {&e.two, 2, false}, {&e.killed, 2, true}} {
		took, err := e.product(ctx, kind.instances, kind.kill)
		if err != nil {
			return err
		}
		*kind.into = append(*kind.into, took)
	}
	took, err := e.sqlBatches(ctx)
	if err != nil {
		return err
	}
	e.limit = append(e.limit, took)
	if err := e.empty(ctx); err != nil {
		return err
	}
	fmt.Printf("  round %d: one instance %.2f s, two %.2f s, two with a kill -9 half-way %.2f s, SQL %.2f s, asynq's empty handlers %.2f s, at its best %.2f s\n",
		round+1, e.one[round], e.two[round], e.killed[round], e.limit[round], e.usual[round], e.best[round])
	return nil
}

func (e *escalation) empty(ctx context.Context) error {
	for _, a := range []struct {
		into     *[]float64
		settings asynq.Config
	}{{&e.usual, asynqDefaults()}, {&e.best, asynqBest()}} {
		took, err := emptyHandlers(ctx, e.services.RedisURL, e.n, a.settings)
		if err != nil {
			return err
		}
		*a.into = append(*a.into, took)
	}
	return nil
}

func (e *escalation) lines(t *table) {
	add := func(number, what string, ours, theirs []float64, goal, stretch float64) {
		l := line{number: number, what: what, product: span(ours, " s"), limit: span(theirs, " s"), goal: goal, stretch: stretch, less: true}
		for i := range ours {
			l.ratios = append(l.ratios, ours[i]/theirs[i])
		}
		t.add(l)
	}
	what := fmt.Sprintf("%d due at once, each escalated once: ", e.n)
	add("4", what+"one instance ÷ SQL batches", e.one, e.limit, 2.5, 1.6)
	add("4", what+"two instances ÷ SQL batches", e.two, e.limit, 2.5, 1.6)
	add("4", what+"two, one killed half-way ÷ SQL batches", e.killed, e.limit, 2.5, 1.6)
	add("5", what+"one instance ÷ asynq's empty handlers, its defaults", e.one, e.usual, 0.6, 0.4)
	add("5", what+"one instance ÷ asynq's empty handlers, its best settings", e.one, e.best, 0.6, 0.4)
}

// due makes a copy of the seed in which all duties fall due a little later.
func (e *escalation) due(ctx context.Context, name string) (database string, at time.Time, err error) {
	if database, err = e.copyOf(ctx, name, "seed"); err != nil {
		return "", at, err
	}
	at, err = ask[time.Time](ctx, database, `SELECT clock_timestamp() + interval '1 hour'`)
	if err != nil {
		return "", at, err
	}
	return database, at, sql(ctx, database, `UPDATE duty SET due_at = clock_timestamp() + interval '1 hour' WHERE level = 0`, `VACUUM ANALYZE duty`, `CHECKPOINT`)
}

// ring sets the instant, in a moment, for everything that is open.
func ring(ctx context.Context, database string, after time.Duration) (time.Time, error) {
	var at time.Time
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return at, err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	// the time that the update itself takes comes on top
	err = conn.QueryRow(ctx, `SELECT date_trunc('milliseconds', clock_timestamp()) + $1::interval`, after).Scan(&at)
	if err != nil {
		return at, err
	}
	_, err = conn.Exec(ctx, `UPDATE duty SET due_at = $1 WHERE level = 0`, at)
	return at, err
}

func (e *escalation) product(ctx context.Context, instances int, kill bool) (float64, error) {
	database, _, err := e.due(ctx, "escalating")
	if err != nil {
		return 0, err
	}
	var running []*instance
	for range instances {
		i, err := e.serve(ctx, database)
		if err != nil {
			return 0, err
		}
		defer i.stop()
		running = append(running, i)
	}
	at, err := ring(ctx, database, grace+time.Duration(e.n)*50*time.Microsecond)
	if err != nil {
		return 0, err
	}
	done := e.capture(running[0], fmt.Sprintf("escalate-%d", instances), time.Until(at)+4*time.Second)
	var half func()
	if kill {
		half = running[len(running)-1].kill
	}
	took, err := e.watch(ctx, database, at, half)
	done()
	if err != nil {
		return 0, err
	}
	if e.statement == "" {
		if e.statement, err = escalationStatement(ctx, database); err != nil {
			return 0, err
		}
	}
	return took, e.exactlyOnce(ctx, database)
}

// watch looks every 20 ms whether anything is still due, for at most two
// minutes. It counts by the numbers drawn for events, which costs nothing: to
// count what is due would itself take a good part of a processor. Only behind
// the last one does it look for what is left.
func (e *escalation) watch(ctx context.Context, database string, at time.Time, half func()) (float64, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	const drawn = `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('pending', 'n')::regclass), 0)`
	const look = `SELECT extract(epoch FROM clock_timestamp() - $1)::float8, EXISTS (SELECT FROM duty WHERE state = 'armed' AND due_at <= $1)`
	var before int
	if err := conn.QueryRow(ctx, drawn).Scan(&before); err != nil {
		return 0, err
	}
	late, left := 0.0, true
	for ; left; time.Sleep(20 * time.Millisecond) {
		var n int
		if err := conn.QueryRow(ctx, drawn).Scan(&n); err != nil {
			return 0, err
		}
		if half != nil && n-before >= e.n/2 {
			half()
			half = nil
		}
		if n-before < e.n && time.Since(at) < 2*time.Minute {
			continue
		}
		if err := conn.QueryRow(ctx, look, at).Scan(&late, &left); err != nil {
			return 0, err
		}
		if left && late > 120 {
			return 0, errors.New("some duties were not escalated within two minutes")
		}
	}
	return late, nil
}

// exactlyOnce counts past the program: nothing twice, early or left out.
func (e *escalation) exactlyOnce(ctx context.Context, database string) error {
	cases, err := ask[int](ctx, database, `SELECT count(*) FROM incident WHERE open`)
	if err != nil {
		return err
	}
	for what, want := range map[string]int{
		`SELECT count(*) FROM duty WHERE level = 0 AND state = 'missed' AND ended_at >= due_at`: cases,
		`SELECT count(*) FROM duty WHERE level = 1 AND state = 'armed'`:                         cases,
		`SELECT count(*) FROM duty WHERE level > 1`:                                             0,
		`SELECT count(*) FROM event WHERE kind = 'duty.missed'`:                                 cases,
		`SELECT count(DISTINCT subject_id) FROM event WHERE kind = 'duty.missed'`:               cases,
	} {
		n, err := ask[int](ctx, database, what)
		if err != nil {
			return err
		}
		if n != want {
			return fmt.Errorf("%s gives %d, not %d", what, n, want)
		}
	}
	return nil
}

// escalationStatement writes, from a case that the product raised, one
// statement that raises a batch with the same rows.
func escalationStatement(ctx context.Context, database string) (string, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return "", err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	var incident, by, via string
	if err := conn.QueryRow(ctx, `SELECT incident_id::text, ended_by::text, ended_via FROM duty WHERE state = 'missed' ORDER BY chain DESC LIMIT 1`).Scan(&incident, &by, &via); err != nil {
		return "", err
	}
	next, err := insertLike(ctx, conn, "duty", "incident_id = '"+incident+"' AND level = 1", map[string]string{"incident_id": "incident", "chain": "chain"}, "k")
	if err != nil {
		return "", err
	}
	event, err := insertLike(ctx, conn, "event", "subject_id = '"+incident+"' AND kind = 'duty.missed'",
		map[string]string{"id": "event", "subject_id": "incident", "seq": "version + 1", "at": "now()"}, "k")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(`WITH due AS MATERIALIZED (SELECT d.chain, d.incident_id AS incident, i.version FROM duty d JOIN incident i ON i.id = d.incident_id
WHERE d.state = 'armed' AND d.due_at <= $1 ORDER BY d.due_at, d.chain LIMIT 1000 FOR UPDATE OF i, d SKIP LOCKED),
k AS MATERIALIZED (SELECT due.*, overlay(gen_random_uuid()::text PLACING '0199' FROM 1 FOR 4)::uuid AS event FROM due),
w1 AS (UPDATE duty SET state = 'missed', ended_at = now(), ended_by = '%s', ended_via = '%s' FROM k WHERE duty.chain = k.chain AND duty.level = 0),
w2 AS (UPDATE incident SET version = k.version + 1, lead_level = 1, changed_at = now() FROM k WHERE id = k.incident),
w3 AS (%s), w4 AS (%s), w5 AS (INSERT INTO pending (event_id) SELECT event FROM k)
SELECT count(*) FROM k`, by, strings.ReplaceAll(via, "'", "''"), next, event), nil
}

// sqlBatches runs the statement by two workers until nothing is due.
func (e *escalation) sqlBatches(ctx context.Context) (float64, error) {
	database, _, err := e.due(ctx, "escalating")
	if err != nil {
		return 0, err
	}
	at, err := ring(ctx, database, time.Duration(e.n)*50*time.Microsecond)
	if err != nil {
		return 0, err
	}
	p, err := pool(ctx, database, 2)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	time.Sleep(time.Until(at))
	took, err := e.twoWorkers(ctx, p, at)
	if err != nil {
		return 0, fmt.Errorf("SQL batches: %w", err)
	}
	return took, e.exactlyOnce(ctx, database)
}

func (e *escalation) twoWorkers(ctx context.Context, p *pgxpool.Pool, at time.Time) (float64, error) {
	var wg sync.WaitGroup
	var errs [2]error
	began := time.Now()
	for w := range errs {
		wg.Go(func() {
			for n := 1; n > 0 && errs[w] == nil; {
				errs[w] = p.QueryRow(ctx, e.statement, at).Scan(&n)
			}
		})
	}
	wg.Wait()
	return time.Since(began).Seconds(), errors.Join(errs[:]...)
}
