package db_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/search"
	"gongzhi/workflow"
)

func (o *office) floods() *workflow.Floods {
	return &workflow.Floods{Cases: &workflow.UseCases{Store: o.d, Secrets: openSecrets{}, Env: o.env}, Batch: o.d.FloodBatch, Alike: search.Similarity}
}

// TestAFloodIsRejectedInOneActAndEachFilerHearsWhy: thirty reports that tell
// the same end by one proposal and one confirmation; each keeps its own event,
// reason and appeal.
func TestAFloodIsRejectedInOneActAndEachFilerHearsWhy(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	for range 30 {
		o.file(roles.Actor{Role: roles.Citizen})
	}
	other := o.tells(hospital, nil)
	consumeAll(t, d)
	_, err := o.eyes("city/officer").Floods(t.Context())
	require.ErrorIs(t, err, record.ErrNotFound, "an officer has no such page")
	desk, err := o.eyes("city/supervisor").Floods(t.Context())
	require.NoError(t, err)
	require.Len(t, desk.Clusters, 1)
	var refs []string
	for _, c := range desk.Clusters[0].Cases {
		refs = append(refs, c.Reference)
	}
	require.ElementsMatch(t, o.refs, refs)
	require.NotContains(t, refs, other)

	u := o.floods()
	made, err := u.ProposeFlood(t.Context(), o.person("city/supervisor"), refs, "one text, sent thirty times")
	require.NoError(t, err)
	require.Equal(t, 30, made.Cases)
	desk, err = o.eyes("city/supervisor").Floods(t.Context())
	require.NoError(t, err)
	require.Empty(t, desk.Clusters, "what was proposed is not offered again")
	require.Empty(t, desk.Waiting, "nobody's own proposal waits for them")
	desk, err = o.eyes("city/leader").Floods(t.Context())
	require.NoError(t, err)
	require.Len(t, desk.Waiting, 1)
	require.Equal(t, 30, desk.Waiting[0].Cases)
	require.Equal(t, "one text, sent thirty times", desk.Waiting[0].Reason)
	require.Len(t, desk.Waiting[0].Samples, 3)

	o.now = o.now.Add(time.Minute)
	ended, err := u.ConfirmFlood(t.Context(), o.person("city/leader"), desk.Waiting[0].Batch)
	require.NoError(t, err)
	require.Equal(t, workflow.FloodDone{Batch: made.Batch, Cases: 30}, ended)
	o.requireEachToldOfTheFlood(made.Batch)
	findings, err := d.Check(t.Context())
	require.NoError(t, err)
	for _, f := range findings {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
}

func (o *office) requireEachToldOfTheFlood(batch record.ID) {
	o.t.Helper()
	for n, ref := range o.refs {
		track, err := doorTo(o.d, o.org).Track(o.t.Context(), []byte("receipt "+fmt.Sprint(n)), o.now)
		require.NoError(o.t, err)
		require.Equal(o.t, record.Rejected, track.State)
		last := track.Progress[len(track.Progress)-1]
		require.Equal(o.t, "incident.rejected", last.Kind)
		require.Equal(o.t, workflow.GroundFlood, last.Ground)
		require.Equal(o.t, "one text, sent thirty times", last.Reason)
		require.Contains(o.t, track.Actions, workflow.Appeal)
		v, err := o.eyes("city/leader").Case(o.t.Context(), ref)
		require.NoError(o.t, err)
		for _, e := range v.Timeline {
			if e.Kind == "incident.rejected" {
				require.Equal(o.t, &record.Flood{Batch: batch, Cases: 30}, e.Facts.Flood)
			}
		}
	}
}
