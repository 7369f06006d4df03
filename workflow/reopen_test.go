package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Tricks with the end of a case: a case that goes on has no new time.

// reopen lets one propose and another of an agency above agree.
func (s *scene) reopen(who, second string) {
	s.t.Helper()
	s.act(who, workflow.Reopen)
	s.confirm(second)
}

// closes ends an investigation by the three people of the city.
func (s *scene) closes() {
	s.t.Helper()
	s.act("city/officer", workflow.DecideCase, workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(s.t, record.Closed, s.state())
}

func investigated(t *testing.T) *scene {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	return s
}

func TestClosingAndReopeningGoesOnWithTheTimeThatWasLeft(t *testing.T) {
	s := investigated(t)
	s.now = s.now.Add(40 * 24 * time.Hour)
	left := s.lead().DueAt.Sub(s.now)
	s.closes()
	s.now = s.now.Add(100 * 24 * time.Hour)
	s.reopen("city/leader", "province/leader")
	require.Equal(t, record.Investigating, s.state())
	require.Equal(t, left, s.lead().DueAt.Sub(s.now))
	require.Equal(t, id("city/officer"), s.leadPost())
	require.Zero(t, s.lead().Level)
}

// TestLeavingNothingLeavesItToTheSuperior: who used up the time has none; the
// superior has the time of a superior.
func TestLeavingNothingLeavesItToTheSuperior(t *testing.T) {
	s := investigated(t)
	s.now = s.lead().DueAt.Add(-time.Minute)
	s.closes()
	s.reopen("city/leader", "province/leader")
	superiors, err := rules.Clock(workflow.DutyInvestigation, 1, s.now, "")
	require.NoError(t, err)
	require.Equal(t, superiors.DueAt, s.lead().DueAt)
	require.Equal(t, id("city/supervisor"), s.leadPost())
	require.Equal(t, 1, s.lead().Level)
	s.at(s.lead().DueAt)
	require.Equal(t, id("city/leader"), s.leadPost())
}

func TestAReopenedCaseIsAsHighAsItHadRisen(t *testing.T) {
	s := investigated(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	require.Equal(t, id("city/leader"), s.leadPost())
	s.act("city/leader", workflow.DecideCase, workflow.Close)
	s.do("province/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	s.reopen("city/supervisor", "nation/leader")
	require.Equal(t, 2, s.lead().Level)
	require.Equal(t, id("city/leader"), s.leadPost())
	s.at(s.lead().DueAt)
	require.Equal(t, id("province/leader"), s.leadPost())
}

func TestNobodyReopensTheSameCaseTwice(t *testing.T) {
	s := investigated(t)
	s.closes()
	s.reopen("city/leader", "province/leader")
	s.now = s.now.Add(time.Hour)
	s.closes()
	requireCode(t, "decided_before", s.try("city/leader", workflow.Command{Action: workflow.Reopen}))
}

func TestReopeningNeedsTwoPeopleWhoDidNotEndIt(t *testing.T) {
	s := investigated(t)
	s.closes()
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Reopen}), "the holder")
	requireCode(t, "decided_before", s.try("city/supervisor", workflow.Command{Action: workflow.Reopen}))
	require.NotContains(t, workflow.Possible(s.store.world(s.id), s.person("city/supervisor"), s.env()), workflow.Reopen)
	require.Error(t, s.try("other city/leader", workflow.Command{Action: workflow.Reopen}), "another agency")
	s.act("city/leader", workflow.Reopen)
	require.Equal(t, record.Closed, s.state(), "one person opens nothing")
	own := workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID}
	for _, who := range []string{"city/leader", "city/supervisor", "city/officer"} {
		require.Error(t, s.try(who, own), "nobody of the agency agrees: %s", who)
	}
	s.confirm("province/leader")
	require.Equal(t, record.Investigating, s.state())
}

func TestReopeningThatWaitsRisesAndIsGoneWhenTheCaseGoesOnOtherwise(t *testing.T) {
	s := investigated(t)
	s.closes()
	s.act("city/leader", workflow.Reopen)
	decide, _ := s.store.world(s.id).Duty(s.store.world(s.id).Proposals[0].Chain)
	s.at(decide.DueAt)
	risen, live := s.store.world(s.id).Duty(decide.Chain)
	require.True(t, live)
	require.Equal(t, id("nation/leader"), risen.Post)
	require.NoError(t, s.appeal("facts"))
	require.Empty(t, s.store.world(s.id).Proposals)
}

