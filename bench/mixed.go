package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// countersExact compares the kept counters with a full count after mixed
// writes: filings, acceptances, and the escalation of every open case.
func (s *stage) countersExact(ctx context.Context, database string, t *table) error {
	f, err := s.filerOn(ctx, database)
	if err != nil {
		return err
	}
	before, err := ask[int](ctx, database, logged)
	if err != nil {
		return err
	}
	if err := s.mixedWrites(ctx, f); err != nil {
		return err
	}
	written, err := ask[int](ctx, database, logged)
	if err != nil {
		return err
	}
	const differ = `SELECT coalesce(sum(abs(coalesce(k.n, 0) - coalesce(c.n, 0))), 0)::float8 FROM
		(SELECT cell, n FROM counter WHERE cell LIKE 'state:%' OR cell = 'open') k FULL JOIN
		(SELECT 'state:' || agency_id || ':' || state AS cell, count(*) AS n FROM incident GROUP BY 1
		UNION ALL SELECT 'open', count(*) FROM incident WHERE open) c USING (cell)`
	d, err := ask[float64](ctx, database, differ)
	if err != nil {
		return err
	}
	t.add(line{number: "12", what: fmt.Sprintf("kept counters − full count after %d mixed writes", written-before), product: number(d), limit: "0",
		ratios: []float64{d}, less: true, exact: true})
	return nil
}

const logged = `SELECT count(*) FROM log`

func (s *stage) mixedWrites(ctx context.Context, f *filer) error {
	defer f.stop()
	for want := f.filed + pick(s.fast, 2_000, 50_000); f.filed < want; {
		if _, err := f.file(ctx, 8, s.period(5*time.Second)); err != nil {
			return err
		}
	}
	if err := acceptSome(ctx, f.database, pick(s.fast, 200, 4_000)); err != nil {
		return err
	}
	n, err := ask[int](ctx, f.database, `WITH due AS (UPDATE duty SET due_at = clock_timestamp() WHERE state = 'armed' AND level = 0 RETURNING 1) SELECT count(*) FROM due`)
	if err != nil {
		return err
	}
	if _, err := (&escalation{stage: s, n: n}).watch(ctx, f.database, time.Now(), nil); err != nil {
		return err
	}
	for range 10 { // each waits for the readers of the log for a time
		if err := f.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// acceptSome lets those who answer for the intake of each agency accept filed
// cases, through the program's own use case.
func acceptSome(ctx context.Context, database string, n int) error {
	d, err := db.Open(ctx, database, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	org, err := d.LoadOrg(ctx)
	if err != nil {
		return err
	}
	cases := workflow.UseCases{Store: d, Env: func() workflow.Env {
		return workflow.Env{Now: time.Now().UTC(), Org: org, Rules: workflow.NewRulebooks(clock.Default())}
	}}
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	rows, err := conn.Query(ctx, `SELECT i.reference, d.post_id FROM incident i JOIN duty d ON d.incident_id = i.id AND d.live_lead WHERE i.state = 'filed' AND d.level = 0 LIMIT $1`, n)
	if err != nil {
		return err
	}
	type filed struct {
		Reference string
		Post      roles.ID
	}
	some, err := pgx.CollectRows(rows, pgx.RowToStructByPos[filed])
	if err != nil {
		return err
	}
	const hands = 8
	ended := make(chan error, hands)
	for hand := range hands {
		go func() {
			var err error
			for k := hand; k < len(some) && err == nil; k += hands {
				person := org.Answer(some[k].Post, time.Now()).Person
				holder, _ := org.Person(person)
				accept := workflow.Command{Action: workflow.Accept, Actor: roles.Actor{Person: person, Role: holder.Role}}
				if _, err = rand.Read(accept.Seed[:]); err == nil {
					_, err = cases.Act(ctx, some[k].Reference, accept, 0)
				}
			}
			ended <- err
		}()
	}
	var errs []error
	for range hands {
		errs = append(errs, <-ended)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("accept a case: %w", err)
	}
	return nil
}
