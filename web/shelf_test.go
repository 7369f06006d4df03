package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// library is a handler that counts who reaches it, behind a shelf.
type library struct {
	revision int64
	down     bool
	closed   bool
	made     int
	more     http.Header
	shelf    http.Handler
}

func newLibrary() *library {
	l := &library{more: http.Header{}}
	s := &Shelf{
		Holds:  func(path string) bool { return path == "/feed" },
		Closed: func() bool { return l.closed },
		Revision: func(context.Context) (int64, error) {
			if l.down {
				return 0, errors.New("down")
			}
			return l.revision, nil
		},
	}
	l.shelf = s.Before(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.made++
		w.Header().Set("Cache-Control", "public, max-age=60")
		w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint("v", l.revision)))
		w.Header()["Vary"] = []string{"Accept-Language", "Accept-Encoding"}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("X-Request-ID", fmt.Sprint(l.made))
		for name, values := range l.more {
			w.Header()[name] = values
		}
		_, _ = fmt.Fprintf(w, "revision %d for %s", l.revision, r.Header.Get("Accept-Language"))
	}))
	return l
}

func (l *library) get(target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	l.shelf.ServeHTTP(w, r)
	return w
}

func (l *library) given() int64 {
	shelf, _ := l.shelf.(*Shelf)
	return shelf.Given()
}

func TestAnAnswerIsMadeOnceUntilSomethingChanges(t *testing.T) {
	l := newLibrary()
	first, second := l.get("/feed"), l.get("/feed")
	require.Equal(t, 1, l.made)
	require.Equal(t, first.Body.String(), second.Body.String())
	require.Equal(t, first.Header().Get("ETag"), second.Header().Get("ETag"))
	require.Empty(t, second.Header().Get("X-Request-ID"), "it names another request")
	require.Equal(t, fmt.Sprint(second.Body.Len()), second.Header().Get("Content-Length"))

	unchanged := l.get("/feed", "If-None-Match", `"v0"`)
	require.Equal(t, http.StatusNotModified, unchanged.Code)
	require.Empty(t, unchanged.Body.String())
	require.Equal(t, `"v0"`, unchanged.Header().Get("ETag"))
	require.Equal(t, 1, l.made)
	require.Equal(t, []string{"Cache-Control", "Etag", "Vary"}, slices.Sorted(maps.Keys(unchanged.Header())), "what a 304 must say and no more")
	require.Equal(t, []string{"Accept-Language, Accept-Encoding"}, second.Header().Values("Vary"))
	require.EqualValues(t, 2, l.given())

	l.revision++
	require.Contains(t, l.get("/feed").Body.String(), "revision 1")
	require.Equal(t, http.StatusOK, l.get("/feed", "If-None-Match", `"v1"`, "Accept-Language", "en").Code, "the handlers decide what they made")
	require.Equal(t, 3, l.made)
}

func TestEachLanguageHasItsAnswer(t *testing.T) {
	l := newLibrary()
	for range 2 {
		require.Contains(t, l.get("/feed", "Accept-Language", "en").Body.String(), "for en")
		require.Contains(t, l.get("/feed", "Accept-Language", "zh").Body.String(), "for zh")
	}
	require.Equal(t, 2, l.made)
}

func TestWhatIsNotForEverybodyIsNotKept(t *testing.T) {
	for name, ask := range map[string]func(*library) *httptest.ResponseRecorder{
		"another path": func(l *library) *httptest.ResponseRecorder { return l.get("/other") },
		"a filter":     func(l *library) *httptest.ResponseRecorder { return l.get("/feed?q=x") },
		"a session":    func(l *library) *httptest.ResponseRecorder { return l.get("/feed", "Cookie", "a=b") },
		"a token":      func(l *library) *httptest.ResponseRecorder { return l.get("/feed", "Authorization", "Bearer x") },
		"the head only": func(l *library) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			l.shelf.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/feed", nil))
			return w
		},
		"two tags": func(l *library) *httptest.ResponseRecorder { return l.get("/feed", "If-None-Match", `"v0", "v1"`) },
		"long languages": func(l *library) *httptest.ResponseRecorder {
			return l.get("/feed", "Accept-Language", strings.Repeat("en,", 100))
		},
		"a part":      func(l *library) *httptest.ResponseRecorder { return l.get("/feed", "Range", "bytes=0-1") },
		"another tag": func(l *library) *httptest.ResponseRecorder { return l.get("/feed", "If-None-Match", `"x"`) },
		"stopping": func(l *library) *httptest.ResponseRecorder {
			l.closed = true
			return l.get("/feed")
		},
		"no database": func(l *library) *httptest.ResponseRecorder {
			l.down = true
			return l.get("/feed")
		},
		"a cookie set": func(l *library) *httptest.ResponseRecorder {
			l.more.Set("Set-Cookie", "a=b")
			return l.get("/feed")
		},
		"private": func(l *library) *httptest.ResponseRecorder {
			l.more.Set("Cache-Control", "no-store")
			return l.get("/feed")
		},
	} {
		l := newLibrary()
		require.Equal(t, http.StatusOK, ask(l).Code, name)
		ask(l)
		require.Equal(t, 2, l.made, name)
	}
}

func TestTheShelfIsBounded(t *testing.T) {
	l := newLibrary()
	for n := range 3 * mostKept {
		l.get("/feed", "Accept-Language", fmt.Sprint(n))
	}
	shelf, _ := l.shelf.(*Shelf)
	require.LessOrEqual(t, len(shelf.contents.Load().answers), mostKept)
}

// gone is a client that has left.
type gone struct{ http.ResponseWriter }

func (gone) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAnAnswerThatBrokeOffIsNotKept(t *testing.T) {
	s := &Shelf{
		Holds: func(string) bool { return true }, Closed: func() bool { return false },
		Revision: func(context.Context) (int64, error) { return 1, nil },
	}
	h := s.Before(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "public")
		w.Header().Set("ETag", `"v"`)
		for _, part := range []string{"one ", "two"} {
			if _, err := io.WriteString(w, part); err != nil {
				return
			}
		}
	}))
	ask := func(ctx context.Context, w http.ResponseWriter) {
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/feed", nil).WithContext(ctx))
	}
	ask(t.Context(), gone{httptest.NewRecorder()})
	left, leave := context.WithCancel(t.Context())
	leave()
	ask(left, httptest.NewRecorder())
	w := httptest.NewRecorder()
	ask(t.Context(), w)
	require.Equal(t, "one two", w.Body.String())
	require.Zero(t, s.Given())
	ask(t.Context(), w)
	require.EqualValues(t, 1, s.Given())
}