// TestASloppyDecisionGainsNoFreshTime: what a reviewer orders anew keeps the
// level that was reached; its time is what was left or the 30 days of an order,
// never the whole again.
func TestASloppyDecisionGainsNoFreshTime(t *testing.T) {
	s := investigated(t)
	s.at(s.lead().DueAt)
	require.Equal(t, 1, s.lead().Level)
	s.act("city/supervisor", workflow.DecideCase)
	require.NoError(t, s.appeal("facts"))
	s.act("province/leader", workflow.Overturn)
	order, err := rules.Clock(workflow.RuleAnew, 0, s.now, "")
	require.NoError(t, err)
	require.Equal(t, order.DueAt, s.lead().DueAt)
	require.Equal(t, 1, s.lead().Level, "what was missed stays missed")
	s.at(s.lead().DueAt)
	require.Equal(t, 2, s.lead().Level)
	require.Equal(t, id("city/leader"), s.leadPost(), "not below what the ladder had reached")
}

func TestAnEarlyDecisionThatFallsHasWhatWasLeft(t *testing.T) {
	s := investigated(t)
	s.now = s.now.Add(10 * 24 * time.Hour)
	left := s.lead().DueAt.Sub(s.now)
	s.act("city/officer", workflow.DecideCase)
	require.NoError(t, s.appeal("facts"))
	s.now = s.now.Add(24 * time.Hour)
	s.act("province/leader", workflow.Overturn)
	require.Equal(t, left, s.lead().DueAt.Sub(s.now))
}

func TestAnAppealDoesNotLowerTheLevelOfWhatItInterrupts(t *testing.T) {
	s := investigated(t)
	s.act("city/officer", workflow.DecideCase)
	s.at(s.lead().DueAt)
	require.Equal(t, 1, s.lead().Level)
	require.NoError(t, s.appeal("law"))
	s.act("province/leader", workflow.Uphold)
	s.confirm("nation/leader")
	require.Equal(t, "conclusion", s.lead().Kind)
	require.Equal(t, 1, s.lead().Level)
}

func TestADeficientSampleGivesNoWholeTimeAgain(t *testing.T) {
	s := investigated(t)
	s.at(s.lead().DueAt)
	s.act("city/supervisor", workflow.DecideCase, workflow.Close)
	s.confirm("city/leader")
	s.act("province/leader", workflow.Sample)
	s.do("province/leader", workflow.Command{Action: workflow.RecordFinding, Task: s.task(workflow.TaskSample).ID, Result: workflow.FindingDeficient})
	order, err := rules.Clock(workflow.RuleAnew, 0, s.now, "")
	require.NoError(t, err)
	require.Equal(t, order.DueAt, s.lead().DueAt)
	require.Equal(t, id("province/officer"), s.leadPost())
	require.Equal(t, 1, s.lead().Level)
}

// TestARisenCaseThatIsReopenedHasNoWholeTimeAgain: what was used on a level that
// the ladder had reached stays used too; with less left than a superior has, it
// is the next superior's.
func TestARisenCaseThatIsReopenedHasNoWholeTimeAgain(t *testing.T) {
	s := investigated(t)
	s.at(s.lead().DueAt)
	require.Equal(t, id("city/supervisor"), s.leadPost())
	s.now = s.lead().DueAt.Add(-time.Minute)
	s.act("city/supervisor", workflow.DecideCase, workflow.Close)
	s.do("province/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	s.reopen("city/leader", "nation/leader")
	require.Equal(t, 2, s.lead().Level, "the supervisor had a minute left and gets no new days")
	require.Equal(t, id("city/leader"), s.leadPost())
}

// TestEveryNewDecisionCanBeAppealedOnEachGround: once per ground counts from the
// last decision, however the case came to be decided again.
func TestEveryNewDecisionCanBeAppealedOnEachGround(t *testing.T) {
	ways := map[string]func(*scene){
		"a deficient sample": func(s *scene) {
			s.act("nation/leader", workflow.Sample)
			s.do("nation/leader", workflow.Command{Action: workflow.RecordFinding, Task: s.task(workflow.TaskSample).ID, Result: workflow.FindingDeficient})
		},
		"a recurrence": func(s *scene) { require.NoError(t, s.filer(again("x ltd", "leak"))) },
	}
	for way, goesOn := range ways {
		s := remediedCase(t)
		require.NoError(t, s.appeal("facts"))
		s.do("province/leader", assign("province/officer"))
		s.act("province/officer", workflow.Uphold)
		s.confirm("province/leader")
		requireCode(t, "appeal_used", s.appeal("facts"))
		goesOn(s)
		require.Equal(t, record.Investigating, s.state(), way)
		s.act(s.answering(), workflow.DecideCase)
		require.NoError(t, s.appeal("facts"), way)
	}
}
