package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

var adoption = workflow.OrgCommand{Act: workflow.AdoptPack, Args: workflow.OrgArgs{Pack: "cn-seriousness", Version: "2026.2", Hash: strings.Repeat("ab", 32)}}

// TestAPackIsAdoptedByTwoLeaders of the default agency or the oversight office; the
// organisation itself stays as it is.
func TestAPackIsAdoptedByTwoLeaders(t *testing.T) {
	s := newScene(t)
	var leaders []string
	for _, p := range s.org.People {
		for _, key := range []string{"nation/leader", "oversight/leader", "province/leader", "city/leader"} {
			if p.ID == id(key+" person") && workflow.MayAdoptPacks(s.person(key), s.env()) {
				leaders = append(leaders, key)
			}
		}
	}
	require.NotContains(t, leaders, "city/leader", "not every leader")
	require.NotEmpty(t, leaders)
	propose := adoption
	propose.Actor, propose.Seed = s.person(leaders[0]), s.seed()
	change, err := workflow.DecideOrg(workflow.OrgWorld{}, propose, s.env())
	require.NoError(t, err)
	require.Equal(t, "organisation.proposed", change.Events[0].Kind)
	w := workflow.OrgWorld{Version: 1, Proposals: change.Org.Proposals}

	again := propose
	again.Seed = s.seed()
	_, err = workflow.DecideOrg(w, again, s.env())
	require.ErrorContains(t, err, "waits", "one at a time, so that their order is plain")
	alone := workflow.OrgCommand{Actor: propose.Actor, Seed: s.seed(), Proposal: w.Proposals[0].ID}
	_, err = workflow.DecideOrg(w, alone, s.env())
	require.Error(t, err, "nobody adopts alone")
	if len(leaders) < 2 {
		t.Skip("the small organisation has one leader at the top")
	}
	confirm := alone
	confirm.Actor = s.person(leaders[1])
	change, err = workflow.DecideOrg(w, confirm, s.env())
	require.NoError(t, err)
	require.Equal(t, "organisation.adopt_pack", change.Events[0].Kind)
	require.Equal(t, record.ProposalConfirmed, change.Org.Proposals[0].State)
	require.Equal(t, s.org.Revision, change.Org.Revision)
	require.Contains(t, string(change.Org.Proposals[0].Args), adoption.Args.Hash, "what is adopted is named by its hash")
}

func TestNobodyElseAdoptsAPack(t *testing.T) {
	s := newScene(t)
	for _, who := range []string{"city/officer", "city/supervisor", "city/leader", "other city/officer"} {
		c := adoption
		c.Actor, c.Seed = s.person(who), s.seed()
		_, err := workflow.DecideOrg(workflow.OrgWorld{}, c, s.env())
		require.Error(t, err, who)
	}
	top := adoption
	top.Actor, top.Seed, top.Args.Hash = s.person("nation/leader"), s.seed(), "zz"
	_, err := workflow.DecideOrg(workflow.OrgWorld{}, top, s.env())
	require.Error(t, err, "a pack is named by its hash")
}
