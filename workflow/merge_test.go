package workflow_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// pair is two cases of the city, an older and a younger one.
type pair struct {
	*scene
	older, younger record.ID
}

func newPair(t *testing.T, accused ...roles.Party) *pair {
	p := &pair{scene: newScene(t)}
	p.older = p.id
	p.now = p.now.Add(26 * time.Hour)
	p.younger = p.second(accused...)
	return p
}

func (p *pair) second(accused ...roles.Party) record.ID {
	p.n++
	f := &workflow.Filing{
		ReportID: id(fmt.Sprint("report ", p.n)), Reference: fmt.Sprintf("GZ-22222-%05d", p.n), Title: "title", Narrative: "narrative",
		Violation: "leak", Region: "440305", Sector: "internet", FilerKind: "anonymous", Accused: accused,
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: roles.Citizen}, Seed: p.seed(), Filing: f}, p.env())
	require.NoError(p.t, err)
	p.store.apply(p.t, c)
	return c.Incidents[0].ID
}

// in makes a case the one that is acted on.
func (p *pair) in(of record.ID) *pair { p.id = of; return p }

// both does something to the case at hand with the other one beside it.
func (p *pair) both(who string, c workflow.Command) error {
	p.t.Helper()
	w := p.store.world(p.id)
	other := p.store.world(map[record.ID]record.ID{p.older: p.younger, p.younger: p.older}[p.id])
	w.Other = &other
	c.Seed, c.Actor, c.Reason = p.seed(), p.person(who), "they are the same"
	change, err := workflow.Decide(w, c, p.env())
	if err != nil {
		return err
	}
	p.store.apply(p.t, change)
	p.check()
	return nil
}

func (p *pair) lastProposal() record.ID { return p.store.world(p.id).Proposals[0].ID }

func (p *pair) merge() error {
	if err := p.both(holder(p.scene), workflow.Command{Action: workflow.Merge}); err != nil {
		return err
	}
	return p.confirmBoth()
}

func (p *pair) unmerge() error {
	if err := p.both(holder(p.scene), workflow.Command{Action: workflow.Unmerge}); err != nil {
		return err
	}
	return p.confirmBoth()
}

// confirmBoth lets whoever answers for the duty to decide confirm.
func (p *pair) confirmBoth() error {
	w := p.store.world(p.id)
	d, _ := w.Duty(w.Proposals[0].Chain)
	second, _ := p.org.Person(p.org.Answer(d.Post, p.now).Person)
	return p.both(second.Name[:len(second.Name)-len(" person")], workflow.Command{Action: workflow.Confirm, Proposal: p.lastProposal()})
}

// check replays both streams alone: each gives its own rows.
func (p *pair) check() {
	p.t.Helper()
	for _, of := range []record.ID{p.older, p.younger} {
		w := workflow.Replay(p.store.events[of])
		require.Empty(p.t, cmp.Diff(p.store.incidents[of], w.Incident, cmpopts.EquateEmpty()))
		live := 0
		for _, d := range w.Duties {
			require.Empty(p.t, cmp.Diff(p.store.duties[dutyKey{d.Chain, d.Level}], d, cmpopts.EquateEmpty()))
			if d.Lead && d.State.Live() {
				live++
			}
		}
		require.Equal(p.t, w.Incident.State.Open(), live == 1)
		for _, m := range w.Merges {
			require.Empty(p.t, cmp.Diff(p.store.merges[m.ID], m, cmpopts.EquateEmpty()))
		}
	}
}

func (p *pair) leadOf(of record.ID) record.Duty {
	d, ok := p.store.world(of).Lead()
	require.True(p.t, ok)
	return d
}

func TestAMergeIntoAYoungCaseGainsNothing(t *testing.T) {
	p := newPair(t)
	p.at(p.leadOf(p.older).DueAt)
	old, young := p.leadOf(p.older), p.leadOf(p.younger)
	require.Equal(t, 1, old.Level)
	require.NoError(t, p.in(p.younger).merge())
	require.Equal(t, record.Merged, p.store.incidents[p.younger].State, "the younger one, whichever the act began in")
	lead := p.leadOf(p.older)
	require.Equal(t, 1, lead.Level)
	require.True(t, lead.DueAt.Equal(min(old.DueAt, young.DueAt)))
	require.Equal(t, old.Post, lead.Post)
}

