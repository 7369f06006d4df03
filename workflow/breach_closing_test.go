package workflow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

func handlingEnded(at time.Time) workflow.Command {
	return workflow.Command{Action: workflow.EndBreachHandling, Ended: at}
}

// closing is the live duty to check the closing report, the zero Duty for none.
func (s *scene) closing() record.Duty {
	for _, d := range s.store.world(s.id).Duties {
		if d.Kind == workflow.DutyBreachClosing {
			return d
		}
	}
	return record.Duty{}
}

// TestTheClosingReportIsDueThirtyDaysAfterHandlingEnded: until then its task
// waits without a clock, from then on somebody answers for it.
func TestTheClosingReportIsDueThirtyDaysAfterHandlingEnded(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	require.Equal(t, uuid.Nil, s.task(workflow.TaskBreachClosing).Chain)
	require.Zero(t, s.closing())
	s.now = s.now.Add(3 * time.Hour)
	ended := s.now.Add(-time.Hour)
	s.do("city/officer", handlingEnded(ended))
	want, err := rules.Clock(workflow.DutyBreachClosing, 0, ended, "")
	require.NoError(t, err)
	d := s.closing()
	require.Equal(t, want.DueAt, d.DueAt)
	day, ok := workflow.ParseDate(string(workflow.DateOf(ended)))
	require.True(t, ok)
	require.Equal(t, 31*24*time.Hour, d.DueAt.Sub(day), "the whole of the thirtieth day after that one")
	require.Equal(t, s.leadPost(), d.Post)
	events := s.store.events[s.id]
	require.Equal(t, ended, events[len(events)-1].Facts.HandledAt)

	s.do("city/officer", workflow.Command{Action: workflow.ConfirmBreachNotice, Task: s.task(workflow.TaskBreachClosing).ID, Reason: "their report 7"})
	require.Zero(t, s.closing())
	s.do("city/officer", leaked("CN", "other", 10_000_000))
	require.False(t, s.hasTask(workflow.TaskBreachClosing), "a report that was given is owed no second time")
}

// TestTheClosingReportRises: a miss names whoever answered.
func TestTheClosingReportRises(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	s.do("city/officer", handlingEnded(s.now))
	s.at(s.closing().DueAt)
	require.Equal(t, 1, s.closing().Level)
	require.Equal(t, id("city/supervisor"), s.closing().Post)
}

// TestTricksWithTheClosingReport: nobody gains time by dates, by recording or
// assessing again, by a lift or by ending the case.
func TestTricksWithTheClosingReport(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 999_999))
	require.False(t, s.hasTask(workflow.TaskBreachClosing), "only where the finding lists it")
	require.Error(t, s.try("city/officer", handlingEnded(s.now)))
	s.do("city/officer", leaked("EU", "other", 10_000_000))
	require.False(t, s.hasTask(workflow.TaskBreachClosing), "foreign law is shown, never armed")

	found := s.now
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	s.now = s.now.Add(time.Hour)
	for field, at := range map[string]time.Time{"none": {}, "future": s.now.Add(time.Minute), "before the finding": found.Add(-time.Minute)} {
		refusal, ok := workflow.AsRefusal(s.try("city/officer", handlingEnded(at)))
		require.True(t, ok, field)
		require.Equal(t, "ended", refusal.Field, field)
	}
	require.Error(t, s.try("other city/officer", handlingEnded(s.now)), "only who leads the case")
	require.Error(t, s.try("city/supervisor", handlingEnded(s.now)), "only who leads the case")
	closing := workflow.Command{Action: workflow.ConfirmBreachNotice, Task: s.task(workflow.TaskBreachClosing).ID}
	require.Error(t, s.try("city/officer", closing), "not before handling ended")

	s.do("city/officer", handlingEnded(s.now))
	due := s.closing().DueAt
	s.now = s.now.Add(48 * time.Hour)
	require.Error(t, s.try("city/officer", handlingEnded(s.now)), "it is recorded once")
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	require.Equal(t, due, s.closing().DueAt, "assessing again gives no new time")

	lift := workflow.Command{Action: workflow.LiftBreachTask, Task: s.task(workflow.TaskBreachClosing).ID}
	require.Error(t, s.try("city/officer", lift), "whoever answers does not lift it")
	s.now = due
	s.do("city/supervisor", leaked("CN", "other", 1_000_000)) // the miss comes first
	require.Equal(t, 1, s.closing().Level)
	missed := s.closing()
	s.do("city/leader", lift)
	require.Zero(t, s.closing())
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	require.Equal(t, 1, s.closing().Level, "what was lifted goes on at its level")
	require.Equal(t, missed.Post, s.closing().Post)
	require.Equal(t, missed.DueAt, s.closing().DueAt, "and by its time")
	require.Error(t, s.try("city/officer", handlingEnded(s.now)), "with nothing to record again")
}

// TestEndingTheCaseDoesNotSpareTheClosingReport: the end of the case ends the
// handling, and its duty outlives the case.
func TestEndingTheCaseDoesNotSpareTheClosingReport(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	post := s.leadPost()
	s.act("city/officer", workflow.Reject)
	s.confirm("city/supervisor")
	require.Equal(t, record.Rejected, s.state())
	require.Equal(t, []string{workflow.DutyBreachClosing}, s.kinds())
	require.Equal(t, post, s.closing().Post)
	want, err := rules.Clock(workflow.DutyBreachClosing, 0, s.now, "")
	require.NoError(t, err)
	require.Equal(t, want.DueAt, s.closing().DueAt)
	task := s.task(workflow.TaskBreachClosing)
	lift := workflow.Command{Action: workflow.LiftBreachTask, Task: task.ID}
	require.Error(t, s.try("city/leader", lift), "after the end only from above the agency")
	var by []workflow.Action
	for _, who := range []string{"city/leader", "province/leader"} {
		by = append(by, workflow.Possible(s.store.world(s.id), s.person(who), s.env())...)
	}
	require.Contains(t, by, workflow.LiftBreachTask)
	s.do("city/officer", workflow.Command{Action: workflow.ConfirmBreachNotice, Task: task.ID, Reason: "their report 7"})
	require.Empty(t, s.kinds())
}

// TestALateRecordLeavesTimeToCheck: what nobody could check any more would be a
// miss by order.
func TestALateRecordLeavesTimeToCheck(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", leaked("CN", "other", 1_000_000))
	found := s.now
	s.at(found.Add(40 * 24 * time.Hour))
	answers := slices.IndexFunc([]string{"city/officer", "city/supervisor", "city/leader", "province/officer"}, func(who string) bool {
		return s.org.AnswersFor(s.person(who).Person, s.leadPost(), s.now)
	})
	require.GreaterOrEqual(t, answers, 0)
	s.do([]string{"city/officer", "city/supervisor", "city/leader", "province/officer"}[answers], handlingEnded(found))
	least, err := rules.Clock(workflow.DutyBreachNotice, 0, s.now, "")
	require.NoError(t, err)
	require.Equal(t, least.DueAt, s.closing().DueAt)
}

func (s *scene) hasTask(kind string) bool {
	return slices.ContainsFunc(s.store.world(s.id).Tasks, func(t record.Task) bool { return t.Kind == kind })
}

// kinds are those of the live duties.
func (s *scene) kinds() []string {
	var list []string
	for _, d := range s.store.world(s.id).Duties {
		list = append(list, d.Kind)
	}
	return list
}
