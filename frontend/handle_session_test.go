package frontend

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSignIn(t *testing.T) {
	s := newSite(t)
	w := s.post("/sign-in", url.Values{"email": {" shen@example.org "}, "password": {"right"}})
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "/desk", w.Header().Get("Location"))
	cookie := w.Header().Get("Set-Cookie")
	for _, want := range []string{"gz=" + goodToken, "HttpOnly", "SameSite=Strict", "Max-Age="} {
		require.Contains(t, cookie, want)
	}
	back := s.post("/sign-in", url.Values{"email": {"shen@example.org"}, "password": {"right"}, "next": {"/desk/cases/GZ-1?x=1"}})
	require.Equal(t, "/desk/cases/GZ-1?x=1", back.Header().Get("Location"))
}

func TestWrongSignInTellsNothing(t *testing.T) {
	s := newSite(t)
	unknown := s.post("/sign-in", url.Values{"email": {"nobody@example.org"}, "password": {"secret word"}})
	wrong := s.post("/sign-in", url.Values{"email": {"shen@example.org"}, "password": {"secret word"}})
	require.Equal(t, http.StatusUnauthorized, unknown.Code)
	same := func(w *httptest.ResponseRecorder, email string) string {
		return strings.ReplaceAll(w.Body.String(), email, "")
	}
	require.Equal(t, same(unknown, "nobody@example.org"), same(wrong, "shen@example.org"))
	require.Contains(t, wrong.Body.String(), `value="shen@example.org"`)
	require.NotContains(t, wrong.Body.String(), "secret word")
	lintPage(t, wrong.Body.String())
	often := s.post("/sign-in", url.Values{"email": {"shen@example.org"}, "password": {"too often"}})
	require.Equal(t, http.StatusTooManyRequests, often.Code)
	require.Equal(t, "61", often.Header().Get("Retry-After"))
}

func TestSignOutEndsTheSession(t *testing.T) {
	s := newSite(t)
	w := s.post("/sign-out", nil, "Cookie", "gz="+goodToken)
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Contains(t, w.Header().Get("Set-Cookie"), "Max-Age=0")
	require.Contains(t, s.get("/", "Cookie", "gz=ended").Header().Get("Set-Cookie"), "gz=; Path=/; Max-Age=0")
}

func TestOtherSitesCannotPost(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/sign-in", "/sign-out", "/report/start", "/report/step", "/report/check", "/report/saved", "/track", "/track/answer", "/track/evidence"} {
		w := s.post(path, url.Values{"receipt": {goodReceipt}}, "Sec-Fetch-Site", "cross-site")
		require.Equal(t, http.StatusForbidden, w.Code, path)
		lintPage(t, w.Body.String())
	}
	require.Empty(t, s.drafts.kept)
}

func TestNextLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{
		"/desk": "/desk", "/a?b=c": "/a?b=c", "": "", "//evil.example": "", "https://evil.example": "", `/\evil.example`: "",
		"/\t/evil.example": "", "desk": "", "/%zz": "",
	} {
		require.Equal(t, want, ownPath(next), next)
	}
}

func TestDemoAccountsAreShownInDemoModeOnly(t *testing.T) {
	account := DemoAccount{Role: "officer", Post: "受理岗", Name: "沈知微", Email: "shen@demo.example", Password: "demo-word"}
	demo := newSite(t, func(d *Deps) { d.Demo = []DemoAccount{account} })
	require.Contains(t, demo.get("/sign-in").Body.String(), "demo-word")
	require.Contains(t, demo.get("/").Body.String(), `class="gz-demo"`)
	require.NotContains(t, newSite(t).get("/").Body.String(), `class="gz-demo"`)
}
