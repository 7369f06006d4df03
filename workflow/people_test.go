package workflow_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// recuse lets somebody declare a conflict on the scene's case, and puts the tie
// into the organisation as the store would.
func (s *scene) recuse(who string) error {
	s.t.Helper()
	c := workflow.Command{Action: workflow.Recuse, Actor: s.person(who), Seed: s.seed(), Reason: "a cousin of the accused", Org: &workflow.OrgOrder{}}
	change, err := workflow.Decide(s.store.world(s.id), c, s.env())
	if err != nil {
		return err
	}
	s.store.apply(s.t, change)
	s.org, err = workflow.Revise(s.org, *change.Org)
	require.NoError(s.t, err)
	return nil
}

func (s *scene) redirect() {
	s.t.Helper()
	s.do("system", workflow.Command{Action: workflow.Redirect})
}

func (s *scene) handOver(from string, to ...string) {
	s.t.Helper()
	order := &workflow.OrgOrder{From: id(from)}
	for _, p := range to {
		order.To = append(order.To, id(p))
	}
	s.do("system", workflow.Command{Action: workflow.HandOver, Org: order})
}

func TestRecusingOnTheLastDayGainsNoTime(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	s.now = before.DueAt.Add(-time.Minute)
	require.NoError(t, s.recuse("city/officer"))
	require.Equal(t, before.DueAt, s.lead().DueAt)
	require.Equal(t, before.Chain, s.lead().Chain)
	require.Equal(t, id("city/supervisor"), s.leadPost())
	require.ErrorIs(t, s.try("city/officer", workflow.Command{Action: workflow.Comment, Message: &record.Message{Sealed: []byte{1}}}), workflow.ErrNotFound)
	require.Empty(t, workflow.Possible(s.store.world(s.id), s.person("city/officer"), s.env()))
}

func TestARecusalIsAboutThisCaseAlone(t *testing.T) {
	s := newScene(t)
	require.NoError(t, s.recuse("city/officer"))
	other := newScene(t)
	other.org = s.org
	other.id, other.store = s.id, newTables()
	require.False(t, s.org.Conflicted(id("city/officer"), []roles.Party{roles.CaseParty(uuid.New())}, s.now))
	require.False(t, s.org.Conflicted(id("city/officer"), nil, s.now))
}

func TestRecusingAfterTheDueTimeDoesNotHideTheMiss(t *testing.T) {
	s := newScene(t)
	triage := s.lead()
	s.now = triage.DueAt.Add(time.Hour)
	require.Error(t, s.recuse("city/officer"), "the duty has risen: nothing is left to be recused from")
	require.NoError(t, s.recuse("city/supervisor"))
	require.Equal(t, id("city/officer person"), s.store.duties[dutyKey{triage.Chain, 0}].EndedBy)
	require.Equal(t, id("city/leader"), s.leadPost())
}

func TestNotEverybodyCanRecuseThemselves(t *testing.T) {
	s := newScene(t)
	n := 0
	for ; n < 30; n++ {
		if err := s.recuse(holder(s)); err != nil {
			r, ok := workflow.AsRefusal(err)
			require.True(t, ok)
			require.Equal(t, "nobody_else", r.Code)
			break
		}
	}
	require.Less(t, n, 30)
	require.NotEmpty(t, holder(s), "somebody still answers")
}

func TestSomebodyWithoutADutyHasNothingToRecuseFrom(t *testing.T) {
	s := newScene(t)
	require.Error(t, s.recuse("city/leader"))
	require.ErrorIs(t, s.recuse("other city/officer"), workflow.ErrNotFound)
}

func TestHandingOverOnTheLastDayGainsNoTime(t *testing.T) {
	s := newScene(t)
	before := s.lead()
	s.now = before.DueAt.Add(-time.Second)
	s.handOver("city/officer", "city/leader", "city/supervisor")
	require.Equal(t, before.DueAt, s.lead().DueAt)
	require.NotEqual(t, id("city/officer"), s.leadPost())
	s.at(before.DueAt)
	require.Equal(t, 1, s.lead().Level)
}

