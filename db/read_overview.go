package db

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Overview counts what the actor oversees: the past from kept counters,
// without what the actor is excluded from, the present from the open cases. It
// is refused to whom the policy does not grant it.
func (r *Reader) Overview(ctx context.Context) (workflow.Overview, error) {
	env := r.env()
	if !env.Org.Stand(r.actor, roles.Case{}, env.Now).May(roles.ReadOverview) {
		return workflow.Overview{}, record.Refuse(record.Forbidden, "", "not_yours", "this page is for somebody else")
	}
	l := overviewLoad{missed: map[answerer]*workflow.MissedRow{}, ages: map[string]int64{}, states: map[record.State]int64{}}
	err := r.db.snapshot(ctx, "overview", func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		person := r.actor.Person
		b.Queue(overviewOpen, person, r.now).Query(rowsOf(l.open))
		b.Queue(overviewEnded, person).Query(rowsOf(l.ended))
		b.Queue(overviewAnswered, person).Query(rowsOf(l.answered))
		b.Queue(overviewLive, person, r.now).Query(rowsOf(l.live))
		return tx.SendBatch(ctx, b).Close()
	})
	return l.view(), err
}

func rowsOf[R any](take func(R)) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[R])
		for _, row := range all {
			take(row)
		}
		return err
	}
}

type answerer struct{ post, person uuid.UUID }

type overviewLoad struct {
	missed map[answerer]*workflow.MissedRow
	ages   map[string]int64
	states map[record.State]int64
}

const overviewOpen = `SELECT i.state, CASE WHEN i.received_at > $2::timestamptz - interval '8 days' THEN '0-7'
	WHEN i.received_at > $2::timestamptz - interval '31 days' THEN '8-30'
	WHEN i.received_at > $2::timestamptz - interval '91 days' THEN '31-90' ELSE '91+' END, count(*)
FROM incident i WHERE i.open AND i.matter = 'incident' AND ` + sees + ` GROUP BY 1, 2`

type openCount struct {
	State, Age string
	N          int64
}

func (l overviewLoad) open(row openCount) {
	l.states[record.State(row.State)] += row.N
	l.ages[row.Age] += row.N
}

// hiddenCases are those of which the person $1 must not know. To ask it of each
// ended case would grow with the history, so it starts from what hides them;
// each step is taken by index from the one before. A party is asked for as a
// range, because PostgreSQL reads all cases where it expects that an equal one
// stands in many.
const hiddenCases = `(SELECT x.incident_id FROM person_conflict pc CROSS JOIN LATERAL
	(SELECT ip.incident_id FROM incident_party ip WHERE ip.party >= pc.party AND ip.party <= pc.party OFFSET 0) x WHERE pc.person_id = $1
UNION SELECT own.incident_id FROM report own WHERE own.filer = $1
UNION SELECT mg.incident_id FROM report own JOIN merge mg ON mg.gone_id = own.incident_id AND mg.state = 'merged' WHERE own.filer = $1) h`

// overviewEnded takes the cases that the person is excluded from out of the
// counters of the agencies whose cases the person sees.
const overviewEnded = `WITH hidden AS (SELECT k.agency_id, k.state, count(*) AS n FROM ` + hiddenCases + ` CROSS JOIN LATERAL
	(SELECT c.agency_id, c.state FROM counted c WHERE c.incident_id = h.incident_id AND c.matter = 'incident' OFFSET 0) k GROUP BY 1, 2)
SELECT e.state, sum(c.n - coalesce(h.n, 0))::bigint
FROM (SELECT DISTINCT target_id FROM person_sees WHERE person_id = $1 AND relation IN ('agency', 'over')) s CROSS JOIN (VALUES ('closed'), ('rejected'), ('merged')) AS e (state)
JOIN counter c ON c.cell = 'state:' || s.target_id || ':' || e.state
LEFT JOIN hidden h ON h.agency_id = s.target_id AND h.state = e.state GROUP BY 1`

type endedCount struct {
	State string
	N     int64
}

func (l overviewLoad) ended(row endedCount) {
	if row.N > 0 {
		l.states[record.State(row.State)] += row.N
	}
}

