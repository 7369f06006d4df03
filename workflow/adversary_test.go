package workflow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// holders are whoever answers for the lead duty, of an ended case whoever did
// last, and with collusion everybody else who serves in an agency with them.
func (m *machine) holders(collusion bool) []roles.Actor {
	if lead, ok := m.store.world(m.id).Lead(); ok {
		m.holder = m.org.Answer(lead.Post, m.now).Person
	}
	first := m.holder
	var list []roles.Actor
	for _, p := range m.parts.People {
		if p.ID == first || collusion && m.colleagues(p.ID, first) {
			list = append(list, roles.Actor{Person: p.ID, Role: p.Role})
		}
	}
	return list
}

func (m *machine) colleagues(a, b roles.ID) bool {
	return slices.ContainsFunc(m.org.PostsServed(a, m.now), func(p roles.Post) bool {
		return slices.ContainsFunc(m.org.PostsServed(b, m.now), func(q roles.Post) bool { return p.Agency == q.Agency })
	})
}

// conspire lets one of the holders do something that is open to them.
func (m *machine) conspire(collusion bool) {
	who := m.holders(collusion)
	if len(who) == 0 {
		return
	}
	actor := rapid.SampledFrom(who).Draw(m.t, "who of them")
	possible := slices.DeleteFunc(workflow.Possible(m.store.world(m.id), actor, m.env()), func(a workflow.Action) bool { return !moves(a) })
	if len(possible) == 0 {
		return
	}
	c := m.commandFor(rapid.SampledFrom(possible).Draw(m.t, "their act"))
	c.Actor = actor
	_, err := m.do(c)
	m.requireRefusal(err)
}

// untouched is what the clock of a chain says without anybody's act: the time
// that stood when its level opened.
type untouched map[dutyKey]time.Time

func (u untouched) note(m *machine) {
	for k, d := range m.store.duties {
		if _, known := u[k]; !known {
			u[k] = d.BaseDueAt
		}
	}
}

// triages change into each other without a change of their time, which the
// clock above sees: a report that is marked urgent and lowered again.
var triages = []string{workflow.DutyTriage, workflow.DutyTriageUrgent}

// adversary runs a conspiracy against the clock and returns how often each kind
// of lead duty began.
func adversary(t *rapid.T, collusion bool, granted func(record.Duty) time.Duration) {
	m := newMachine(t, rolestest.Random(t), nil)
	clock := untouched{}
	clock.note(m)
	for range rapid.IntRange(1, 40).Draw(t, "steps") {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			m.passTime()
		case 1: // the last minute before the time is out
			if lead, ok := m.store.world(m.id).Lead(); ok && lead.State == record.Armed && lead.DueAt.After(m.now.Add(time.Minute)) {
				m.now = lead.DueAt.Add(-time.Minute)
			}
		default:
			m.conspire(collusion)
		}
		clock.note(m)
		for k, d := range m.store.duties {
			require.False(t, d.DueAt.After(clock[k].Add(granted(d))), "level %d of %s has more time than the untouched clock gives", d.Level, d.Kind)
		}
	}
	begun := map[string]int{}
	for k, d := range m.store.duties {
		if d.Lead && k.level == 0 {
			begun[d.Kind]++
		}
	}
	for kind, n := range begun {
		require.True(t, n == 1 || collusion && slices.Contains(triages, kind), "%s began anew: its time could be had twice", kind)
	}
}

// TestAHolderAloneNeverGainsTime: whatever permitted acts the holder of a case
// draws, however often and however late, no due time becomes later than without
// any act, and no stage of the case begins twice.
func TestAHolderAloneNeverGainsTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		adversary(t, false, func(record.Duty) time.Duration { return 0 })
	})
}

// TestAHolderWithColleaguesGainsNoMoreThanOneLawfulPause: together with all
// colleagues of the agency the most that can be had is one pause of the longest
// ground, counted over the whole life of a level.
func TestAHolderWithColleaguesGainsNoMoreThanOneLawfulPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		adversary(t, true, func(d record.Duty) time.Duration {
			if d.PausedFor == 0 && d.State != record.Paused {
				return 0
			}
			return longestPause
		})
	})
}

// longestPause is the longest that the grounds drawn by the machine allow, with
// the rest days on which a counted period cannot end.
const longestPause = (60 + 14) * 24 * time.Hour

// TestPingPongLeavesNoMinuteWithoutAnOwner: a case that is transferred to and
// fro, taken over, given back, handed over and recused from is somebody's at
// every minute between any two events.
func TestPingPongLeavesNoMinuteWithoutAnOwner(t *testing.T) {
	s := newScene(t)
	for i := range 12 {
		here, there := "city", "other city"
		if i%2 == 1 {
			here, there = there, here
		}
		s.do(here+"/officer", workflow.Command{Action: workflow.OfferTransfer, To: id(there)})
		s.now = s.now.Add(time.Hour)
		s.act(there+"/officer", workflow.AcceptTransfer)
		require.Equal(s.t, id(there+"/officer"), s.leadPost(), "whose case it is, theirs is the duty")
		require.Equal(s.t, id(there), s.store.incidents[s.id].Agency)
		s.act("province/leader", workflow.TakeOver, workflow.GiveBack)
		s.handOver(there+"/officer", there+"/supervisor")
		s.handOver(there+"/supervisor", there+"/officer")
	}
	require.Zero(t, ownerless(s.store.events[s.id]))
}

// TestMassCloseNeedsASecondPersonForEachCase: one person cannot end many cases,
// and a second one cannot end them with one word.
func TestMassCloseNeedsASecondPersonForEachCase(t *testing.T) {
	var scenes []*scene
	for range 3 {
		s := newScene(t)
		s.act("city/officer", workflow.Reject)
		require.Equal(t, record.Filed, s.state(), "nothing ends by one hand")
		scenes = append(scenes, s)
	}
	first := scenes[0].store.world(scenes[0].id).Proposals[0].ID
	for i, s := range scenes {
		own := s.store.world(s.id).Proposals[0].ID
		require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Confirm, Proposal: own}))
		if own != first {
			require.Error(t, s.try("city/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: first}), "a word about another case")
		}
		if i == 0 {
			s.do("city/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: own})
		}
	}
}

func TestAPauseWithoutALegalGroundIsRefused(t *testing.T) {
	s := newScene(t)
	for _, ground := range []string{"", "tired", "much to do", "Expert_Appraisal"} {
		require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Pause, Ground: ground}), ground)
	}
}

// TestHundredsOfAgencies: the invariants hold in organisations of the size of a
// country, over fewer steps.
func TestHundredsOfAgencies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rolestest.Large(t)
		accused := rapid.SampledFrom([][]roles.Party{nil, {roles.NameParty("x ltd")}, {roles.AgencyParty(rolestest.ID("a0"))}}).Draw(t, "accused")
		m := newMachine(t, parts, accused)
		for i := range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch i % 4 {
			case 0:
				m.passTime()
			case 1:
				m.changeOrg()
			case 2:
				m.handOver()
			default:
				m.conspire(true)
			}
			m.checkExcluded()
		}
	})
}
