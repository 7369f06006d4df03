package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/locale"
)

func withHeader(name string, values ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	for _, v := range values {
		r.Header.Add(name, v)
	}
	return r
}

func TestIfMatch(t *testing.T) {
	require.Equal(t, `"v12"`, ETag(12))
	got, err := IfMatch(withHeader("If-Match", ` "v12" `))
	require.NoError(t, err)
	require.Equal(t, int64(12), got)
	for value, want := range map[string]*Problem{
		"": PreconditionRequired(), "*": Invalid(), `"v1", "v2"`: Invalid(),
		`W/"v12"`: PreconditionFailed(), `v12`: PreconditionFailed(), `"12"`: PreconditionFailed(), `"v012"`: PreconditionFailed(), `"v-1"`: PreconditionFailed(),
		`"v+1"`: PreconditionFailed(), `"vv1"`: PreconditionFailed(), `"v99999999999999999999"`: PreconditionFailed(), `""`: PreconditionFailed(),
	} {
		_, err := IfMatch(withHeader("If-Match", value))
		require.ErrorIs(t, err, want, value)
	}
	_, err = IfMatch(httptest.NewRequest(http.MethodPost, "/", nil))
	require.ErrorIs(t, err, PreconditionRequired())
	_, err = IfMatch(withHeader("If-Match", `"v1"`, `"v1"`))
	require.ErrorIs(t, err, Invalid())
}

type place struct {
	Day string `json:"day"`
	ID  int64  `json:"id"`
}

func TestCursor(t *testing.T) {
	filter := FilterHash(url.Values{"state": {"open"}, "region": {"11", "12"}, "limit": {"5"}, "cursor": {"x"}})
	require.Equal(t, filter, FilterHash(url.Values{"region": {"11", "12"}, "state": {"open"}, "lang": {"en"}}))
	require.NotEqual(t, filter, FilterHash(url.Values{"region": {"12", "11"}, "state": {"open"}}))
	require.NotEqual(t, FilterHash(url.Values{"a": {"b=c"}}), FilterHash(url.Values{"a": {"b"}, "c": {""}}))

	text, err := NewCursor(filter, place{"2026-11-22", 7})
	require.NoError(t, err)
	require.Equal(t, text, url.QueryEscape(text), "fits into an address as it is")
	got, err := ParseCursor[place](text, filter)
	require.NoError(t, err)
	require.Equal(t, place{"2026-11-22", 7}, got)

	other, err := NewCursor(filter, "a text")
	require.NoError(t, err)
	for _, bad := range []string{"", "x", text + "A", text[:len(text)-2], text + "=", other, strings.Repeat("A", 2000)} {
		_, err := ParseCursor[place](bad, filter)
		require.ErrorIs(t, err, InvalidCursor(), bad)
	}
	_, err = ParseCursor[place](text, FilterHash(url.Values{"state": {"closed"}}))
	require.ErrorIs(t, err, InvalidCursor(), "the filter changed")
}

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]int{"": 20, "1": 1, "100": 100} {
		got, err := ParseLimit(text, 20, 100)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, bad := range []string{"0", "-1", "101", "x", "1.5", " 1", "99999999999999999999"} {
		_, err := ParseLimit(bad, 20, 100)
		require.ErrorIs(t, err, Invalid(), bad)
	}
}

func TestIdempotencyKey(t *testing.T) {
	const random = "kN3vQ9_xTzL-7bWcYp2RdA" // 22 characters of base64url
	tests := []struct {
		key             string
		anonymous, user bool // accepted for
	}{
		{"0f8fad5b-d9cb-469f-a165-70867728950e", true, true},
		{`"0F8FAD5B-D9CB-469F-A165-70867728950E"`, true, true},
		{random, true, true},
		{"0123456789abcdefghjkmnpqrs", true, true},
		{"0f8fad5bd9cb469fa16570867728950e", true, true},
		{"00000000-0000-4000-8000-000000000001", true, true},
		{"4a5b6c7d-0000-1000-8000-0123456789ab", false, true}, // version 1: time and machine
		{"0190f1d6-7b1c-7d3e-9f00-0123456789ab", false, true}, // version 7: time
		{"0f8fad5b-d9cb-469f-c165-70867728950e", false, true}, // no RFC 9562 variant
		{random[:21], false, true},                            //
		{"0123456789abcdefghjkmnpqr", false, true},            // 25 of base32
		{"0f8fad5bd9cb469fa1657086", false, true},             // 24 hexadecimal digits: 96 bits
		{"1234567890123456789012345", false, true},            // digits
		{strings.Repeat("a", 40), false, true},                //
		{"order 1", false, false},                             //
		{"1", false, true}, {"", false, false}, {`""`, false, false}, {`"`, false, false}, {"订单", false, false},
		{`a"b`, false, false}, {`a\b`, false, false}, {strings.Repeat("aB3", 67), false, false},
		{"order.2026/11.kN3vQ9xTzL7bWcYp2RdA", false, true},
	}
	for _, tt := range tests {
		for anonymous, want := range map[bool]bool{true: tt.anonymous, false: tt.user} {
			got, err := IdempotencyKey(withHeader("Idempotency-Key", tt.key), anonymous)
			if !want {
				require.ErrorIs(t, err, Invalid(), "%q anonymous %v", tt.key, anonymous)
				if len(tt.key) > 2 {
					require.NotContains(t, err.Error(), tt.key)
				}
				continue
			}
			require.NoError(t, err, "%q anonymous %v", tt.key, anonymous)
			require.Equal(t, strings.Trim(tt.key, `"`), got)
		}
	}
	_, err := IdempotencyKey(withHeader("Idempotency-Key"), false)
	require.ErrorIs(t, err, Invalid())
	_, err = IdempotencyKey(withHeader("Idempotency-Key", random, random), false)
	require.ErrorIs(t, err, Invalid())
}

