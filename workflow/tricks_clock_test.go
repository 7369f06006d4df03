package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Tricks with pauses, marks and merges: what was used of a time is used,
// whatever happened to the duty meanwhile.

// rests pauses the lead duty and lets the pause run out.
func (s *scene) rests() {
	s.t.Helper()
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
	s.confirm("city/supervisor")
	s.at(*s.lead().PauseUntil)
	require.Equal(s.t, record.Armed, s.lead().State)
}

// restsFor pauses the lead duty for a time.
func (s *scene) restsFor(long time.Duration) {
	s.t.Helper()
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
	s.confirm("city/supervisor")
	s.now = s.now.Add(long)
	s.act("city/officer", workflow.Resume)
}

func (s *scene) urge(by time.Duration) {
	s.do("city/leader", workflow.Command{Action: workflow.Urge, Due: s.lead().DueAt.Add(-by)})
}

func TestAnUrgeDoesNotGiveTheLongestPauseAnew(t *testing.T) {
	s := investigated(t)
	due := s.lead().DueAt
	for range 6 {
		if s.try("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"}) != nil {
			break
		}
		s.confirm("city/supervisor")
		s.at(*s.lead().PauseUntil)
		s.urge(time.Microsecond)
	}
	require.LessOrEqual(t, s.lead().DueAt.Sub(due), longestPause)
	requireCode(t, "pause_used_up", s.try("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"}))
}

func TestUrgesBetweenShortPausesGainNoDayEach(t *testing.T) {
	s := investigated(t)
	due := s.lead().DueAt
	for range 10 {
		s.now = s.now.Truncate(24 * time.Hour).Add(40*time.Hour - time.Minute) // a minute before midnight in China
		s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
		s.confirm("city/supervisor")
		s.now = s.now.Add(2 * time.Minute)
		s.act("city/officer", workflow.Resume)
		s.urge(time.Microsecond)
	}
	require.LessOrEqual(t, s.lead().DueAt.Sub(due), 4*24*time.Hour)
}

func TestAMarkOfUrgencyGivesNoPauseBackTwice(t *testing.T) {
	s := newScene(t)
	s.rests()
	whole := s.lead().DueAt
	s.act("city/officer", workflow.MarkUrgent)
	marked := s.lead().DueAt
	require.True(t, marked.Before(whole))
	err := s.try("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
	requireCode(t, "pause_used_up", err)
	s.act("city/officer", workflow.LowerUrgency)
	s.confirm("city/supervisor")
	require.Equal(t, marked, s.lead().DueAt, "marked by hand, it gains nothing by being lowered")
}

func TestMarkingUrgentAndLoweringInCirclesGainsNothing(t *testing.T) {
	s := newScene(t)
	due := s.lead().DueAt
	for range 4 {
		s.act("city/officer", workflow.MarkUrgent)
		s.act("city/officer", workflow.LowerUrgency)
		s.confirm("city/supervisor")
		require.False(t, s.lead().DueAt.After(due))
		due = s.lead().DueAt
	}
}

// TestAMergeGivesNoPauseBackTwice: the pauses of both cases stay counted in the
// one that goes on.
func TestAMergeGivesNoPauseBackTwice(t *testing.T) {
	p := newPair(t)
	p.in(p.older).act("city/officer", workflow.Accept)
	p.in(p.younger).act("city/officer", workflow.Accept)
	p.in(p.older).restsFor(10 * 24 * time.Hour)
	require.NoError(t, p.merge())
	due := p.in(p.older).lead().DueAt
	p.restsFor(24 * time.Hour)
	require.LessOrEqual(t, p.lead().DueAt.Sub(due), 4*24*time.Hour)
}

// TestAMergeIntoACaseThatIsNotAccepted gave a case that was nearly due its whole
// time again: the older one was accepted after the merge.
func TestAMergeIntoACaseThatIsNotAccepted(t *testing.T) {
	p := newPair(t)
	p.in(p.younger).act("city/officer", workflow.Accept)
	err := p.in(p.older).both("city/officer", workflow.Command{Action: workflow.Merge})
	requireCode(t, "merge_apart", err)
	p.in(p.older).act("city/officer", workflow.Accept)
	require.NoError(t, p.merge())
	require.Equal(t, "investigation", p.lead().Kind)
}
