package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func toAgency(a workflow.Action, agency string) workflow.Command {
	return workflow.Command{Action: a, To: id(agency)}
}

func (s *scene) task(kind string) record.Task {
	s.t.Helper()
	for _, t := range s.store.world(s.id).Tasks {
		if t.Kind == kind {
			return t
		}
	}
	require.Fail(s.t, "no open task", kind)
	return record.Task{}
}

func (s *scene) sees(who string) bool {
	return s.org.Stand(s.person(who), s.store.world(s.id).Case(), s.now).Sees()
}

func refusedAs(t *testing.T, err error, code string) {
	t.Helper()
	r, ok := workflow.AsRefusal(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, r.Code)
}

func TestAConsultationIsADutyOfAnotherAgencyAndGainsTheLeadNoTime(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	s.do("city/officer", toAgency(workflow.Consult, "other city"))
	require.Equal(t, before, s.lead(), "neither the holder nor the clock of the lead changes")
	x, live := s.store.world(s.id).Duty(s.task(workflow.TaskConsultation).Chain)
	require.True(t, live)
	require.Equal(t, id("other city/officer"), x.Post)
	require.True(t, s.sees("other city/officer"))
	s.do("city/officer", toAgency(workflow.Consult, "province"))
	refusedAs(t, s.try("city/officer", toAgency(workflow.Consult, "other city")), "asked_already")
	refusedAs(t, s.try("city/officer", toAgency(workflow.Consult, "city")), "same_agency")
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.AnswerConsultation, Task: s.task(workflow.TaskConsultation).ID}), "nobody answers what they asked")

	s.do("other city/officer", workflow.Command{Action: workflow.AnswerConsultation})
	require.False(t, s.sees("other city/officer"), "what was asked is answered: the case is not theirs to see any more")
	require.Equal(t, before, s.lead())
	s.do("city/officer", toAgency(workflow.Consult, "other city"))
}

func TestAConsultedAgencyThatIsSilentRisesOnItsOwnLadder(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", toAgency(workflow.Consult, "other city"))
	task := s.task(workflow.TaskConsultation)
	x, _ := s.store.world(s.id).Duty(task.Chain)
	lead := s.lead()
	s.at(x.DueAt)
	require.Equal(t, record.Missed, s.store.duties[dutyKey{x.Chain, 0}].State)
	risen, live := s.store.world(s.id).Duty(task.Chain)
	require.True(t, live)
	require.Equal(t, 1, risen.Level)
	require.Equal(t, lead.Chain, s.lead().Chain, "the asking agency's lead is the same chain")
	s.do("city/officer", workflow.Command{Action: workflow.WithdrawConsultation})
	require.Equal(t, record.Missed, s.store.duties[dutyKey{x.Chain, 0}].State, "withdrawing the question does not take the miss back")
}

func TestAConflictedAgencyIsNeitherAskedNorInvited(t *testing.T) {
	s := newScene(t, roles.AgencyParty(id("other city")))
	for _, a := range []workflow.Action{workflow.Consult, workflow.InviteJoint} {
		err := s.try("city/officer", toAgency(a, "other city"))
		refusedAs(t, err, "agency_excluded")
		require.Equal(t, "this agency cannot handle the case", err.(*workflow.Refusal).Detail, "and not why") //nolint:errorlint // a refusal is returned as it is
	}
	require.False(t, s.sees("other city/officer"))
}

func TestAJointAgencySeesAndComments(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	s.do("city/officer", toAgency(workflow.InviteJoint, "other city"))
	require.False(t, s.sees("other city/leader"), "whoever is only invited sees nothing but through the duty to answer")
	s.do("other city/officer", workflow.Command{Action: workflow.AcceptJoint})
	for _, who := range []string{"other city/officer", "other city/supervisor", "other city/leader"} {
		require.True(t, s.sees(who))
		s.do(who, workflow.Command{Action: workflow.Comment, Message: &record.Message{ID: id("m " + who), Kind: "comment", Sealed: []byte{1}}})
	}
	require.Equal(t, before, s.lead(), "one lead stays")
	require.Error(t, s.try("other city/officer", workflow.Command{Action: workflow.Accept}), "and only the lead decides")
	refusedAs(t, s.try("city/officer", toAgency(workflow.InviteJoint, "other city")), "asked_already")
	s.do("other city/leader", workflow.Command{Action: workflow.LeaveJoint})
	require.False(t, s.sees("other city/leader"))
}

func TestAJointHandlingIsRefusedWithAMotiveAndEndedByTheLead(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", toAgency(workflow.InviteJoint, "other city"))
	refusedAs(t, s.try("other city/officer", workflow.Command{Action: workflow.RefuseJoint, Reason: " "}), "reason_required")
	s.do("other city/officer", workflow.Command{Action: workflow.RefuseJoint})
	s.do("city/officer", toAgency(workflow.InviteJoint, "other city"))
	s.do("other city/officer", workflow.Command{Action: workflow.AcceptJoint})
	require.Error(t, s.try("other city/leader", workflow.Command{Action: workflow.EndJoint}))
	s.do("city/officer", workflow.Command{Action: workflow.EndJoint})
	require.False(t, s.sees("other city/officer"))
}

func TestTheEndOfACaseEndsWhatOthersWereAsked(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", toAgency(workflow.Consult, "other city"))
	s.do("city/officer", toAgency(workflow.InviteJoint, "province"))
	s.act("city/officer", workflow.Reject)
	s.confirm("city/supervisor")
	require.Equal(t, record.Rejected, s.state())
	require.Empty(t, s.store.world(s.id).Tasks)
	require.False(t, s.sees("other city/officer"))
}

func TestAnAgencyThatTakesTheCaseOverIsNotAskedAnyMore(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", toAgency(workflow.Consult, "other city"))
	s.do("city/officer", toAgency(workflow.InviteJoint, "other city"))
	s.do("city/officer", toAgency(workflow.OfferTransfer, "other city"))
	s.do("other city/officer", workflow.Command{Action: workflow.AcceptTransfer})
	require.Empty(t, s.store.world(s.id).Tasks, "nobody answers themselves")
}

// TestTransfersInCirclesContinueTheSameChain: whoever passes a case on and on
// gains not a minute, and at no time is it without a named person.
func TestTransfersInCirclesContinueTheSameChain(t *testing.T) {
	s := newScene(t)
	first := s.lead()
	here, there := "city", "other city"
	for range 12 {
		s.now = s.now.Add(7 * time.Minute)
		s.do(here+"/officer", toAgency(workflow.OfferTransfer, there))
		require.Equal(t, id(here+"/officer"), s.leadPost(), "until the other side accepts, the sender answers")
		s.now = s.now.Add(11 * time.Minute)
		s.do(there+"/officer", workflow.Command{Action: workflow.AcceptTransfer})
		require.Equal(t, first.Chain, s.lead().Chain)
		require.Equal(t, first.DueAt, s.lead().DueAt)
		here, there = there, here
	}
	require.Zero(t, ownerless(s.store.events[s.id]))
	s.at(first.DueAt)
	require.Equal(t, 1, s.lead().Level, "the time is up when it was up at the beginning")
	require.Equal(t, record.Missed, s.store.duties[dutyKey{first.Chain, 0}].State)
}

// ownerless is how long, over all its events, an open case had no live lead.
func ownerless(events []record.Event) time.Duration {
	var w workflow.World
	var none time.Duration
	for i, e := range events {
		w = workflow.Fold(w, e)
		if _, led := w.Lead(); led || !w.Incident.State.Open() || i+1 == len(events) {
			continue
		}
		none += events[i+1].At.Sub(e.At)
	}
	return none
}
