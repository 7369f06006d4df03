package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/db"
	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/vault"
)

// publicLog measures what the public log costs.
func publicLog(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	if err := s.integrated(ctx, t); err != nil {
		return err
	}
	if err := s.proofs(ctx, t); err != nil {
		return err
	}
	return s.filingWithLog(ctx, t)
}

// withoutLog replaces the switch of the program that is compared with.
const withoutLog = "package main\n\nconst keepsLog = false\n"

// filingWithLog files at two instances in turn, each on a database of its own:
// the product, whose log grows each second (sixty times as often as by
// default), and the same program without leaves, promises and growth.
func (s *stage) filingWithLog(ctx context.Context, t *table) error {
	on, err := s.filer(ctx, "log_on", "GONGZHI_LOG_EVERY=1s")
	if err != nil {
		return err
	}
	product := s.binary
	if s.binary, err = buildWith(ctx, filepath.Join(s.dir, "gongzhi-nolog"), "ledger_switch.go", withoutLog); err != nil {
		return err
	}
	off, err := s.filer(ctx, "log_off")
	s.binary = product
	if err != nil {
		return err
	}
	for _, clients := range pick(s.fast, []int{8}, []int{8, 32}) {
		l := line{number: "3", what: fmt.Sprintf("filing with the public log ÷ without, %d clients", clients), goal: 0.90, stretch: 0.95}
		cpu := line{number: "3", what: fmt.Sprintf("processor time of a filing, with ÷ without, %d clients", clients), goal: 1.10, stretch: 1.05, less: true}
		if err := s.compareLogs(ctx, on, off, clients, &l, &cpu); err != nil {
			return err
		}
		t.add(l)
		t.add(cpu)
	}
	if leaves, err := ask[int](ctx, on.database, `SELECT count(*) FROM log_growth WHERE events > 0`); err != nil || leaves == 0 {
		return fmt.Errorf("the log did not grow: %w", err)
	}
	return on.check(ctx)
}

// compareLogs takes many short turns, each pair the other way round: on a
// machine that others use too, neighbours are the best comparison.
func (s *stage) compareLogs(ctx context.Context, on, off *filer, clients int, l, cpu *line) error {
	length := s.period(3 * time.Second)
	rates, costs := map[*filer][]float64{}, map[*filer][]float64{}
	for n := range 4 * s.rounds {
		pair := []*filer{on, off}
		if n%2 == 1 { // who comes second finds a warmer machine
			pair = []*filer{off, on}
		}
		for _, f := range pair {
			rate, cost, err := s.fileOnce(ctx, f, clients, length)
			if err != nil {
				return err
			}
			rates[f], costs[f] = append(rates[f], rate), append(costs[f], cost)
		}
		l.ratios = append(l.ratios, rates[on][n]/rates[off][n])
		cpu.ratios = append(cpu.ratios, costs[on][n]/costs[off][n])
	}
	l.product, l.limit = span(rates[on], "/s"), span(rates[off], "/s without")
	cpu.product, cpu.limit = span(costs[on], " µs"), span(costs[off], " µs without")
	return nil
}

// fileOnce files for a while and waits for the readers of the log; the cost is
// the processor time of one filing in the program and in PostgreSQL, in µs.
func (s *stage) fileOnce(ctx context.Context, f *filer, clients int, length time.Duration) (rate, cost float64, err error) {
	before := spent(f.cmd.Process.Pid, false) + s.postgresSpent()
	v, err := f.file(ctx, clients, length)
	if err != nil {
		return 0, 0, err
	}
	if err := f.settle(ctx); err != nil {
		return 0, 0, err
	}
	used := spent(f.cmd.Process.Pid, false) + s.postgresSpent() - before
	return v.rate(201), float64(used.Microseconds()) / float64(v.statuses[201]), nil
}

// integrated brings waiting events into the log, by the product's own steps,
// and then inserts the very same rows as they are.
func (s *stage) integrated(ctx context.Context, t *table) error {
	events := pick(s.fast, 20_000, 100_000)
	if s.brief {
		events = 500
	}
	l := line{number: "–", what: fmt.Sprintf("%d events sequenced and integrated ÷ raw inserts of the rows", events), stretch: 0}
	var ours, theirs []float64
	for range s.rounds {
		database, err := s.fresh(ctx, "integrated")
		if err != nil {
			return err
		}
		took, err := integrate(ctx, database, events)
		if err != nil {
			return err
		}
		raw, err := insertRaw(ctx, database)
		if err != nil {
			return err
		}
		rate := func(d time.Duration) float64 { return float64(events) / d.Seconds() }
		fmt.Printf("  %d events: product %.0f/s, raw rows %.0f/s\n", events, rate(took), rate(raw))
		ours, theirs = append(ours, rate(took)), append(theirs, rate(raw))
		l.ratios = append(l.ratios, rate(took)/rate(raw))
	}
	l.product, l.limit = span(ours, "/s"), span(theirs, "/s raw")
	t.add(l)
	return nil
}

