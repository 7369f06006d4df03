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

// Tricks by which somebody might gain time, power or silence. Each was possible
// once or is possible elsewhere.

func id(name string) roles.ID { return rolestest.ID(name) }

func assign(to string) workflow.Command { return workflow.Command{Action: workflow.Assign, To: id(to)} }

func TestARisenDutyIsNotTakenBackFromBelow(t *testing.T) {
	s := newScene(t)
	for range 3 {
		s.at(s.lead().DueAt)
	}
	require.Equal(t, id("province/leader"), s.leadPost())
	require.Error(t, s.try("city/supervisor", assign("city/officer")))
}

func TestGivingADutyDownDoesNotLowerTheLadder(t *testing.T) {
	s := newScene(t)
	reached := map[roles.ID]bool{}
	for range 8 {
		s.at(s.lead().DueAt)
		reached[s.leadPost()] = true
		for _, boss := range []string{"city/supervisor", "city/leader", "province/leader", "nation/leader"} {
			if s.try(boss, assign("city/officer")) == nil {
				break
			}
		}
	}
	require.True(t, reached[id("nation/leader")], "eight misses reach the top, whoever gave the duty down in between")
}

func TestTransfersDoNotRestartTheLadder(t *testing.T) {
	s := newScene(t)
	here, there := "city", "other city"
	reached := false
	for range 10 {
		s.at(s.lead().DueAt)
		reached = reached || s.leadPost() == id("nation/leader")
		if s.lead().Level > 0 && s.try(holder(s), workflow.Command{Action: workflow.OfferTransfer, To: id(there)}) == nil {
			s.act(there+"/officer", workflow.AcceptTransfer)
			here, there = there, here
		}
	}
	require.True(t, reached)
}

// holder names whoever answers for the lead duty, as scene knows people.
func holder(s *scene) string {
	p, _ := s.org.Person(s.org.Answer(s.leadPost(), s.now).Person)
	return p.Name[:len(p.Name)-len(" person")]
}

func TestAnActAfterTheDueTimeDoesNotHideTheMiss(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.now = triage.DueAt.Add(72 * time.Hour) // no sweep since
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Accept}), "the matter has risen")
	s.act("city/supervisor", workflow.Accept)
	missed := s.store.duties[dutyKey{triage.Chain, 0}]
	require.Equal(t, record.Missed, missed.State)
	require.Equal(t, id("city/officer person"), missed.EndedBy)
}

func TestAssigningAfterTheDueTimeShiftsNoBlame(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.now = triage.DueAt.Add(time.Hour)
	s.do("city/supervisor", assign("city/leader"))
	require.Equal(t, id("city/officer person"), s.store.duties[dutyKey{triage.Chain, 0}].EndedBy)
}

func TestOnlyTheSecondPersonAskedOrAboveConfirms(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	proposal := s.store.world(s.id).Proposals[0].ID
	require.Error(t, s.try("other city/officer", workflow.Command{Action: workflow.Confirm, Proposal: proposal}), "called for something else")
	s.do("city/leader", workflow.Command{Action: workflow.Confirm, Proposal: proposal})
	require.Equal(t, record.Rejected, s.state())
}

func TestASubordinateDoesNotConfirmForTheirLeader(t *testing.T) {
	s := newScene(t)
	s.at(s.lead().DueAt)
	s.at(s.lead().DueAt)
	s.act("city/leader", workflow.Reject)
	require.Error(t, s.try("city/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID}))
}

func TestPausesInSeriesAreBounded(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	due := s.lead().DueAt
	for range 40 {
		if s.try("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"}) != nil {
			break
		}
		s.confirm("city/supervisor")
		s.at(*s.lead().PauseUntil)
	}
	longest, _ := rules.PauseEnd("expert_appraisal", s.now)
	require.Less(t, s.lead().DueAt.Sub(due), 2*longest.Sub(s.now), "forty pauses are given back once")
}

func TestManyShortPausesGainNoMoreThanOne(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept)
	due := s.lead().DueAt
	for range 10 {
		s.now = s.now.Truncate(24 * time.Hour).Add(40*time.Hour - time.Minute) // a minute before midnight in China
		s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
		s.confirm("city/supervisor")
		s.now = s.now.Add(2 * time.Minute)
		s.act("city/officer", workflow.Resume)
	}
	require.LessOrEqual(t, s.lead().DueAt.Sub(due), 4*24*time.Hour)
}

func TestProposalsDoNotOutliveWhatTheyWereAbout(t *testing.T) {
	for name, after := range map[string]func(s *scene){
		"stage": func(s *scene) { s.act("city/officer", workflow.Accept) },
		"level": func(s *scene) { s.at(s.lead().DueAt) },
		"hands": func(s *scene) { s.do("city/supervisor", assign("city/leader")) },
		"agency": func(s *scene) {
			s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
			s.act("other city/officer", workflow.AcceptTransfer)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
			after(s)
			require.Empty(t, s.store.world(s.id).Proposals)
		})
	}
}

