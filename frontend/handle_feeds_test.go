package frontend

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
)

func TestFeedsInThreeFormats(t *testing.T) {
	s := newSite(t)
	for suffix, mediaType := range map[string]string{"atom": publication.AtomType, "rss": publication.RSSType, "json": publication.JSONFeedType} {
		for _, path := range []string{"/feeds/incidents.", "/incidents."} {
			w := s.get(path+suffix+"?violation=leak", "Accept-Language", "en")
			require.Equal(t, 200, w.Code)
			require.Equal(t, mediaType, w.Header().Get("Content-Type"))
			require.Equal(t, "public, max-age=60", w.Header().Get("Cache-Control"))
			require.Contains(t, w.Body.String(), "https://gongzhi.example/incidents/"+reference)
			require.Contains(t, w.Body.String(), "Have I Been Pwned (CC BY 4.0)")
			require.Equal(t, "leak", s.door.query.Load().Violation)
		}
	}
}

func TestFeedIsNotSentTwice(t *testing.T) {
	s := newSite(t)
	first := s.get("/feeds/incidents.atom")
	tag := first.Header().Get("ETag")
	require.NotEmpty(t, tag)
	for _, conditional := range [][]string{{"If-None-Match", tag}, {"If-None-Match", `"x", W/` + tag}, {"If-None-Match", "*"}} {
		w := s.get("/feeds/incidents.atom", conditional...)
		require.Equal(t, http.StatusNotModified, w.Code, conditional)
		require.Empty(t, w.Body.Bytes())
		require.Equal(t, tag, w.Header().Get("ETag"))
	}
	require.Equal(t, 200, s.get("/feeds/incidents.atom", "If-None-Match", `"x"`).Code)
}

// When the newest page goes, the newest change of a feed goes back in time: a
// client that asks by time would keep what was withdrawn.
func TestAFeedIsNotKeptByTimeAfterAWithdrawal(t *testing.T) {
	s := newSite(t)
	first := s.get("/feeds/incidents.atom")
	require.Empty(t, first.Header().Get("Last-Modified"))
	s.door.revision.Add(1)
	w := s.get("/feeds/incidents.atom", "If-Modified-Since", noon.Add(time.Hour).Format(http.TimeFormat))
	require.Equal(t, http.StatusOK, w.Code)
	require.NotEmpty(t, w.Body.Bytes())
}

func TestFeedCompressed(t *testing.T) {
	s := newSite(t)
	plain, packed := s.get("/feeds/incidents.json"), s.get("/feeds/incidents.json", "Accept-Encoding", "gzip")
	require.NotEqual(t, plain.Header().Get("ETag"), packed.Header().Get("ETag"))
	r, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	require.True(t, bytes.Equal(plain.Body.Bytes(), text))
	require.Contains(t, packed.Header().Values("Vary"), "Accept-Encoding")
}

func TestFeedIsCompressedOnlyForWhoTakesIt(t *testing.T) {
	s := newSite(t)
	for accepts, coding := range map[string]string{
		"": "", "identity": "", "gzip;q=0": "", "br": "", "gzip;q=0, identity": "", "gzip": "gzip", "br, gzip;q=0.5": "gzip", "*": "gzip",
	} {
		w := s.get("/feeds/incidents.atom", "Accept-Encoding", accepts)
		require.Equal(t, 200, w.Code, accepts)
		require.Equal(t, coding, w.Header().Get("Content-Encoding"), accepts)
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "sandbox")
	}
}

func TestFeedIsRenderedOnceAChange(t *testing.T) {
	s := newSite(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { s.get("/feeds/incidents.atom") })
	}
	all.Wait()
	require.Equal(t, int64(1), s.door.lists.Load())
	s.get("/feeds/incidents.atom", "Accept-Language", "en")
	require.Equal(t, int64(2), s.door.lists.Load(), "another language is another document")
	s.door.revision.Add(1)
	s.get("/feeds/incidents.atom")
	require.Equal(t, int64(3), s.door.lists.Load())
}

func TestFailedFeedIsTriedAgain(t *testing.T) {
	s := newSite(t)
	_, err := s.feedCacheError()
	require.Error(t, err)
	require.Equal(t, 200, s.get("/feeds/incidents.atom").Code)
}

func (s *site) feedCacheError() (publication.Rendered, error) {
	cache := newFeedCache(1)
	fail := func() (publication.Rendered, error) { return publication.Rendered{}, io.ErrUnexpectedEOF }
	if _, err := cache.get(feedKey{}, 1, fail); err == nil {
		s.t.Fatal("an error was kept back")
	}
	return cache.get(feedKey{}, 1, fail)
}

func TestFeedCacheIsBounded(t *testing.T) {
	cache := newFeedCache(3)
	for i := range 50 {
		_, err := cache.get(feedKey{filter: strconv.Itoa(i)}, 1, func() (publication.Rendered, error) { return publication.Rendered{}, nil })
		require.NoError(t, err)
	}
	require.Len(t, cache.entries, 3)
	require.Equal(t, 3, cache.recent.Len())
}

func TestFeedWithBadSearchIsRefused(t *testing.T) {
	s := newSite(t)
	require.Equal(t, 400, s.get(`/feeds/incidents.atom?q=%22open`).Code)
	require.Zero(t, s.door.lists.Load())
	require.True(t, strings.HasPrefix(s.get("/feeds/incidents.xml").Header().Get("Content-Type"), "text/html"))
}
