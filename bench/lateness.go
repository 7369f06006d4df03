package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/queue"
)

// trickle is how many duties fall due each second, and poll the period of the
// product's look at its alarm clock.
const (
	trickle = 200
	poll    = 100 * time.Millisecond
)

// lateness lets duties fall due one after the other while many more are open,
// and measures from each due time to the commit of its escalation, by
// PostgreSQL's own commit times; then the same after Redis was emptied.
func lateness(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	if err := sql(ctx, s.database("postgres"), `ALTER SYSTEM SET track_commit_timestamp = on`); err != nil {
		return err
	}
	if err := s.services.RestartPostgres(ctx); err != nil {
		return err
	}
	n := pick(o.fast, 10_000, 100_000)
	if _, err := s.seeded(ctx, "seed", n); err != nil {
		return err
	}
	usual := line{number: "6", what: fmt.Sprintf("lateness p99 at %d due a second, %d open, ÷ 100 ms; none early", trickle, n), limit: "100 ms poll", goal: 2.5, stretch: 1.5, less: true}
	emptied := line{number: "7", what: "the same after Redis was emptied, seconds", limit: "–", goal: 5, stretch: 1, less: true, unit: " s"}
	var p99, p50, lost []float64
	for round := range o.rounds {
		late, err := s.trickle(ctx, false)
		if err != nil {
			return err
		}
		without, err := s.trickle(ctx, true)
		if err != nil {
			return err
		}
		p50, p99 = append(p50, percentile(late, 0.5)), append(p99, percentile(late, 0.99))
		lost = append(lost, percentile(without, 0.99))
		usual.ratios = append(usual.ratios, p99[round]/float64(poll.Milliseconds()))
		emptied.ratios = append(emptied.ratios, lost[round]/1000)
		fmt.Printf("  round %d: p50 %.0f ms, p99 %.0f ms; Redis emptied: p50 %.0f ms, p99 %.0f ms\n", round+1, p50[round], p99[round], percentile(without, 0.5), lost[round])
	}
	usual.product = span(p99, " ms") + ", p50 " + span(p50, " ms")
	emptied.product = span(lost, " ms")
	t.add(usual)
	t.add(emptied)
	return nil
}

// trickle returns the lateness of each duty in milliseconds. Where Redis is
// emptied it is a quarter of the way in, and those due later count.
func (s *stage) trickle(ctx context.Context, empty bool) ([]float64, error) {
	length := pick(s.fast, 5*time.Second, 20*time.Second)
	database, err := s.copyOf(ctx, "trickling", "seed")
	if err != nil {
		return nil, err
	}
	i, err := s.serve(ctx, database)
	if err != nil {
		return nil, err
	}
	defer i.stop()
	first, err := schedule(ctx, database, length)
	if err != nil {
		return nil, err
	}
	if err := arm(ctx, database, s.services.RedisURL); err != nil {
		return nil, err
	}
	since := first
	if empty {
		since = first.Add(length / 4)
		time.Sleep(time.Until(since))
		if err := redisCommand(s.services.RedisURL, "FLUSHALL"); err != nil {
			return nil, err
		}
	}
	time.Sleep(time.Until(first.Add(length + 2*time.Second)))
	return measured(ctx, database, since, length)
}

// schedule spreads the due times of some duties from a moment ahead.
func schedule(ctx context.Context, database string, length time.Duration) (first time.Time, err error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return first, err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	if err := conn.QueryRow(ctx, `SELECT clock_timestamp() + interval '4 seconds'`).Scan(&first); err != nil {
		return first, err
	}
	_, err = conn.Exec(ctx, `UPDATE duty SET due_at = $1::timestamptz + t.n * $2::interval
		FROM (SELECT chain, row_number() OVER () - 1 AS n FROM (SELECT chain FROM duty WHERE level = 0 AND state = 'armed' LIMIT $3) x) t
		WHERE duty.chain = t.chain AND level = 0`, first, time.Second/trickle, int(length.Seconds()*trickle))
	return first, err
}

// arm tells the alarm clock of every open duty, as filing them does.
func arm(ctx context.Context, database, redisURL string) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	rows, err := conn.Query(ctx, `SELECT incident_id, due_at FROM duty WHERE state = 'armed'`)
	if err != nil {
		return err
	}
	items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[queue.Item])
	if err != nil {
		return err
	}
	q, err := queue.Open(ctx, redisURL, queue.WithTimeout(5*time.Second))
	if err != nil {
		return err
	}
	defer q.Close() //nolint:errcheck
	return q.ArmAll(ctx, items)
}

// measured reads how late each escalation was committed. None may be early or
// missing.
func measured(ctx context.Context, database string, since time.Time, length time.Duration) ([]float64, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	rows, err := conn.Query(ctx, `SELECT extract(epoch FROM pg_xact_commit_timestamp(up.xmin) - d.due_at)::float8 * 1000
		FROM duty d JOIN duty up ON up.chain = d.chain AND up.level = 1 WHERE d.level = 0 AND d.due_at >= $1 AND d.state = 'missed'`, since)
	if err != nil {
		return nil, err
	}
	late, err := pgx.CollectRows(rows, pgx.RowTo[float64])
	if err != nil {
		return nil, err
	}
	left, err := ask[int](ctx, database, `SELECT count(*) FROM duty WHERE state = 'armed' AND due_at <= clock_timestamp() - interval '2 seconds'`)
	if err != nil {
		return nil, err
	}
	if least := int(length.Seconds()*trickle) / 2; left > 0 || len(late) < least {
		return nil, fmt.Errorf("%d duties were not escalated, %d were", left, len(late))
	}
	for _, ms := range late {
		if ms < 0 {
			return nil, fmt.Errorf("a duty was escalated %.1f ms early", -ms)
		}
	}
	return late, nil
}
