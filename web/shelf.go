package web

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Shelf keeps whole answers to public addresses, header lines included, for as
// long as nothing public changes, and gives them out before any middleware
// runs: programs fetch feeds by the thousand a second. What it keeps was made
// by the handlers behind it, so that it cannot differ from what they answer; it
// has no request id and leaves no line in the log. It is safe for concurrent use.
type Shelf struct {
	// Holds names the paths whose answers are kept.
	Holds func(path string) bool
	// Revision rises whenever anything public changes.
	Revision func(context.Context) (int64, error)
	// Closed sends everybody to the handlers, say while the server stops.
	Closed func() bool

	next     http.Handler
	mu       sync.Mutex // of those who add
	contents atomic.Pointer[shelfContents]
}

type shelfContents struct {
	revision int64
	answers  map[shelfKey]*keptAnswer
}

// shelfKey is all of a request that may change the answer.
type shelfKey struct{ path, encoding, language string }

// keptAnswer is one answer: as it is, and as it is to whoever has it already.
type keptAnswer struct {
	header, unchanged http.Header
	tag               string
	body              []byte
}

const (
	mostKept    = 32      // answers
	largestKept = 1 << 20 // bytes of one
	longestKey  = 200     // bytes of the header lines that tell answers apart
)

// Before puts the shelf before the handlers.
func (s *Shelf) Before(next http.Handler) http.Handler {
	s.next = next
	return s
}

// ServeHTTP implements http.Handler.
func (s *Shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.Holds(r.URL.Path) || !plainRead(r) || s.Closed() {
		s.next.ServeHTTP(w, r)
		return
	}
	key := shelfKey{r.URL.Path, r.Header.Get("Accept-Encoding"), r.Header.Get("Accept-Language")}
	revision, err := s.Revision(r.Context())
	if err != nil || len(key.encoding)+len(key.language) > longestKey {
		s.next.ServeHTTP(w, r)
		return
	}
	if kept := s.find(revision, key); kept == nil || !kept.give(w, r) {
		s.record(w, r, revision, key)
	}
}

// plainRead reports whether a request asks for nothing but a page: no filters,
// no part of it, no person behind it.
func plainRead(r *http.Request) bool {
	h := r.Header
	return r.Method == http.MethodGet && r.URL.RawQuery == "" && r.ContentLength == 0 && len(h["Cookie"]) == 0 && len(h["Authorization"]) == 0 &&
		len(h["Accept-Encoding"]) <= 1 && len(h["Accept-Language"]) <= 1 && len(h["If-None-Match"]) <= 1 && len(h["Range"]) == 0
}

func (s *Shelf) find(revision int64, key shelfKey) *keptAnswer {
	if c := s.contents.Load(); c != nil && c.revision == revision {
		return c.answers[key]
	}
	return nil
}

// give answers, unless the caller names another tag than ours: which tags are
// the same is for the handlers to say.
func (k *keptAnswer) give(w http.ResponseWriter, r *http.Request) bool {
	header := w.Header()
	switch r.Header.Get("If-None-Match") {
	case "":
		maps.Copy(header, k.header)
		_, _ = w.Write(k.body) // a client that left is no error
		return true
	case k.tag:
		maps.Copy(header, k.unchanged)
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// record lets the handlers answer and keeps what they said.
func (s *Shelf) record(w http.ResponseWriter, r *http.Request, revision int64, key shelfKey) {
	rec := &shelfRecorder{ResponseWriter: w}
	s.next.ServeHTTP(rec, r)
	header := w.Header().Clone()
	tag := header.Get("ETag")
	forAll := strings.HasPrefix(header.Get("Cache-Control"), "public") && len(header["Set-Cookie"]) == 0
	if rec.status != http.StatusOK || tag == "" || !forAll || len(rec.body) > largestKept {
		return
	}
	header.Del("X-Request-ID")
	header.Del("Date")
	header.Set("Content-Length", strconv.Itoa(len(rec.body))) // else it would be sent in chunks
	unchanged := header.Clone()
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
		unchanged.Del(name)
	}
	s.keep(revision, key, &keptAnswer{header: header, unchanged: unchanged, tag: tag, body: rec.body})
}

// keep adds an answer to those of its revision, in a new map: readers hold the
// old one. One too many and the shelf is empty again.
func (s *Shelf) keep(revision int64, key shelfKey, a *keptAnswer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := &shelfContents{revision: revision, answers: map[shelfKey]*keptAnswer{}}
	if c := s.contents.Load(); c != nil && c.revision == revision && len(c.answers) < mostKept {
		maps.Copy(fresh.answers, c.answers)
	} else if c != nil && c.revision > revision {
		return
	}
	fresh.answers[key] = a
	s.contents.Store(fresh)
}

// shelfRecorder listens to an answer while it is given.
type shelfRecorder struct {
	http.ResponseWriter
	status int
	body   []byte
}

// WriteHeader implements http.ResponseWriter.
func (r *shelfRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Write implements io.Writer.
func (r *shelfRecorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	if len(r.body) <= largestKept {
		r.body = append(r.body, b...)
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *shelfRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