func TestHandingOverPassesByWhoeverIsConflicted(t *testing.T) {
	s := newScene(t, roles.NameParty("x ltd"))
	parts := s.org.Parts
	parts.Ties = append(parts.Ties, roles.Tie{ID: id("tie"), Person: id("city/supervisor person"), Party: roles.NameParty("x ltd"), From: rolestest.Epoch})
	s.org = rolestest.Must(parts)
	s.handOver("city/officer", "city/supervisor")
	require.Equal(t, id("city/leader"), s.leadPost(), "where nobody named is clean, the ladder decides")
}

func TestHandingOverAProposalNeverReachesItsProposer(t *testing.T) {
	s := newScene(t)
	s.act("city/officer", workflow.Reject)
	p := s.store.world(s.id).Proposals[0]
	s.handOver("city/supervisor", "city/officer", "city/leader")
	duty, ok := s.store.world(s.id).Duty(p.Chain)
	require.True(t, ok)
	require.Equal(t, id("city/leader"), duty.Post)
}

func TestLeaveOnTheLastDayMovesTheAnswerNotTheTime(t *testing.T) {
	s := newScene(t)
	due := s.lead().DueAt
	begin := due.Add(-time.Minute)
	org, err := workflow.Revise(s.org, record.OrgChange{Revision: 2, Leaves: []roles.Leave{{ID: id("leave"), Person: id("city/officer person"), From: begin}}})
	require.NoError(t, err)
	s.org = org
	require.Equal(t, id("city/officer person"), s.org.Answer(id("city/officer"), begin.Add(-time.Second)).Person)
	require.Equal(t, id("city/supervisor person"), s.org.Answer(id("city/officer"), begin).Person, "to the minute")
	s.at(due)
	missed := s.store.duties[dutyKey{s.lead().Chain, 0}]
	require.Equal(t, id("city/supervisor person"), missed.EndedBy, "whoever stood in at the due time")
	require.Equal(t, due, missed.DueAt)
}

func TestADeputyWithAConflictIsNoStandIn(t *testing.T) {
	s := newScene(t, roles.NameParty("x ltd"))
	due := s.lead().DueAt
	parts := s.org.Parts
	parts.People = append(parts.People, roles.Person{ID: id("deputy person"), Name: "deputy person", Role: roles.Officer})
	parts.Holdings = append(parts.Holdings, roles.Holding{ID: id("deputy"), Post: id("city/officer"), Person: id("deputy person"), Deputy: true, From: rolestest.Epoch})
	parts.Ties = append(parts.Ties, roles.Tie{ID: id("tie"), Person: id("deputy person"), Party: roles.NameParty("x ltd"), From: rolestest.Epoch})
	parts.Leaves = append(parts.Leaves, roles.Leave{ID: id("leave"), Person: id("city/officer person"), From: s.now.Add(time.Hour)})
	s.org = rolestest.Must(parts)
	s.redirect()
	require.Equal(t, id("city/officer"), s.leadPost(), "the holder is there and clean")
	s.now = s.now.Add(time.Hour)
	s.redirect()
	require.Equal(t, id("city/supervisor"), s.leadPost(), "the leave begins: the deputy answers, who is tied")
	require.Equal(t, due, s.lead().DueAt)
}

func TestAVacancyLeavesNoMinuteWithoutAPerson(t *testing.T) {
	s := newScene(t)
	gone := s.now.Add(time.Hour)
	for _, h := range s.org.Holdings {
		if h.Post == id("city/officer") {
			h.To = &gone
			org, err := workflow.Revise(s.org, record.OrgChange{Revision: 2, Holdings: []roles.Holding{h}})
			require.NoError(t, err)
			s.org = org
		}
	}
	for at := s.now; at.Before(gone.Add(2 * time.Hour)); at = at.Add(time.Minute) {
		require.NotEqual(t, uuid.Nil, s.org.Answer(s.leadPost(), at).Person)
	}
	require.Equal(t, id("city/supervisor person"), s.org.Answer(s.leadPost(), gone).Person)
}

