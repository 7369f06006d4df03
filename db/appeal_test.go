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

// byReceipt does what the holder of the first receipt does.
func (o *office) byReceipt(c workflow.Command) error {
	w, report, err := o.d.WorldByReceipt(o.t.Context(), []byte("receipt 0"))
	require.NoError(o.t, err)
	w.Receipt, w.Own = true, report.ID
	c.Actor, c.Seed = roles.Actor{Role: roles.Citizen}, seed()
	change, err := workflow.Decide(w, c, o.env())
	if err == nil {
		o.apply(change)
	}
	return err
}

func (o *office) confirm(ref, who string) {
	w, err := o.d.World(o.t.Context(), ref)
	require.NoError(o.t, err)
	require.True(o.t, o.act(ref, o.person(who), workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID}))
}

// TestAnAppealIsKeptAndTold: what a filer does after filing is in the tables,
// follows from the events, and comes back to the filer with its reasons.
func TestAnAppealIsKeptAndTold(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "no rule is broken"}))
	o.confirm(ref, "city/supervisor")
	require.NoError(t, o.byReceipt(workflow.Command{Action: workflow.Rate, Rating: &record.Satisfaction{Confirmed: "no", Rating: 1}}))
	o.now = o.now.Add(time.Hour)
	require.NoError(t, o.byReceipt(workflow.Command{Action: workflow.Appeal, Ground: "facts", Reason: "it did happen"}))

	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	require.Len(t, w.Appeals, 1)
	require.Equal(t, record.AppealOpen, w.Appeals[0].State)
	require.ElementsMatch(t, []roles.ID{o.person("city/officer").Person, o.person("city/supervisor").Person}, w.Deciders)
	require.NotNil(t, w.Told[0].RatedAt)

	require.True(t, o.act(ref, o.person("province/leader"), workflow.Command{Action: workflow.Uphold, Reason: "the city is right"}))
	o.confirm(ref, "nation/leader")
	v, err := doorTo(d, o.org).Track(t.Context(), []byte("receipt 0"), o.now)
	require.NoError(t, err)
	require.Equal(t, record.Rejected, v.State)
	last := v.Progress[len(v.Progress)-1]
	require.Equal(t, "appeal.upheld", last.Kind)
	require.Equal(t, "the city is right", last.Reason)
	require.NotContains(t, v.AppealGrounds, "facts")
	require.NotEmpty(t, v.AppealUntil)
	require.Contains(t, v.Actions, workflow.Appeal)

	require.True(t, o.act(ref, o.person("city/leader"), workflow.Command{Action: workflow.Reopen, Reason: "a new witness"}))
	o.confirm(ref, "oversight/leader")
	w, err = d.World(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, record.Investigating, w.Incident.State)
	require.NoError(t, o.byReceipt(workflow.Command{Action: workflow.WithdrawReport}))
	require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.CloseWithdrawn}))
	o.confirm(ref, "city/supervisor")
	v, err = doorTo(d, o.org).Track(t.Context(), []byte("receipt 0"), o.now)
	require.NoError(t, err)
	require.True(t, v.Withdrawn)
	require.Equal(t, record.Closed, v.State)
	require.Equal(t, workflow.GroundWithdrawn, v.Progress[len(v.Progress)-1].Ground)

	findings, err := d.Check(t.Context())
	require.NoError(t, err)
	for _, f := range findings {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
}
