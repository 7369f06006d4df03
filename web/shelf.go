package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Shelf keeps whole answers to public addresses, header lines included, for as
// long as nothing public changes, and gives them out before any middleware
// runs: programs fetch feeds by the thousand a second. What it keeps was made
// by the handlers behind it, so that it cannot differ from what they answer. Its
// answers have no request id and leave no line in the log: they concern nobody,
// cannot fail, and are counted. It is safe for concurrent use.
type Shelf struct {
	// Holds names the paths whose answers are kept.
	Holds func(path string) bool
	// Revision rises whenever anything public changes.
	Revision func(context.Context) (int64, error)
	// Closed sends everybody to the handlers, say while the server stops.
	Closed func() bool

	next     http.Handler
	given    atomic.Int64
	mu       sync.Mutex // of those who add
	contents atomic.Pointer[shelfContents]
}

// shelfContents are few enough to be looked through.
type shelfContents struct {
	revision int64
	answers  []*keptAnswer
}

// shelfKey is all of a request that may change the answer.
type shelfKey struct{ path, encoding, language string }

// keptAnswer is one answer: as it is, and as it is to whoever has it already.
type keptAnswer struct {
	to                shelfKey
	header, unchanged []field
	tag               string
	body              []byte
}

// field is a header line by its canonical name. Nobody may write into its list.
type field struct {
	name   string
	values []string
}

const (
	mostKept    = 32      // answers
	largestKept = 1 << 20 // bytes of one
	longestKey  = 200     // bytes of the header lines that tell answers apart
)

// Given is how many answers came from the shelf.
func (s *Shelf) Given() int64 { return s.given.Load() }

// Before puts the shelf before the handlers.
func (s *Shelf) Before(next http.Handler) http.Handler {
	s.next = next
	return s
}

// ServeHTTP implements http.Handler.
func (s *Shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.Holds(r.URL.Path) || s.Closed() {
		s.next.ServeHTTP(w, r)
		return
	}
	key, tag, plain := plainRead(r)
	if !plain {
		s.next.ServeHTTP(w, r)
		return
	}
	revision, err := s.Revision(r.Context())
	if err != nil {
		s.next.ServeHTTP(w, r)
		return
	}
	if kept := s.find(revision, key); kept == nil || !kept.give(w, r, tag) {
		s.record(w, r, revision, key)
		return
	}
	s.given.Add(1)
}

// plainRead reports whether a request asks for nothing but a page: no filters,
// no part of it, no person behind it. If so, it returns what may change the
// answer, and the entity tag that the caller has.
func plainRead(r *http.Request) (key shelfKey, tag string, plain bool) {
	h := r.Header
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || r.ContentLength != 0 || len(h["Cookie"])+len(h["Authorization"])+len(h["Range"]) > 0 {
		return key, "", false
	}
	encoding, one := single(h["Accept-Encoding"])
	language, two := single(h["Accept-Language"])
	tag, three := single(h["If-None-Match"])
	key = shelfKey{r.URL.Path, encoding, language}
	return key, tag, one && two && three && len(encoding)+len(language) <= longestKey
}

// single is a header's one value, or none.
func single(values []string) (string, bool) {
	if len(values) == 0 {
		return "", true
	}
	return values[0], len(values) == 1
}

func (s *Shelf) find(revision int64, key shelfKey) *keptAnswer {
	c := s.contents.Load()
	if c == nil || c.revision != revision {
		return nil
	}
	for _, a := range c.answers {
		if a.to == key {
			return a
		}
	}
	return nil
}

// give answers, unless the caller names another tag than ours: which tags are
// the same is for the handlers to say.
func (k *keptAnswer) give(w http.ResponseWriter, r *http.Request, tag string) bool {
	header := w.Header()
	switch tag {
	case "":
		set(header, k.header)
		giveWhole(w, r, k.body)
		return true
	case k.tag:
		set(header, k.unchanged)
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
	if rec.broken || r.Context().Err() != nil { // the client left: what it was given may be a part
		return
	}
	if rec.status != http.StatusOK || tag == "" || !forAll || len(rec.body) > largestKept {
		return
	}
	header.Del("X-Request-ID")
	header.Del("Date")
	header.Set("Content-Length", strconv.Itoa(len(rec.body))) // else it would be sent in chunks
	if vary := header["Vary"]; len(vary) > 1 {
		header.Set("Vary", strings.Join(vary, ", "))
	}
	unchanged := maps.Clone(header)
	maps.DeleteFunc(unchanged, func(name string, _ []string) bool { return !slices.Contains(unchangedFields, name) })
	s.keep(revision, &keptAnswer{to: key, header: fields(header), unchanged: fields(unchanged), tag: tag, body: rec.body})
}

// unchangedFields are what a 304 must repeat of the whole answer (RFC 9110,
// 15.4.5), and what some browsers want on it before they give a page of
// another origin what they have.
var unchangedFields = []string{"Access-Control-Allow-Origin", "Cache-Control", "Content-Location", "Etag", "Expires", "Vary"}

func fields(header http.Header) []field {
	list := make([]field, 0, len(header))
	for _, name := range slices.Sorted(maps.Keys(header)) {
		list = append(list, field{name, slices.Clip(header[name])})
	}
	return list
}

func set(header http.Header, list []field) {
	for _, f := range list {
		header[f.name] = f.values
	}
}

// keep adds an answer to those of its revision, in a new list: readers hold the
// old one. One too many and the shelf is empty again.
func (s *Shelf) keep(revision int64, a *keptAnswer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := &shelfContents{revision: revision, answers: []*keptAnswer{a}}
	if c := s.contents.Load(); c != nil && c.revision == revision && len(c.answers) < mostKept {
		fresh.answers = append(fresh.answers, slices.DeleteFunc(slices.Clone(c.answers), func(old *keptAnswer) bool { return old.to == a.to })...)
	} else if c != nil && c.revision > revision {
		return
	}
	s.contents.Store(fresh)
}

// shelfRecorder listens to an answer while it is given.
type shelfRecorder struct {
	http.ResponseWriter
	status int
	body   []byte
	broken bool // not everything could be sent
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
	n, err := r.ResponseWriter.Write(b)
	r.broken = r.broken || err != nil
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *shelfRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