func min(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func TestWhoIsExcludedFromOneIsExcludedFromBoth(t *testing.T) {
	p := newPair(t, roles.PersonParty([]byte("keyed hash of the name")))
	parts := p.parts
	for i := range parts.People {
		if parts.People[i].ID == id("city/officer person") {
			parts.People[i].Key = roles.PersonParty([]byte("keyed hash of the name"))
		}
	}
	p.org = rolestest.Must(parts)
	require.Equal(t, id("city/officer"), p.in(p.older).leadPost())
	requireCode(t, "case_unknown", p.both("city/officer", workflow.Command{Action: workflow.Merge}))
	p.do("city/supervisor", assign("city/supervisor"))
	require.NoError(t, p.merge())
	require.Equal(t, id("city/supervisor"), p.leadPost())
	require.NotContains(t, workflow.Possible(p.store.world(p.older), p.person("city/officer"), p.env()), workflow.Comment)
	require.NoError(t, p.unmerge())
	require.Contains(t, workflow.Possible(p.store.world(p.older), p.person("city/officer"), p.env()), workflow.Comment)
}

func TestCasesOfTwoAgenciesAreTransferredFirst(t *testing.T) {
	p := newPair(t)
	p.in(p.younger).do("city/officer", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	p.do("other city/officer", workflow.Command{Action: workflow.AcceptTransfer})
	require.Error(t, p.in(p.older).both("city/officer", workflow.Command{Action: workflow.Merge}))
}

func TestAnUrgeDuringAMergeStays(t *testing.T) {
	p := newPair(t)
	require.NoError(t, p.merge2())
	soon := p.now.Add(2 * time.Hour)
	p.in(p.older).do("city/supervisor", workflow.Command{Action: workflow.Urge, Due: soon})
	require.NoError(t, p.unmerge())
	require.True(t, p.leadOf(p.older).DueAt.Equal(soon))
}

func (p *pair) merge2() error { return p.in(p.older).merge() }

func TestAJoinedReportMovesNoClock(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	f := &workflow.Filing{ReportID: id("joined"), Narrative: "me too", FilerKind: "anonymous", Receipt: []byte("r")}
	c, err := workflow.Decide(s.store.world(s.id), workflow.Command{Action: workflow.Join, Actor: roles.Actor{Role: roles.Citizen}, Seed: s.seed(), Filing: f}, s.env())
	require.NoError(t, err)
	require.Empty(t, c.Duties)
	require.Empty(t, c.Incidents)
	s.store.apply(t, c)
	require.Equal(t, before, s.lead())
	require.Len(t, s.store.world(s.id).Told, 2)
	require.NoError(t, s.filer(workflow.Command{Action: workflow.WithdrawReport}))
	requireCode(t, "not_withdrawn", s.try("city/officer", workflow.Command{Action: workflow.CloseWithdrawn}))
}

// TestMergingHoldsItsPromises: over random histories of two cases the united
// duty is due at the earlier time and stands at the higher level; taken apart,
// each has its own due time again; both streams replay alone.
func TestMergingHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newPair(t)
		for _, of := range []record.ID{p.older, p.younger} {
			p.in(of)
			for range rapid.IntRange(0, 3).Draw(rt, "misses") {
				p.passBoth()
				p.in(of).at(p.lead().DueAt)
			}
			p.passBoth()
			p.in(of)
			if rapid.Bool().Draw(rt, "accepted") {
				p.act(holder(p.scene), workflow.Accept)
			}
		}
		p.passBoth()
		older, younger := p.leadOf(p.older), p.leadOf(p.younger)
		p.in(rapid.SampledFrom([]record.ID{p.older, p.younger}).Draw(rt, "begun in"))
		if err := p.merge(); err != nil {
			rt.Log("REFUSED", err)
			return
		}
		lead := p.leadOf(p.older)
		require.False(rt, lead.DueAt.After(min(older.DueAt, younger.DueAt)))
		require.Equal(rt, max(older.Level, younger.Level), lead.Level)
		missed := rapid.Bool().Draw(rt, "missed meanwhile")
		if missed {
			p.in(p.older).at(lead.DueAt)
		}
		if err := p.in(p.older).unmerge(); err != nil {
			return
		}
		require.True(rt, p.leadOf(p.younger).DueAt.Equal(younger.DueAt))
		require.Equal(rt, younger.Level, p.leadOf(p.younger).Level)
		if !missed {
			require.True(rt, p.leadOf(p.older).DueAt.Equal(older.DueAt))
			require.Equal(rt, older.Level, p.leadOf(p.older).Level)
		} else {
			require.Greater(rt, p.leadOf(p.older).Level, lead.Level, "a miss stays a fact")
		}
	})
}

func (p *pair) passBoth() {
	for _, of := range []record.ID{p.older, p.younger} {
		p.in(of).act("system", workflow.TimePassed)
	}
}
