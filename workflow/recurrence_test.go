package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// remediedCase accuses X Ltd of a leak, was founded, rectified and closed.
func remediedCase(t *testing.T) *scene {
	s := newScene(t, roles.NameParty("x ltd"))
	s.act("city/officer", workflow.Accept, workflow.Investigate, workflow.DecideCase, workflow.OrderRectify, workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
	s.now = s.now.Add(30 * 24 * time.Hour)
	return s
}

func again(who, what string) workflow.Command {
	c := workflow.Command{Action: workflow.ReportRecurrence, Violation: what}
	if who != "" {
		c.Accused = []roles.Party{roles.NameParty(who)}
	}
	return c
}

func TestARecurrenceReopensOneStepHigher(t *testing.T) {
	s := newScene(t, roles.NameParty("x ltd"))
	refusedAs(t, s.filer(again("x ltd", "leak")), "wrong_state")
	s = remediedCase(t)
	require.Error(t, s.try("city/officer", again("x ltd", "leak")), "a right of who filed")
	require.NoError(t, s.filer(again("X LTD", "leak")))
	lead := s.lead()
	require.Equal(t, record.Investigating, s.state())
	require.Equal(t, id("city/supervisor"), lead.Post, "the superior leads")
	require.Equal(t, 1, lead.Level)
	require.Equal(t, 1, lead.Start, "nobody missed the level below")
	require.Equal(t, lead.DueAt, lead.FirstDueAt, "nothing is late")
	whole, err := rules.Clock(workflow.DutyInvestigation, 0, s.now, "")
	require.NoError(t, err)
	require.Equal(t, whole.DueAt, lead.DueAt, "what happened now was never looked into")
}

// TestARecurrenceThatIsMissedRisesAboveTheSuperior: the miss is theirs alone,
// and above the first level it is explained.
func TestARecurrenceThatIsMissedRisesAboveTheSuperior(t *testing.T) {
	s := remediedCase(t)
	require.NoError(t, s.filer(again("x ltd", "leak")))
	first := s.lead()
	s.at(first.DueAt)
	require.Equal(t, 2, s.lead().Level)
	require.Equal(t, id("city/leader"), s.leadPost())
	for _, d := range s.store.duties {
		if d.State == record.Missed {
			require.Equal(t, first.Chain, d.Chain)
			require.Equal(t, id("city/supervisor"), d.Post, "nobody below is blamed")
		}
	}
	require.Len(t, s.explanations(), 1)
}

func TestARecurrenceIsOfTheSameRespondent(t *testing.T) {
	s := remediedCase(t)
	refusedAs(t, s.filer(again("", "leak")), "recurrence_respondent_required")
	refusedAs(t, s.filer(again("y ltd", "leak")), "recurrence_other_respondent")
	require.Equal(t, record.Closed, s.state())
	require.NoError(t, s.filer(again("x ltd", "theft")), "data that were not kept safe, again")
}

func TestARecurrenceIsOfAnOverlappingViolation(t *testing.T) {
	s := remediedCase(t)
	refusedAs(t, s.filer(again("x ltd", "")), "not_listed")
	refusedAs(t, s.filer(again("x ltd", "sale")), "recurrence_other_violation")
	refusedAs(t, s.filer(again("x ltd", "other")), "recurrence_other_violation")
	require.Equal(t, record.Closed, s.state())
}

func TestARecurrenceHasItsTime(t *testing.T) {
	s := remediedCase(t)
	s.now = s.now.AddDate(2, 1, 0)
	refusedAs(t, s.filer(again("x ltd", "leak")), "window_over")
}

// TestARecusalsKeyIsNoRespondent: the key of the case itself, which a recusal
// adds, accuses nobody.
func TestARecusalsKeyIsNoRespondent(t *testing.T) {
	s := remediedCase(t)
	c := again("", "leak")
	c.Accused = []roles.Party{roles.CaseParty(s.id)}
	refusedAs(t, s.filer(c), "recurrence_other_respondent")
}

// TestOverlapIsMutual: what is like another is liked by it, everything is like
// itself, and what fits no line is like nothing else.
func TestOverlapIsMutual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(workflow.Violations).Draw(t, "a")
		b := rapid.SampledFrom(workflow.Violations).Draw(t, "b")
		require.True(t, workflow.Overlaps(a, a))
		require.Equal(t, workflow.Overlaps(a, b), workflow.Overlaps(b, a))
		require.False(t, workflow.Overlaps("other", "leak"))
	})
}

// TestEachRecurrenceBeginsHigher: however often it happens again and whoever
// missed what meanwhile, a recurrence begins one level above the one on which
// it was decided, at a post that is not below, and nothing is missed by it.
func TestEachRecurrenceBeginsHigher(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := remediedCase(t)
		level := 0
		for range rapid.IntRange(1, 3).Draw(rt, "times") {
			missed := len(s.missed())
			require.NoError(t, s.filer(again("x ltd", "leak")))
			lead := s.lead()
			require.Equal(t, level+1, lead.Level)
			require.Len(t, s.missed(), missed)
			for range rapid.IntRange(0, 2).Draw(rt, "misses") {
				s.at(s.lead().DueAt)
			}
			level = s.lead().Level
			who := s.answering()
			s.act(who, workflow.DecideCase, workflow.OrderRectify, workflow.Close)
			s.confirmByAnybody()
			s.now = s.now.Add(24 * time.Hour)
		}
	})
}

func (s *scene) missed() (list []record.Duty) {
	for _, d := range s.store.duties {
		if d.State == record.Missed {
			list = append(list, d)
		}
	}
	return list
}

// answering is whoever answers for the lead duty, by post.
func (s *scene) answering() string {
	for _, who := range []string{"city/officer", "city/supervisor", "city/leader", "province/officer", "province/supervisor", "province/leader", "nation/leader", "oversight/leader"} {
		if s.org.AnswersFor(s.person(who).Person, s.leadPost(), s.now) {
			return who
		}
	}
	s.t.Fatal("nobody answers")
	return ""
}

// confirmByAnybody confirms the open proposal as whoever may.
func (s *scene) confirmByAnybody() {
	s.t.Helper()
	w := s.store.world(s.id)
	for _, who := range []string{"city/supervisor", "city/leader", "province/officer", "province/supervisor", "province/leader", "nation/leader", "oversight/leader"} {
		if s.try(who, workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID}) == nil {
			return
		}
	}
	s.t.Fatal("nobody may confirm")
}
