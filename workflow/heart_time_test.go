package workflow_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// passTime advances the clock and lets everything due rise, as the escalator
// does; nothing that is not due may move.
func (m *machine) passTime() {
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, rapid.SampledFrom([]int{20, 200, 2400}).Draw(m.t, "span")).Draw(m.t, "hours")) * time.Hour)
	before := m.liveDues()
	_, err := m.do(workflow.Command{Action: workflow.TimePassed, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
	for k, old := range before {
		missed := m.store.duties[k].State == record.Missed
		if old.State == record.Armed {
			require.Equal(m.t, !old.DueAt.After(m.now), missed, "missed exactly when its time has passed")
		}
	}
	_, err = m.do(workflow.Command{Action: workflow.Redirect, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
}

// changeOrg makes somebody leave, fall ill or declare a tie.
func (m *machine) changeOrg() {
	person := m.parts.People[rapid.IntRange(0, len(m.parts.People)-1).Draw(m.t, "whom")].ID
	next := record.OrgChange{Revision: m.parts.Revision + 1}
	switch rapid.IntRange(0, 2).Draw(m.t, "org act") {
	case 0:
		next.Leaves = []roles.Leave{{ID: rolestest.ID(fmt.Sprint("sick", m.n)), Person: person, From: m.now}}
	case 1:
		next.Ties = []roles.Tie{{ID: rolestest.ID(fmt.Sprint("tie", m.n)), Person: person, Party: roles.NameParty("x ltd"), From: m.now}}
	default:
		for _, h := range m.parts.Holdings {
			if h.Person == person && h.To == nil {
				now := m.now
				h.To = &now
				next.Holdings = append(next.Holdings, h)
			}
		}
	}
	m.n++
	org, err := workflow.Revise(m.org, next)
	if err != nil {
		return // the last that answers cannot leave
	}
	m.org, m.parts = org, org.Parts
	_, err = m.do(workflow.Command{Action: workflow.Redirect, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
	m.check()
}

// handOver gives all duties of a post of the case to others of its agency.
func (m *machine) handOver() {
	w := m.store.world(m.id)
	if len(w.Duties) == 0 {
		return
	}
	from, _ := m.org.Post(rapid.SampledFrom(w.Duties).Draw(m.t, "duty").Post)
	var to []roles.ID
	for _, p := range m.parts.Posts {
		if p.Agency == from.Agency && p.ID != from.ID {
			to = append(to, p.ID)
		}
	}
	if len(to) == 0 {
		return
	}
	_, err := m.do(workflow.Command{Action: workflow.HandOver, Actor: roles.Actor{Role: roles.System}, Org: &workflow.OrgOrder{From: from.ID, To: to}})
	require.NoError(m.t, err)
	w = m.store.world(m.id)
	clean := slices.ContainsFunc(to, func(p roles.ID) bool {
		decided := w.Incident.State == record.InReview && slices.Contains(w.Deciders, m.org.Answer(p, m.now).Person)
		return !decided && !m.org.Conflicted(p, w.Incident.Accused, m.now) // nobody reviews what they decided
	})
	if lead, led := w.Lead(); led && clean {
		require.NotEqual(m.t, from.ID, lead.Post, "nothing stays behind")
	}
}
