package db_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func tie(person uuid.UUID, party string) roles.Tie {
	return roles.Tie{ID: uuid.New(), Person: person, Party: roles.Party(party), Kind: "ownership", From: t0.Add(-time.Hour)}
}

// orgAct is an act on an organisation of revision expect.
func orgAct(t *testing.T, expect int64, edit func(*record.OrgChange)) record.Change {
	s := record.Subject{Kind: record.SubjectOrganisation}
	org := record.OrgChange{Revision: expect + 1}
	edit(&org)
	return record.Change{
		Guards: []record.Guard{{Subject: s, Expect: expect, Next: expect + 1}}, // the set-up was the first
		Events: []record.Event{event(t, s, expect+1, "organisation.changed", t0, record.Facts{})},
		Org:    &org,
	}
}

func answers(t *testing.T, url string) map[uuid.UUID]uuid.UUID {
	rows, err := raw(t, url).Query(t.Context(), `SELECT post_id::text, person_id::text FROM post_answer`)
	require.NoError(t, err)
	all := map[uuid.UUID]uuid.UUID{}
	for rows.Next() {
		var post, person string
		require.NoError(t, rows.Scan(&post, &person))
		all[uuid.MustParse(post)] = uuid.MustParse(person)
	}
	require.NoError(t, rows.Err())
	return all
}

func TestAnOrganisationIsReadAsItWasSaved(t *testing.T) {
	d := dbtest.New(t)
	_, err := d.LoadOrg(t.Context())
	require.ErrorIs(t, err, db.ErrNoOrganisation)
	want := parts()
	require.NoError(t, d.SaveOrg(t.Context(), want, t0))
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	unordered := cmpopts.SortSlices(func(a, b roles.Holding) bool { return a.ID.String() < b.ID.String() })
	require.Empty(t, cmp.Diff(want, org.Parts, unordered))
	revision, err := d.OrgRevision(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(1), revision)
}

func TestAnOrganisationWithoutAReceiverIsRefused(t *testing.T) {
	d := dbtest.New(t)
	p := parts()
	p.Default = uuid.New()
	err := d.SaveOrg(t.Context(), p, t0)
	require.ErrorIs(t, err, db.ErrOrganisation)
	require.ErrorContains(t, err, "no default agency")
}

func TestAVacancyMovesAnswersInTheSameTransaction(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	p := parts()
	require.NoError(t, d.SaveOrg(t.Context(), p, t0))
	require.Equal(t, liID, answers(t, url)[officerID])

	vacant := p.Holdings[0]
	vacant.To = &t0
	act := orgAct(t, 1, func(c *record.OrgChange) { c.Holdings = []roles.Holding{vacant} })
	require.NoError(t, d.Apply(t.Context(), act))
	require.Equal(t, wangID, answers(t, url)[officerID], "the superior answers for a vacant post")

	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(2), org.Revision)
	require.ErrorIs(t, d.Apply(t.Context(), act), workflow.ErrStale)
}

func TestTimeAloneMovesAnswers(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	p := parts()
	p.Leaves = []roles.Leave{{ID: uuid.New(), Person: liID, From: t0.Add(time.Hour)}}
	require.NoError(t, d.SaveOrg(t.Context(), p, t0))
	require.Equal(t, liID, answers(t, url)[officerID])
	require.NoError(t, d.RefreshAnswers(t.Context(), t0.Add(time.Hour)))
	require.Equal(t, wangID, answers(t, url)[officerID])
}

func TestAChangeThatLeavesNobodyToOverseeIsRefusedWhole(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	p := parts()
	require.NoError(t, d.SaveOrg(t.Context(), p, t0))
	gone := p.Holdings[2]
	gone.Post = officerID
	err := d.Apply(t.Context(), orgAct(t, 1, func(c *record.OrgChange) { c.Holdings = []roles.Holding{gone} }))
	require.ErrorIs(t, err, db.ErrOrganisation)
	revision, err := d.OrgRevision(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(1), revision)
}

func TestConflictsFollowTheOrganisation(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	count := func(sql string, args ...any) (n int) {
		require.NoError(t, raw(t, url).QueryRow(t.Context(), sql, args...).Scan(&n))
		return n
	}
	own := string(roles.AgencyParty(agencyID))
	require.Equal(t, 2, count(`SELECT count(*) FROM post_conflict WHERE party = $1`, own), "its own posts")
	require.Equal(t, 2, count(`SELECT count(*) FROM person_conflict WHERE party = $1`, own))
	require.NoError(t, d.Apply(t.Context(), tieOf(t, zhaoID, "name:某公司", 1)))
	require.Equal(t, 1, count(`SELECT count(*) FROM person_conflict WHERE party = 'name:某公司' AND person_id = $1`, zhaoID.String()))
}

func TestAProposalWaitsWithoutChangingTheOrganisation(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	p := record.OrgProposal{ID: uuid.New(), Act: "vacate", Args: []byte(`{}`), State: "open", ProposedBy: wangID, At: t0}
	act := orgAct(t, 1, func(c *record.OrgChange) { c.Revision, c.Proposals = 1, []record.OrgProposal{p} })
	require.NoError(t, d.Apply(t.Context(), act))
	w, err := d.OrgWorld(t.Context())
	require.NoError(t, err)
	require.Equal(t, workflow.OrgWorld{Version: 2, Proposals: []record.OrgProposal{p}}, w)
	revision, err := d.OrgRevision(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(1), revision)

	stale := orgAct(t, 2, func(c *record.OrgChange) { c.Ties = []roles.Tie{tie(liID, "name:y")} })
	require.ErrorIs(t, d.Apply(t.Context(), stale), workflow.ErrStale, "decided on a revision that is not the stored one")
}
