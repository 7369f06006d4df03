package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// filer does something as whoever holds the receipt.
func (s *scene) filer(c workflow.Command) error {
	s.t.Helper()
	w := s.store.world(s.id)
	w.Receipt, w.Own = true, id("report")
	c.Seed, c.Actor = s.seed(), roles.Actor{Role: roles.Citizen}
	if c.Reason == "" {
		c.Reason = "it is not right"
	}
	change, err := workflow.Decide(w, c, s.env())
	if err == nil {
		s.store.apply(s.t, change)
	}
	return err
}

func (s *scene) appeal(ground string) error {
	return s.filer(workflow.Command{Action: workflow.Appeal, Ground: ground})
}

func (s *scene) rejected() {
	s.act("city/officer", workflow.Reject)
	s.confirm("city/supervisor")
	require.Equal(s.t, record.Rejected, s.state())
}

func requireCode(t *testing.T, code string, err error) {
	t.Helper()
	refusal, ok := workflow.AsRefusal(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, refusal.Code)
}

func TestAnAppealGoesToTheAgencyAboveAndComesBackOrGoesOn(t *testing.T) {
	s := newScene(t)
	s.rejected()
	require.NoError(t, s.appeal("facts"))
	require.Equal(t, record.InReview, s.state())
	require.Equal(t, id("province/leader"), s.leadPost())
	require.Equal(t, "appeal_review", s.lead().Kind)
	require.Nil(t, s.store.incidents[s.id].ClosedAt)
	s.act("province/leader", workflow.Uphold)
	require.Equal(t, record.InReview, s.state(), "a second person ends the review")
	s.confirm("nation/leader")
	require.Equal(t, record.Rejected, s.state())
	require.Equal(t, id("city"), s.store.incidents[s.id].Agency)

	requireCode(t, "appeal_used", s.appeal("facts"))
	require.NoError(t, s.appeal("law"), "each ground once")
	require.Equal(t, id("oversight/leader"), s.leadPost(), "province and nation upheld: they decided too")
	s.do("oversight/leader", workflow.Command{Action: workflow.Overturn, To: id("other city")})
	require.Equal(t, record.Investigating, s.state())
	require.Equal(t, id("other city/officer"), s.leadPost())
	require.Equal(t, id("other city"), s.store.incidents[s.id].Agency)
}

func TestWhoeverDecidedDoesNotReview(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	s.do("province/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	require.NoError(t, s.appeal("facts"))
	require.Equal(t, id("nation/leader"), s.leadPost(), "the province's head agreed to the rejection")
	s.do("nation/leader", assign("nation/officer"))
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Overturn}))
	s.act("nation/officer", workflow.Uphold)
	require.Error(t, s.try("province/leader", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID}))
}

func TestAnAppealOfADecisionGivesBackTheTimeThatWasLeft(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate, workflow.DecideCase)
	left := s.lead().DueAt.Sub(s.now)
	require.NoError(t, s.appeal("law"))
	s.now = s.now.Add(240 * time.Hour)
	s.act("province/leader", workflow.Uphold)
	s.confirm("nation/leader")
	require.Equal(t, record.Decided, s.state())
	require.Equal(t, "conclusion", s.lead().Kind)
	require.Equal(t, id("city/officer"), s.leadPost())
	require.Equal(t, left, s.lead().DueAt.Sub(s.now), "nobody gains by somebody else's appeal")
}

func TestARisenStepRisesOnAfterAnAppeal(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate, workflow.DecideCase)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	require.Equal(t, id("city/leader"), s.leadPost())
	require.NoError(t, s.appeal("law"))
	s.act("province/leader", workflow.Uphold)
	s.confirm("nation/leader")
	require.Equal(t, id("city/leader"), s.leadPost())
	s.at(s.lead().DueAt)
	require.Equal(t, id("province/leader"), s.leadPost())
}

func TestAnAppealHasItsTime(t *testing.T) {
	s := newScene(t)
	s.rejected()
	until, err := workflow.AppealUntil(s.store.world(s.id), s.env())
	require.NoError(t, err)
	require.WithinDuration(t, s.now.Add(31*24*time.Hour), until, 3*24*time.Hour)
	s.now = until
	requireCode(t, "appeal_late", s.appeal("facts"))
	s.now = until.Add(-time.Second)
	require.NoError(t, s.appeal("facts"))
	requireCode(t, "wrong_state", s.appeal("law"))
}

