package db_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/assess"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// TestAFindingIsKeptAsItWasMade: it reads back byte for byte, with the override
// beside it, and neither can be changed any more.
func TestAFindingIsKeptAsItWasMade(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	id := filed(t, d, 1, due)[0]
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	env := workflow.Env{Now: t0, Org: org, Rules: workflow.NewRulebooks(clock.Default())}
	wang := roles.Actor{Person: wangID, Role: roles.Leader} // above the officer who filed it
	do := func(c workflow.Command) record.Change {
		w, err := d.WorldOf(t.Context(), id)
		require.NoError(t, err)
		c.Actor, c.Seed = wang, record.Seed(append(id16(), id16()...))
		change, err := workflow.Decide(w, c, env)
		require.NoError(t, err)
		require.NoError(t, d.Apply(t.Context(), change))
		return change
	}
	before, err := d.WorldOf(t.Context(), id)
	require.NoError(t, err)
	made := do(workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{
		Kind: "seriousness", Facts: []byte(`{"facts":{"acts":["sell"],"pieces":{"track":50}}}`)}}).Findings[0]
	kept, ok, err := d.Finding(t.Context(), made.ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.True(t, kept.At.Equal(made.At))
	kept.At = made.At
	require.Equal(t, made, kept)
	do(workflow.Command{Action: workflow.OverrideFinding, Finding: &kept, Answer: "none", Reason: "standstill"})

	after, err := d.WorldOf(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, before.Incident, after.Incident, "no If-Match is broken")
	require.Equal(t, before.Duties, after.Duties, "no clock is moved")

	view, err := doorTo(d, org).For(wang, t0).Case(t.Context(), after.Incident.Reference)
	require.NoError(t, err)
	require.Len(t, view.Findings, 1)
	f := view.Findings[0]
	require.Equal(t, []string{"serious", "王某"}, []string{f.Answer, f.By})
	require.Equal(t, made.Body, f.Body)
	require.Len(t, f.Overrides, 1)
	require.Equal(t, []string{"none", "standstill", "王某"}, []string{f.Overrides[0].Answer, f.Overrides[0].Reason, f.Overrides[0].By})
	_, ok = assess.Default().Pack(assess.Ref{ID: f.Pack, Version: f.Version})
	require.True(t, ok)

	c := raw(t, url)
	for _, sql := range []string{`UPDATE finding SET answer = 'none'`, `DELETE FROM finding_override`, `DELETE FROM finding`} {
		_, err := c.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "row is final", sql)
	}
	_, ok, err = d.Finding(t.Context(), uuid.New())
	require.NoError(t, err)
	require.False(t, ok)
}
