package db_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestAProlongedTimeToRectifyStandsOnThePublicPage with the day, the reason as it was proposed and the two agencies that
// agreed, the proposer's first: not while it is proposed only, and not on what is left of a withdrawn page.
func TestAProlongedTimeToRectifyStandsOnThePublicPage(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	officer := o.person("city/officer")
	for _, action := range []workflow.Action{workflow.Accept, workflow.Investigate, workflow.DecideCase, workflow.OrderRectify} {
		require.True(t, o.act(ref, officer, workflow.Command{Action: action}), action)
	}
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	i := slices.IndexFunc(w.Tasks, func(task record.Task) bool { return task.Kind == workflow.TaskRectification })
	require.GreaterOrEqual(t, i, 0)
	until := w.Tasks[i].Until.Add(24 * time.Hour)
	door := doorTo(d, o.org)

	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Prolong, Due: until, Reason: "a supplier must be changed"}))
	page, err := door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Empty(t, page.Prolonged, "proposed only")
	w, err = d.World(t.Context(), ref)
	require.NoError(t, err)
	require.False(t, o.act(ref, o.person("city/supervisor"), workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID}), "of the same agency")

	o.now = o.now.Add(time.Hour)
	o.confirm(ref, "province/leader")
	page, err = door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Len(t, page.Prolonged, 1)
	p := page.Prolonged[0]
	require.Equal(t, "a supplier must be changed", p.Reason)
	require.Equal(t, workflow.DateOf(o.now), p.On)
	require.Equal(t, workflow.DateOf(until.Add(-time.Microsecond)), p.Until)
	city, _ := o.org.Agency(w.Incident.Agency)
	leader := o.org.PostsServed(o.person("province/leader").Person, o.now)
	province, _ := o.org.Agency(leader[0].Agency)
	require.Equal(t, []roles.Text{city.Name, province.Name}, p.Agencies)

	withdraw(t, o, ref)
	page, err = door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Empty(t, page.Prolonged, "nothing is left of it")
}
