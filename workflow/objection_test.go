package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// contested is a request whose holder was served a wording.
func contested(t *testing.T) *scene {
	s := newRequest(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", verified())
	s.serve()
	return s
}

// asHolder acts through the door of a respondent in a role.
func (s *scene) asHolder(role string, c workflow.Command) error {
	w := s.store.world(s.id)
	w.Served, w.ServedAs = &record.Service{Incident: s.id, Respondent: id("respondent")}, role
	return s.as(w, roles.Actor{Role: roles.Respondent}, c)
}

func objecting(ground string) workflow.Command {
	return workflow.Command{Action: workflow.ObjectAtDoor, Ground: ground}
}

func answering(result string) workflow.Command {
	return workflow.Command{Action: workflow.AnswerObjection, Result: result}
}

func (s *scene) asks(n string) {
	s.do("city/officer", workflow.Command{Action: workflow.Ask, Message: &record.Message{ID: id(n), Kind: "question", Sealed: []byte{1}}})
}

// TestTheHolderContestsARequestAtTheirOwnDoor: the objection opens a duty to
// answer it, moves no time, and nothing is decided before the answer.
func TestTheHolderContestsARequestAtTheirOwnDoor(t *testing.T) {
	s := contested(t)
	lead, window := s.lead(), s.task(workflow.TaskService).Until
	require.NoError(t, s.asHolder("holder", objecting("kept_by_law")))
	objection := s.task(workflow.TaskObjection)
	require.Equal(t, id("respondent"), objection.To)
	require.Equal(t, "kept_by_law", objection.Ground)
	duty, ok := s.store.world(s.id).Duty(objection.Chain)
	require.True(t, ok)
	require.Equal(t, workflow.DutyObjection, duty.Kind)
	require.Equal(t, lead.Post, duty.Post)
	require.Equal(t, lead, s.lead(), "the holder gained no time")
	require.Equal(t, window, s.task(workflow.TaskService).Until, "nor a longer time to reply")
	require.Equal(t, 1, s.request().Objected)

	s.asks("question")
	wantCode(t, s.try("city/officer", decided("granted")), "objection_open")
	s.do("city/officer", answering(workflow.ObjectionDismissed))
	s.do("city/officer", decided("granted"))
	require.Equal(t, record.Decided, s.state())
}

// TestNoRequestFallsToAnObjectionThePersonWasNotAskedAbout: a question from
// before the objection is not one about it.
func TestNoRequestFallsToAnObjectionThePersonWasNotAskedAbout(t *testing.T) {
	s := contested(t)
	s.asks("before")
	s.now = s.now.Add(time.Hour)
	require.NoError(t, s.asHolder("user", objecting("rights_of_others")))
	wantCode(t, s.try("city/officer", answering(workflow.ObjectionSustained)), "not_heard")
	s.asks("after")
	s.do("city/officer", answering(workflow.ObjectionSustained))
	s.do("city/officer", decided("refused"))

	s = contested(t)
	s.asks("before")
	s.now = s.now.Add(time.Hour)
	s.do("city/officer", workflow.Command{Action: workflow.Object, Ground: "kept_by_law"})
	wantCode(t, s.try("city/officer", decided("granted")), "not_heard")
}

// TestAnObjectionIsNoWayToDelay: one at a time, each ground once, within the
// time to reply, by whoever controls the data, of a request alone.
func TestAnObjectionIsNoWayToDelay(t *testing.T) {
	s := contested(t)
	wantCode(t, s.asHolder("discloser", objecting("kept_by_law")), "not_holder")
	wantCode(t, s.asHolder("holder", objecting("because")), "not_listed")
	require.NoError(t, s.asHolder("holder", objecting("kept_by_law")))
	wantCode(t, s.asHolder("holder", objecting("no_such_data")), "objected_already")
	wantCode(t, s.try("city/officer", answering("perhaps")), "not_listed")
	s.do("city/officer", answering(workflow.ObjectionDismissed))
	wantCode(t, s.asHolder("holder", objecting("kept_by_law")), "ground_used")
	s.now = s.task(workflow.TaskService).Until
	wantCode(t, s.asHolder("holder", objecting("no_such_data")), "window_over")

	s = newScene(t)
	s.act("city/officer", workflow.Accept)
	s.serve()
	wantCode(t, s.asHolder("holder", objecting("kept_by_law")), "wrong_state")
}

// TestAnUnansweredObjectionRisesAndNobodyElseAnswersIt: the miss is of whoever
// leads; the time of the request runs on.
func TestAnUnansweredObjectionRises(t *testing.T) {
	s := contested(t)
	require.NoError(t, s.asHolder("holder", objecting("already_done")))
	lead := s.lead()
	chain := s.task(workflow.TaskObjection).Chain
	duty, _ := s.store.world(s.id).Duty(chain)
	s.at(duty.DueAt)
	risen, ok := s.store.world(s.id).Duty(chain)
	require.True(t, ok)
	require.Equal(t, 1, risen.Level)
	require.Equal(t, lead, s.lead())
	require.Error(t, s.try("city/officer", answering(workflow.ObjectionDismissed)), "it has risen to the superior")
	s.do("city/supervisor", answering(workflow.ObjectionDismissed))
}

// TestTheDutyToAnswerGoesWhereTheLeadGoes: an agency that gives the request
// away keeps no answer to give.
func TestTheDutyToAnswerGoesWhereTheLeadGoes(t *testing.T) {
	s := contested(t)
	require.NoError(t, s.asHolder("holder", objecting("other_procedure")))
	chain := s.task(workflow.TaskObjection).Chain
	before, _ := s.store.world(s.id).Duty(chain)
	s.do("city/officer", toAgency(workflow.OfferTransfer, "other city"))
	s.do("other city/officer", workflow.Command{Action: workflow.AcceptTransfer})
	after, ok := s.store.world(s.id).Duty(chain)
	require.True(t, ok)
	require.Equal(t, s.lead().Post, after.Post)
	require.Equal(t, before.DueAt, after.DueAt, "giving it away gains no time")
	s.do("other city/officer", answering(workflow.ObjectionDismissed))
}