func TestATransferNobodyCanAnswerAnyMoreIsOver(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	s.act("city/officer", workflow.DecideCase)
	require.Nil(t, s.store.world(s.id).Transfer)
	require.Len(t, s.store.world(s.id).Duties, 1)
}

func TestAnOfferCanBeTakenBack(t *testing.T) {
	s := newScene(t)
	s.do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	s.act("city/officer", workflow.WithdrawTransfer)
	require.Nil(t, s.store.world(s.id).Transfer)
	require.Len(t, s.store.world(s.id).Duties, 1)
}

func TestAnAgencyIsMeantHoweverItsNameIsTyped(t *testing.T) {
	for _, name := range []string{"city office.", "The City Office", "ｃｉｔｙ ｏｆｆｉｃｅ", "city\u200boffice", "“city office”", "city office (Shenzhen)", "city局收件处"} {
		s := newScene(t, roles.NameParty(name))
		require.Equal(t, id("province/leader"), s.leadPost(), name)
	}
}

func TestATieMeansTheSamePartyHoweverItIsTyped(t *testing.T) {
	party, err := roles.ParseParty("name:ACME  Ltd.")
	require.NoError(t, err)
	require.Equal(t, roles.NameParty("acme ltd"), party)
	for _, bad := range []string{"", "acme", "name:", "name:…", "agency:x", "person:zhang"} {
		_, err := roles.ParseParty(bad)
		require.Error(t, err, bad)
	}
}

func TestAnAccusedOfficerNeverHandlesTheCase(t *testing.T) {
	parts := rolestest.Small()
	key := roles.PersonParty([]byte("keyed hash of the name"))
	for i := range parts.People {
		if parts.People[i].ID == id("city/officer person") {
			parts.People[i].Key = key
		}
	}
	s := newSceneIn(t, parts, key)
	require.Equal(t, id("city/supervisor"), s.leadPost())
}

func TestACaseAboutEverybodyIsStillSeenBySomebody(t *testing.T) {
	s := newScene(t, roles.AgencyParty(id("nation")), roles.NameParty("oversight office"))
	require.Equal(t, id("oversight/leader"), s.leadPost())
	s.act("oversight/leader", workflow.Accept)
}

func TestWhoIsAwayOrGoneActsForNobody(t *testing.T) {
	for name, spoil := range map[string]func(p *roles.Parts){
		"on leave": func(p *roles.Parts) {
			p.Leaves = append(p.Leaves, roles.Leave{ID: id("leave"), Person: id("city/officer person"), From: rolestest.Epoch})
		},
		"account closed": func(p *roles.Parts) {
			for i := range p.People {
				if p.People[i].ID == id("city/officer person") {
					p.People[i].Ended = &rolestest.Epoch
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			parts := rolestest.Small()
			spoil(&parts)
			s := newSceneIn(t, parts)
			require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Accept}))
			s.act("city/supervisor", workflow.Accept)
		})
	}
}

func TestAPublicNoticeCountsFromTheLawfulTime(t *testing.T) {
	s := newScene(t)
	s.do("city/supervisor", workflow.Command{Action: workflow.Urge, Due: s.now.Add(time.Hour)})
	urged := s.now.Add(time.Hour)
	var notice *record.PublicNotice
	for notice == nil {
		s.at(s.lead().DueAt)
		events := s.store.events[s.id]
		notice = events[len(events)-1].Facts.Notice
	}
	require.Equal(t, int(s.now.Sub(urged)/(24*time.Hour)), notice.DaysLate)
}

func TestDecidingDependsOnNoZone(t *testing.T) {
	s := newScene(t)
	c := workflow.Command{Action: workflow.Accept, Actor: s.person("city/officer"), Seed: record.Seed{9}}
	utc, err := workflow.Decide(s.store.world(s.id), c, s.env())
	require.NoError(t, err)
	s.now = s.now.In(workflow.China)
	china, err := workflow.Decide(s.store.world(s.id), c, s.env())
	require.NoError(t, err)
	require.Equal(t, canonical(utc), canonical(china))
}

func TestAFilerIsNamedInNoEvent(t *testing.T) {
	s := newScene(t)
	f := &workflow.Filing{ReportID: id("r2"), Reference: "GZ-11111-11111", Title: "t", Narrative: "n", Violation: "leak", FilerKind: "pseudonymous"}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: s.person("city/officer"), Seed: s.seed(), Filing: f}, s.env())
	require.NoError(t, err)
	require.NotContains(t, string(c.Events[0].Canonical), id("city/officer person").String())
	require.Equal(t, id("city/officer person"), c.Reports[0].Filer)
}

func TestNobodyHandlesWhatTheyFiledThemselves(t *testing.T) {
	s := newScene(t)
	w := s.store.world(s.id)
	w.Filers = []roles.ID{id("city/officer person")}
	require.NotContains(t, workflow.Possible(w, s.person("city/officer"), s.env()), workflow.Accept)
}
