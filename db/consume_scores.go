package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/workflow"
)

// ScoresCursor names the reader of the log that keeps the table of closed duties.
const ScoresCursor = "scores"

// scoreZone is the zone of the months (C7a of the law's facts: Beijing time).
var scoreZone = time.FixedZone("Asia/Shanghai", 8*60*60)

// FoldScores counts every ended duty, reopened case and filer's word once, at
// the log's position. It is a fold for Consume.
func FoldScores(calendar answerability.Calendar) func(context.Context, Tx, []LogEntry) error {
	return func(ctx context.Context, tx Tx, entries []LogEntry) error {
		f := scoreFold{calendar: calendar}
		if err := f.load(ctx, tx.tx, entries); err != nil {
			return wrap("fold scores", err)
		}
		for _, e := range entries {
			f.event(e)
		}
		return wrap("fold scores", f.save(ctx, tx.tx))
	}
}

type scoredDuty struct {
	Chain    uuid.UUID
	Kind     string
	Lead     bool
	OpenedAt time.Time
	FirstDue time.Time // when the chain began to be late
	Paused   int64     // seconds, of all levels
}

type scoredPost struct {
	ID, Agency uuid.UUID
	Class      string
}

// lastLead is the post that ended a case's last lead duty: whoever closed it.
type lastLead struct{ Incident, Post uuid.UUID }

type takenReport struct{ ID uuid.UUID }

type scoreFold struct {
	calendar answerability.Calendar
	duties   map[uuid.UUID]scoredDuty
	posts    map[uuid.UUID]scoredPost
	closers  map[uuid.UUID]uuid.UUID
	taken    map[uuid.UUID]bool // reports that somebody else wrote down, and whose receipt they saw
	lines    []answerability.Closed
	closings []closingRow
}

func (f *scoreFold) load(ctx context.Context, tx pgx.Tx, entries []LogEntry) error {
	var chains, cases, rated []uuid.UUID
	for _, e := range entries {
		if s := e.Event.Facts.Rated; s != nil {
			rated = append(rated, s.Report)
		}
		for _, end := range e.Event.Facts.Ended {
			chains = append(chains, end.Chain)
		}
		cases = append(cases, e.Event.Subject.ID)
	}
	duties, err := list[scoredDuty](ctx, tx, (&query{}).add(`SELECT d.chain, d.kind, d.lead, d.opened_at,
		d.first_due_at, (SELECT sum(p.paused_for)::bigint FROM duty p WHERE p.chain = d.chain) FROM duty d WHERE d.level = d.start_level AND d.chain = ANY (?::uuid[])`, chains))
	if err != nil {
		return err
	}
	posts, err := list[scoredPost](ctx, tx, (&query{}).add(`SELECT id, agency_id, class FROM post`))
	if err != nil {
		return err
	}
	closers, err := list[lastLead](ctx, tx, (&query{}).add(`SELECT DISTINCT ON (incident_id) incident_id, post_id FROM duty
		WHERE lead AND state = 'discharged' AND incident_id = ANY (?::uuid[]) ORDER BY incident_id, ended_at DESC`, cases))
	clerks, err2 := list[takenReport](ctx, tx, (&query{}).add(`SELECT id FROM report WHERE id = ANY (?::uuid[])`, rated).
		add(` AND on_behalf = ANY (?::text[])`, workflow.Channels))
	if err2 != nil {
		return err2
	}
	f.taken = map[uuid.UUID]bool{}
	for _, r := range clerks {
		f.taken[r.ID] = true
	}
	f.duties, f.posts, f.closers = map[uuid.UUID]scoredDuty{}, map[uuid.UUID]scoredPost{}, map[uuid.UUID]uuid.UUID{}
	for _, d := range duties {
		f.duties[d.Chain] = d
	}
	for _, p := range posts {
		f.posts[p.ID] = p
	}
	for _, c := range closers {
		f.closers[c.Incident] = c.Post
	}
	return err
}

