package workflow_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

func (m *machine) liveDues() map[dutyKey]record.Duty {
	live := map[dutyKey]record.Duty{}
	for k, d := range m.store.duties {
		if d.State.Live() {
			live[k] = d
		}
	}
	return live
}

// checkDues: only an urge (earlier), a lawful pause's end (later) may move the
// due time of a duty that stays alive.
func (m *machine) checkDues(a workflow.Action, before map[dutyKey]record.Duty) {
	for k, old := range before {
		d := m.store.duties[k]
		if !d.State.Live() || d.DueAt.Equal(old.DueAt) {
			continue
		}
		switch {
		case a == workflow.Urge:
			require.True(m.t, d.DueAt.Before(old.DueAt), "an urge only shortens")
		case old.State == record.Paused && d.State == record.Armed:
			require.False(m.t, d.DueAt.Before(old.DueAt), "a pause never costs time")
		default:
			m.t.Fatalf("%s moved a due time", a)
		}
	}
}

func windowsOf(w workflow.World) map[record.ID]time.Time {
	ends := map[record.ID]time.Time{}
	for _, t := range w.Tasks {
		ends[t.ID] = t.Until
	}
	return ends
}

// checkWindows: only what two people of two agencies agreed on makes a right
// last longer, and never past the lead duty.
func (m *machine) checkWindows(c workflow.Command, before map[record.ID]time.Time) {
	w := m.store.world(m.id)
	for _, t := range w.Tasks {
		old, known := before[t.ID]
		if !known || t.Until.Equal(old) {
			continue
		}
		lead, _ := w.Lead()
		require.Equal(m.t, workflow.Confirm, c.Action, "a right's end moves only by a confirmed act")
		require.Equal(m.t, workflow.TaskRectification, t.Kind)
		require.False(m.t, t.Until.After(lead.DueAt), "never past the agency's own duty")
		for _, p := range m.org.PostsServed(c.Actor.Person, m.now) {
			require.NotEqual(m.t, w.Incident.Agency, p.Agency, "the second person is of another agency")
		}
	}
}
