package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

// TestAnOrganizationReadsWhyItsProposalWasDeclined: it proposes on the page of a
// published case, a duty with a time is opened, and the reason of the answer is
// for it alone to read. It learns nothing else of the case.
func TestAnOrganizationReadsWhyItsProposalWasDeclined(t *testing.T) {
	o := newOffice(t)
	c := o.secret(then(investigating, published), false)
	page := "/organization/cases/" + c.reference + "/public-interest"
	read := func(who, path string) (int, string) {
		w := o.send(matrixRow{method: http.MethodGet, route: path}, visitor{key: who}, secretCase{}, ask{})
		return w.Code, w.Body.String()
	}
	propose := func(who string) int {
		return o.send(matrixRow{method: http.MethodPost, route: page}, visitor{key: who}, secretCase{}, form("reason", "Three thousand people are concerned.")).Code
	}
	_, public := read("org1", "/incidents/"+c.reference)
	require.Contains(t, public, page)
	_, public = read("citizen1", "/incidents/"+c.reference)
	require.NotContains(t, public, page)

	require.Equal(t, http.StatusSeeOther, propose("org1"))
	require.Equal(t, http.StatusConflict, propose("org1"), "one at a time")
	require.Equal(t, http.StatusNotFound, propose("media1"))
	code, body := read("org1", page)
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, body, "Three thousand people")
	require.NotContains(t, body, `name="reason"`)

	o.act(c.reference, answers, workflow.Command{Action: workflow.DeclinePublicInterest, Reason: "Each of them was told and compensated."})
	for _, path := range []string{page, "/api/v1/incidents/" + c.reference + "/public-interest"} {
		_, body = read("org1", path)
		require.Contains(t, body, "Each of them was told and compensated.")
		code, body = read("org2", path)
		require.Equal(t, http.StatusOK, code, "it may propose too")
		require.NotContains(t, body, "compensated", "another organization's answer is not theirs")
		require.NotContains(t, body, "Three thousand")
		for _, secret := range []string{wordName, wordContact, wordAccused, wordNarrative} {
			require.NotContains(t, body, secret)
		}
	}
	_, public = read("", "/incidents/"+c.reference)
	require.NotContains(t, public, "compensated")
	_, body = read("org1", page)
	require.Contains(t, body, `name="reason"`, "with new grounds it may propose again")
}

// TestAHiddenCaseTakesNoProposal: nobody learns by the page that there is one.
func TestAHiddenCaseTakesNoProposal(t *testing.T) {
	o := newOffice(t)
	c := o.secret(investigating, false)
	page := "/organization/cases/" + c.reference + "/public-interest"
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		w := o.send(matrixRow{method: method, route: page}, visitor{key: "org1"}, secretCase{}, form("reason", "Many are concerned."))
		require.Equal(t, http.StatusNotFound, w.Code, method)
	}
}
