package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/answerability"
	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// cityScore consumes the whole log and gives the city's card, before any group
// is too small.
func cityScore(t *testing.T, o *office, url string) answerability.Card {
	t.Helper()
	consumeAll(t, o.d)
	calendar, ok := clock.Default().Calendar("cn")
	require.True(t, ok)
	for n := 1; n > 0; {
		var err error
		n, err = o.d.Consume(t.Context(), db.ScoresCursor, 37, db.FoldScores(calendar))
		require.NoError(t, err)
	}
	rows, err := raw(t, url).Query(t.Context(), `SELECT agency_id::text, class, kind, month, outcome, level, minutes, n FROM closed_duty`)
	require.NoError(t, err)
	var lines []answerability.Closed
	for rows.Next() {
		l := answerability.Closed{Subject: answerability.OfAgency}
		require.NoError(t, rows.Scan(&l.ID, &l.Class, &l.Kind, &l.Month, &l.Outcome, &l.Level, &l.Minutes, &l.N))
		lines = append(lines, l)
	}
	require.NoError(t, rows.Err())
	for _, c := range answerability.Cards(lines) {
		if c.ID == rolestest.ID("city").String() && c.Class == "" {
			return c
		}
	}
	return answerability.Card{}
}

func share(c answerability.Card) float64 { return float64(c.Done) / float64(max(c.Counted, 1)) }

// scored is an office that has done some duties in time and missed others.
func scored(t *testing.T) (*office, string) {
	url := dbtest.URL(t)
	o := newOffice(t, open(t, url))
	for range 3 {
		o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
	}
	require.True(t, o.act(o.refs[0], o.person("city/officer"), workflow.Command{Action: workflow.Accept}))
	require.True(t, o.act(o.refs[1], o.person("city/officer"), workflow.Command{Action: workflow.Accept}))
	o.passTime(200 * 24 * time.Hour)
	return o, url
}

func TestWhatIsDoneAndMissedIsCounted(t *testing.T) {
	o, url := scored(t)
	c := cityScore(t, o, url)
	require.Equal(t, int64(2), c.Done)
	require.Equal(t, int64(3), c.Missed[0], "two investigations and a triage")
	require.Equal(t, c.Done+sum(c.Missed), c.Counted)
	require.Equal(t, int64(60), c.Median, "accepted at once: the smallest step")
	require.Equal(t, c, cityScore(t, o, url), "folded once")
}

func sum(list []int64) (n int64) {
	for _, x := range list {
		n += x
	}
	return n
}

// TestMassClosingRaisesNoScore: rejecting everything, which a second person
// confirms, earns nothing.
func TestMassClosingRaisesNoScore(t *testing.T) {
	o, url := scored(t)
	before := cityScore(t, o, url)
	for range 20 {
		ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("y ltd"))
		require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.RejectGrounds[0]}))
		require.True(t, o.act(ref, o.person("city/supervisor"), workflow.Command{Action: workflow.Confirm}))
	}
	after := cityScore(t, o, url)
	require.Equal(t, before.Ended+20, after.Ended)
	require.LessOrEqual(t, share(after), share(before))
	require.Equal(t, before.Median, after.Median)
	require.Equal(t, before.Timed, after.Timed)
}

// TestAFloodIsCountedApart: what is rejected as a flood raises no figure and is
// not hidden among other closings.
func TestAFloodIsCountedApart(t *testing.T) {
	o, url := scored(t)
	before := cityScore(t, o, url)
	for range 3 {
		ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("y ltd"))
		require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.GroundFlood}))
		require.True(t, o.act(ref, o.person("city/supervisor"), workflow.Command{Action: workflow.Confirm}))
	}
	after := cityScore(t, o, url)
	require.Equal(t, int64(3), after.Flooded)
	after.Flooded = before.Flooded
	require.Equal(t, before, after)
}

// TestReclassifyingRaisesNoScore: the table knows nothing of violation, sector
// or region, so calling a case something else moves no figure.
func TestReclassifyingRaisesNoScore(t *testing.T) {
	o, url := scored(t)
	before := cityScore(t, o, url)
	c := raw(t, url)
	_, err := c.Exec(t.Context(), `UPDATE incident SET violation = 'other', sector = 'other', region = '440100'`)
	require.NoError(t, err)
	_, err = c.Exec(t.Context(), `TRUNCATE closed_duty; UPDATE cursor SET pos = 0 WHERE name = 'scores'`)
	require.NoError(t, err)
	require.Equal(t, before, cityScore(t, o, url))
}

