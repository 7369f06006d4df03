package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func (s *scene) fileAs(who string, f workflow.Filing) (record.Change, error) {
	f.ReportID, f.Reference, f.Title, f.Narrative, f.Violation = id("r9"), "GZ-99999-99999", "t", "n", "leak"
	f.Region, f.Sector, f.FilerKind = "440305", "internet", "anonymous"
	actor := roles.Actor{Role: roles.Citizen}
	if who != "" {
		actor = s.person(who)
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: actor, Seed: s.seed(), Filing: &f}, s.env())
	if err == nil {
		s.store.apply(s.t, c)
		s.id = c.Incidents[0].ID
	}
	return c, err
}

func TestWhoeverWritesDownAnothersWordsIsNoFiler(t *testing.T) {
	s := newScene(t)
	received := s.now.Add(-20 * 24 * time.Hour)
	c, err := s.fileAs("city/officer", workflow.Filing{OnBehalf: "counter", ReceivedAt: received})
	require.NoError(t, err)
	require.Equal(t, roles.ID{}, c.Reports[0].Filer)
	require.Equal(t, id("city/officer person"), c.Events[0].Actor.Person, "who wrote it down is named")
	require.True(t, s.lead().DueAt.Before(s.now), "the clock runs from when it came in")
	s.act("system", workflow.TimePassed)
	require.Equal(t, 1, s.lead().Level, "late already, it rises at once")
	_, err = s.fileAs("", workflow.Filing{OnBehalf: "counter", ReceivedAt: received})
	requireCode(t, "not_yours", err)
}

func TestWhatHappensNowHasItsOwnClock(t *testing.T) {
	s := newScene(t)
	_, err := s.fileAs("", workflow.Filing{Urgent: true})
	require.NoError(t, err)
	require.Equal(t, workflow.DutyTriageUrgent, s.lead().Kind)
	require.Equal(t, 30*time.Minute, s.lead().DueAt.Sub(s.now))
	s.at(s.lead().DueAt)
	require.Equal(t, 30*time.Minute, s.lead().DueAt.Sub(s.now))
	s.at(s.lead().DueAt)
	require.Equal(t, time.Hour, s.lead().DueAt.Sub(s.now))
	s.at(s.lead().DueAt)
	require.Equal(t, 4*time.Hour, s.lead().DueAt.Sub(s.now))
}

// TestReclassifyingGainsNoTime: lowering an urgency needs a second person and
// leads at most to the ordinary time.
func TestReclassifyingGainsNoTime(t *testing.T) {
	s := newScene(t)
	ordinary := s.lead().DueAt
	_, err := s.fileAs("", workflow.Filing{Urgent: true})
	require.NoError(t, err)
	s.act("city/officer", workflow.LowerUrgency)
	require.Equal(t, workflow.DutyTriageUrgent, s.lead().Kind, "not before the second person")
	s.confirm("city/supervisor")
	require.True(t, s.lead().DueAt.Equal(ordinary))

	s.now = s.now.Add(time.Minute)
	s.do("city/supervisor", workflow.Command{Action: workflow.Urge, Due: s.now.Add(2 * time.Hour)})
	s.act("city/supervisor", workflow.MarkUrgent)
	marked := s.lead().DueAt
	s.act("city/officer", workflow.LowerUrgency)
	s.confirm("city/supervisor")
	require.True(t, s.lead().DueAt.Equal(marked), "marking and lowering does not undo an urging")

	_, err = s.fileAs("", workflow.Filing{Urgent: true})
	require.NoError(t, err)
	s.at(s.lead().DueAt)
	risen := s.lead().DueAt
	s.act("city/supervisor", workflow.LowerUrgency)
	s.confirm("city/leader")
	require.False(t, s.lead().DueAt.After(risen), "after a miss nothing is given back")
	require.Equal(t, 1, s.lead().Level)
}
