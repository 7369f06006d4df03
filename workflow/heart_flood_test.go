package workflow_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// flood makes some rejections one of many, by whoever may reject a flood or by
// anybody, and some confirmations those of a flood: of the one proposed or of
// another.
func (m *machine) flood(c *workflow.Command) {
	if rapid.IntRange(0, 2).Draw(m.t, "flood") > 0 {
		return
	}
	batch := m.pick("batch", "flood", "flood", "another flood")
	c.Flood = &record.Flood{Batch: rolestest.ID(batch), Cases: rapid.IntRange(workflow.MinFlood, workflow.MaxFlood).Draw(m.t, "cases")}
	if c.Action != workflow.Reject {
		return
	}
	c.Ground = m.pick("ground of a flood", workflow.GroundFlood, workflow.GroundFlood, workflow.GroundNoViolation)
	w := m.store.world(m.id)
	for _, p := range m.parts.People {
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		if m.org.Stand(actor, w.Case(), m.now).May(roles.RejectFlood) {
			c.Actor = actor
			return
		}
	}
}

// rejectFlood goes the way of a flood on purpose, as far as the case lets it:
// somebody proposes, a second person confirms, by itself or with the others.
func (m *machine) rejectFlood() {
	for _, a := range []workflow.Action{workflow.Reject, workflow.Confirm} {
		_, err := m.do(m.commandFor(a))
		m.requireRefusal(err)
	}
}

// drawn lets a drawing come upon the case: it opens a sample only of one that
// ended, at a post above the agency that led it.
func (m *machine) drawn() {
	change, err := m.do(workflow.Command{Action: workflow.DrawCase, Actor: roles.Actor{Role: roles.System}, Draw: &record.DrawFacts{Month: "2026-10", Closings: 9}})
	m.requireRefusal(err)
	if err != nil {
		return
	}
	require.False(m.t, m.store.incidents[m.id].State.Open())
	last := change.Events[len(change.Events)-1]
	require.Equal(m.t, workflow.TaskSample, last.Facts.Tasks[0].Kind)
	_, err = m.do(workflow.Command{Action: workflow.DrawCase, Actor: roles.Actor{Role: roles.System}, Draw: &record.DrawFacts{Month: "2026-10"}})
	require.Error(m.t, err, "one sample at a time")
}

// checkFlood: only somebody above or in charge proposes to reject many at once,
// only reports of incidents, only as a flood; and the event of the rejection
// says how many the confirming act closed.
func (m *machine) checkFlood(before workflow.World, c workflow.Command, change record.Change) {
	rose := slices.ContainsFunc(change.Events, func(e record.Event) bool { return e.Kind == "duty.missed" || e.Kind == "duty.resumed" })
	if c.Action == workflow.Reject && c.Flood != nil {
		require.True(m.t, rose || m.org.Stand(c.Actor, before.Case(), m.now).May(roles.RejectFlood))
		require.Equal(m.t, record.MatterIncident, before.Incident.Matter)
		require.Equal(m.t, workflow.GroundFlood, c.Ground)
	}
	for _, e := range change.Events {
		if e.Kind != "incident.rejected" || e.Facts.Flood == nil {
			continue
		}
		require.Equal(m.t, workflow.Confirm, c.Action, "a flood needs its second person")
		require.Equal(m.t, workflow.GroundFlood, e.Facts.Ground)
		want := 1 // confirmed by itself
		if c.Flood != nil && c.Flood.Batch == e.Facts.Flood.Batch {
			want = c.Flood.Cases
		}
		require.Equal(m.t, want, e.Facts.Flood.Cases)
	}
}
