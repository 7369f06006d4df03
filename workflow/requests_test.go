package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

func newRequest(t *testing.T) *scene {
	return newMatter(t, record.MatterRequest, aboutTo(roles.NameParty("x ltd")))
}

func (s *scene) request() record.DataRequest { return *s.detail().Request }

// says is the person's word, by receipt.
func (s *scene) says(result string) error {
	w := s.store.world(s.id)
	w.Receipt = true
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.ConfirmOutcome, Actor: roles.Actor{Role: roles.Citizen}, Seed: s.seed(), Result: result,
		Reason: "I asked again and nothing was erased"}, s.env())
	if err == nil {
		s.store.apply(s.t, c)
	}
	return err
}

func verified() workflow.Command {
	return workflow.Command{Action: workflow.VerifyIdentity, Ground: "document"}
}

func decided(result string) workflow.Command {
	return workflow.Command{Action: workflow.DecideRequest, Result: result, Clauses: []string{"PIPL 47"}, Reason: fullAnswer}
}

func TestARequestGoesItsWholeCourse(t *testing.T) {
	s := newRequest(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", verified())
	s.do("city/officer", workflow.Command{Action: workflow.Object, Ground: "kept_by_law"})
	require.Equal(t, 1, s.request().Objected)
	wantCode(t, s.try("city/officer", decided("granted")), "not_heard")
	s.do("city/officer", workflow.Command{Action: workflow.Ask, Message: &record.Message{ID: id("q"), Kind: "question", Sealed: []byte{1}}})
	s.do("city/officer", decided("granted"))
	s.act("city/officer", workflow.OrderRectify)
	wantCode(t, s.says("not_done"), "not_executed")
	s.act("city/officer", workflow.ReportExecution)
	due := s.lead().DueAt
	require.NoError(t, s.says("not_done"))
	require.Equal(t, record.Rectifying, s.state(), "back to the check")
	require.Equal(t, due, s.lead().DueAt, "and nobody gained time")
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.Close}), "not_executed")
	s.act("city/officer", workflow.ReportExecution)
	require.NoError(t, s.says("done"))
	require.Equal(t, record.Closed, s.state())
}

func TestARequestDoesNotTellWhetherSomebodyIsInADataSet(t *testing.T) {
	s := newRequest(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	for _, result := range workflow.RequestResults {
		wantCode(t, s.try("city/officer", decided(result)), "identity_unverified")
	}
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.VerifyIdentity, Ground: "they_said_so"}), "not_listed")
	s.do("city/officer", verified())
	wantCode(t, s.try("city/officer", decided("perhaps")), "not_listed")
	s.do("city/officer", decided("refused"))
}

func TestTheHolderLearnsWhoAsksOnlyWithConsent(t *testing.T) {
	f := aboutTo()
	f.Detail = detailOf(record.MatterRequest)
	f.Detail.Request.Consent = false
	s := newMatter(t, record.MatterRequest, f)
	s.act("city/officer", workflow.Accept)
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.DiscloseIdentity}), "no_consent")

	s = newRequest(t)
	s.act("city/officer", workflow.Accept)
	w := s.store.world(s.id)
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.DiscloseIdentity, Actor: s.person("city/officer"), Seed: s.seed(), Reason: "the holder must find the account"}, s.env())
	require.NoError(t, err)
	require.Len(t, c.Readings, 1, "the person sees it among the readings")
	require.Equal(t, rolestest.ID("report"), c.Readings[0].Report)
}

func TestARefusedRequestOrdersNothingAndAGrantedOneDoesNotEndUndone(t *testing.T) {
	s := newRequest(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", verified())
	s.do("city/officer", decided("refused"))
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.OrderRectify}), "request_refused")
	s.act("city/officer", workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())

	s = newRequest(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", verified())
	s.do("city/officer", decided("partly"))
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.Close}), "not_executed")
}

