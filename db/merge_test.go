package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// two does something that concerns two cases.
func (o *office) two(ref, other, who string, c workflow.Command) {
	o.t.Helper()
	w, err := o.d.World(o.t.Context(), ref)
	require.NoError(o.t, err)
	second, err := o.d.World(o.t.Context(), other)
	require.NoError(o.t, err)
	w.Other = &second
	if c.Action == workflow.Confirm {
		c.Proposal = w.Proposals[0].ID
		require.Equal(o.t, second.Incident.ID, workflow.OtherOf(w, c), "the proposal says which other case to load")
	}
	c.Actor, c.Seed, c.Reason = o.person(who), seed(), "they are the same"
	change, err := workflow.Decide(w, c, o.env())
	require.NoError(o.t, err)
	o.apply(change)
}

// TestMergedCasesAreKeptAndLeadOn: both streams are written in one act, replay
// to their rows, and the receipt of the case that is gone leads to the other.
func TestMergedCasesAreKeptAndLeadOn(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	gone := o.file(roles.Actor{Role: roles.Citizen})
	o.now = o.now.Add(-2 * time.Hour)
	stays := o.file(roles.Actor{Role: roles.Citizen})
	o.now = o.now.Add(5 * time.Hour)
	o.two(gone, stays, "city/officer", workflow.Command{Action: workflow.Merge})
	o.two(gone, stays, "city/supervisor", workflow.Command{Action: workflow.Confirm})

	w, report, err := d.WorldByReceipt(t.Context(), []byte("receipt 0"))
	require.NoError(t, err)
	require.Equal(t, stays, w.Incident.Reference)
	require.NotEqual(t, w.Incident.ID, report.Incident, "the report stays where it was told")
	require.Len(t, w.Told, 2)
	track, err := doorTo(d, o.org).Track(t.Context(), []byte("receipt 0"), o.now)
	require.NoError(t, err)
	require.Equal(t, stays, track.Reference)
	officer := doorTo(d, o.org).For(o.person("city/officer"), o.now)
	v, err := officer.Case(t.Context(), stays)
	require.NoError(t, err)
	require.Len(t, v.Reports, 2)
	require.Len(t, v.Evidence, 2)
	require.Equal(t, gone, v.Merged[0].Reference)
	v, err = officer.Case(t.Context(), gone)
	require.NoError(t, err)
	require.Equal(t, stays, v.MergedInto)
	require.Equal(t, record.Merged, v.Incident.State)
	o.sound()

	o.two(stays, gone, "city/officer", workflow.Command{Action: workflow.Unmerge})
	o.two(stays, gone, "city/supervisor", workflow.Command{Action: workflow.Confirm})
	w, _, err = d.WorldByReceipt(t.Context(), []byte("receipt 0"))
	require.NoError(t, err)
	require.Equal(t, gone, w.Incident.Reference)
	require.Equal(t, record.Filed, w.Incident.State)
	o.sound()
}

// TestThePageOfAMergedCaseLeadsOn: its address stays; it names the other case
// only where everybody can read that one.
func TestThePageOfAMergedCaseLeadsOn(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	stays := o.file(roles.Actor{Role: roles.Citizen})
	o.now = o.now.Add(time.Hour)
	gone := o.file(roles.Actor{Role: roles.Citizen})
	require.True(t, o.publish(gone, "city/officer", "city/supervisor"))
	o.two(gone, stays, "city/officer", workflow.Command{Action: workflow.Merge})
	o.two(gone, stays, "city/supervisor", workflow.Command{Action: workflow.Confirm})
	read := func() workflow.PublicIncident {
		v, err := doorTo(d, o.org).Public().Incident(t.Context(), gone)
		require.NoError(t, err)
		return v
	}
	require.Equal(t, record.Merged, read().State)
	require.Empty(t, read().MergedInto, "a case that is not public is not named")
	require.True(t, o.publish(stays, "city/officer", "city/supervisor"))
	require.Equal(t, stays, read().MergedInto)
}

func (o *office) sound() {
	o.t.Helper()
	findings, err := o.d.Check(o.t.Context())
	require.NoError(o.t, err)
	for _, f := range findings {
		require.Zero(o.t, f.Broken, "%s: %s", f.Name, f.First)
	}
}
