package api

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/assess"
	"gongzhi/workflow"
)

// TestFactsAreAssessedWithoutBeingKept: the answer holds grade, items, steps and
// the pack's version, and nothing is done to any case.
func TestFactsAreAssessedWithoutBeingKept(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodPost, "/api/v1/assess/seriousness",
		`{"line":{"facts":{"acts":["sell"],"pieces":{"track":10,"health":100,"other":3000}}}}`, asOfficer)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	got := decode[Assessed](t, w)
	require.Equal(t, "serious", got.Answer)
	require.Equal(t, []string{"5.1.6"}, got.Deciding, "10/50 + 100/500 + 3000/5000 is exactly 1")
	require.Equal(t, "cn-seriousness", got.Pack.ID)
	require.NotEmpty(t, got.Pack.Version)
	var finding assess.SeriousnessFinding
	require.NoError(t, json.Unmarshal(got.Finding, &finding))
	require.NotEmpty(t, finding.Steps)
	require.NotEmpty(t, finding.Citations)
	require.NotEmpty(t, finding.Changes)
	require.Empty(t, f.cases.did)
}

func TestUnknownFactsAreRefusedByName(t *testing.T) {
	f := newFace(t)
	for path, c := range map[string]struct {
		body, names string
		status      int
	}{
		"seriousness":   {`{"line":{"facts":{"acts":["sell"],"guilt":true}}}`, "guilt", http.StatusUnprocessableEntity},
		"disclosure":    {`{"line":{"disclosure":"voluntary","facts":{"remark":"x"}}}`, "facts.remark", http.StatusUnprocessableEntity},
		"circulation":   {`{"line":{"consent":true}}`, "consent", http.StatusUnprocessableEntity},
		"breach_duties": {`{"line":{"facts":{"persons":-1}}}`, "persons", http.StatusUnprocessableEntity},
		"clauses":       {`{"line":{}}`, "/kind", http.StatusUnprocessableEntity},
	} {
		w := f.call(http.MethodPost, "/api/v1/assess/"+path, c.body, asOfficer)
		require.Equal(t, c.status, w.Code, path)
		require.Contains(t, w.Body.String(), c.names, path)
	}
	require.Equal(t, http.StatusBadRequest, f.call(http.MethodPost, "/api/v1/assess/seriousness", `{"line":{},"grade":"none"}`, asOfficer).Code)
	require.Equal(t, http.StatusUnprocessableEntity, f.call(http.MethodPost, "/api/v1/assess/seriousness", `{"line":null}`, asOfficer).Code)
}

func TestCitizensDoNotAssess(t *testing.T) {
	f := newFace(t)
	require.Equal(t, http.StatusUnauthorized, f.call(http.MethodPost, "/api/v1/assess/seriousness", `{"line":{"facts":{}}}`).Code)
	require.Equal(t, http.StatusForbidden, f.call(http.MethodPost, "/api/v1/assess/seriousness", `{"line":{"facts":{}}}`, "Authorization: Bearer resident").Code)
}

// TestAFindingOfACaseNeedsNoVersion: it breaks nobody's If-Match and asks for none.
func TestAFindingOfACaseNeedsNoVersion(t *testing.T) {
	f := newFace(t)
	path := "/api/v1/incidents/" + theCase + "/actions"
	w := f.call(http.MethodPost, path, `{"action":"assess","kind":"breach_duties","on":"2026-01-02","line":{"facts":{"persons":3}}}`, asOfficer)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	w = f.call(http.MethodPost, path, `{"action":"override_finding","finding":"`+reportID.String()+`","answer":"none","reason":"because"}`, asOfficer)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, &workflow.Assessment{Kind: "breach_duties", On: "2026-01-02", Facts: []byte(`{"facts":{"persons":3}}`)}, f.cases.did[0].Assess)
	require.Equal(t, reportID, f.cases.did[1].Override)
	require.Equal(t, "none", f.cases.did[1].Answer)
}
