package api

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

func TestTrack(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodGet, "/api/v1/track", "", byReceipt)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	track := decode[Track](t, w)
	require.Equal(t, "李四", track.Next.Who.Person)
	require.Equal(t, record.Date("2026-11-10"), track.Next.DueOn)
	require.NotContains(t, w.Body.String(), "02:17", "dates, never times")
	require.NotContains(t, w.Body.String(), reportID.String())

	require.Equal(t, http.StatusNotFound, f.call(http.MethodGet, "/api/v1/track", "", "Authorization: Receipt WRONG").Code)
	require.Equal(t, http.StatusUnauthorized, f.call(http.MethodGet, "/api/v1/track?receipt="+theReceipt, "").Code, "never in an address")
	require.Equal(t, http.StatusUnauthorized, f.call(http.MethodGet, "/api/v1/track", "", asOfficer).Code)
	require.NotContains(t, f.log.String(), theReceipt)
}

func TestAnswerByReceipt(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodPost, "/api/v1/track/answers", `{"body":"昨天下午"}`, byReceipt)
	require.Equal(t, http.StatusNoContent, w.Code, w.Body.String())
	require.Equal(t, []string{"receipt: 昨天下午"}, f.cases.said)
	w = f.call(http.MethodPost, "/api/v1/track/answers", `{"body":"x","extra":"13800138000"}`, byReceipt)
	require.Equal(t, []string{"/extra"}, pointers(t, w))
	require.NotContains(t, w.Body.String(), "13800138000")
}

func upload(t *testing.T, field, name string, content []byte) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile(field, name)
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, m.Close())
	return b.String(), "Content-Type: " + m.FormDataContentType()
}

func TestEvidenceByReceipt(t *testing.T) {
	f := newFace(t)
	body, form := upload(t, "file", "a.jpg", []byte("picture"))
	require.Equal(t, http.StatusNoContent, f.call(http.MethodPost, "/api/v1/track/evidence", body, byReceipt, form).Code)
	require.Equal(t, []string{"evidence: a.jpg"}, f.cases.said)

	wrong, wrongForm := upload(t, "picture", "a.jpg", []byte("picture"))
	require.Equal(t, []string{"/file"}, pointers(t, f.call(http.MethodPost, "/api/v1/track/evidence", wrong, byReceipt, wrongForm)))
	require.Equal(t, http.StatusBadRequest, f.call(http.MethodPost, "/api/v1/track/evidence", "x", byReceipt, "Content-Type: text/plain").Code)
	require.Equal(t, http.StatusNotFound, f.call(http.MethodPost, "/api/v1/track/evidence", body, "Authorization: Receipt X", form).Code)
	large, largeForm := upload(t, "file", "a.jpg", make([]byte, maxUpload))
	require.Equal(t, http.StatusRequestEntityTooLarge, f.call(http.MethodPost, "/api/v1/track/evidence", large, byReceipt, largeForm).Code)
	f.evidence.err = record.Refuse(record.Invalid, "file", "kind", "this kind of file is not accepted")
	require.Equal(t, http.StatusUnprocessableEntity, f.call(http.MethodPost, "/api/v1/track/evidence", body, byReceipt, form).Code)
	require.Len(t, f.cases.said, 1)
}

func TestSession(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodPost, "/api/v1/session", `{"email":"officer","password":"right"}`)
	require.Equal(t, http.StatusOK, w.Code)
	require.JSONEq(t, `{"access_token":"officer","token_type":"Bearer","expires_in":300}`, w.Body.String())
	cookie := w.Result().Cookies()[0]
	require.Equal(t, "gz-refresh", cookie.Name)
	require.True(t, cookie.HttpOnly)
	require.Equal(t, http.SameSiteStrictMode, cookie.SameSite)
	require.Equal(t, int((7*24*time.Hour)/time.Second), cookie.MaxAge)

	w = f.call(http.MethodPost, "/api/v1/session/refresh", "", "Cookie: gz-refresh=officer")
	require.Equal(t, "officer", decode[AccessGrant](t, w).AccessToken)
	require.Equal(t, http.StatusForbidden, f.call(http.MethodPost, "/api/v1/session/refresh", "", "Cookie: gz-refresh=officer", "Origin: https://evil.example").Code)

	w = f.call(http.MethodDelete, "/api/v1/session", "", asOfficer)
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Negative(t, w.Result().Cookies()[0].MaxAge)
	require.Equal(t, 1, f.accounts.signedOut)
}

