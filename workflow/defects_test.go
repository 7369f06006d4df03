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

// The defects of DIGIT's complaint system that a pure decision can have; the
// others (oldest starved, two replicas, rows that can be deleted unseen, nobody
// told) are tested where they live: db, escalation, notifications.

func TestDigit2AnEditNeverResetsTheClock(t *testing.T) {
	s := newScene(t)
	due := s.lead().DueAt
	s.now = s.now.Add(50 * time.Hour)
	s.do("city/officer", workflow.Command{Action: workflow.Comment, Message: &record.Message{Sealed: []byte{1}}})
	s.do("city/officer", workflow.Command{Action: workflow.Ask, Message: &record.Message{Sealed: []byte{1}}})
	s.do("city/supervisor", workflow.Command{Action: workflow.Assign, To: rolestest.ID("city/supervisor")})
	require.Equal(t, due, s.lead().DueAt)
	s.at(due)
	require.Equal(t, 1, s.lead().Level, "it rises at the first time set, whatever was edited since")
}

func TestDigit3ACaseWithoutAssigneeOrSuperiorStillRises(t *testing.T) {
	parts := rolestest.Small()
	parts.Holdings = nil // nobody holds any post but the oversight post
	parts.Holdings = append(parts.Holdings, roles.Holding{ID: rolestest.ID("h"), Post: parts.Oversight, Person: rolestest.ID("oversight/leader person"), From: rolestest.Epoch})
	s := newSceneIn(t, parts)
	for level := range 6 {
		require.Equal(t, level, s.lead().Level)
		require.Equal(t, rolestest.ID("oversight/leader person"), s.org.Answer(s.leadPost(), s.now).Person)
		s.at(s.lead().DueAt)
	}
}

func TestDigit4EscalationGoesOnToTheTopAndBeyond(t *testing.T) {
	s := newScene(t)
	ladder := []string{"city/officer", "city/supervisor", "city/leader", "province/leader", "nation/leader", "nation/leader", "nation/leader"}
	for level, post := range ladder {
		require.Equal(t, rolestest.ID(post), s.leadPost(), "level %d", level)
		s.at(s.lead().DueAt)
		missed := s.store.duties[dutyKey{s.lead().Chain, level}]
		require.Equal(t, rolestest.ID(post+" person"), missed.EndedBy, "missed by the person who answered then")
	}
	notices := 0
	for _, e := range s.store.events[s.id] {
		if e.Facts.Notice != nil {
			if e.Facts.Ended[0].Chain == s.lead().Chain {
				notices++
			}
			require.NotContains(t, e.Facts.Notice.Reference, "GZ-00000", "a notice does not name the case")
		}
	}
	require.Equal(t, 3, notices, "each further period at the top is announced")
}

// The eight public defects of deadline engines (Zammad, GLPI, Frappe).

func TestZammad5177OneClockNeverOverridesAnother(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: rolestest.ID("other city")})
	require.Len(t, s.store.world(s.id).Duties, 2)
	require.Equal(t, triage, s.lead(), "the clock of the transfer is another clock")
}

func TestZammad4353ADischargedDutyIsNotEscalated(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	require.Equal(t, 1, s.lead().Level)
	s.act("city/supervisor", workflow.Accept)
	require.Equal(t, workflow.DutyInvestigation, s.lead().Kind)
	require.Zero(t, s.lead().Level, "a new stage begins at its own first level")
}

func TestZammad904AnEndedCaseNeverEscalates(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	s.confirm("city/supervisor")
	require.Equal(t, record.Rejected, s.state())
	s.now = s.now.Add(10000 * time.Hour)
	events := len(s.store.events[s.id])
	require.NoError(t, s.try("system", workflow.Command{Action: workflow.TimePassed}))
	require.Len(t, s.store.events[s.id], events)
	for _, d := range s.store.duties {
		require.False(t, d.State.Live())
	}
}

func TestZammad1322OnlyTheActThatIsOwedCounts(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", workflow.Command{Action: workflow.Ask, Message: &record.Message{Sealed: []byte{1}}})
	require.Equal(t, record.Armed, s.lead().State, "a question does not discharge triage")
	s.act("city/officer", workflow.Accept)
	require.Equal(t, workflow.DutyInvestigation, s.lead().Kind, "acceptance does, through whichever face it came")
}

func TestZammad3140TheClockStopsWhenTheDutyIsDone(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.act("city/officer", workflow.Accept)
	s.at(triage.DueAt.Add(time.Hour))
	require.Equal(t, record.Discharged, s.store.duties[dutyKey{triage.Chain, 0}].State)
	require.Zero(t, s.lead().Level)
}

func TestZammad2082TheDueTimeIsGoneWithTheDuty(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate, workflow.DecideCase, workflow.Close)
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
	_, live := s.store.world(s.id).Lead()
	require.False(t, live)
}

func TestGLPI15605ChangesNeverForgetTimePaused(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	due := s.lead().DueAt
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
	s.confirm("city/supervisor")
	s.now = s.now.Add(10 * 24 * time.Hour)
	s.do("city/supervisor", workflow.Command{Action: workflow.Assign, To: rolestest.ID("city/supervisor")})
	require.Equal(t, record.Paused, s.lead().State, "a new pair of hands does not end a pause")
	s.act("city/supervisor", workflow.Resume)
	require.False(t, s.lead().DueAt.Before(due.Add(9*24*time.Hour)), "the time paused is given back")
}

func TestFrappe1554APausedClockDoesNotRun(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	due := s.lead().DueAt
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "judicial_proceedings"})
	s.confirm("city/supervisor")
	s.at(due.Add(time.Hour))
	require.Equal(t, record.Paused, s.lead().State)
	require.Zero(t, s.lead().Level)
}

