package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

// TestTwoOrganizationsSignOnTheirPages: one files, the other signs, the names
// are on the page of both, on that of the agency and beside the public answer.
func TestTwoOrganizationsSignOnTheirPages(t *testing.T) {
	o := newOffice(t)
	c := o.secret(opinion, false) // filed by org2
	page := "/organization/opinions/" + c.reference
	read := func(who, path string) string {
		w := o.send(matrixRow{method: http.MethodGet, route: path}, visitor{key: who}, secretCase{}, ask{})
		require.Equal(t, http.StatusOK, w.Code, "%s %s", who, path)
		return w.Body.String()
	}
	sign := func(who string) int {
		return o.send(matrixRow{method: http.MethodPost, route: page + "/cosign"}, visitor{key: who}, secretCase{}, form()).Code
	}
	signer := "清源数据权益促进会"
	require.Contains(t, read("org1", "/organization"), page+"/cosign", "at home")
	require.NotContains(t, read("org2", page), signer)
	require.Equal(t, http.StatusSeeOther, sign("org1"))
	require.Equal(t, http.StatusConflict, sign("org1"), "once")
	require.Equal(t, http.StatusForbidden, sign("org2"), "its filer does not sign again")
	require.Equal(t, http.StatusNotFound, sign("citizen1"))
	for _, who := range []string{"org1", "org2"} {
		require.Contains(t, read(who, page), signer)
		require.NotContains(t, read(who, page), page+"/cosign")
	}
	require.Contains(t, read("shenzhen/officer", "/desk/cases/"+c.reference), signer)

	o.act(c.reference, answers, workflow.Command{Action: workflow.Reply, Reason: longAnswer, Title: "On notices", Summary: "Why late?"})
	w, err := o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
	require.Contains(t, read("", "/answers/"+c.reference), signer)
	gone := o.send(matrixRow{method: http.MethodGet, route: page}, visitor{key: "org1"}, secretCase{}, ask{})
	require.Equal(t, http.StatusNotFound, gone.Code, "what is answered is not signed any more")
}
