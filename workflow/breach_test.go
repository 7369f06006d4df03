package workflow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

func leaked(jurisdiction, operator string, persons int) workflow.Command {
	return workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{
		Kind: "breach_duties", Jurisdiction: jurisdiction, Facts: fmt.Appendf(nil, `{"facts":{"operator":%q,"persons":%d}}`, operator, persons),
	}}
}

// due is how long the live duties of each kind have, from now.
func (s *scene) due() map[string]time.Duration {
	list := map[string]time.Duration{}
	for _, d := range s.store.world(s.id).Duties {
		if !d.Lead {
			list[d.Kind] = d.DueAt.Sub(s.now)
		}
	}
	return list
}

// TestABreachFindingOpensRealDuties: 1, 2 or 4 hours by the kind of operator, 30
// minutes or 1 hour for passing a major one on.
func TestABreachFindingOpensRealDuties(t *testing.T) {
	for operator, want := range map[string]map[string]time.Duration{
		"cii":         {"breach_notice_cii": time.Hour, "breach_pass_on_cii": 30 * time.Minute},
		"state_organ": {"breach_notice_organ": 2 * time.Hour, "breach_pass_on": time.Hour},
		"other":       {"breach_notice_other": 4 * time.Hour, "breach_pass_on": time.Hour},
	} {
		s := newScene(t)
		s.do("city/officer", leaked("CN", operator, 10_000_000))
		got := s.due()
		require.Contains(t, got, "breach_notice", "persons and authority are told at once")
		delete(got, "breach_notice")
		require.Equal(t, want, got, operator)
	}
	s := newScene(t)
	s.do("city/officer", leaked("CN", "cii", 999_999))
	require.Len(t, s.due(), 1, "below the grades only what the law asks at once")
	require.Contains(t, s.due(), "breach_notice")
}

// TestABreachDutyRisesLikeAnyOther: somebody answers for it, and a miss names them.
func TestABreachDutyRisesLikeAnyOther(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("", "cii", 10_000_000))
	s.at(s.now.Add(30 * time.Minute))
	w := s.store.world(s.id)
	i := slices.IndexFunc(w.Duties, func(d record.Duty) bool { return d.Kind == "breach_pass_on_cii" && d.State.Live() })
	require.GreaterOrEqual(t, i, 0)
	require.Equal(t, 1, w.Duties[i].Level)
	require.Equal(t, id("city/supervisor"), w.Duties[i].Post)
	require.Zero(t, s.lead().Level, "the case itself runs on")
}

func TestABreachTaskEndsWithItsReason(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 10_000_000))
	notices := 0
	for range 2 { // at once, and within four hours
		s.do("city/officer", workflow.Command{Action: workflow.ConfirmBreachNotice, Task: s.task(workflow.TaskBreachNotice).ID, Reason: "their letter of today"})
		notices++
	}
	s.do("city/officer", workflow.Command{Action: workflow.PassOnBreach, Task: s.task(workflow.TaskBreachPassOn).ID, Reason: "by telegram 12"})
	require.Empty(t, s.due())
	require.Equal(t, 2, notices)
}

// TestTricksWithBreachDuties: nobody makes one vanish, doubles one, or arms foreign law.
func TestTricksWithBreachDuties(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("EU", "other", 10_000_000))
	require.Empty(t, s.due(), "GDPR is shown, never armed")
	version := s.store.incidents[s.id].Version
	s.do("city/officer", leaked("CN", "other", 10_000_000))
	first := s.due()
	require.Greater(t, s.store.incidents[s.id].Version, version, "there is something new to do")
	s.now = s.now.Add(time.Minute)
	s.do("city/officer", leaked("CN", "other", 10_000_000))
	for kind, left := range s.due() {
		require.Less(t, left, first[kind], "assessing again gives no new time")
	}
	require.Len(t, s.due(), len(first), "nor the same duty twice")
	lift := workflow.Command{Action: workflow.LiftBreachTask, Task: s.task(workflow.TaskBreachPassOn).ID}
	require.Error(t, s.try("city/officer", lift), "whoever answers does not lift it")
	require.Error(t, s.try("other city/officer", workflow.Command{Action: workflow.PassOnBreach, Task: s.task(workflow.TaskBreachPassOn).ID}))
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.PassOnBreach, Task: s.task(workflow.TaskBreachNotice).ID}), "a notice is not passed on")
	s.do("city/supervisor", lift)
	require.Len(t, s.due(), len(first)-1)

	// A late finding does not make a miss vanish: time has its effect first.
	late := newScene(t)
	late.now = late.lead().DueAt
	late.do("city/supervisor", leaked("CN", "cii", 10_000_000))
	require.Equal(t, 1, late.lead().Level)
}