func TestSignInSaysTheSameToAll(t *testing.T) {
	f := newFace(t)
	unknown := f.call(http.MethodPost, "/api/v1/session", `{"email":"13800138000","password":"right"}`)
	wrong := f.call(http.MethodPost, "/api/v1/session", `{"email":"officer","password":"hunter2 13800138000"}`)
	require.Equal(t, http.StatusUnauthorized, unknown.Code)
	require.Equal(t, unknown.Body.String(), wrong.Body.String())
	f.accounts.err = &accounts.Throttled{RetryAfter: 90 * time.Second}
	w := f.call(http.MethodPost, "/api/v1/session", `{"email":"officer","password":"right"}`)
	require.Equal(t, http.StatusTooManyRequests, w.Code)
	require.Equal(t, "90", w.Header().Get("Retry-After"))
	f.accounts.err = accounts.ErrBusy
	require.Equal(t, http.StatusServiceUnavailable, f.call(http.MethodPost, "/api/v1/session", `{"email":"officer","password":"right"}`).Code)
	require.NotContains(t, f.log.String(), "13800138000")
	require.NotContains(t, f.log.String(), "hunter2")
}

func TestGetIncident(t *testing.T) {
	f := newFace(t)
	w := f.get("/api/v1/incidents/" + theCase)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, `"v12"`, w.Header().Get("ETag"))
	require.Equal(t, officer, f.door.actor)
	text := w.Body.String()
	require.NotContains(t, text, "02:17", "nothing tells at what time of day a filer acted")
	require.NotContains(t, text, "must stay sealed")
	v := decode[Incident](t, w)
	require.Equal(t, []string{"accept", "unseal", "publish_clear", "publish_decline"}, v.Actions, "what the system does is left out")
	require.Empty(t, v.Timeline[0].At)
	require.Equal(t, noon, v.Timeline[1].At)

	require.Equal(t, http.StatusNotFound, f.get("/api/v1/incidents/GZ-00000-00000").Code)
	f.door.err = errors.New("connection to 10.0.0.1 lost")
	w = f.get("/api/v1/incidents/" + theCase)
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "10.0.0.1")
}

func TestListsArePagedByCursor(t *testing.T) {
	f := newFace(t)
	w := f.get("/api/v1/incidents?state=filed&region=110000&q=" + url.QueryEscape("会员"))
	first := decode[IncidentPage](t, w)
	require.Equal(t, workflow.IncidentQuery{Text: "会员", State: "filed", Region: "110000", Limit: 50}, f.door.incidents)
	require.Len(t, first.Items, 1)
	require.NotContains(t, first.NextCursor, "after")

	link := w.Header().Get("Link")
	next, found := strings.CutSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
	require.True(t, found, link)
	w = f.get(next)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "after ", f.door.incidents.Cursor, "the domain's own cursor comes back")

	for name, target := range map[string]string{
		"another filter": "/api/v1/incidents?state=closed&cursor=" + first.NextCursor,
		"no filter":      "/api/v1/incidents?cursor=" + first.NextCursor,
		"another list":   "/api/v1/public/incidents?state=filed&region=110000&q=" + url.QueryEscape("会员") + "&cursor=" + first.NextCursor,
		"damaged":        "/api/v1/incidents?cursor=x" + first.NextCursor,
	} {
		w = f.get(target)
		require.Equal(t, http.StatusBadRequest, w.Code, name)
		require.Equal(t, web.TypeInvalidCursor, decode[Problem](t, w).Type, name)
	}
	f.get("/api/v1/incidents?limit=200")
	require.Equal(t, 200, f.door.incidents.Limit)
	require.Empty(t, f.get("/api/v1/duties").Header().Get("Link"), "the last page has no next")
}

func TestParametersAreChecked(t *testing.T) {
	f := newFace(t)
	for target, pointer := range map[string]string{
		"/api/v1/incidents?limit=201":                  "/limit",
		"/api/v1/incidents?limit=0":                    "/limit",
		"/api/v1/incidents?limit=13800138000":          "/limit",
		"/api/v1/incidents?limit=x":                    "/limit",
		"/api/v1/incidents?state=13800138000":          "/state",
		"/api/v1/incidents?region=138001":              "/region",
		"/api/v1/incidents?region=13800138000":         "/region",
		"/api/v1/incidents?stat=filed":                 "/stat",
		"/api/v1/incidents?13800138000=x":              "",
		"/api/v1/incidents?state=filed&state=x":        "/state",
		"/api/v1/incidents?q=%ff":                      "/q",
		"/api/v1/incidents?q=" + longText():            "/q",
		"/api/v1/duties?holder=13800138000":            "/holder",
		"/api/v1/duties?due=tomorrow":                  "/due",
		"/api/v1/duties?kind=" + "13800138000":         "/kind",
		"/api/v1/public/incidents?from=2026-02-30":     "/from",
		"/api/v1/public/incidents?to=13800138000":      "/to",
		"/api/v1/notices?limit=-1":                     "/limit",
		"/api/v1/overview?person=13800138000":          "/person",
		"/api/v1/public/incidents/" + theCase + "?v=1": "/v",
	} {
		w := f.get(target)
		require.Equal(t, http.StatusBadRequest, w.Code, target)
		require.Equal(t, []string{pointer}, pointers(t, w), target)
		require.NotContains(t, w.Body.String(), "13800138", target)
	}
	require.Equal(t, http.StatusOK, f.get("/api/v1/incidents?lang=en&state=").Code)
	require.NotContains(t, f.log.String(), "13800138")
}