func TestWhoeverLeftAnAgencyStaysOutOfCasesAboutItForAYear(t *testing.T) {
	parts := rolestest.Small()
	parts.CoolingOff = 12
	left := rolestest.Epoch.Add(time.Hour)
	for i := range parts.Holdings {
		if parts.Holdings[i].Post == id("other city/officer") {
			parts.Holdings[i].To = &left
		}
	}
	parts.Holdings = append(parts.Holdings, roles.Holding{ID: id("new post"), Post: id("city/officer"), Deputy: true, Person: id("other city/officer person"), From: left})
	org := rolestest.Must(parts)
	about := org.Resolve([]roles.Party{roles.AgencyParty(id("other city"))})
	person := id("other city/officer person")
	require.True(t, org.PersonConflicted(person, about, left))
	year := left.AddDate(0, 12, 0)
	require.True(t, org.PersonConflicted(person, about, year.Add(-time.Second)))
	require.False(t, org.PersonConflicted(person, about, year))
	next, ok := org.NextChange(left)
	require.True(t, ok)
	require.Equal(t, year, next, "the end of the cooling-off is announced")
	parts.CoolingOff = 0
	require.False(t, rolestest.Must(parts).PersonConflicted(person, about, left))
}

func TestTheSecondOversightHandlesWhatAccusesTheFirst(t *testing.T) {
	parts := rolestest.Small()
	everybody := []roles.Party{roles.AgencyParty(id("nation")), roles.AgencyParty(id("oversight"))}
	require.Equal(t, id("oversight/leader"), newSceneIn(t, parts, everybody...).leadPost(), "without a second one the accused office is the last that answers")
	parts.Agencies = append(parts.Agencies, roles.Agency{ID: id("second"), Name: roles.Text{En: "Second oversight"}, Head: id("second/leader"), Intake: id("second/leader")})
	parts.Posts = append(parts.Posts, roles.Post{ID: id("second/leader"), Agency: id("second"), Class: roles.Leader})
	rolestest.Seat(&parts, "second/leader", "second/leader person", roles.Leader)
	parts.Second = id("second/leader")
	s := newSceneIn(t, parts, everybody...)
	require.Equal(t, id("second/leader"), s.leadPost())
	s.act("second/leader", workflow.Accept)
}

func TestAHandOverIsOrderedByTwoPeople(t *testing.T) {
	s := newScene(t)
	args := workflow.OrgArgs{Post: id("city/officer"), Posts: []roles.ID{id("city/supervisor")}}
	propose := func(who string, a workflow.OrgArgs) (record.Change, error) {
		return workflow.DecideOrg(workflow.OrgWorld{}, workflow.OrgCommand{Actor: s.person(who), Act: workflow.HandOverAll, Args: a, Seed: s.seed()}, s.env())
	}
	for _, bad := range []workflow.OrgArgs{{Post: args.Post}, {Post: args.Post, Posts: []roles.ID{args.Post}}, {Post: args.Post, Posts: []roles.ID{id("other city/officer")}}, {Posts: args.Posts}} {
		_, err := propose("city/leader", bad)
		require.Error(t, err)
	}
	_, err := propose("other city/leader", args)
	require.Error(t, err, "somebody else's post")
	c, err := propose("city/officer", args)
	require.NoError(t, err, "whoever leaves may ask for it themselves")
	_, ordered := workflow.HandOverOf(c)
	require.False(t, ordered, "nothing moves before the second person")
	w := workflow.OrgWorld{Version: 1, Proposals: c.Org.Proposals}
	confirm := workflow.OrgCommand{Actor: s.person("city/officer"), Proposal: w.Proposals[0].ID, Seed: s.seed()}
	_, err = workflow.DecideOrg(w, confirm, s.env())
	require.Error(t, err, "nobody confirms their own")
	confirm.Actor = s.person("city/leader")
	c, err = workflow.DecideOrg(w, confirm, s.env())
	require.NoError(t, err)
	order, ordered := workflow.HandOverOf(c)
	require.True(t, ordered)
	changes, err := workflow.HandOverCases([]workflow.World{s.store.world(s.id)}, order, s.env())
	require.NoError(t, err)
	require.Len(t, changes, 1)
	s.store.apply(t, changes[0])
	require.Equal(t, id("city/supervisor"), s.leadPost())
}
