package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db"
)

// verdict is what the database itself says after a row.
type verdict struct {
	escalations, filingsLost                 int
	lost, doubled, early, gaps, unseen, tail int
	worst                                    time.Duration // lateness of the latest level
	invariants                               int
	broken                                   string
}

// settle waits until every acknowledged case has risen as often as it must and
// all events are in the log; most bounds it. It returns how long it took.
func (t *site) settle(ctx context.Context, most time.Duration) time.Duration {
	took, _ := until(ctx, most, func() bool {
		var waiting int
		err := t.ask(ctx, `SELECT (SELECT count(*) FROM duty WHERE state = 'armed' AND due_at < clock_timestamp() + interval '10 seconds')
			+ (SELECT count(*) FROM pending)
			+ (SELECT count(*) FROM cursor WHERE pos < (SELECT pos FROM cursor WHERE name = 'log'))`, &waiting)
		return err == nil && waiting == 0
	})
	return took
}

func (t *site) ask(ctx context.Context, statement string, into ...any) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, t.database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.QueryRow(ctx, statement).Scan(into...)
}

// level is a level of a duty as the database has it.
type level struct {
	Reference string
	Level     int
	State     string
	Due       time.Time
	Ended     *time.Time
	Announced int // events that say it was missed
}

// levels are those of the duties that lead a case; others beside them have days.
const levels = `SELECT i.reference, d.level, d.state, d.due_at, d.ended_at,
	(SELECT count(*) FROM event e WHERE e.kind = 'duty.missed' AND e.subject_id = i.id) FROM incident i JOIN duty d ON d.incident_id = i.id AND d.lead
	WHERE i.reference = ANY ($1) ORDER BY i.reference, d.chain, d.level`

// judge compares what was acknowledged with what is there. It looks at rows,
// past the program, and then lets the program check every invariant.
func (t *site) judge(ctx context.Context) (v verdict, err error) {
	acks := t.load.acknowledged()
	sent := map[string]time.Time{}
	names := make([]string, 0, len(acks))
	for _, a := range acks {
		sent[a.reference] = a.sent
		names = append(names, a.reference)
	}
	conn, err := pgx.Connect(ctx, t.database)
	if err != nil {
		return v, err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, levels, names)
	if err != nil {
		return v, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[level])
	if err != nil {
		return v, err
	}
	cases := map[string][]level{}
	for _, l := range all {
		cases[l.Reference] = append(cases[l.Reference], l)
	}
	v.filingsLost = len(names) - len(cases)
	for reference, of := range cases {
		v.add(of, sent[reference], t.rises)
	}
	v.filingsLost += len(acks) - len(sent) // one reference for two reports would be one lost
	if err := t.invariants(ctx, &v); err != nil {
		return v, err
	}
	t.escalations.Add(int64(v.escalations))
	return v, nil
}

// clockTolerance is what two readings of one machine's clock may differ by.
const clockTolerance = 5 * time.Millisecond

// add judges one case: it must have risen as often as the rules say, level by
// level, announced once each, never before its time. The time is judged twice:
// against its own row, and against when the filer sent it.
func (v *verdict) add(of []level, sent time.Time, rises int) {
	missed := 0
	for n, l := range of {
		if l.Level != n {
			v.gaps++
		}
		if l.State != "missed" {
			continue
		}
		missed++
		earliest := sent.Add(time.Duration(n+1)*time.Second - clockTolerance)
		if l.Ended == nil || l.Ended.Before(l.Due) || l.Ended.Before(earliest) {
			v.early++
		} else {
			v.worst = max(v.worst, l.Ended.Sub(l.Due))
		}
	}
	v.escalations += missed
	v.lost += max(0, rises-missed)
	v.doubled += max(0, missed-rises) + max(0, of[0].Announced-missed)
	v.unseen += max(0, missed-of[0].Announced)
}

func (t *site) invariants(ctx context.Context, v *verdict) error {
	d, err := db.Open(ctx, t.database, db.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer d.Close()
	findings, err := d.Check(ctx)
	if err != nil {
		return err
	}
	v.invariants = len(findings)
	for _, f := range findings {
		if f.Broken > 0 {
			v.broken = fmt.Sprintf("%s: %d, first %s", f.Name, f.Broken, f.First)
		}
	}
	return t.ask(ctx, `SELECT count(*) FROM cursor WHERE pos < (SELECT pos FROM cursor WHERE name = 'log')`, &v.tail)
}

// figures of a row whose promise is that nothing is lost, doubled or early.
func (v verdict) figures() []figure {
	return []figure{
		info("escalations", v.escalations), zero("lost", v.lost), zero("doubled", v.doubled), zero("early", v.early), zero("gaps", v.gaps),
		zero("not announced", v.unseen), zero("filings lost", v.filingsLost), zero("readers stuck", v.tail),
		truth(fmt.Sprintf("%d invariants", v.invariants), v.broken == "", v.broken),
	}
}

// finish settles, judges and closes: the end of every row with cases.
func (t *site) finish(ctx context.Context) ([]figure, error) {
	took := t.settle(ctx, 30*time.Second)
	v, err := t.judge(ctx)
	if err != nil {
		return nil, err
	}
	list := append(v.figures(), info("settled in", took.Round(time.Millisecond)))
	list = append(list, t.load.figures()...)
	if t.load.wrong > 0 {
		list = append(list, info("the log says", t.complaint()))
	}
	return list, nil
}

// exec runs a statement past the program.
func (t *site) exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, t.database)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}
