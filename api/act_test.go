package api

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
)

func (f *face) act(body string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	return f.call(http.MethodPost, "/api/v1/incidents/"+theCase+"/actions", body, append(headers, asOfficer)...)
}

const present = `If-Match: "v12"`

func TestActOnAVersion(t *testing.T) {
	f := newFace(t)
	w := f.act(`{"action":"accept"}`, present)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, `"v13"`, w.Header().Get("ETag"))
	require.JSONEq(t, `{"reference":"`+theCase+`","action":"accept","proposed":false,"state":"accepted","version":13}`, w.Body.String())
	require.Equal(t, int64(12), f.cases.version)
	require.Equal(t, officer, f.cases.did[0].Actor)

	require.Equal(t, http.StatusPreconditionRequired, f.act(`{"action":"accept"}`).Code)
	require.Equal(t, http.StatusPreconditionFailed, f.act(`{"action":"accept"}`, `If-Match: W/"v12"`).Code)
	require.Len(t, f.cases.did, 1)
	f.cases.err = record.ErrStale
	require.Equal(t, http.StatusPreconditionFailed, f.act(`{"action":"accept"}`, `If-Match: "v11"`).Code)
}

func TestFieldsReachTheCommand(t *testing.T) {
	f := newFace(t)
	id := reportID.String()
	w := f.act(`{"action":"decide","reason":"r","founded":false,"path":"civil","clauses":["PIPL 51"]}`, present)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, &record.Outcome{Path: "civil", Clauses: []string{"PIPL 51"}}, f.cases.did[0].Outcome)
	f.act(`{"action":"transfer","reason":"r","to":"`+id+`"}`, present)
	require.Equal(t, reportID, f.cases.did[1].To)
	f.act(`{"action":"urge","reason":"r","due":"2026-12-01T08:00:00+08:00"}`, present)
	require.Equal(t, "2026-12-01T00:00:00Z", f.cases.did[2].Due.UTC().Format(time.RFC3339))
	w = f.act(`{"action":"pause","reason":"r","ground":"appraisal"}`, present)
	require.Equal(t, "appraisal", f.cases.did[3].Ground)
	require.True(t, decode[Acted](t, w).Proposed, "it waits for its second person")
	f.act(`{"action":"confirm","proposal":"`+id+`"}`, present)
	require.Equal(t, reportID, f.cases.did[4].Proposal)
}

func TestStrayAndUnknownFieldsOfActions(t *testing.T) {
	f := newFace(t)
	for body, pointer := range map[string]string{
		`{"action":"accept","to":"` + reportID.String() + `"}`:         "/to",
		`{"action":"comment","body":"x","reason":"13800138000"}`:       "/reason",
		`{"action":"13800138000"}`:                                     "/action",
		`{}`:                                                           "/action",
		`{"action":"time_passed"}`:                                     "/action",
		`{"action":"unseal"}`:                                          "/action",
		`{"action":"file"}`:                                            "/action",
		`{"action":"accept","title":"13800138000"}`:                    "/title",
		`{"action":"accept","action":"close"}`:                         "/action",
		`{"action":"accept","version":1}`:                              "/version",
		`{"action":"assign","to":"13800138000"}`:                       "/to",
		`{"action":"urge","reason":"r","due":"13800138000"}`:           "/due",
		`{"action":"decide","reason":"r","founded":"13800138000"}`:     "/founded",
		`{"action":"accept","reason":null}`:                            "/reason",
		`{"action":"decide","reason":"r","clauses":{"13800138000":1}}`: "/clauses",
	} {
		w := f.act(body, present)
		require.Contains(t, []int{400, 422}, w.Code, body)
		require.Equal(t, []string{pointer}, pointers(t, w), body)
		require.NotContains(t, w.Body.String(), "13800138000")
	}
	require.Empty(t, f.cases.did)
	require.NotContains(t, f.log.String(), "13800138000")
}

func TestRefusalsOfActs(t *testing.T) {
	f := newFace(t)
	for kind, status := range map[record.Kind]int{
		record.NotFound: 404, record.Forbidden: 403, record.WrongTime: 409, record.Invalid: 422, record.Stale: 412, record.Busy: 503,
	} {
		f.cases.err = record.Refuse(kind, "to", "x", "why")
		require.Equal(t, status, f.act(`{"action":"accept"}`, present).Code, kind)
	}
	f.cases.err = errors.New("SQLSTATE 40001 13800138000")
	w := f.act(`{"action":"accept"}`, present)
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "SQLSTATE")
}

func TestSayingNeedsNoVersion(t *testing.T) {
	f := newFace(t)
	require.Equal(t, http.StatusOK, f.act(`{"action":"comment","body":"注"}`).Code)
	w := f.act(`{"action":"ask","body":"何时？"}`)
	require.Equal(t, http.StatusOK, w.Code)
	require.Empty(t, w.Header().Get("ETag"))
	require.Equal(t, reportID, f.cases.about, "the only report's filer is asked")
	require.Equal(t, http.StatusOK, f.act(`{"action":"ask","body":"何时？"}`, present).Code)
	require.Equal(t, http.StatusPreconditionFailed, f.act(`{"action":"ask","body":"何时？"}`, `If-Match: "v11"`).Code, "a condition that is sent must hold")
	require.Len(t, f.cases.said, 3)
}

func TestPublicationActs(t *testing.T) {
	f := newFace(t)
	w := f.act(`{"action":"publish_propose","title":"t","summary":"s","verification":"plausible","kept":"k"}`)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	w = f.act(`{"action":"publish_withdraw","reason":"r"}`)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, []publication.Command{
		{Action: publication.Propose, Actor: officer, Title: "t", Summary: "s", Verification: "plausible", Kept: "k"},
		{Action: publication.Withdraw, Actor: officer, Reason: "r"},
	}, f.publishing.did)
	require.Empty(t, f.cases.did)
	f.publishing.err = record.Refuse(record.Invalid, "summary", "gate", "personal data was found")
	require.Equal(t, []string{"/summary"}, pointers(t, f.act(`{"action":"publish_propose","title":"t","summary":"13800138000","verification":"plausible"}`)))
}

func TestReadSealed(t *testing.T) {
	f := newFace(t)
	body := `{"report":"` + reportID.String() + `","field":"contact","purpose":"核实情况"}`
	w := f.call(http.MethodPost, "/api/v1/incidents/"+theCase+"/readings", body, asOfficer)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	require.JSONEq(t, `{"field":"contact","values":["opened contact"]}`, w.Body.String())
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Equal(t, reportID, f.cases.about)
	require.NotContains(t, f.log.String(), "opened")
}
