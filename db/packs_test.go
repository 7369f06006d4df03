package db_test

import (
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestOnlyAdoptedPacksCount: an offer alone counts for nothing, and a text that
// was changed past the program is not read.
func TestOnlyAdoptedPacksCount(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	hash, err := d.OfferPack(t.Context(), []byte("kind: clauses"), t0)
	require.NoError(t, err)
	_, err = d.OfferPack(t.Context(), []byte("kind: clauses"), t0)
	require.NoError(t, err, "again changes nothing")
	texts, err := d.AdoptedPacks(t.Context())
	require.NoError(t, err)
	require.Empty(t, texts)
	args, err := json.Marshal(workflow.OrgArgs{Pack: "cn-clauses", Version: "9", Hash: hex.EncodeToString(hash)})
	require.NoError(t, err)
	p := record.OrgProposal{ID: uuid.New(), Act: "adopt_pack", Args: args, State: "confirmed", ProposedBy: wangID, DecidedBy: zhaoID, At: t0}
	c := raw(t, url)
	_, err = c.Exec(t.Context(), `INSERT INTO org_proposal (id, act, args, state, proposed_by, decided_by, at) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		p.ID, p.Act, p.Args, p.State, p.ProposedBy, p.DecidedBy, p.At)
	require.NoError(t, err)
	texts, err = d.AdoptedPacks(t.Context())
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte("kind: clauses")}, texts)
	n, err := d.CountAdopted(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	_, err = c.Exec(t.Context(), `UPDATE rule_pack SET body = 'kind: none'`)
	require.ErrorContains(t, err, "row is final")
	_, err = c.Exec(t.Context(), `ALTER TABLE rule_pack DISABLE TRIGGER ALL`)
	require.NoError(t, err)
	_, err = c.Exec(t.Context(), `UPDATE rule_pack SET body = 'kind: none'`)
	require.NoError(t, err)
	_, err = d.AdoptedPacks(t.Context())
	require.ErrorContains(t, err, "not the text that was offered")

	past, err := d.PastFindings(t.Context(), roles.Actor{Person: zhaoID, Role: roles.Leader}, "seriousness", "CN", uuid.Nil, 10)
	require.NoError(t, err)
	require.Empty(t, past)
}
