package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// explanations are the tasks of hearing why a duty was missed.
func (s *scene) explanations() []record.Task {
	var list []record.Task
	for _, t := range s.store.world(s.id).Tasks {
		if t.Kind == workflow.TaskExplanation {
			list = append(list, t)
		}
	}
	return list
}

func TestASecondMissMustBeExplainedToTheNextSuperior(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	require.Empty(t, s.explanations(), "the first miss rises and is not explained yet")
	chain := s.lead().Chain
	s.at(s.lead().DueAt)
	list := s.explanations()
	require.Len(t, list, 1)
	require.Equal(t, rolestest.ID("city/supervisor person"), list[0].OfPerson, "whose miss it was")
	require.Equal(t, chain, list[0].OfChain)
	duty, ok := s.store.world(s.id).Duty(list[0].Chain)
	require.True(t, ok)
	require.Equal(t, rolestest.ID("city/leader"), duty.Post, "the superior hears it")
	s.at(s.lead().DueAt)
	require.Len(t, s.explanations(), 1, "one explanation at a time for a chain")
}

func TestAnEndingSparesNobodyTheExplanation(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	s.act("city/leader", workflow.Reject)
	s.confirm("province/leader")
	require.Equal(t, record.Rejected, s.state())
	list := s.explanations()
	require.Len(t, list, 1)
	duty, ok := s.store.world(s.id).Duty(list[0].Chain)
	require.True(t, ok, "its duty lives on")
	s.now = duty.DueAt.Add(time.Minute)
	require.NoError(t, s.try("system", workflow.Command{Action: workflow.TimePassed}))
	risen, ok := s.store.world(s.id).Duty(list[0].Chain)
	require.True(t, ok)
	require.Equal(t, 1, risen.Level, "and rises like every other")
}
