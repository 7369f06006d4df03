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

// ends brings the scene's case to an end: not accepted, confirmed from above.
func (s *scene) ends() {
	s.t.Helper()
	s.act("city/officer", workflow.Reject)
	s.confirm("city/supervisor")
	require.Equal(s.t, record.Rejected, s.state())
}

func TestASuperiorTakesOverOnTheSameClock(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	require.Error(t, s.try("city/leader", workflow.Command{Action: workflow.TakeOver}), "inside an agency a duty is assigned")
	require.ErrorIs(t, s.try("other city/leader", workflow.Command{Action: workflow.TakeOver}), workflow.ErrNotFound)
	s.act("province/leader", workflow.TakeOver)
	after := s.lead()
	require.Equal(t, before.Chain, after.Chain)
	require.Equal(t, before.DueAt, after.DueAt)
	require.Equal(t, id("province/leader"), after.Post)
	require.Equal(t, id("province"), s.store.incidents[s.id].Agency)
	require.Equal(t, id("city"), s.task(workflow.TaskTakeover).To, "the agency it came from")
}

func TestTakingOverAndGivingBackInCirclesGainsNothing(t *testing.T) {
	s := newScene(t)
	due := s.lead().DueAt
	for range 5 {
		s.act("province/leader", workflow.TakeOver)
		require.Error(t, s.try("city/leader", workflow.Command{Action: workflow.GiveBack}), "only whoever took it")
		s.act("province/leader", workflow.GiveBack)
		require.Equal(t, due, s.lead().DueAt)
		require.Equal(t, id("city/officer"), s.leadPost())
		require.Equal(t, id("province/leader"), s.lead().Risen, "what the ladder reached stays reached")
	}
	s.at(due)
	require.Equal(t, id("nation/leader"), s.leadPost(), "the next miss goes on from there")
	require.Empty(t, s.store.world(s.id).Tasks)
}

func TestACaseThatRoseAwayIsNotGivenBackFromBelow(t *testing.T) {
	s := newScene(t)
	s.act("province/leader", workflow.TakeOver)
	s.at(s.lead().DueAt)
	require.Equal(t, id("nation/leader"), s.leadPost())
	require.Error(t, s.try("province/leader", workflow.Command{Action: workflow.GiveBack}))
	s.act("nation/leader", workflow.GiveBack)
	require.Equal(t, id("city/officer"), s.leadPost())
}

func TestTakingOverTwiceIsGivenBackStepByStep(t *testing.T) {
	s := newScene(t)
	s.act("province/leader", workflow.TakeOver)
	s.now = s.now.Add(time.Minute)
	s.act("nation/leader", workflow.TakeOver)
	s.act("nation/leader", workflow.GiveBack)
	require.Equal(t, id("province"), s.store.incidents[s.id].Agency)
	s.act("province/leader", workflow.GiveBack)
	require.Equal(t, id("city"), s.store.incidents[s.id].Agency)
}

func TestTakingOverEndsAnOfferToAThirdAgency(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	s.act("province/leader", workflow.TakeOver)
	require.Nil(t, s.store.world(s.id).Transfer)
	require.Len(t, s.store.world(s.id).Duties, 1)
}

func TestASampleOutlivesTheCaseAndMustBeAnswered(t *testing.T) {
	s := newScene(t)
	require.Error(t, s.try("province/leader", workflow.Command{Action: workflow.Sample}), "only what has ended")
	s.ends()
	for _, below := range []string{"city/leader", "city/supervisor"} {
		require.Error(t, s.try(below, workflow.Command{Action: workflow.Sample}), "nobody samples their own agency")
	}
	require.ErrorIs(t, s.try("other city/leader", workflow.Command{Action: workflow.Sample}), workflow.ErrNotFound)
	s.act("province/leader", workflow.Sample)
	require.Error(t, s.try("province/leader", workflow.Command{Action: workflow.Sample}), "one at a time")
	duty, ok := s.store.world(s.id).Duty(s.task(workflow.TaskSample).Chain)
	require.True(t, ok)
	s.at(duty.DueAt)
	risen, ok := s.store.world(s.id).Duty(duty.Chain)
	require.True(t, ok)
	require.Equal(t, id("nation/leader"), risen.Post, "a finding that is missed rises like every duty")
}

