package db_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/answerability"
	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

func (o *office) draws() *workflow.Draws {
	return &workflow.Draws{Cases: &workflow.UseCases{Store: o.d, Secrets: openSecrets{}, Env: o.env}, Store: o.d}
}

// counted lets the log and the table of closed duties come as far as the acts.
func (o *office) counted() {
	consumeAll(o.t, o.d)
	calendar, ok := clock.Default().Calendar("cn")
	require.True(o.t, ok)
	for n := 1; n > 0; {
		var err error
		n, err = o.d.Consume(o.t.Context(), db.ScoresCursor, 37, db.FoldScores(calendar))
		require.NoError(o.t, err)
	}
}

// grown lets the public log take up whatever it has not, at a time.
func (o *office) grown(conn *pgx.Conn, slot time.Time) {
	_, err := conn.Exec(o.t.Context(), `INSERT INTO log_growth (first_index, first_pos, events, padding, slot)
		SELECT coalesce((SELECT max(first_index + events + padding) FROM log_growth), 0), f.p, (SELECT max(pos) FROM log) - f.p + 1, 3, $1
		FROM (SELECT coalesce((SELECT max(first_pos + events) FROM log_growth), 1) AS p) f`, slot)
	require.NoError(o.t, err)
}

// rejects ends cases of one office, by two people.
func (o *office) rejects(n int) {
	for range n {
		ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
		require.True(o.t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation}))
		o.confirm(ref, "city/supervisor")
	}
}

// TestDrawOfAMonthIsByTheLogAndByNobody: the sample follows from the public
// log and the tickets; each drawn case is looked at by somebody above who did
// not decide it; nobody draws a month twice, early, or without the log.
func TestDrawOfAMonthIsByTheLogAndByNobody(t *testing.T) {
	url := dbtest.URL(t)
	o := newOffice(t, open(t, url))
	conn := raw(t, url)
	o.rejects(30)
	month := o.now.In(time.FixedZone("", 8*60*60)).Format("2006-01")
	draw := func(who, month string) (workflow.DrawDone, error) {
		return o.draws().Draw(t.Context(), o.person(who), month)
	}
	refused := func(code, who, month string) {
		t.Helper()
		_, err := draw(who, month)
		r, ok := record.AsRefusal(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, code, r.Code)
	}
	refused("not_yours", "city/officer", month)
	refused("month_unknown", "city/leader", "2026-13")
	refused("month_running", "city/leader", month)
	o.counted()
	o.grown(conn, o.now)
	o.now = o.now.AddDate(0, 1, 3)
	refused("no_seed", "city/leader", month)
	o.file(roles.Actor{Role: roles.Citizen}) // the first act after the month
	o.grownLater(conn)
	refused("nothing_ended", "city/leader", "2020-01")
	done, err := draw("city/leader", month)
	require.NoError(t, err)
	require.Equal(t, 30, done.Draw.Closings)
	require.Equal(t, 3, done.Draw.Size)
	require.Equal(t, 3, done.Opened)
	refused("month_drawn", "province/leader", month)

	tickets, err := o.d.Tickets(t.Context(), month, o.now)
	require.NoError(t, err)
	require.Len(t, tickets, 30)
	o.requireRecomputed(conn, done.Draw, tickets)
	seen, err := o.eyes("province/leader").DrawnCases(t.Context(), done.Draw)
	require.NoError(t, err)
	require.Len(t, seen, 3)
	for _, c := range seen {
		require.Equal(t, "open", c.Sample)
		w, err := o.d.World(t.Context(), c.Reference)
		require.NoError(t, err)
		require.Len(t, w.Tasks, 1)
		duty, live := w.Duty(w.Tasks[0].Chain)
		require.True(t, live)
		require.True(t, o.org.Over(duty.Post, w.Incident.Agency), "somebody above looks")
		require.NotContains(t, w.Deciders, o.org.Answer(duty.Post, o.now).Person)
	}
	none, err := o.eyes("other city/officer").DrawnCases(t.Context(), done.Draw)
	require.NoError(t, err)
	require.Empty(t, none, "a drawing shows nobody a case that they do not see")
	require.Zero(t, o.broken())
	_, err = conn.Exec(t.Context(), `SET session_replication_role = replica; UPDATE sample_draw SET size = 2`)
	require.NoError(t, err)
	require.Positive(t, o.broken(), "a drawing that was changed is found")
}

// broken counts what the check finds, but for the tree of the public log, which
// this office does not sign.
func (o *office) broken() (n int64) {
	findings, err := o.d.Check(o.t.Context())
	require.NoError(o.t, err)
	for _, f := range findings {
		if !strings.Contains(f.Name, "public log") && !strings.Contains(f.Name, "signed") {
			n += f.Broken
		}
	}
	return n
}

func (o *office) grownLater(conn *pgx.Conn) {
	consumeAll(o.t, o.d)
	o.grown(conn, o.now)
	_, err := o.draws().Draw(o.t.Context(), o.person("city/leader"), o.now.AddDate(0, -1, -3).In(time.FixedZone("", 8*60*60)).Format("2006-01"))
	r, ok := record.AsRefusal(err)
	require.True(o.t, ok)
	require.Equal(o.t, "no_seed", r.Code, "not before everything up to the seed is counted")
	o.counted()
}

// requireRecomputed draws again from what is public: the count is in the table of
// closed duties, the seed is an entry of the log.
func (o *office) requireRecomputed(conn *pgx.Conn, d record.Draw, tickets [][]byte) {
	o.t.Helper()
	s, err := o.d.Scores(o.t.Context(), o.now, false)
	require.NoError(o.t, err)
	var ended int64
	for _, l := range s.Lines {
		if l.Month == d.Month && (l.Outcome == answerability.Ended || l.Outcome == answerability.Flood) {
			ended += l.N
		}
	}
	require.Equal(o.t, int64(d.Closings), ended)
	var first []byte
	require.NoError(o.t, conn.QueryRow(o.t.Context(), `SELECT l.commitment FROM log_growth g JOIN log l ON l.pos = g.first_pos
		WHERE g.first_index = $1`, d.Entry).Scan(&first))
	require.Equal(o.t, first, d.Seed)
	drawn := workflow.DrawSample(d.Month, d.Seed, tickets, d.Size)
	rows, err := conn.Query(o.t.Context(), `SELECT c.ticket FROM closing c JOIN task t ON t.incident_id = c.incident_id WHERE t.kind = 'sample'`)
	require.NoError(o.t, err)
	opened, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	require.NoError(o.t, err)
	require.ElementsMatch(o.t, drawn, opened)
}

// TestEightDrawingsAtOnceAreOne: whoever comes second is refused, and each drawn
// case is looked at once.
func TestEightDrawingsAtOnceAreOne(t *testing.T) {
	url := dbtest.URL(t)
	o := newOffice(t, open(t, url))
	o.rejects(10)
	month := o.now.In(time.FixedZone("", 8*60*60)).Format("2006-01")
	o.now = o.now.AddDate(0, 1, 3)
	o.file(roles.Actor{Role: roles.Citizen})
	o.counted()
	conn := raw(t, url)
	o.grown(conn, o.now)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = o.draws().Draw(t.Context(), o.person("city/leader"), month) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		r, ok := record.AsRefusal(err)
		require.True(t, ok && r.Code == "month_drawn" || errors.Is(err, workflow.ErrStale), "%v", err)
	}
	require.Equal(t, 1, won)
	var samples, draws int
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM task WHERE kind = 'sample'), (SELECT count(*) FROM sample_draw)`).Scan(&samples, &draws))
	require.Equal(t, 3, samples)
	require.Equal(t, 1, draws)
}