// overseen are the posts in the agencies whose cases the person sees, and
// those below the person's own.
const overseen = `WITH overseen AS (SELECT target_id AS post_id FROM person_sees WHERE person_id = $1 AND relation = 'lead'
	UNION SELECT p.id FROM post p JOIN person_sees s ON s.target_id = p.agency_id WHERE s.person_id = $1 AND s.relation = 'agency') `

const whoColumns = ` coalesce(n.name, ''), p.title_zh, p.title_en, a.name_zh, a.name_en`

const whoTables = ` JOIN post p ON p.id = t.post_id JOIN agency a ON a.id = p.agency_id LEFT JOIN person n ON n.id = t.person_id`

const overviewAnswered = overseen + `, hidden AS (SELECT d.post_id, d.ended_by, count(*) FILTER (WHERE d.state = 'missed') AS missed,
	count(*) FILTER (WHERE d.state = 'discharged') AS discharged FROM ` + hiddenCases + ` CROSS JOIN LATERAL
	(SELECT x.post_id, x.ended_by, x.state FROM duty x WHERE x.incident_id = h.incident_id AND x.ended_by IS NOT NULL OFFSET 0) d GROUP BY 1, 2)
SELECT t.post_id, t.person_id,` + whoColumns + `, t.missed - coalesce(h.missed, 0), t.discharged - coalesce(h.discharged, 0), 0::bigint, 0::bigint
FROM overseen o JOIN answered t ON t.post_id = o.post_id LEFT JOIN hidden h ON h.post_id = t.post_id AND h.ended_by = t.person_id` + whoTables

// overviewLive counts by post before it asks who answers: joined first, each
// duty would be compared with every post.
const overviewLive = overseen + `, live AS MATERIALIZED (SELECT d.post_id, count(*) AS live,
	count(*) FILTER (WHERE d.state = 'armed' AND (d.due_at <= $2 OR d.level > 0 AND d.first_due_at <= $2)) AS late
	FROM duty d JOIN incident i ON i.id = d.incident_id
	WHERE d.ended_at IS NULL AND d.post_id = ANY (ARRAY(SELECT post_id FROM overseen)) AND ` + sees + ` GROUP BY 1),
t AS (SELECT l.post_id, pa.person_id, l.live, l.late FROM live l JOIN post_answer pa ON pa.post_id = l.post_id)
SELECT t.post_id, t.person_id,` + whoColumns + `, 0::bigint, 0::bigint, t.live, t.late FROM t` + whoTables

type answeredCount struct {
	Post, Person                             uuid.UUID
	Name, PostZh, PostEn, AgencyZh, AgencyEn string
	Missed, Discharged, Live, Late           int64
}

func (l overviewLoad) answered(row answeredCount) {
	key := answerer{row.Post, row.Person}
	m, ok := l.missed[key]
	if !ok {
		m = &workflow.MissedRow{Who: workflow.Who{
			Person: row.Name, Post: roles.Text{Zh: row.PostZh, En: row.PostEn}, Agency: roles.Text{Zh: row.AgencyZh, En: row.AgencyEn},
		}}
		l.missed[key] = m
	}
	m.Missed, m.OnTime = m.Missed+row.Missed, m.OnTime+row.Discharged
	m.Live, m.Late = m.Live+row.Live, m.Late+row.Late
}

func (l overviewLoad) live(row answeredCount) { l.answered(row) }

// view puts whoever missed most first.
func (l overviewLoad) view() workflow.Overview {
	o := workflow.Overview{ByState: l.states}
	keys := make([]answerer, 0, len(l.missed))
	for key, m := range l.missed {
		if m.Missed+m.OnTime+m.Live > 0 {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b answerer) int {
		x, y := l.missed[a], l.missed[b]
		return cmp.Or(cmp.Compare(y.Missed, x.Missed), cmp.Compare(y.Late, x.Late), bytes.Compare(a.post[:], b.post[:]), bytes.Compare(a.person[:], b.person[:]))
	})
	for _, key := range keys {
		o.Missed = append(o.Missed, *l.missed[key])
	}
	for _, bucket := range []string{"0-7", "8-30", "31-90", "91+"} {
		o.Backlog = append(o.Backlog, workflow.BacklogRow{Bucket: bucket, N: l.ages[bucket]})
	}
	return o
}
