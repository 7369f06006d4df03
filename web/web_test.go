package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
)

func testEngine(t *testing.T, cfg Config) (*gin.Engine, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	cfg.Logger = slog.New(slog.NewTextHandler(&log, nil))
	e, err := NewEngine(cfg)
	require.NoError(t, err)
	return e, &log
}

func do(e http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

func problem(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	var p Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	require.Equal(t, w.Code, p.Status)
	return p
}

func TestProblemsAreRendered(t *testing.T) {
	problems := []*Problem{
		Invalid(FieldError{"/title", "is missing"}), InvalidCursor(), Unauthorized(), Forbidden("x"), CrossSite(), NotFound(), MethodNotAllowed(), Conflict("x"),
		PreconditionFailed(), PreconditionRequired(), TooLarge(), UnsupportedMedia("x"), UnprocessableKeyReuse(), TooMany(1500 * time.Millisecond), Unavailable(time.Second), Internal(),
	}
	types := map[string]bool{}
	for _, want := range problems {
		e, _ := testEngine(t, Config{})
		e.GET("/", Handle(func(*gin.Context) error { return fmt.Errorf("while reading: %w", want) }))
		w := do(e, httptest.NewRequest(http.MethodGet, "/", nil))
		require.Equal(t, want.Status, w.Code)
		got := problem(t, w)
		want.RetryAfter = 0
		require.Equal(t, *want, got)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		require.NotEmpty(t, got.Title)
		types[got.Type] = true
	}
	require.Len(t, types, len(problems), "each kind has a type of its own")
}

func TestRetryAfterIsRoundedUp(t *testing.T) {
	e, _ := testEngine(t, Config{})
	e.GET("/", Handle(func(*gin.Context) error { return TooMany(1500 * time.Millisecond) }))
	require.Equal(t, "2", do(e, httptest.NewRequest(http.MethodGet, "/", nil)).Header().Get("Retry-After"))
}

func TestOtherErrorsAreInternalAndLogged(t *testing.T) {
	e, log := testEngine(t, Config{})
	e.GET("/", Handle(func(*gin.Context) error { return errors.New("disk on fire") }))
	w := do(e, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, TypeInternal, problem(t, w).Type)
	require.NotContains(t, w.Body.String(), "disk")
	require.Contains(t, log.String(), "disk on fire")
	require.Contains(t, log.String(), w.Header().Get("X-Request-ID"))
}

func TestTimeoutAndDepartedClient(t *testing.T) {
	e, log := testEngine(t, Config{})
	e.GET("/slow", Handle(func(*gin.Context) error { return context.DeadlineExceeded }))
	e.GET("/gone", Handle(func(c *gin.Context) error { return c.Request.Context().Err() }))
	require.Equal(t, TypeUnavailable, problem(t, do(e, httptest.NewRequest(http.MethodGet, "/slow", nil))).Type)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	do(e, httptest.NewRequestWithContext(ctx, http.MethodGet, "/gone", nil))
	require.NotContains(t, log.String(), "request failed")
	require.NotContains(t, log.String(), "status=500")
}

func TestPanicIsInternal(t *testing.T) {
	e, log := testEngine(t, Config{})
	e.GET("/text", func(*gin.Context) { panic("personal " + secretValue) })
	set := func(m map[string]int) { m["x"] = 1 }
	e.GET("/error", func(*gin.Context) { set(nil) })
	e.GET("/late", func(c *gin.Context) { c.String(200, "half"); panic("x") })
	for _, path := range []string{"/text", "/error"} {
		require.Equal(t, TypeInternal, problem(t, do(e, httptest.NewRequest(http.MethodGet, path, nil))).Type)
	}
	require.NotContains(t, log.String(), secretValue)
	require.Contains(t, log.String(), "nil map")
	require.Contains(t, log.String(), "web_test.go", "the stack says where")
	require.Equal(t, "half", do(e, httptest.NewRequest(http.MethodGet, "/late", nil)).Body.String())
}

func TestLogHoldsNothingPersonal(t *testing.T) {
	e, log := testEngine(t, Config{})
	e.POST("/incidents/:reference", Handle(func(c *gin.Context) error { return DecodeStrict(c.Request.Body, &filing{}) }))
	for _, path := range []string{"/incidents/" + secretValue + "?q=" + secretValue, "/" + secretValue} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"title":`+secretValue+`}`))
		r.Header.Set("User-Agent", secretValue)
		r.Header.Set("X-Request-ID", secretValue)
		r.Header.Set("X-Forwarded-For", "203.0.113.77")
		w := do(e, r)
		require.NotContains(t, w.Body.String(), secretValue)
		require.NotEqual(t, secretValue, w.Header().Get("X-Request-ID"))
	}
	do(e, httptest.NewRequest("M"+secretValue, "/", nil))
	text := log.String()
	for _, never := range []string{secretValue, "203.0.113.77", "192.0.2.1"} { // the last is httptest's peer
		require.NotContains(t, text, never)
	}
	require.Contains(t, text, "route=/incidents/:reference")
	require.Contains(t, text, "route=unmatched")
	require.Contains(t, text, "method=other")
	require.Equal(t, 3, strings.Count(text, "msg=request "))
}

func TestNoProxyIsTrustedByDefault(t *testing.T) {
	address := func(cfg Config) string {
		e, _ := testEngine(t, cfg)
		e.GET("/", func(c *gin.Context) { c.String(200, c.ClientIP()) })
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Forwarded-For", "203.0.113.77")
		return do(e, r).Body.String()
	}
	require.Equal(t, "192.0.2.1", address(Config{}))
	require.Equal(t, "203.0.113.77", address(Config{TrustedProxies: []string{"192.0.2.0/24"}}))
	_, err := NewEngine(Config{TrustedProxies: []string{"nonsense"}})
	require.Error(t, err)
}

func TestSecurityHeadersAreEverywhere(t *testing.T) {
	for _, tls := range []bool{false, true} {
		e, _ := testEngine(t, Config{TLS: tls})
		e.GET("/", NoStore(), func(c *gin.Context) { c.String(200, "x") })
		e.GET("/panic", func(*gin.Context) { panic("x") })
		for _, path := range []string{"/", "/absent", "/panic"} {
			h := do(e, httptest.NewRequest(http.MethodGet, path, nil)).Header()
			require.Equal(t, contentPolicy, h.Get("Content-Security-Policy"), path)
			require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
			require.Equal(t, "no-store", h.Get("Cache-Control"))
			require.NotContains(t, h.Get("Content-Security-Policy"), "unsafe")
			require.Equal(t, tls, h.Get("Strict-Transport-Security") != "")
			require.Equal(t, tls, h.Get("Referrer-Policy") == "no-referrer")
		}
	}
}

func TestUnmatchedRequests(t *testing.T) {
	e, _ := testEngine(t, Config{Render: func(c *gin.Context, p *Problem) { c.String(p.Status, "page: "+p.Title) }})
	e.GET("/x", func(*gin.Context) {})
	api := e.Group("/api", UseRenderer(ProblemJSON))
	api.GET("/y", Handle(func(*gin.Context) error { return NotFound() }))
	require.Equal(t, "page: Not found", do(e, httptest.NewRequest(http.MethodGet, "/nope", nil)).Body.String())
	require.Equal(t, 405, do(e, httptest.NewRequest(http.MethodPost, "/x", nil)).Code)
	require.Equal(t, 404, do(e, httptest.NewRequest(http.MethodGet, "/x/", nil)).Code)
	require.Equal(t, TypeNotFound, problem(t, do(e, httptest.NewRequest(http.MethodGet, "/api/y", nil))).Type)
}

func TestBodyLimits(t *testing.T) {
	e, _ := testEngine(t, Config{BodyLimit: 10})
	read := Handle(func(c *gin.Context) error { _, err := io.Copy(io.Discard, c.Request.Body); return err })
	e.POST("/", read)
	e.POST("/more", BodyLimit(20), read)
	e.POST("/less", BodyLimit(5), read)
	for path, limit := range map[string]int{"/": 10, "/more": 20, "/less": 5} {
		require.Equal(t, 200, do(e, httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.Repeat("x", limit)))).Code, path)
		w := do(e, httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.Repeat("x", limit+1))))
		require.Equal(t, TypeTooLarge, problem(t, w).Type, path)
	}
}

func TestServerBounds(t *testing.T) {
	s := Server("127.0.0.1:0", http.NotFoundHandler())
	require.Equal(t, []time.Duration{5 * time.Second, 30 * time.Second, 60 * time.Second, 120 * time.Second},
		[]time.Duration{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout})
	require.Equal(t, 32<<10, s.MaxHeaderBytes)
	s.ErrorLog.Print("TLS handshake error from 203.0.113.77:1") // must not panic, must not print
}

func TestCookies(t *testing.T) {
	set := func(k Cookie) string {
		w := httptest.NewRecorder()
		k.Set(w, "token", time.Hour)
		return w.Header().Get("Set-Cookie")
	}
	require.Equal(t, "__Host-gz=token; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Strict", set(SessionCookie(true)))
	require.Equal(t, "gz=token; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict", set(SessionCookie(false)))
	require.Equal(t, "__Host-gz-refresh", RefreshCookie(true).Name())
	w := httptest.NewRecorder()
	SessionCookie(true).Clear(w)
	require.Contains(t, w.Header().Get("Set-Cookie"), "Max-Age=0")

	read := func(header string) string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", header)
		return SessionCookie(true).Read(r)
	}
	require.Equal(t, "a", read("__Host-gz=a; other=b"))
	require.Empty(t, read("gz=a"), "the unprotected name is not taken over https")
	require.Empty(t, read("__Host-gz=a; __Host-gz=b"))
}

func TestSameOrigin(t *testing.T) {
	guard, err := SameOrigin("https://public.example")
	require.NoError(t, err)
	e, _ := testEngine(t, Config{})
	reached := false
	e.Any("/", guard, func(c *gin.Context) { reached = true })
	tests := []struct {
		name, method string
		headers      map[string]string
		want         bool
	}{
		{"same origin", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-origin"}, true},
		{"typed by the person", http.MethodPost, map[string]string{"Sec-Fetch-Site": "none"}, true},
		{"same origin without Sec-Fetch-Site", http.MethodPost, map[string]string{"Origin": "http://example.com"}, true},
		{"own public origin behind a proxy", http.MethodPost, map[string]string{"Origin": "https://public.example"}, true},
		{"program", http.MethodPost, nil, true},
		{"form under no-referrer", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, true},
		{"reading from anywhere", http.MethodGet, map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, true},
		{"cross-site", http.MethodPost, map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		{"same-site", http.MethodPost, map[string]string{"Sec-Fetch-Site": "same-site"}, false},
		{"other origin", http.MethodPost, map[string]string{"Origin": "https://evil.example"}, false},
		{"other port", http.MethodPost, map[string]string{"Origin": "http://example.com:8081"}, false},
		{"sandboxed frame", http.MethodPost, map[string]string{"Origin": "null"}, false},
		{"delete", "DELETE", map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		{"put", "PUT", map[string]string{"Origin": "https://example.com.evil.example"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reached = false
			r := httptest.NewRequest(tt.method, "http://example.com/", nil)
			for k, v := range tt.headers {
				r.Header.Set(k, v)
			}
			w := do(e, r)
			require.Equal(t, tt.want, reached)
			if !tt.want {
				require.Equal(t, TypeCrossSite, problem(t, w).Type)
			}
		})
	}
	_, err = SameOrigin("not an origin")
	require.Error(t, err)
}

func TestWhatProgramsReadHasAPolicyOfItsOwn(t *testing.T) {
	e, err := NewEngine(Config{TLS: true})
	require.NoError(t, err)
	e.GET("/feed", func(c *gin.Context) {
		Data(c)
		c.String(http.StatusOK, "x")
	})
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/feed", nil))
	h := w.Header()
	require.Equal(t, dataPolicy, h.Get("Content-Security-Policy"))
	require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
	require.Equal(t, "*", h.Get("Access-Control-Allow-Origin"))
	require.NotEmpty(t, h.Get("Strict-Transport-Security"))
	require.Empty(t, h.Get("Cross-Origin-Resource-Policy"), "everybody may read it")
	require.NotEmpty(t, fixedHeaders["Content-Security-Policy"], "other answers keep theirs")
}
