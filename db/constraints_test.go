package db_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/workflow"
)

// refusedBy asserts that PostgreSQL itself refused the rows, and by which promise.
func refusedBy(t *testing.T, err error, constraint string) {
	t.Helper()
	var refused *db.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, constraint, refused.Constraint)
}

// moved is an empty act on a case: the next version with its event.
func moved(t *testing.T, w workflow.World, edit func(*record.Change)) record.Change {
	i := w.Incident
	i.Version++
	c := record.Change{
		Guards:    []record.Guard{{Subject: subject(i.ID), Expect: w.Incident.Version, Next: i.Version}},
		Events:    []record.Event{event(t, subject(i.ID), i.Version, "test", due, record.Facts{})},
		Incidents: []record.Incident{i},
	}
	edit(&c)
	return c
}

func one(t *testing.T) (*db.DB, workflow.World) {
	d := dbtest.New(t)
	w, err := d.WorldOf(t.Context(), filed(t, d, 1, due)[0])
	require.NoError(t, err)
	return d, w
}

func TestPostgresRefusesTwoLiveLeads(t *testing.T) {
	d, w := one(t)
	second := w.Duties[0]
	second.Chain = uuid.New()
	err := d.Apply(t.Context(), moved(t, w, func(c *record.Change) { c.Duties = []record.Duty{second} }))
	refusedBy(t, err, "duty_one_live_lead")
}

func TestPostgresAllowsALeadToBeExchanged(t *testing.T) {
	d, w := one(t)
	ended, next := w.Duties[0], w.Duties[0]
	next.Chain = uuid.New()
	ended.State, ended.EndedAt = record.Discharged, &t0
	require.NoError(t, d.Apply(t.Context(), moved(t, w, func(c *record.Change) {
		c.Duties = []record.Duty{next, ended} // the new one first: the check waits for the end
		c.Incidents[0].LeadChain = next.Chain
	})))
}

func TestPostgresRefusesAnOpenIncidentWithoutALead(t *testing.T) {
	d, w := one(t)
	err := d.Apply(t.Context(), moved(t, w, func(c *record.Change) { c.Incidents[0].LeadChain = uuid.Nil }))
	refusedBy(t, err, "incident_open_has_lead")
}

func TestPostgresRefusesAnOpenIncidentWhoseLeadHasEnded(t *testing.T) {
	d, w := one(t)
	ended := w.Duties[0]
	ended.State, ended.EndedAt = record.Discharged, &t0
	err := d.Apply(t.Context(), moved(t, w, func(c *record.Change) { c.Duties = []record.Duty{ended} }))
	refusedBy(t, err, "incident_lead_is_live")
}

func TestPostgresRefusesALeadThatIsNone(t *testing.T) {
	d, w := one(t)
	err := d.Apply(t.Context(), moved(t, w, func(c *record.Change) { c.Incidents[0].LeadChain = uuid.New() }))
	refusedBy(t, err, "incident_lead_is_live")
}

func TestPostgresRefusesAClosedIncidentWithALeadLeft(t *testing.T) {
	d, w := one(t)
	err := d.Apply(t.Context(), moved(t, w, func(c *record.Change) {
		c.Incidents[0].State, c.Incidents[0].LeadChain = record.Closed, uuid.Nil
	}))
	refusedBy(t, err, "duty_lead_of_open_incident")
}

func TestPostgresRefusesAGapInLevels(t *testing.T) {
	d, w := one(t)
	c := rise(t, w, due)
	c.Duties[1].Level = 2
	c.Incidents[0].LeadLevel = 2
	refusedBy(t, d.Apply(t.Context(), c), "duty_rises_from_missed")
}

func TestPostgresRefusesALevelAboveOneThatWasNotMissed(t *testing.T) {
	d, w := one(t)
	c := rise(t, w, due)
	c.Duties[0].State = record.Cancelled
	refusedBy(t, d.Apply(t.Context(), c), "duty_rises_from_missed")
}

func TestPostgresRefusesAnEarlyMiss(t *testing.T) {
	d, w := one(t)
	refusedBy(t, d.Apply(t.Context(), rise(t, w, due.Add(-time.Microsecond))), "duty_never_missed_early")
}

func TestPostgresRefusesAMissByNobody(t *testing.T) {
	d, w := one(t)
	c := rise(t, w, due)
	c.Duties[0].EndedBy = uuid.Nil
	refusedBy(t, d.Apply(t.Context(), c), "duty_missed_by_somebody")
}

func TestPostgresRefusesToUndoAMiss(t *testing.T) {
	d, w := one(t)
	again := w.Duties[0]
	require.NoError(t, d.Apply(t.Context(), rise(t, w, due)))
	w, err := d.WorldOf(t.Context(), w.Incident.ID)
	require.NoError(t, err)
	err = d.Apply(t.Context(), moved(t, w, func(c *record.Change) { c.Duties = []record.Duty{again} }))
	refusedBy(t, err, "duty_missed_is_final")
}

func TestPostgresRefusesASecondEscalationOfOneLevel(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	w, err := d.WorldOf(t.Context(), filed(t, d, 1, due)[0])
	require.NoError(t, err)
	require.NoError(t, d.Apply(t.Context(), rise(t, w, due)))
	_, err = raw(t, url).Exec(t.Context(), `INSERT INTO duty SELECT (jsonb_populate_record(duty, '{"lead": false}')).* FROM duty WHERE level = 1`)
	require.Error(t, err, "generated columns cannot be copied")
	_, err = raw(t, url).Exec(t.Context(), `INSERT INTO duty (chain, level, incident_id, kind, lead, post_id, state, rule, rule_version,
		provisional, opened_at, due_at, first_due_at, base_due_at, risen_post)
		SELECT chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional, opened_at, due_at, first_due_at,
			base_due_at, risen_post
		FROM duty WHERE level = 1`)
	require.ErrorContains(t, err, "duty_pkey")
}

func TestDigit6PostgresKeepsEventsAsTheyAre(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	filed(t, d, 1, due)
	_, err := raw(t, url).Exec(t.Context(), `UPDATE event SET kind = 'other'`)
	require.ErrorContains(t, err, "GZ003")
	_, err = raw(t, url).Exec(t.Context(), `DELETE FROM event`)
	require.ErrorContains(t, err, "GZ003")
	_, _, err = sequencer(t, d).Sequence(t.Context(), 1)
	require.NoError(t, err)
	_, err = raw(t, url).Exec(t.Context(), `UPDATE event SET salt = NULL`)
	require.NoError(t, err, "erasure destroys the salt")
}
