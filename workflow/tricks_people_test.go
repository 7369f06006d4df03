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

// Tricks with people, proposals and other agencies: none gives time, none shifts
// what was missed.

// TestAParkedProposalStopsNoClock: to propose, take back and propose again keeps
// nobody from missing what is due.
func TestAParkedProposalStopsNoClock(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	for range 5 {
		s.act("city/officer", workflow.Reject)
		s.do("city/officer", workflow.Command{Action: workflow.Withdraw, Proposal: s.store.world(s.id).Proposals[0].ID})
	}
	s.act("city/officer", workflow.Reject)
	parked := s.store.world(s.id).Proposals[0].ID
	require.Equal(t, triage.DueAt, s.lead().DueAt)
	s.at(triage.DueAt)
	require.Equal(t, id("city/officer person"), s.store.duties[dutyKey{triage.Chain, 0}].EndedBy)
	require.Error(t, s.try("city/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: parked}), "it was about the level that is gone")
}

// TestAFreshDeputyOnTheLastDayGainsNoTime: the post keeps its duty and its time,
// whoever answers for it.
func TestAFreshDeputyOnTheLastDayGainsNoTime(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	last := triage.DueAt.Add(-time.Minute)
	s.parts.Leaves = append(s.parts.Leaves, roles.Leave{ID: id("leave"), Person: id("city/officer person"), From: last})
	s.parts.Holdings = append(s.parts.Holdings, roles.Holding{ID: id("deputy"), Post: id("city/officer"), Person: id("city/leader person"), Deputy: true, From: last})
	s.org = rolestest.Must(s.parts)
	s.now = triage.DueAt.Add(-time.Second)
	s.redirect()
	require.Equal(t, triage.DueAt, s.lead().DueAt)
	s.at(triage.DueAt)
	missed := s.store.duties[dutyKey{triage.Chain, 0}]
	require.Equal(t, id("city/officer"), missed.Post, "the miss stays with the post")
	require.Equal(t, string(roles.ViaDeputy), missed.EndedVia, "and says in whose stead it was answered for")
}

// TestAReferralIsNoParkingPlace: while police, procuratorate and a consulted
// agency have the case, its own clock runs and is missed.
func TestAReferralIsNoParkingPlace(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	due := s.lead().DueAt
	s.do("city/officer", workflow.Command{Action: workflow.Consult, To: id("other city")})
	s.do("city/officer", workflow.Command{Action: workflow.InviteJoint, To: id("other city")})
	require.Equal(t, due, s.lead().DueAt)
	s.at(due)
	require.Equal(t, 1, s.lead().Level)
	require.Equal(t, id("city/supervisor"), s.leadPost())
}

// TestJointHandlingShiftsNoBlame: the agency that joined never answers for what
// the lead missed, also where it leaves on the last day.
func TestJointHandlingShiftsNoBlame(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.do("city/officer", workflow.Command{Action: workflow.InviteJoint, To: id("other city")})
	s.do("other city/officer", workflow.Command{Action: workflow.AcceptJoint, Task: s.task(workflow.TaskJointInvitation).ID})
	s.now = triage.DueAt.Add(-time.Second)
	s.do("other city/leader", workflow.Command{Action: workflow.LeaveJoint, Task: s.task(workflow.TaskJoint).ID})
	s.at(triage.DueAt)
	require.Equal(t, id("city/officer person"), s.store.duties[dutyKey{triage.Chain, 0}].EndedBy)
}

// TestHandOverChainsMoveNoTime: a case that goes round all posts of an agency is
// due when it was.
func TestHandOverChainsMoveNoTime(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	posts := []string{"city/officer", "city/supervisor", "city/leader"}
	for i := range 9 {
		s.now = s.now.Add(time.Minute)
		s.handOver(posts[i%3], posts[(i+1)%3])
		require.Equal(t, triage.DueAt, s.lead().DueAt)
		require.Equal(t, triage.Chain, s.lead().Chain)
	}
	require.Equal(t, id("city/leader"), s.lead().Risen, "and what it reached stays reached")
}

// TestARecusalIsNotUndone: who gives a case away for a tie does not come back.
func TestARecusalIsNotUndone(t *testing.T) {
	s := newScene(t)
	require.NoError(t, s.recuse("city/officer"))
	tie := s.org.Ties[len(s.org.Ties)-1]
	require.Equal(t, workflow.TieRecusal, tie.Kind)
	require.False(t, workflow.MayProposeOrg(s.person("province/leader"), workflow.EndTie, workflow.OrgArgs{Tie: tie.ID}, s.env()))
}

// TestUnmergingLosesNoLevel: what was missed while two cases were one stays
// missed when they come apart.
func TestUnmergingLosesNoLevel(t *testing.T) {
	p := newPair(t)
	require.NoError(t, p.in(p.older).merge())
	p.at(p.lead().DueAt)
	risen := p.lead()
	require.Equal(t, 1, risen.Level)
	require.NoError(t, p.unmerge())
	after := p.leadOf(p.older)
	require.Equal(t, risen.Level, after.Level)
	require.Equal(t, risen.DueAt, after.DueAt)
	p.in(p.younger).at(p.now.Add(30 * 24 * time.Hour))
	require.Positive(t, p.leadOf(p.younger).Level, "and the other's own time ran on")
}

// TestAFilerUnderPressureEndsNothing: a withdrawal leaves the case with whoever
// answers for it, by the same time; where others told of it too nobody can close
// it, nor where an officer wrote the report down and saw its receipt.
func TestAFilerUnderPressureEndsNothing(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	require.NoError(t, s.filer(workflow.Command{Action: workflow.WithdrawReport}))
	require.Equal(t, triage, s.lead())
	s.store.told[s.id][0].OnBehalf = "counter"
	requireCode(t, "withdrawn_taken_in", s.try("city/officer", workflow.Command{Action: workflow.CloseWithdrawn}))
	s.store.told[s.id][0].OnBehalf = ""
	s.store.told[s.id] = append(s.store.told[s.id], record.Told{Report: id("another")})
	requireCode(t, "not_withdrawn", s.try("city/officer", workflow.Command{Action: workflow.CloseWithdrawn}))
}
