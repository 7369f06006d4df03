package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestALiftedClosingReportGoesOn: the case is loaded with what its time was, it
// lasts when the case ends, and replay gives the tables.
func TestALiftedClosingReportGoesOn(t *testing.T) {
	d := open(t, dbtest.URL(t))
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	officer, leader := o.person("city/officer"), o.person("city/leader")
	leak := workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{Kind: "breach_duties", Facts: []byte(`{"facts":{"operator":"other","persons":1000000}}`)}}
	closing := func() time.Time {
		w, err := d.World(t.Context(), ref)
		require.NoError(t, err)
		for _, x := range w.Duties {
			if x.Kind == workflow.DutyBreachClosing {
				return x.DueAt
			}
		}
		return time.Time{}
	}
	require.True(t, o.act(ref, officer, leak))
	require.Zero(t, closing())
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.EndBreachHandling, Ended: o.now, Reason: "clean again"}))
	due := closing()
	require.NotZero(t, due)
	o.now = o.now.Add(time.Hour)
	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	var task workflow.Command
	for _, x := range w.Tasks {
		if x.Kind == workflow.TaskBreachClosing {
			task = workflow.Command{Action: workflow.LiftBreachTask, Task: x.ID, Reason: "not theirs"}
		}
	}
	require.True(t, o.act(ref, leader, task))
	require.Zero(t, closing())
	require.True(t, o.act(ref, officer, leak))
	require.Equal(t, due, closing(), "assessing after a lift gives no new time")

	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "no rule is broken"}))
	o.confirm(ref, "city/supervisor")
	require.Equal(t, due, closing(), "nor does the end of the case spare it")
	o.sound()
}