func TestACaseOfAbuseKnowsNoActsOfARequest(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	for _, c := range []workflow.Command{verified(), decided("granted"), {Action: workflow.Object, Ground: "kept_by_law"}, fullReply(), {Action: workflow.Admit}} {
		wantCode(t, s.try("city/officer", c), "wrong_state")
	}
}

func TestAnApplicantIsAdmittedByTwoPeopleInOneChange(t *testing.T) {
	s := newMatter(t, record.MatterApplication, aboutTo())
	require.Equal(t, workflow.DutyApplication, s.lead().Kind)
	s.act("city/officer", workflow.Admit)
	w := s.store.world(s.id)
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID, Actor: s.person("city/supervisor"), Seed: s.seed()}, s.env())
	require.NoError(t, err)
	require.Len(t, c.Org.Organizations, 1)
	body := c.Org.Organizations[0]
	require.Equal(t, roles.Media, body.Kind)
	require.Equal(t, body.ID, c.Org.Invitations[0].Organization)
	require.Equal(t, rolestest.ID("report"), c.Org.Invitations[0].Report)
	require.Equal(t, s.org.Revision+1, c.Org.Revision)
	require.Equal(t, body.ID, c.Incidents[0].Detail.Application.Organization)
	require.Equal(t, record.Closed, c.Incidents[0].State)
}

func TestAnApplicationIsTurnedDownOnAListedGroundWithReasons(t *testing.T) {
	s := newMatter(t, record.MatterApplication, aboutTo())
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.TurnDown, Reason: fullAnswer, Ground: "disliked"}), "not_listed")
	wantCode(t, s.try("city/officer", workflow.Command{Action: workflow.TurnDown, Reason: "no", Ground: "incomplete"}), "answer_empty_phrase")
	s.do("city/officer", workflow.Command{Action: workflow.TurnDown, Reason: fullAnswer, Ground: "incomplete"})
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
	require.Equal(t, "incomplete", s.detail().Application.Ground)
}

// TestAnApplicantTurnedDownAppealsAndIsDecidedAnew: the agency above reviews,
// and an overturned decision is made again by two people, with its own time.
func TestAnApplicantTurnedDownAppealsAndIsDecidedAnew(t *testing.T) {
	s := newMatter(t, record.MatterApplication, aboutTo())
	requireCode(t, "wrong_state", s.appeal("facts"))
	s.do("city/officer", workflow.Command{Action: workflow.TurnDown, Reason: fullAnswer, Ground: "incomplete"})
	s.confirm("city/supervisor")
	require.NoError(t, s.appeal("facts"))
	require.Equal(t, record.InReview, s.state())
	require.Equal(t, id("province/leader"), s.leadPost())
	s.act("province/leader", workflow.Uphold)
	s.confirm("nation/leader")
	require.Equal(t, record.Closed, s.state())
	require.Equal(t, "incomplete", s.detail().Application.Ground)

	require.NoError(t, s.appeal("new_evidence"))
	s.do("oversight/leader", workflow.Command{Action: workflow.Overturn})
	require.Equal(t, record.Filed, s.state())
	require.Equal(t, workflow.DutyApplication, s.lead().Kind)
	require.Empty(t, s.detail().Application.Ground, "it waits for a new decision")
	s.act("city/officer", workflow.Admit)
	s.confirm("city/supervisor")
	requireCode(t, "wrong_state", s.appeal("law"))
}

func TestAWithheldAnswerIsReviewedAPublicOneNot(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo())
	s.do("city/officer", workflow.Command{Action: workflow.Withhold, Reason: fullAnswer, Ground: "commercial_secret", Because: fullAnswer})
	s.confirm("city/supervisor")
	require.NoError(t, s.appeal("procedure"))
	s.do("province/leader", workflow.Command{Action: workflow.Overturn})
	require.Equal(t, record.Filed, s.state())
	require.Equal(t, workflow.DutyOpinion, s.lead().Kind)
	require.Nil(t, s.detail().Answer)
	s.do("city/officer", fullReply())
	s.confirm("city/supervisor")
	requireCode(t, "wrong_state", s.appeal("law"))
}