// Tricks that must gain nobody anything.

func TestTransfersInCirclesGainNoTime(t *testing.T) {
	s := newScene(t)
	first := s.lead()
	for range 3 {
		s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: rolestest.ID("other city")})
		require.Equal(t, rolestest.ID("city/officer"), s.leadPost(), "the sender answers until it is accepted")
		s.act("other city/officer", workflow.AcceptTransfer)
		s.do("other city/officer", workflow.Command{Action: workflow.OfferTransfer, To: rolestest.ID("city")})
		s.act("city/officer", workflow.AcceptTransfer)
	}
	require.Equal(t, first, s.lead(), "the same chain, the same level, the same time")
}

func TestRefusedTransferGoesToTheCommonSuperior(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: rolestest.ID("other city")})
	s.act("other city/officer", workflow.RefuseTransfer)
	require.Error(t, s.try("city/leader", workflow.Command{Action: workflow.SettleTransfer, To: rolestest.ID("other city")}))
	s.do("province/leader", workflow.Command{Action: workflow.SettleTransfer, To: rolestest.ID("city")})
	require.Nil(t, s.store.world(s.id).Transfer)
	require.Equal(t, rolestest.ID("city/officer"), s.leadPost())
}

func TestAPauseEndsAtItsLongestTimeHoweverLateAnybodyNotices(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "waiting_for_filer"})
	s.confirm("city/supervisor")
	end, _ := rules.PauseEnd("waiting_for_filer", s.now)
	late := *s
	late.store = cloneTables(s.store)
	s.at(end)
	late.at(end.Add(1000 * time.Hour))
	require.Equal(t, record.Armed, s.lead().State)
	require.Equal(t, s.lead().FirstDueAt, late.lead().FirstDueAt)
	require.Equal(t, s.lead().DueAt, dueOf(late.store, s.lead().Chain, 0))
}

func dueOf(s *tables, chain record.ID, level int) time.Time {
	return s.duties[dutyKey{chain, level}].DueAt
}

func cloneTables(s *tables) *tables {
	c := newTables()
	for k, v := range s.incidents {
		c.incidents[k] = v
	}
	for k, v := range s.duties {
		c.duties[k] = v
	}
	for k, v := range s.proposals {
		c.proposals[k] = v
	}
	for k, v := range s.events {
		c.events[k] = append([]record.Event(nil), v...)
	}
	return c
}

func TestAnUrgeNeverLengthens(t *testing.T) {
	s := newScene(t)
	later := s.lead().DueAt.Add(time.Minute)
	require.Error(t, s.try("city/supervisor", workflow.Command{Action: workflow.Urge, Due: later}))
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Urge, Due: s.now.Add(time.Hour)}), "only a superior urges")
	s.do("city/supervisor", workflow.Command{Action: workflow.Urge, Due: s.now.Add(time.Hour)})
	require.Equal(t, s.now.Add(time.Hour), s.lead().DueAt)
}

func TestNobodyConfirmsTheirOwnProposal(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	err := s.try("city/officer", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
	require.Error(t, err)
	require.Equal(t, record.Filed, s.state())
}

// Conflict of interest.

func TestACaseAboutAnAgencyNeverLiesInItsHands(t *testing.T) {
	s := newScene(t, roles.NameParty("city office"))
	require.Equal(t, rolestest.ID("province/leader"), s.leadPost(), "routed past the accused to the next clean superior")
	for _, who := range []string{"city/officer", "city/supervisor", "city/leader"} {
		require.ErrorIs(t, s.try(who, workflow.Command{Action: workflow.Comment, Message: &record.Message{Sealed: []byte{1}}}), workflow.ErrNotFound)
	}
	s.at(s.lead().DueAt)
	require.Equal(t, rolestest.ID("nation/leader"), s.leadPost())
}

func TestACaseAboutTheTopGoesToOversight(t *testing.T) {
	s := newScene(t, roles.AgencyParty(rolestest.ID("nation")))
	require.Equal(t, rolestest.ID("oversight/leader"), s.leadPost())
	s.at(s.lead().DueAt)
	require.Equal(t, rolestest.ID("oversight/leader"), s.leadPost(), "without end, never back to the accused")
}

func TestANewTieRedirectsALiveDuty(t *testing.T) {
	s := newScene(t, roles.NameParty("x ltd"))
	due := s.lead().DueAt
	s.parts.Ties = append(s.parts.Ties, roles.Tie{ID: rolestest.ID("tie"), Person: rolestest.ID("city/officer person"), Party: roles.NameParty("x ltd"), Kind: "kinship", From: s.now})
	s.org = rolestest.Must(s.parts)
	s.act("system", workflow.Redirect)
	require.Equal(t, rolestest.ID("city/supervisor"), s.leadPost())
	require.Equal(t, due, s.lead().DueAt, "the one who steps in gains no time")
	require.ErrorIs(t, s.try("city/officer", workflow.Command{Action: workflow.Accept}), workflow.ErrNotFound)
}

func TestLeaveOnTheLastDayNamesTheDeputyOrSuperior(t *testing.T) {
	s := newScene(t)
	due := s.lead().DueAt
	s.parts.Leaves = append(s.parts.Leaves, roles.Leave{ID: rolestest.ID("leave"), Person: rolestest.ID("city/officer person"), From: due.Add(-time.Hour)})
	s.org = rolestest.Must(s.parts)
	s.at(due)
	missed := s.store.duties[dutyKey{s.lead().Chain, 0}]
	require.Equal(t, rolestest.ID("city/supervisor person"), missed.EndedBy)
	require.Equal(t, string(roles.ViaSuperior), missed.EndedVia)
}
