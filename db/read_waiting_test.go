package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// waits lists, for somebody, the kinds and references that wait for them.
func (o *office) waits(who string) []string {
	o.t.Helper()
	list, err := o.eyes(who).Waiting(o.t.Context())
	require.NoError(o.t, err)
	said := []string{}
	for _, w := range list {
		said = append(said, w.Kind+" "+w.Act+" "+w.Reference)
	}
	return said
}

func (o *office) orgActs() workflow.OrgUseCases {
	return workflow.OrgUseCases{Store: o.d, Env: o.env, Changed: func(ctx context.Context) (err error) {
		o.org, err = o.d.LoadOrg(ctx)
		return err
	}}
}

// TestWhatWaitsForTheSecondPerson: three kinds, the one due first first, and
// gone once decided; never one's own, never somebody else's.
func TestWhatWaitsForTheSecondPerson(t *testing.T) {
	o := newOffice(t, dbtest.New(t))
	later := o.file(roles.Actor{Role: roles.Citizen})
	sooner := o.file(roles.Actor{Role: roles.Citizen})
	propose := func(ref string) {
		require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "no rule is broken"}))
	}
	propose(sooner)
	o.now = o.now.Add(time.Hour)
	propose(later)
	require.Equal(t, []string{"case reject " + sooner, "case reject " + later}, o.waits("city/supervisor"))
	for _, nobody := range []string{"city/officer", "city/leader", "other city/supervisor", "nation/leader"} {
		require.Empty(t, o.waits(nobody), nobody)
	}
	list, err := o.eyes("city/supervisor").Waiting(t.Context())
	require.NoError(t, err)
	require.Equal(t, "city/officer person", list[0].ProposedBy)
	require.True(t, list[0].DueAt.After(o.now))
	o.confirm(sooner, "city/supervisor")
	require.Equal(t, []string{"case reject " + later}, o.waits("city/supervisor"))

	use := publication.UseCases{Store: o.d, Now: func() time.Time { return o.now }, Org: func() *roles.Org { return o.org }}
	require.NoError(t, use.Act(t.Context(), later, publication.Command{
		Action: publication.Propose, Actor: o.person("city/supervisor"), Title: "公开的标题", Summary: "公开的摘要", Verification: "plausible"}))
	require.NotContains(t, o.waits("city/supervisor"), "publication publish_clear "+later, "one's own wording")
	require.Equal(t, []string{"publication publish_clear " + later}, o.waits("city/leader"))
	require.Empty(t, o.waits("city/officer"), "an officer clears nothing")
	require.NoError(t, use.Act(t.Context(), later, o.clearing(later, "city/leader")))
	require.Empty(t, o.waits("city/leader"))

	org := o.orgActs()
	officer := o.person("city/officer")
	id, err := org.Act(t.Context(), workflow.OrgCommand{Actor: officer, Act: workflow.GrantLeave, Args: workflow.OrgArgs{Person: officer.Person, From: o.now.Add(time.Hour)}})
	require.NoError(t, err)
	require.Contains(t, o.waits("city/leader"), "organisation leave ")
	require.Empty(t, o.waits("city/officer"))
	require.Empty(t, o.waits("other city/leader"))
	_, err = org.Act(t.Context(), workflow.OrgCommand{Actor: o.person("city/leader"), Proposal: id})
	require.NoError(t, err)
	require.Empty(t, o.waits("city/leader"))
}

// TestAnExcludedSecondPersonIsAskedNothing: a tie that begins after the
// proposal takes the case out of the list and out of its number.
func TestAnExcludedSecondPersonIsAskedNothing(t *testing.T) {
	o := newOffice(t, dbtest.New(t))
	ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
	require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "no rule is broken"}))
	use := publication.UseCases{Store: o.d, Now: func() time.Time { return o.now }, Org: func() *roles.Org { return o.org }}
	require.NoError(t, use.Act(t.Context(), ref, publication.Command{
		Action: publication.Propose, Actor: o.person("city/officer"), Title: "公开的标题", Summary: "公开的摘要", Verification: "plausible"}))
	require.Len(t, o.waits("city/supervisor"), 2)
	parts := rolestest.Small()
	parts.Ties = append(parts.Ties, roles.Tie{ID: uuid.New(), Person: rolestest.ID("city/supervisor person"), Party: roles.NameParty("x ltd"), Kind: "kinship", From: rolestest.Epoch})
	require.NoError(t, o.d.SaveOrg(t.Context(), parts, o.now))
	o.org = rolestest.Must(parts)
	require.Empty(t, o.waits("city/supervisor"))
}

// TestAHandOverOfDozensLosesNone: every case of the post moves in one act, by
// the same time and with one event each; what lay elsewhere stays.
func TestAHandOverOfDozensLosesNone(t *testing.T) {
	o := newOffice(t, dbtest.New(t))
	const n = 40
	type before struct {
		duty record.Duty
		seq  int64
	}
	was := map[string]before{}
	for i := range n {
		ref := o.file(roles.Actor{Role: roles.Citizen})
		o.now = o.now.Add(time.Minute)
		if i%3 == 0 {
			require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Accept}))
		}
		w, err := o.d.World(t.Context(), ref)
		require.NoError(t, err)
		lead, _ := w.Lead()
		was[ref] = before{lead, w.Incident.Version}
	}
	org := o.orgActs()
	leaving := o.person("city/officer")
	to := []roles.ID{rolestest.ID("city/supervisor"), rolestest.ID("city/leader")}
	id, err := org.Act(t.Context(), workflow.OrgCommand{Actor: leaving, Act: workflow.HandOverAll, Args: workflow.OrgArgs{Post: rolestest.ID("city/officer"), Posts: to}})
	require.NoError(t, err)
	_, err = org.Act(t.Context(), workflow.OrgCommand{Actor: leaving, Proposal: id})
	require.Error(t, err, "nobody confirms their own hand-over")
	_, err = org.Act(t.Context(), workflow.OrgCommand{Actor: o.person("province/leader"), Proposal: id})
	require.NoError(t, err)
	share := map[roles.ID]int{}
	for ref, b := range was {
		w, err := o.d.World(t.Context(), ref)
		require.NoError(t, err)
		lead, ok := w.Lead()
		require.True(t, ok, "a case without a leading duty")
		require.Contains(t, to, lead.Post)
		require.Equal(t, b.duty.DueAt, lead.DueAt, "the due time moved")
		require.Equal(t, b.duty.Level, lead.Level)
		require.Equal(t, b.seq+1, w.Incident.Version, "one event each")
		share[lead.Post]++
	}
	require.Len(t, share, 2, "dealt out in turn")
	left, err := o.d.WorldsAt(t.Context(), rolestest.ID("city/officer"))
	require.NoError(t, err)
	require.Empty(t, left)
	t.Logf("%d cases, %v", n, share)
}
