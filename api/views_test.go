package api

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestTrackShowsWhatItsTableAllows holds the list of a case's view against
// publication.PossibleActs, state by state.
func TestTrackShowsWhatItsTableAllows(t *testing.T) {
	all := []roles.Permission{roles.ProposePublic, roles.ClearPublic, roles.CorrectPublic}
	for _, state := range []record.PublicState{"", record.Unpublished, record.Proposed, record.Published, record.Corrected, record.Withdrawn} {
		for _, pending := range []int{0, 2} {
			for _, proposer := range []roles.Actor{officer, resident} {
				w := publication.World{
					Public:   record.Publication{State: state, Number: 1, Pending: pending},
					Versions: []record.PublicVersion{{Number: 1, Proposer: proposer.Person}, {Number: 2, Proposer: proposer.Person}},
				}
				got := actionsOf(workflow.CaseView{Public: w.Public, Versions: w.Versions, May: all}, officer)
				for _, row := range publication.Transitions {
					_, err := publication.Decide(w, publication.Command{
						Action: row.Action, Actor: officer, Reason: "because", Title: "t", Summary: "s", Verification: "plausible",
					}, publication.Env{Now: noon, Standing: leaderOf(t)})
					require.Equal(t, err == nil, slices.Contains(got, string(row.Action)), "%s in %q, pending %d: %v", row.Action, state, pending, err)
				}
			}
		}
	}
}

// leaderOf is the standing of a leader in the agency of a case: all acts on
// the track are permitted.
func leaderOf(t *testing.T) roles.Standing {
	t.Helper()
	parts := sampleOrg(t).Parts
	parts.Posts = []roles.Post{{ID: postID, Agency: agencyID, Class: roles.Leader}}
	org, err := roles.New(parts)
	require.NoError(t, err)
	return org.Stand(officer, roles.Case{Agency: agencyID, LeadPost: postID}, noon)
}