// TestNobodySamplesWhatTheyDecided: neither opens the sample nor finds on it,
// though their post stands above; else an ending could be shielded from a draw
// by those who agreed to it.
func TestNobodySamplesWhatTheyDecided(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	s.do("province/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	require.NotContains(t, workflow.Possible(s.store.world(s.id), s.person("province/leader"), s.env()), workflow.Sample)
	requireCode(t, "decided_before", s.try("province/leader", workflow.Command{Action: workflow.Sample}))
	s.act("nation/leader", workflow.Sample)
	s.parts.Leaves = append(s.parts.Leaves, roles.Leave{ID: id("leave"), Person: id("nation/leader person"), From: s.now})
	s.parts.Holdings = append(s.parts.Holdings, roles.Holding{ID: id("deputy"), Post: id("nation/leader"), Person: id("province/leader person"), Deputy: true, From: s.now})
	s.org = rolestest.Must(s.parts)
	find := workflow.Command{Action: workflow.RecordFinding, Task: s.task(workflow.TaskSample).ID, Result: workflow.FindingUpheld}
	require.NotContains(t, workflow.Possible(s.store.world(s.id), s.person("province/leader"), s.env()), workflow.RecordFinding)
	requireCode(t, "decided_before", s.try("province/leader", find))
}

// TestAMissedSampleRisesPastWhoeverDecided: its duty goes to nobody who could
// not record the finding.
func TestAMissedSampleRisesPastWhoeverDecided(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	s.do("nation/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	s.act("province/leader", workflow.Sample)
	duty, _ := s.store.world(s.id).Duty(s.task(workflow.TaskSample).Chain)
	s.at(duty.DueAt)
	risen, live := s.store.world(s.id).Duty(duty.Chain)
	require.True(t, live)
	require.Equal(t, id("oversight/leader"), risen.Post)
}

func TestADeficientFindingReopensOneLevelAbove(t *testing.T) {
	s := newScene(t)
	s.ends()
	s.act("province/leader", workflow.Sample)
	find := workflow.Command{Action: workflow.RecordFinding, Task: s.task(workflow.TaskSample).ID, Result: "well done"}
	require.Error(t, s.try("province/leader", find), "only the listed results")
	find.Result = workflow.FindingDeficient
	require.Error(t, s.try("nation/leader", find), "only whoever is called")
	s.do("province/leader", find)
	require.Equal(t, record.Investigating, s.state())
	require.Nil(t, s.store.incidents[s.id].ClosedAt)
	require.Equal(t, id("province/officer"), s.leadPost(), "at the agency above the one that ended it")
	require.Equal(t, workflow.DutyInvestigation, s.lead().Kind)
	require.Empty(t, s.store.world(s.id).Tasks)
}

func TestAnUpheldFindingLeavesTheCaseAlone(t *testing.T) {
	s := newScene(t)
	s.ends()
	s.act("nation/leader", workflow.Sample)
	s.do("nation/leader", workflow.Command{Action: workflow.RecordFinding, Task: s.task(workflow.TaskSample).ID, Result: workflow.FindingUpheld})
	require.Equal(t, record.Rejected, s.state())
	require.Empty(t, s.store.world(s.id).Duties)
}

func TestAnExplanationIsHeardByAnotherAndOnlyOnce(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	task := s.task(workflow.TaskExplanation)
	require.Equal(t, id("city/supervisor person"), task.OfPerson)
	say := workflow.Command{Action: workflow.Explain, Message: &record.Message{ID: rolestest.ID("words"), Sealed: []byte{1}}}
	require.Error(t, s.try("city/officer", say), "nothing is asked of them")
	s.do("city/supervisor", say)
	hear := workflow.Command{Action: workflow.HearExplanation, Task: task.ID, Result: "warning"}
	require.Error(t, s.try("city/supervisor", hear), "nobody judges their own miss")
	s.do("city/leader", hear)
	require.Error(t, s.try("city/leader", hear), "it is over")
	require.Error(t, s.try("city/supervisor", say))
	ended := s.store.tasks[task.ID]
	require.Equal(t, record.TaskDone, ended.State)
	require.Equal(t, "warning", ended.Result)
}

func TestNobodyHearsTheirOwnExplanationByHoldingTwoPosts(t *testing.T) {
	parts := rolestest.Small()
	for i := range parts.Holdings { // the supervisor of the city is its leader too
		if parts.Holdings[i].Post == id("city/leader") {
			parts.Holdings[i].Person = id("city/supervisor person")
		}
	}
	s := newSceneIn(t, parts)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	duty, ok := s.store.world(s.id).Duty(s.task(workflow.TaskExplanation).Chain)
	require.True(t, ok)
	require.Equal(t, id("province/leader"), duty.Post)
}
