package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// TestOnlyTheMissIsShownToWhoeverMovedAway: of a case that is not theirs any
// more, the person who missed a duty sees the miss and their own words.
func TestOnlyTheMissIsShownToWhoeverMovedAway(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	for range 2 {
		w, err := d.World(t.Context(), ref)
		require.NoError(t, err)
		lead, _ := w.Lead()
		o.now = lead.DueAt
		require.True(t, o.act(ref, roles.Actor{Role: roles.System}, workflow.Command{Action: workflow.TimePassed}))
	}
	parts, at := rolestest.Small(), o.now.Add(-time.Minute)
	for i, h := range parts.Holdings {
		if h.Person == rolestest.ID("city/supervisor person") {
			parts.Holdings[i].To = &at
		}
	}
	parts.Holdings = append(parts.Holdings, roles.Holding{ID: rolestest.ID("moved"), Post: rolestest.ID("other city/officer"), Person: rolestest.ID("city/supervisor person"), Deputy: true, From: at})
	o.org = rolestest.Must(parts)
	require.NoError(t, d.SaveOrg(t.Context(), parts, o.now))

	_, err := o.eyes("city/supervisor").Case(t.Context(), ref)
	require.ErrorIs(t, err, record.ErrNotFound)
	v, err := o.eyes("city/supervisor").Explanation(t.Context(), ref)
	require.NoError(t, err)
	require.Len(t, v.Misses, 1)
	m := v.Misses[0]
	require.Equal(t, workflow.DutyTriage, m.Duty)
	require.Equal(t, 1, m.Level)
	require.Equal(t, o.now, m.MissedAt.UTC())
	require.NotEmpty(t, m.Post.En)
	require.NotEmpty(t, m.HeardBy.En)
	require.Empty(t, v.Said)

	words := &record.Message{ID: rolestest.ID("words"), Kind: "explanation", Sealed: []byte("two of us were ill")}
	require.True(t, o.act(ref, o.person("city/supervisor"), workflow.Command{Action: workflow.Explain, Message: words}))
	v, err = o.eyes("city/supervisor").Explanation(t.Context(), ref)
	require.NoError(t, err)
	require.Len(t, v.Said, 1)
	require.Equal(t, "two of us were ill", v.Said[0].Body)
	for _, who := range []string{"city/officer", "city/leader", "other city/leader"} {
		_, err := o.eyes(who).Explanation(t.Context(), ref)
		require.ErrorIs(t, err, record.ErrNotFound, who)
	}
	_, err = o.eyes("city/supervisor").Explanation(t.Context(), "GZ-NONE")
	require.ErrorIs(t, err, record.ErrNotFound)
	o.sound()
}