func (f *scoreFold) event(entry LogEntry) {
	e := entry.Event
	for _, end := range e.Facts.Ended {
		outcome, counts := f.outcome(e, end)
		if !counts || !f.add(end.Post, f.duties[end.Chain].Kind, outcome, f.level(end, outcome), end.At, f.took(end)) {
			continue
		}
		if outcome == answerability.Ended || outcome == answerability.Flood {
			f.closings = append(f.closings, closingRow{entry.Pos, scoreMonth(end.At), workflow.Ticket(e), e.Subject.ID})
		}
	}
	if from := e.Facts.From; from != "" && !from.Open() && e.Facts.To.Open() && e.Kind != workflow.RecurredEvent {
		f.add(f.closers[e.Subject.ID], "", answerability.Reopened, 0, e.At, 0)
	}
	if s := e.Facts.Rated; s != nil && !f.taken[s.Report] {
		outcome := answerability.Disputed
		if s.Confirmed == "yes" {
			outcome = answerability.Confirmed
		}
		f.add(f.closers[e.Subject.ID], "", outcome, 0, e.At, 0)
	}
}

// level is the one on which a duty was missed. What was done in time counts as
// done on the first, wherever its chain began: a recurrence opens above posts
// that missed nothing, and whoever does it in time is not late.
func (f *scoreFold) level(end record.DutyEnd, outcome string) int {
	d := f.duties[end.Chain]
	if outcome != answerability.Missed && !end.At.After(d.FirstDue) {
		return 0
	}
	return end.Level
}

// outcome says how an ended duty counts. Done earns only where it led the case
// and the case went on: whoever closes, rejects, finds nothing, hands over or
// answers a colleague gains nothing by doing it often.
func (f *scoreFold) outcome(e record.Event, end record.DutyEnd) (string, bool) {
	d, known := f.duties[end.Chain]
	switch {
	case !known:
		return "", false
	case end.State == record.Missed:
		return answerability.Missed, true
	case end.State != record.Discharged || !d.Lead:
		return "", false
	case e.Facts.To == record.Rejected && e.Facts.Ground == workflow.GroundFlood:
		return answerability.Flood, true
	case e.Facts.To == record.Closed, e.Facts.To == record.Rejected:
		return answerability.Ended, true
	case !e.Facts.To.Open():
		return answerability.Dismissed, true
	case e.Facts.Outcome != nil && !e.Facts.Outcome.Founded:
		return answerability.Dismissed, true
	}
	return answerability.Done, true
}

// took is how long the chain took, in minutes of working days. Lawful pauses are
// taken off.
func (f *scoreFold) took(end record.DutyEnd) int64 {
	d := f.duties[end.Chain]
	return answerability.Step(f.calendar.WorkingMinutes(d.OpenedAt, end.At.Add(-time.Duration(d.Paused)*time.Second)))
}

func (f *scoreFold) add(post uuid.UUID, kind, outcome string, level int, at time.Time, minutes int64) bool {
	p, known := f.posts[post]
	if !known {
		return false
	}
	f.lines = append(f.lines, answerability.Closed{
		Subject: answerability.OfAgency, ID: p.Agency.String(), Class: p.Class, Kind: kind, Month: scoreMonth(at),
		Outcome: outcome, Level: level, Minutes: minutes, N: 1,
	})
	return true
}

func scoreMonth(at time.Time) string { return at.In(scoreZone).Format("2006-01") }

func (f *scoreFold) save(ctx context.Context, tx pgx.Tx) error {
	lines := answerability.Merge(f.lines)
	type l = *answerability.Closed
	b := &pgx.Batch{}
	queue(b, len(lines), `INSERT INTO closed_duty (agency_id, class, kind, month, outcome, level, minutes, n)
		SELECT * FROM unnest($1::text[]::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[])
		ON CONFLICT (agency_id, class, kind, month, outcome, level, minutes) DO UPDATE SET n = closed_duty.n + excluded.n`,
		col(lines, func(x l) string { return x.ID }), col(lines, func(x l) string { return x.Class }), col(lines, func(x l) string { return x.Kind }),
		col(lines, func(x l) string { return x.Month }), col(lines, func(x l) string { return x.Outcome }),
		col(lines, func(x l) int32 { return int32(x.Level) }), col(lines, func(x l) int64 { return x.Minutes }), col(lines, func(x l) int64 { return x.N }))
	queueClosings(b, f.closings)
	return tx.SendBatch(ctx, b).Close()
}
