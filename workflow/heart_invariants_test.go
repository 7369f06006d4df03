package workflow_test

import (
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// check holds the invariants after every commit.
func (m *machine) check() {
	i := m.store.incidents[m.id]
	leads := 0
	for _, d := range m.store.duties {
		if d.Lead && d.State.Live() {
			leads++
			require.Equal(m.t, i.LeadChain, d.Chain)
			require.Equal(m.t, i.LeadLevel, d.Level)
		}
		if d.State.Live() {
			who, known := m.org.Person(m.org.Answer(d.Post, m.now).Person)
			require.True(m.t, known && who.Name != "", "the post of a live duty always names a person")
			require.True(m.t, i.State.Open() || m.outlives(d), "no duty survives its case but that of a task which outlives it, or to agree on taking it up again")
		}
		if d.Level > d.Start {
			below := m.store.duties[dutyKey{d.Chain, d.Level - 1}]
			require.False(m.t, m.org.Above(below.Risen, d.Risen), "the ladder never goes down")
			require.Equal(m.t, record.Missed, m.store.duties[dutyKey{d.Chain, d.Level - 1}].State, "levels rise without a gap")
		}
		if d.State == record.Missed {
			require.False(m.t, d.EndedAt.Before(d.DueAt), "never early")
			require.NotEqual(m.t, uuid.Nil, d.EndedBy, "a miss names who answered")
		}
	}
	if i.State.Open() {
		require.Equal(m.t, 1, leads, "an open case has exactly one live lead duty")
	} else {
		require.Zero(m.t, leads)
	}
	m.checkClosing()
	m.checkReplay()
}

// outlives reports whether a duty is that of a task which outlives its case.
func (m *machine) outlives(d record.Duty) bool {
	for _, t := range m.store.tasks {
		rule, ok := workflow.TaskRuleOf(t.Kind)
		if t.Chain == d.Chain && ok && rule.Outlives && t.State == record.TaskOpen {
			return true
		}
	}
	for _, p := range m.store.proposals {
		if p.Chain == d.Chain && p.State == record.ProposalOpen && p.Action == string(workflow.Reopen) {
			return true
		}
	}
	return false
}

// checkReplay: the events alone give the tables.
func (m *machine) checkReplay() {
	w := workflow.Replay(m.store.events[m.id])
	require.Empty(m.t, cmp.Diff(m.store.incidents[m.id], w.Incident, cmpopts.EquateEmpty()))
	require.Len(m.t, w.Duties, len(m.store.duties))
	for _, d := range w.Duties {
		require.Empty(m.t, cmp.Diff(m.store.duties[dutyKey{d.Chain, d.Level}], d, cmpopts.EquateEmpty()))
	}
	require.Len(m.t, w.Tasks, len(m.store.tasks))
	for _, x := range w.Tasks {
		require.Empty(m.t, cmp.Diff(m.store.tasks[x.ID], x, cmpopts.EquateEmpty()))
		_, live := m.store.world(m.id).Duty(x.Chain)
		require.Equal(m.t, x.State == record.TaskOpen, live || x.Chain == uuid.Nil && x.State == record.TaskOpen, "a task is open as long as its duty is live")
	}
	for _, p := range w.Proposals {
		require.Empty(m.t, cmp.Diff(m.store.proposals[p.ID], p, cmpopts.EquateEmpty()))
	}
	require.Len(m.t, w.Appeals, len(m.store.appeals))
	for _, a := range w.Appeals {
		require.Empty(m.t, cmp.Diff(m.store.appeals[a.ID], a, cmpopts.EquateEmpty()))
	}
}

// checkExcluded: whoever is conflicted sees nothing and may do nothing.
func (m *machine) checkExcluded() {
	w := m.store.world(m.id)
	for _, p := range m.parts.People {
		if !m.org.PersonConflicted(p.ID, w.Incident.Accused, m.now) {
			continue
		}
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		require.Empty(m.t, workflow.Possible(w, actor, m.env()))
		require.False(m.t, m.org.Stand(actor, w.Case(), m.now).Sees())
		_, err := workflow.Decide(w, workflow.Command{Action: workflow.Comment, Actor: actor, Message: &record.Message{Sealed: []byte{1}}}, m.env())
		require.ErrorIs(m.t, err, workflow.ErrNotFound)
	}
}

func (m *machine) requireRefusal(err error) {
	if err != nil {
		_, ok := workflow.AsRefusal(err)
		require.True(m.t, ok, "only refusals for people: %v", err)
	}
}