// TestTransferringInCirclesRaisesNoScore: a case that is handed over and back
// keeps its one clock; answering the offers earns nothing.
func TestTransferringInCirclesRaisesNoScore(t *testing.T) {
	o, url := scored(t)
	before := cityScore(t, o, url)
	ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("y ltd"))
	for range 5 {
		for _, hop := range [][2]string{{"city", "other city"}, {"other city", "city"}} {
			offer := workflow.Command{Action: workflow.OfferTransfer, To: rolestest.ID(hop[1])}
			require.True(t, o.act(ref, o.person(hop[0]+"/officer"), offer))
			require.True(t, o.act(ref, o.person(hop[1]+"/officer"), workflow.Command{Action: workflow.AcceptTransfer}))
		}
	}
	after := cityScore(t, o, url)
	require.Equal(t, before.Done, after.Done)
	require.LessOrEqual(t, share(after), share(before))
	o.passTime(30 * 24 * time.Hour)
	require.Less(t, share(cityScore(t, o, url)), share(before), "and the time it lost is missed by whoever holds it")
}

// TestAMissOfAMergedCaseIsCounted: two cases that became one have a chain that
// begins at a higher level; what is missed there is missed.
func TestAMissOfAMergedCaseIsCounted(t *testing.T) {
	o, url := scored(t)
	refs := []string{o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("y ltd")), o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("y ltd"))}
	o.passTime(20 * 24 * time.Hour)
	o.two(refs[0], refs[1], "city/supervisor", workflow.Command{Action: workflow.Merge})
	o.two(refs[0], refs[1], "city/leader", workflow.Command{Action: workflow.Confirm})
	o.passTime(20 * 24 * time.Hour)
	cityScore(t, o, url)
	missed := dbtest.Counts(t, url, `SELECT (SELECT coalesce(sum(n), 0)::bigint FROM closed_duty WHERE outcome = 'missed'), (SELECT count(*) FROM duty WHERE state = 'missed')`)
	require.Equal(t, missed[1], missed[0], "every miss, once")
}

func TestThePublicTableNamesNobody(t *testing.T) {
	o, url := scored(t)
	cityScore(t, o, url)
	table, err := o.d.Scores(t.Context(), o.now.AddDate(0, 3, 0), false)
	require.NoError(t, err)
	for _, l := range table.Lines {
		require.Contains(t, append([]int64{0}, answerability.Steps...), l.Minutes)
		require.Len(t, l.Month, len("2026-01"))
	}
	running, err := o.d.Scores(t.Context(), rolestest.Epoch, false)
	require.NoError(t, err)
	require.Empty(t, running.Lines, "no month before the first is over")
}

// TestARecurrenceBlamesNobodyForALevelTheyDidNotMiss: it opens one level up
// without a miss, counts as done in time where it is, and does not lie with
// whoever had closed the case.
func TestARecurrenceBlamesNobodyForALevelTheyDidNotMiss(t *testing.T) {
	url := dbtest.URL(t)
	o := newOffice(t, open(t, url))
	ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
	do := func(who string, actions ...workflow.Action) {
		for _, a := range actions {
			require.True(t, o.act(ref, o.person(who), workflow.Command{Action: a, Outcome: &record.Outcome{Founded: true, Path: "administrative"}}), a)
		}
	}
	do("city/officer", workflow.Accept, workflow.Investigate, workflow.DecideCase, workflow.Close)
	do("city/supervisor", workflow.Confirm)
	before := cityScore(t, o, url)
	require.NoError(t, o.byReceipt(workflow.Command{
		Action: workflow.ReportRecurrence, Reason: "it began again", Violation: "leak", Accused: []roles.Party{roles.NameParty("x ltd")},
	}))
	do("city/supervisor", workflow.DecideCase)
	after := cityScore(t, o, url)
	require.Equal(t, before.Done+1, after.Done, "an investigation done in time, on the level above")
	require.Equal(t, before.Counted+1, after.Counted)
	require.Zero(t, sum(after.Missed))
	require.Zero(t, after.Reopened, "the respondent did it again, not whoever closed")
	found, err := o.d.Check(t.Context())
	require.NoError(t, err)
	for _, f := range found {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
}