// waiting makes events of the size of a miss, as an escalation leaves them.
const waiting = `WITH made AS (INSERT INTO event (id, subject_kind, subject_id, seq, kind, at, actor_role, canonical, salt)
	SELECT gen_random_uuid(), 'incident', gen_random_uuid(), 1, 'duty.missed', now(), 'system',
		convert_to('{"v":1,"seq":1,"kind":"duty.missed","facts":"' || repeat(md5(n::text), 30) || '"}', 'UTF8'), sha256(int8send(n))
	FROM generate_series(1, $1::bigint) n RETURNING id)
	INSERT INTO pending (event_id) SELECT id FROM made`

func integrate(ctx context.Context, database string, events int) (time.Duration, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx) //nolint:errcheck
	if _, err := conn.Exec(ctx, waiting, events); err != nil {
		return 0, err
	}
	d, err := db.Open(ctx, database, db.Options{})
	if err != nil {
		return 0, err
	}
	defer d.Close()
	v, err := vault.New()
	if err != nil {
		return 0, err
	}
	grow, err := integrator(v, d.Ledger(), d.Ledger())
	if err != nil {
		return 0, err
	}
	lead, free, err := d.AcquireSequencer(ctx, func(e record.Event) (ledger.Leaf, error) { return ledger.LeafOf(v.CaseKey(e.Subject.ID), e) })
	if err != nil || !free {
		return 0, fmt.Errorf("the log has another lead: %w", err)
	}
	defer lead.Release()
	began := time.Now()
	for n := 1; n > 0; {
		if n, _, err = lead.Sequence(ctx, 1000); err != nil {
			return 0, err
		}
	}
	sequenced := time.Since(began)
	for done := 0; done < events; {
		step, err := grow.Integrate(ctx, began)
		if err != nil {
			return 0, err
		}
		done += step.Events
	}
	fmt.Printf("  sequenced in %s, integrated in %s\n", sequenced.Round(time.Millisecond), (time.Since(began) - sequenced).Round(time.Millisecond))
	return time.Since(began), nil
}

func integrator(v *vault.Vault, source ledger.Source, storage ledger.Storage) (*ledger.Integrator, error) {
	keys, err := ledger.NewKeys("bench.example/log", v.LogKey())
	return &ledger.Integrator{Log: keys.Signer, Verifier: keys.Verifier, Padding: v.PaddingKey(),
		Schedule: ledger.Schedule{Every: time.Second, Floor: 16}, Source: source, Storage: storage}, err
}

// insertRaw reads the rows that the product wrote and inserts them into tables
// that are the same, a thousand entries in a transaction.
func insertRaw(ctx context.Context, database string) (time.Duration, error) {
	pool, err := pgxpool.New(ctx, database)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, `CREATE TABLE raw_log (LIKE log INCLUDING ALL); CREATE TABLE raw_tile (LIKE log_tile INCLUDING ALL)`); err != nil {
		return 0, err
	}
	batches, err := rowsOf(ctx, pool, `SELECT pos, event_id, label, commitment FROM log ORDER BY pos`, 1000)
	if err != nil {
		return 0, err
	}
	tiles, err := rowsOf(ctx, pool, `SELECT level, n, data FROM log_tile ORDER BY n, level`, 16)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	for _, b := range batches {
		if _, err := pool.Exec(ctx, `INSERT INTO raw_log SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[])`, b...); err != nil {
			return 0, err
		}
	}
	for _, b := range tiles {
		if _, err := pool.Exec(ctx, `INSERT INTO raw_tile SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`, b...); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// rowsOf reads rows as columns, so many rows at a time.
func rowsOf(ctx context.Context, pool *pgxpool.Pool, query string, each int) (batches [][]any, err error) {
	rows, err := pool.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		values, err := rows.Values()
		if err != nil {
			return nil, err
		}
		if n%each == 0 {
			batches = append(batches, make([]any, len(values)))
			for i := range values {
				batches[len(batches)-1][i] = []any{}
			}
		}
		last := batches[len(batches)-1]
		for i, value := range values {
			last[i] = append(last[i].([]any), value) //nolint:forcetypeassert // made above
		}
	}
	return batches, rows.Err()
}
