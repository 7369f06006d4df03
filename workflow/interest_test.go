package workflow_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// interest is what somebody of an organization sees of the scene's case.
func (s *scene) interest(who roles.Actor, public bool) (workflow.InterestView, bool) {
	w := s.store.world(s.id)
	w.Public = public
	return workflow.InterestOf(w, s.store.events[s.id], who, s.env(), func(seq int64) string { return fmt.Sprint("reason ", seq) })
}

func TestAProposingOrganizationReadsItsAnswerAndNoOtherDoes(t *testing.T) {
	s := decidedAs(t, "administrative")
	watch, other := signer("watch"), signer("other")
	_, seen := s.interest(watch, false)
	require.False(t, seen, "a case that is neither theirs nor public does not exist")
	v, seen := s.interest(watch, true)
	require.True(t, seen)
	require.True(t, v.MayPropose)

	w := s.store.world(s.id)
	w.Public = true
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.ProposePublicInterest, Actor: watch, Reason: "many are concerned", Seed: s.seed()}, s.env())
	require.NoError(t, err)
	s.store.apply(t, c)
	v, _ = s.interest(watch, true)
	require.Equal(t, workflow.InterestOpen, v.Proposals[0].State)
	require.NotEmpty(t, v.Proposals[0].DueOn)
	require.Equal(t, "city office", v.Proposals[0].Office.En)
	require.False(t, v.MayPropose, "one waits already")

	s.do("city/officer", workflow.Command{Action: workflow.DeclinePublicInterest, Reason: "each was compensated"})
	last := s.store.events[s.id][len(s.store.events[s.id])-1]
	for _, public := range []bool{true, false} {
		v, seen = s.interest(watch, public)
		require.True(t, seen, "also when the page was withdrawn since")
		require.Equal(t, workflow.InterestDeclined, v.Proposals[0].State)
		require.Equal(t, fmt.Sprint("reason ", last.Seq), v.Proposals[0].Answer)
	}
	v, _ = s.interest(other, true)
	require.Empty(t, v.Proposals)
	require.True(t, v.MayPropose)
	_, seen = s.interest(other, false)
	require.False(t, seen)
	for _, who := range []roles.Actor{s.person("city/officer"), {Role: roles.Citizen}, {Role: roles.Media, Person: id("press"), Organization: id("watch")}} {
		_, seen = s.interest(who, true)
		require.False(t, seen, who.Role)
	}
}

// TestWhoeverIsTiedToTheAccusedReadsNoAnswer: an excluded person of the
// organization finds nothing.
func TestWhoeverIsTiedToTheAccusedReadsNoAnswer(t *testing.T) {
	s := newScene(t, roles.NameParty("x ltd"))
	watch := signer("watch")
	parts := s.org.Parts
	parts.Ties = append(parts.Ties, roles.Tie{ID: id("tie"), Person: watch.Person, Party: roles.NameParty("x ltd"), Kind: "employment", From: rolestest.Epoch})
	parts.People = append(parts.People, roles.Person{ID: watch.Person, Name: "watcher", Role: roles.Organization, Organization: watch.Organization})
	s.org = rolestest.Must(parts)
	_, seen := s.interest(watch, true)
	require.False(t, seen)
	require.Equal(t, record.MatterIncident, s.store.world(s.id).Incident.Matter)
}
