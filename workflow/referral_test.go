package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// decidedAs is a case decided on a legal path.
func decidedAs(t *testing.T, path string) *scene {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", workflow.Command{Action: workflow.DecideCase, Outcome: &record.Outcome{Founded: true, Path: path}})
	return s
}

func refer(body, ground string) workflow.Command {
	return workflow.Command{Action: workflow.Refer, To: id(body), Ground: ground}
}

func reply(result string) workflow.Command {
	return workflow.Command{Action: workflow.RecordReply, Result: result}
}

func TestAReferralTakesItsStepsEachWithItsOwnTime(t *testing.T) {
	s := decidedAs(t, "criminal_referral")
	lead := s.lead()
	s.do("city/officer", refer("police", "order_310"))
	x, _ := s.store.world(s.id).Duty(s.task(workflow.TaskReferralDecision).Chain)
	require.Equal(t, id("city/leader"), x.Post, "the head decides")
	require.Equal(t, workflow.DutyReferralDecision, x.Kind)
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.ApproveReferral}), "not whoever asks")
	s.do("city/leader", workflow.Command{Action: workflow.ApproveReferral})
	x, _ = s.store.world(s.id).Duty(s.task(workflow.TaskReferralHandover).Chain)
	require.Equal(t, 24*time.Hour, x.DueAt.Sub(s.now), "handed over within 24 hours")
	require.Equal(t, id("city/officer"), x.Post)
	s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
	x, _ = s.store.world(s.id).Duty(s.task(workflow.TaskReferralReply).Chain)
	require.Equal(t, id("city/supervisor"), x.Post, "the supervising post watches over the reply")
	s.do("city/supervisor", reply(workflow.ReplyAccepted))
	require.Empty(t, s.store.world(s.id).Tasks)
	require.Equal(t, lead, s.lead(), "the case's own duty and clock stood as they were throughout")
}

func TestAGroundMustFitTheBodyAndTheCase(t *testing.T) {
	s := decidedAs(t, "administrative")
	refusedAs(t, s.try("city/officer", refer("police", "order_310")), "no_suspicion")
	refusedAs(t, s.try("city/officer", refer("police", "pipl_70")), "ground_other_body")
	refusedAs(t, s.try("city/officer", refer("procuratorate", "order_310")), "ground_other_body")
	refusedAs(t, s.try("city/officer", refer("nobody", "pipl_70")), "body_unknown")
	refusedAs(t, s.try("city/officer", refer("police", "no such ground")), "ground_unknown")
	s.do("city/officer", refer("police", "pipl_64"))
	refusedAs(t, s.try("city/officer", refer("police", "pipl_64")), "asked_already")
	s.do("city/officer", refer("procuratorate", "pipl_70"))
}

func TestAFindingIsGroundEnoughForOrder310(t *testing.T) {
	s := decidedAs(t, "administrative")
	w := s.store.world(s.id)
	w.Suspected = true
	c := refer("police", "order_310")
	c.Actor, c.Reason = s.person("city/officer"), "the finding says so"
	_, err := workflow.Decide(w, c, s.env())
	require.NoError(t, err)
}

func TestAReferralDoesNotGetRidOfTheCase(t *testing.T) {
	s := decidedAs(t, "criminal_referral")
	lead := s.lead()
	s.do("city/officer", refer("police", "order_310"))
	s.do("city/leader", workflow.Command{Action: workflow.ApproveReferral})
	s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
	s.at(lead.DueAt)
	require.Equal(t, record.Missed, s.store.duties[dutyKey{lead.Chain, 0}].State, "the lead's clock ran on")
	require.Equal(t, id("city/officer person"), s.store.duties[dutyKey{lead.Chain, 0}].EndedBy)
}

func TestASilentBodyIsTheSupervisingPostsToAnswerFor(t *testing.T) {
	s := decidedAs(t, "criminal_referral")
	s.do("city/officer", refer("police", "order_310"))
	s.do("city/leader", workflow.Command{Action: workflow.ApproveReferral})
	s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
	watch := s.task(workflow.TaskReferralReply)
	s.act("city/officer", workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
	x, live := s.store.world(s.id).Duty(watch.Chain)
	require.True(t, live, "closing the case ends no watch")
	s.at(x.DueAt)
	require.Equal(t, id("city/supervisor person"), s.store.duties[dutyKey{x.Chain, 0}].EndedBy)
	risen, _ := s.store.world(s.id).Duty(watch.Chain)
	require.Equal(t, id("city/leader"), risen.Post)
}

func TestARefusalByThePoliceIsTakenUpOnceAndInTime(t *testing.T) {
	refusedCase := func() *scene {
		s := decidedAs(t, "criminal_referral")
		s.do("city/officer", refer("police", "order_310"))
		s.do("city/leader", workflow.Command{Action: workflow.ApproveReferral})
		s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
		refusedAs(t, s.try("city/supervisor", reply("no such")), "result_unknown")
		s.do("city/supervisor", reply(workflow.ReplyRefused))
		return s
	}
	s := refusedCase()
	s.do("city/officer", workflow.Command{Action: workflow.AskReconsideration})
	s.do("city/supervisor", reply(workflow.ReplyRefused))
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.AskReconsideration}), "once")

	late := refusedCase()
	late.at(late.task(workflow.TaskReferralRefused).Until)
	require.Empty(t, late.store.world(late.id).Tasks)
	last := late.store.events[late.id][len(late.store.events[late.id])-1]
	require.Equal(t, workflow.WindowEnded, last.Kind)
	require.Empty(t, last.Facts.Ended, "the end of a right blames nobody")
	require.Error(t, late.try("city/officer", workflow.Command{Action: workflow.AskReconsideration}), "in time")
}

func TestWhoAsksForMoreGetsMore(t *testing.T) {
	s := decidedAs(t, "administrative")
	s.do("city/officer", refer("consumer_organization", "pipl_70"))
	s.do("city/leader", workflow.Command{Action: workflow.ApproveReferral})
	s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
	s.do("city/supervisor", reply(workflow.ReplyFurther))
	s.do("city/officer", workflow.Command{Action: workflow.HandOverReferral})
	s.do("city/supervisor", reply(workflow.ReplyRefused))
	require.Empty(t, s.store.world(s.id).Tasks, "only the police are asked again under order 310")
}

func TestAnOrganizationsProposalMustBeAnsweredWithReasons(t *testing.T) {
	s := decidedAs(t, "administrative")
	ask := workflow.Command{Action: workflow.ProposePublicInterest, Actor: roles.Actor{Person: id("activist"), Role: roles.Organization, Organization: id("watch")}, Reason: "many people are concerned"}
	try := func(w workflow.World) error {
		ask.Seed = s.seed()
		c, err := workflow.Decide(w, ask, s.env())
		if err == nil {
			s.store.apply(t, c)
		}
		return err
	}
	w := s.store.world(s.id)
	require.ErrorIs(t, try(w), workflow.ErrNotFound, "a case that is neither theirs nor public does not exist")
	w.Public = true
	require.NoError(t, try(w))
	w = s.store.world(s.id)
	w.Public = true
	refusedAs(t, try(w), "asked_already")
	refusedAs(t, s.try("city/officer", workflow.Command{Action: workflow.DeclinePublicInterest, Reason: " "}), "reason_required")
	s.do("city/officer", workflow.Command{Action: workflow.AdoptPublicInterest, To: id("procuratorate")})
	require.Equal(t, "pipl_70", s.task(workflow.TaskReferralDecision).Ground)
}
