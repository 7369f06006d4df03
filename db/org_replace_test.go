package db_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
)

// rebuilt is another organisation, with nothing of parts() in it.
func rebuilt() roles.Parts {
	agency, post, person := uuid.New(), uuid.New(), uuid.New()
	return roles.Parts{
		Default: agency, Oversight: post,
		Agencies: []roles.Agency{{ID: agency, Name: roles.Text{Zh: "新"}, Head: post, Intake: post}},
		Posts:    []roles.Post{{ID: post, Agency: agency, Title: roles.Text{Zh: "长"}, Class: roles.Leader}},
		People:   []roles.Person{{ID: person, Name: "新人", Role: roles.Leader}},
		Holdings: []roles.Holding{{ID: uuid.New(), Post: post, Person: person, From: t0.Add(-time.Hour)}},
	}
}

func TestAnOrganisationIsReplacedWholeWhileNothingHappened(t *testing.T) {
	d, want := dbtest.New(t), rebuilt()
	old := parts()
	old.Bodies = rolestest.Bodies()
	require.NoError(t, d.ReplaceOrg(t.Context(), old, t0), "there need not be one")
	require.NoError(t, d.ReplaceOrg(t.Context(), want, t0))
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	want.Revision = 2
	require.Equal(t, want, org.Parts, "nothing of the old one is left, and servers see a newer revision")
	require.NoError(t, d.ReplaceOrg(t.Context(), want, t0), "again is no error")
	require.ErrorIs(t, d.ReplaceOrg(t.Context(), roles.Parts{}, t0), db.ErrOrganisation)
}

func TestAnOrganisationInUseIsNotReplaced(t *testing.T) {
	d := dbtest.New(t)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	require.NoError(t, d.Apply(t.Context(), orgAct(t, 1, func(c *record.OrgChange) {
		c.Ties = []roles.Tie{tie(parts().People[0].ID, "name:x")}
	})))
	require.ErrorIs(t, d.ReplaceOrg(t.Context(), rebuilt(), t0), db.ErrOrganisationInUse)
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	require.Equal(t, parts().Default, org.Default)
}