func TestEveryRandomUUIDIsAKey(t *testing.T) {
	for range 1000 {
		id := uuid.New()
		for _, key := range []string{id.String(), strings.ReplaceAll(id.String(), "-", "")} {
			_, err := IdempotencyKey(withHeader("Idempotency-Key", key), true)
			require.NoError(t, err, key)
		}
	}
}

type clock struct{ now time.Time }

func (c *clock) time() time.Time { return c.now }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestLimiter(t *testing.T) {
	c := &clock{noon}
	l := NewLimiter(time.Second, 2, 10, c.time)
	allowed := func(key string) bool { ok, _ := l.Allow(key); return ok }
	require.True(t, allowed("a"))
	require.True(t, allowed("a"))
	ok, wait := l.Allow("a")
	require.False(t, ok)
	require.InDelta(t, time.Second, wait, float64(time.Millisecond))
	require.True(t, allowed("b"), "each key has its own")
	c.now = c.now.Add(time.Second)
	require.True(t, allowed("a"))
	require.False(t, allowed("a"))
}

func TestLimiterForgetsAndStaysBounded(t *testing.T) {
	c := &clock{noon}
	l := NewLimiter(time.Second, 2, 3, c.time)
	for _, key := range []string{"a", "b", "c"} {
		l.Allow(key)
	}
	passed := 0
	for i := range 100 {
		if ok, _ := l.Allow("new" + string(rune('A'+i%26))); ok {
			passed++
		}
	}
	require.Equal(t, 2, passed, "newcomers share one bucket when all are in use")
	require.Len(t, l.buckets, 3)
	c.now = c.now.Add(10 * time.Second)
	l.Allow("d")
	require.Len(t, l.buckets, 1, "full buckets are forgotten")
}

func TestLimiterBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &clock{noon}
		l := NewLimiter(time.Second, 5, 4, c.time)
		passed := map[string]int{}
		for range 200 {
			c.now = c.now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "ms")) * time.Millisecond)
			key := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "key")
			if ok, _ := l.Allow(key); ok {
				passed[key]++
			}
		}
		for _, n := range passed {
			require.LessOrEqual(t, n, 5+1+int(c.now.Sub(noon)/time.Second))
		}
	})
}

func TestLimiterConcurrently(t *testing.T) {
	l := NewLimiter(time.Hour, 50, 10, (&clock{noon}).time)
	var mu sync.Mutex
	passed := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if ok, _ := l.Allow(Anonymous); ok {
					mu.Lock()
					passed++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	require.Equal(t, 50, passed)
}

func TestRateLimitMiddleware(t *testing.T) {
	e, _ := testEngine(t, Config{})
	l := NewLimiter(time.Minute, 1, 10, (&clock{noon}).time)
	e.GET("/", RateLimit(l, func(*gin.Context) string { return Anonymous }), func(c *gin.Context) { c.String(200, "x") })
	require.Equal(t, 200, do(e, httptest.NewRequest(http.MethodGet, "/", nil)).Code)
	w := do(e, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, TypeTooMany, problem(t, w).Type)
	require.Equal(t, "60", w.Header().Get("Retry-After"))
}

func TestAuthorization(t *testing.T) {
	require.Equal(t, "abc", Authorization(withHeader("Authorization", "Bearer abc"), "Bearer"))
	require.Equal(t, "AB CD", Authorization(withHeader("Authorization", "receipt AB CD"), "Receipt"))
	for _, values := range [][]string{{}, {"abc"}, {"Bearerabc"}, {"Receipt abc"}, {"Bearer a", "Bearer b"}, {"Bearer"}} {
		require.Empty(t, Authorization(withHeader("Authorization", values...), "Bearer"))
	}
}

func TestRequireJSON(t *testing.T) {
	require.NoError(t, RequireJSON(withHeader("Content-Type", "application/json; charset=utf-8")))
	for _, other := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json;;"} {
		require.ErrorIs(t, RequireJSON(withHeader("Content-Type", other)), UnsupportedMedia(""))
	}
}

func TestLanguage(t *testing.T) {
	e, _ := testEngine(t, Config{})
	e.GET("/", UseLanguage(), func(c *gin.Context) { c.String(200, string(Language(c))) })
	ask := func(path, cookie, accept string) string {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Language", accept)
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: LanguageCookie, Value: cookie})
		}
		w := do(e, r)
		require.Equal(t, w.Body.String(), w.Header().Get("Content-Language"))
		return w.Body.String()
	}
	require.Equal(t, string(locale.ZhCN), ask("/", "", ""))
	require.Equal(t, string(locale.En), ask("/", "", "en-GB"))
	require.Equal(t, string(locale.ZhCN), ask("/", "zh-CN", "en-GB"))
	require.Equal(t, string(locale.En), ask("/?lang=en", "zh-CN", ""))
}

func TestAttachment(t *testing.T) {
	e, _ := testEngine(t, Config{})
	e.GET("/", func(c *gin.Context) { Attachment(c, "1.pdf", "application/pdf"); c.Status(200) })
	h := do(e, httptest.NewRequest(http.MethodGet, "/", nil)).Header()
	require.Equal(t, `attachment; filename="1.pdf"`, h.Get("Content-Disposition"))
	require.Equal(t, []string{"sandbox; default-src 'none'"}, h.Values("Content-Security-Policy"))
	require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
}