func longText() string { return url.QueryEscape(strings.Repeat("长", 201)) }

func TestDutiesOverviewInbox(t *testing.T) {
	f := newFace(t)
	w := f.get("/api/v1/duties?state=armed&holder=me&due=overdue&kind=triage&limit=10")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, workflow.DutyQuery{State: "armed", Holder: "me", Due: "overdue", Kind: "triage", Limit: 10}, f.door.duties)
	require.NotContains(t, w.Body.String(), "02:17")
	require.JSONEq(t, `{"mine":1,"unassigned":0,"today":0,"overdue":2}`, f.get("/api/v1/duties/counts").Body.String())
	waiting := decode[WaitingList](t, f.get("/api/v1/proposals")).Items
	require.Equal(t, []Waiting{{Kind: WaitingKindCase, Act: "close", Reference: theCase, Title: "t", ProposedBy: "p", At: noon, DueAt: waiting[0].DueAt}}, waiting)
	require.Equal(t, int64(3), decode[Overview](t, f.get("/api/v1/overview")).ByState["filed"])
	require.Equal(t, InboxItemMailPending, decode[InboxPage](t, f.get("/api/v1/inbox")).Items[0].Mail)
	require.Len(t, decode[InboxPage](t, f.get("/api/v1/inbox")).Items, 2)
	f.door.err = record.Refuse(record.Forbidden, "", "not_yours", "this page is for leaders")
	require.Equal(t, http.StatusForbidden, f.get("/api/v1/overview").Code)
}

func TestPublicReads(t *testing.T) {
	f := newFace(t)
	get := func(target string, headers ...string) *httptest.ResponseRecorder {
		return f.call(http.MethodGet, target, "", headers...)
	}
	w := get("/api/v1/public/incidents?from=2026-01-01&sector=retail")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, workflow.PublicQuery{From: "2026-01-01", Sector: "retail", Limit: 50}, f.door.public)
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	require.Equal(t, "S", decode[PublicPage](t, w).Items[0].Credit.Source, "the credit goes with the record")
	tag := w.Header().Get("ETag")
	require.Equal(t, http.StatusNotModified, get("/api/v1/public/incidents?from=2026-01-01&sector=retail", "If-None-Match: "+tag).Code)
	require.Equal(t, http.StatusNotModified, get("/api/v1/public/incidents/"+theCase, "If-None-Match: "+tag).Code)

	w = get("/api/v1/public/incidents/" + theCase)
	require.Equal(t, http.StatusOK, w.Code)
	require.NotContains(t, w.Body.String(), "must stay sealed")
	require.Equal(t, http.StatusNotFound, get("/api/v1/public/incidents/GZ-1").Code)
	require.Equal(t, 9, decode[NoticePage](t, get("/api/v1/notices")).Items[0].DaysLate)
}

func TestMyReports(t *testing.T) {
	f := newFace(t)
	w := f.call(http.MethodGet, "/api/v1/reports?limit=5", "", asNGO)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, ngo, f.door.actor)
	require.NotEmpty(t, decode[IncidentPage](t, w).NextCursor)
}

// TestEvidenceAtTheRespondentsDoor: the code and the time are looked at before
// any of the file is read.
func TestEvidenceAtTheRespondentsDoor(t *testing.T) {
	const path = "/api/v1/respondent/evidence"
	f := newFace(t)
	byCode := "Authorization: Service " + theReceipt
	body, form := upload(t, "file", "a.jpg", []byte("picture"))
	require.Equal(t, http.StatusConflict, f.call(http.MethodPost, path, body, byCode, form).Code, "the time is over")
	f.door.serves = []workflow.Action{workflow.AddServedEvidence}
	require.Equal(t, http.StatusNoContent, f.call(http.MethodPost, path, body, byCode, form).Code)
	require.Equal(t, []string{"served evidence: a.jpg"}, f.cases.said)
	require.Equal(t, http.StatusUnauthorized, f.call(http.MethodPost, path, body, byReceipt, form).Code)
	require.Equal(t, http.StatusNotFound, f.call(http.MethodPost, path, body, "Authorization: Service X", form).Code)
	f.door.files = workflow.MaxEvidence
	require.Equal(t, http.StatusUnprocessableEntity, f.call(http.MethodPost, path, body, byCode, form).Code)
	require.Len(t, f.cases.said, 1)
}
