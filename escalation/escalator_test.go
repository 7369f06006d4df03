package escalation_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/escalation"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

var now = rolestest.Epoch.Add(1000 * time.Hour)

// due hands out worlds once, as a database would.
type due struct {
	worlds  []workflow.World
	written []record.Change
	asked   int
}

func (d *due) EscalateDue(_ context.Context, _ time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	d.asked++
	n := min(limit, len(d.worlds))
	d.written = append(d.written, decide(d.worlds[:n])...)
	d.worlds = d.worlds[n:]
	return n, nil
}

func (d *due) RedirectConflicted(ctx context.Context, at time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	return d.EscalateDue(ctx, at, limit, decide)
}

func (d *due) FireTimers(ctx context.Context, at time.Time, limit int, decide func([]workflow.World) []record.Change) (int, error) {
	return d.EscalateDue(ctx, at, limit, decide)
}

func overdue(t *testing.T, name string) workflow.World {
	env := workflow.Env{Now: rolestest.Epoch, Org: rolestest.Must(rolestest.Small()), Rules: workflow.NewRulebooks(clock.Default())}
	f := &workflow.Filing{ReportID: rolestest.ID(name), Reference: name, Title: "t", Narrative: "n", Violation: "leak", FilerKind: "anonymous"}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: roles.Citizen}, Seed: record.Seed{1}, Filing: f}, env)
	require.NoError(t, err)
	return workflow.World{Incident: c.Incidents[0], Duties: c.Duties}
}

func escalator(d *due, held bool) *escalation.Escalator {
	env := workflow.Env{Now: now, Org: rolestest.Must(rolestest.Small()), Rules: workflow.NewRulebooks(clock.Default())}
	return &escalation.Escalator{
		Due: d, Batch: 2, Env: func() workflow.Env { return env },
		Held: func() (bool, string) { return held, "the clock jumped" },
	}
}

func TestEverythingDueRisesInBatches(t *testing.T) {
	d := &due{worlds: []workflow.World{overdue(t, "a"), overdue(t, "b"), overdue(t, "c")}}
	e := escalator(d, false)
	for more := true; more; {
		var err error
		more, err = e.Escalate(t.Context())
		require.NoError(t, err)
	}
	require.Len(t, d.written, 3)
	for _, c := range d.written {
		require.Equal(t, "duty.missed", c.Events[0].Kind)
		require.Len(t, c.Duties, 2, "the missed level and the next")
	}
}

func TestACaseThatCannotBeDecidedDoesNotStopTheOthers(t *testing.T) {
	broken := overdue(t, "broken")
	broken.Duties[0].Kind = "no such kind of duty"
	d := &due{worlds: []workflow.World{broken, overdue(t, "sound")}}
	_, err := escalator(d, false).Escalate(t.Context())
	require.NoError(t, err)
	require.Len(t, d.written, 1)
}

func TestClaimsAreHeldWhileTheClockIsInDoubt(t *testing.T) {
	d := &due{worlds: []workflow.World{overdue(t, "a")}}
	more, err := escalator(d, true).Escalate(t.Context())
	require.NoError(t, err)
	require.False(t, more)
	require.Zero(t, d.asked)
}
