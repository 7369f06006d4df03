package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// moved ends every holding of a person and gives them a post of another agency.
func (s *scene) moved(who string, to string) {
	parts, at := s.org.Parts, s.now.Add(-time.Minute)
	for i, h := range parts.Holdings {
		if h.Person == id(who+" person") && h.To == nil {
			parts.Holdings[i].To = &at
		}
	}
	parts.Holdings = append(parts.Holdings, roles.Holding{ID: id("moved " + who), Post: id(to), Person: id(who + " person"), Deputy: true, From: at})
	s.org = rolestest.Must(parts)
}

var explains = workflow.Command{Action: workflow.Explain, Message: &record.Message{ID: rolestest.ID("words"), Sealed: []byte{1}}}

// TestWhoeverMovedAwayStillExplainsTheirMiss: the miss stays theirs, the case
// does not.
func TestWhoeverMovedAwayStillExplainsTheirMiss(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	blamed := s.person("city/supervisor")
	require.Equal(t, blamed.Person, s.task(workflow.TaskExplanation).OfPerson)
	s.moved("city/supervisor", "other city/officer")
	w := s.store.world(s.id)
	require.False(t, s.org.Stand(blamed, w.Case(), s.now).Sees(), "the case is not theirs any more")
	require.Equal(t, []workflow.Action{workflow.Explain}, workflow.Possible(w, blamed, s.env()))
	for _, a := range []workflow.Action{workflow.Comment, workflow.HearExplanation, workflow.ExportCase, workflow.Unseal} {
		require.ErrorIs(t, s.try("city/supervisor", workflow.Command{Action: a, Reason: "x"}), record.ErrNotFound, a)
	}
	s.do("city/supervisor", explains)
	require.Len(t, workflow.Asks(s.store.world(s.id), blamed, s.env()), 1)

	s.do("city/leader", workflow.Command{Action: workflow.HearExplanation, Task: s.task(workflow.TaskExplanation).ID, Result: "cleared"})
	require.ErrorIs(t, s.try("city/supervisor", explains), record.ErrNotFound, "once it is heard, the case is gone for them")
	require.Empty(t, workflow.Asks(s.store.world(s.id), blamed, s.env()))
}

// TestAConflictedPersonIsAskedNothing: what a tie hides, a miss does not show.
func TestAConflictedPersonIsAskedNothing(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	blamed := s.person("city/supervisor")
	s.moved("city/supervisor", "other city/officer")
	w := s.store.world(s.id)
	w.Incident.Accused = []roles.Party{roles.AgencyParty(id("other city"))}
	require.Empty(t, workflow.Asks(w, blamed, s.env()))
	require.Empty(t, workflow.Possible(w, blamed, s.env()))
	c := explains
	c.Actor = blamed
	_, err := workflow.Decide(w, c, s.env())
	require.ErrorIs(t, err, record.ErrNotFound)
}