func TestAnAppealMissedRisesLikeEverything(t *testing.T) {
	s := newScene(t)
	s.rejected()
	require.NoError(t, s.appeal("facts"))
	s.at(s.lead().DueAt)
	require.Equal(t, id("nation/leader"), s.leadPost())
	require.Equal(t, 1, s.lead().Level)
}

func TestNotOursIsNoReasonToReject(t *testing.T) {
	s := newScene(t)
	requireCode(t, "not_ours", s.try("city/officer", workflow.Command{Action: workflow.Reject, Ground: "not_ours"}))
	requireCode(t, "reject_ground", s.try("city/officer", workflow.Command{Action: workflow.Reject, Ground: "no interest"}))
	requireCode(t, "not_asked", s.try("city/officer", workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNotFollowable}))
	s.do("city/officer", workflow.Command{Action: workflow.Ask, Message: &record.Message{ID: id("m"), Sealed: []byte{1}}})
	s.do("city/officer", workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNotFollowable})
}

func TestACaseIsClosedAsWithdrawnOnlyWhenNobodysReportStands(t *testing.T) {
	s := newScene(t)
	requireCode(t, "not_withdrawn", s.try("city/officer", workflow.Command{Action: workflow.CloseWithdrawn}))
	require.NoError(t, s.filer(workflow.Command{Action: workflow.WithdrawReport}))
	require.Equal(t, record.Filed, s.state(), "the case is the agency's to end")
	requireCode(t, "withdrawn_before", s.filer(workflow.Command{Action: workflow.WithdrawReport}))
	reading := &record.Reading{Report: id("report"), Field: "identity", Purpose: "to call back"}
	requireCode(t, "withdrawn_sealed", s.try("city/officer", workflow.Command{Action: workflow.Unseal, Reading: reading}))
	s.act("city/officer", workflow.CloseWithdrawn)
	require.Equal(t, record.Filed, s.state())
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
}

func TestAnOutcomeIsRatedOncePerClosing(t *testing.T) {
	s := newScene(t)
	rate := workflow.Command{Action: workflow.Rate, Rating: &record.Satisfaction{Confirmed: "partly", Rating: 2}}
	requireCode(t, "wrong_state", s.filer(rate))
	s.rejected()
	requireCode(t, "rating_range", s.filer(workflow.Command{Action: workflow.Rate, Rating: &record.Satisfaction{Confirmed: "no", Rating: 6}}))
	require.NoError(t, s.filer(rate))
	requireCode(t, "rated_before", s.filer(rate))
	s.now = s.now.Add(time.Hour)
	s.reopen("city/leader", "province/leader")
	require.Equal(t, record.Investigating, s.state())
	s.act("city/officer", workflow.DecideCase, workflow.Close)
	s.confirm("city/supervisor")
	require.NoError(t, s.filer(rate), "another closing")
}

func TestReopeningLetsEveryGroundBeAppealedAgain(t *testing.T) {
	s := newScene(t)
	s.rejected()
	require.NoError(t, s.appeal("facts"))
	s.act("province/leader", workflow.Uphold)
	s.confirm("nation/leader")
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Reopen}), "an officer does not reopen what was ended above")
	s.act("city/leader", workflow.Reopen)
	decide, _ := s.store.world(s.id).Duty(s.store.world(s.id).Proposals[0].Chain)
	require.Equal(t, id("oversight/leader"), decide.Post, "province and nation upheld the ending")
	s.confirm("oversight/leader")
	s.act("city/officer", workflow.DecideCase)
	require.NoError(t, s.appeal("facts"), "it is another decision")
}

func TestAFilersActsNameNobody(t *testing.T) {
	s := newScene(t)
	s.rejected()
	w := s.store.world(s.id)
	w.Told[0].Filer, w.Filers = id("somebody"), []roles.ID{id("somebody")}
	actor := roles.Actor{Person: id("somebody"), Role: roles.Citizen}
	change, err := workflow.Decide(w, workflow.Command{Action: workflow.Appeal, Ground: "facts", Reason: "no", Actor: actor, Seed: s.seed()}, s.env())
	require.NoError(t, err)
	require.NotContains(t, string(change.Events[0].Canonical), id("somebody").String())
}
