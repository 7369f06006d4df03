package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// ordered is a case in which rectification was ordered and a respondent served.
func ordered(t *testing.T) *scene {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.serve()
	s.act("city/officer", workflow.DecideCase, workflow.OrderRectify)
	return s
}

func (s *scene) serve() {
	s.do("city/officer", workflow.Command{Action: workflow.Serve, Body: "You are said to have sold data.", Service: &record.Service{Respondent: id("respondent"), Code: []byte("code")}})
}

// served acts through the respondent's door.
func (s *scene) served(c workflow.Command) error {
	w := s.store.world(s.id)
	w.Served = &record.Service{Incident: s.id, Respondent: id("respondent")}
	return s.as(w, roles.Actor{Role: roles.Respondent}, c)
}

func (s *scene) as(w workflow.World, actor roles.Actor, c workflow.Command) error {
	c.Seed, c.Actor = s.seed(), actor
	if c.Reason == "" {
		c.Reason = "for this reason"
	}
	change, err := workflow.Decide(w, c, s.env())
	if err == nil {
		s.store.apply(s.t, change)
	}
	return err
}

func words() *record.Message {
	return &record.Message{ID: id("words"), Kind: "reply", Sealed: []byte{1}}
}

func TestServiceOpensADoorAndARightWhoseEndBlamesNobody(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	require.ErrorIs(t, s.as(s.store.world(s.id), roles.Actor{Role: roles.Respondent}, workflow.Command{Action: workflow.ReplyServed, Message: words()}), workflow.ErrNotFound,
		"without the code the case does not exist")
	s.serve()
	lead := s.lead()
	require.NoError(t, s.served(workflow.Command{Action: workflow.ReplyServed, Message: words()}))
	require.Error(t, s.served(workflow.Command{Action: workflow.Comment, Message: words()}), "the door is for the respondent's own acts alone")
	s.at(s.task(workflow.TaskService).Until)
	last := s.store.events[s.id][len(s.store.events[s.id])-1]
	require.Equal(t, workflow.WindowEnded, last.Kind)
	require.Empty(t, last.Facts.Ended)
	refusedAs(t, s.served(workflow.Command{Action: workflow.ReplyServed, Message: words()}), "window_over")
	require.Equal(t, lead, s.lead(), "the agency's clock is what it was")
}

func TestReplyingIsOverAtItsEndAlsoBeforeTheSweep(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	s.serve()
	s.now = s.task(workflow.TaskService).Until
	refusedAs(t, s.served(workflow.Command{Action: workflow.ReplyServed, Message: words()}), "window_over")
}

func TestTheRectificationLoop(t *testing.T) {
	s := ordered(t)
	order, check := s.task(workflow.TaskRectification).Until, s.lead()
	promise := func(due time.Time) error {
		return s.served(workflow.Command{Action: workflow.PromiseRectify, Due: due})
	}
	refusedAs(t, promise(order.Add(time.Second)), "due_after_order")
	refusedAs(t, promise(s.now), "due_past")
	require.NoError(t, promise(order.Add(-time.Hour)))
	require.NoError(t, s.served(workflow.Command{Action: workflow.SubmitRectify}))
	refusedAs(t, s.served(workflow.Command{Action: workflow.SubmitRectify}), "submitted_already")
	refusedAs(t, s.try("city/officer", workflow.Command{Action: workflow.Close}), "rectification_unchecked")
	refusedAs(t, s.try("city/officer", workflow.Command{Action: workflow.ReturnRectification, Reason: " "}), "reason_required")
	s.do("city/officer", workflow.Command{Action: workflow.ReturnRectification})
	require.NoError(t, s.served(workflow.Command{Action: workflow.SubmitRectify}))
	s.do("city/officer", workflow.Command{Action: workflow.AcceptRectification})
	require.NoError(t, s.filer(workflow.Command{Action: workflow.DisputeRemedy}))
	refusedAs(t, s.try("city/officer", workflow.Command{Action: workflow.Close}), "rectification_unchecked")
	s.do("city/officer", workflow.Command{Action: workflow.AcceptRectification})
	require.NoError(t, s.filer(workflow.Command{Action: workflow.ConfirmRemedy}))
	require.Equal(t, check, s.lead(), "nothing of all this moved the agency's own clock")
	s.act("city/officer", workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
}

func TestOnlyTwoAgenciesProlongAndOnlyTheRespondentsTime(t *testing.T) {
	s := ordered(t)
	order, check := s.task(workflow.TaskRectification).Until, s.lead()
	prolong := func(due time.Time) workflow.Command { return workflow.Command{Action: workflow.Prolong, Due: due} }
	refusedAs(t, s.try("city/officer", prolong(order)), "due_not_later")
	refusedAs(t, s.try("city/officer", prolong(check.DueAt.Add(time.Second))), "due_after_duty")
	s.do("city/officer", prolong(order.Add(time.Hour)))
	p := s.store.world(s.id).Proposals[0]
	for _, own := range []string{"city/officer", "city/supervisor", "city/leader"} {
		require.Error(t, s.try(own, workflow.Command{Action: workflow.Confirm, Proposal: p.ID}), "%s is of the same agency", own)
	}
	require.Equal(t, order, s.task(workflow.TaskRectification).Until, "proposing gains no time")
	s.confirm("province/leader")
	require.Equal(t, order.Add(time.Hour), s.task(workflow.TaskRectification).Until)
	agreed := lastOf(s, workflow.ProlongedEvent).Facts.Agreed
	require.Equal(t, []record.ID{id("city"), id("province")}, agreed.Agencies, "both agencies are named, the proposer's first")
	require.NotZero(t, agreed.Reason)
	require.Equal(t, check, s.lead(), "the agency's duty is as due as before")
}

// lastOf is the newest event of a kind.
func lastOf(s *scene, kind string) (found record.Event) {
	for _, e := range s.store.events[s.id] {
		if e.Kind == kind {
			found = e
		}
	}
	return found
}
