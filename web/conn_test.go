package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// listening serves a handler on connections that spare system calls.
func listening(t *testing.T, h http.Handler, settings ...func(*http.Server)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Listener = Listen(s.Listener)
	s.Config.ConnContext = carry
	for _, set := range settings {
		set(s.Config)
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestHeadAndBodyArriveWholeAndInOrder(t *testing.T) {
	for _, size := range []int{0, 1, 2047, 2048, 4096, 100_000, 2 << 20} {
		body := strings.Repeat("共", size/3+1)[:size]
		s := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			giveWhole(w, r, []byte(body))
		}))
		for range 3 { // one connection
			res, err := s.Client().Get(s.URL)
			require.NoError(t, err)
			got, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			require.NoError(t, res.Body.Close())
			require.Equal(t, body, string(got))
			require.Empty(t, res.TransferEncoding)
			require.EqualValues(t, size, res.ContentLength)
		}
	}
}

func TestPipelinedRequestsKeepTheirOrder(t *testing.T) {
	s := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := strings.Repeat(r.URL.Path[1:], 5000)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		giveWhole(w, r, []byte(body))
	}))
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	const wanted = "abc"
	for _, path := range wanted {
		_, err := io.WriteString(conn, "GET /"+string(path)+" HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
	}
	in := bufio.NewReader(conn)
	for _, path := range wanted {
		res, err := http.ReadResponse(in, nil)
		require.NoError(t, err)
		got, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Equal(t, strings.Repeat(string(path), 5000), string(got))
	}
}

func TestFilesAreSentThroughTheConnection(t *testing.T) {
	name := t.TempDir() + "/file.txt"
	require.NoError(t, os.WriteFile(name, []byte(strings.Repeat("x", 1<<20)), 0o600))
	s := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, name) }))
	res, err := s.Client().Get(s.URL)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, res.Body)
	require.NoError(t, err)
	require.EqualValues(t, 1<<20, n)
	require.NoError(t, res.Body.Close())
}

func TestWhoSendsNothingIsLetGo(t *testing.T) {
	s := listening(t, http.NotFoundHandler(), func(s *http.Server) { s.ReadHeaderTimeout = 50 * time.Millisecond })
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HT")
	require.NoError(t, err)
	_, err = io.ReadAll(conn)
	require.NoError(t, err, "the server closes")
}

func TestWhoTakesNothingIsLetGo(t *testing.T) {
	failed := make(chan error, 1)
	s := listening(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		var err error
		for err == nil {
			_, err = w.Write(make([]byte, 1<<20))
		}
		failed <- err
	}), func(s *http.Server) { s.WriteTimeout = 50 * time.Millisecond })
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	require.ErrorIs(t, <-failed, os.ErrDeadlineExceeded)
}

func TestALeavingClientIsNoticedWhileSomethingIsMade(t *testing.T) {
	left := make(chan struct{})
	started := make(chan struct{})
	s := listening(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
		close(left)
	}), func(s *http.Server) { s.ReadTimeout, s.IdleTimeout = time.Minute, time.Minute })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	require.NoError(t, err)
	_, err = s.Client().Do(req)
	require.ErrorIs(t, err, context.Canceled)
	<-left
}

// fakeConn counts how often a deadline is set.
type fakeConn struct{ set []time.Time }

func (f *fakeConn) deadline() *deadline {
	return &deadline{set: func(t time.Time) error { f.set = append(f.set, t); return nil }}
}

func TestADeadlineIsSetOnlyWhereItMatters(t *testing.T) {
	var f fakeConn
	d := f.deadline()
	for range 1000 { // as net/http moves it with requests that follow each other
		require.NoError(t, d.move(time.Now().Add(time.Minute)))
		require.NoError(t, d.begin())
		d.end()
		require.NoError(t, d.move(time.Time{}))
	}
	require.LessOrEqual(t, len(f.set), 2)

	last := time.Now().Add(time.Second)
	require.NoError(t, d.move(last))
	require.NoError(t, d.begin())
	require.Equal(t, last, f.set[len(f.set)-1], "an earlier one is set")
	d.end()
	require.NoError(t, d.move(time.Time{}))
	require.NoError(t, d.begin())
	require.True(t, f.set[len(f.set)-1].IsZero(), "none means none")

	past := time.Unix(1, 0)
	require.NoError(t, d.move(past))
	require.Equal(t, past, f.set[len(f.set)-1], "whoever is under way is woken")
	d.end()
	require.ErrorIs(t, d.begin(), os.ErrDeadlineExceeded)
	require.NoError(t, d.move(time.Now().Add(time.Minute)))
	require.NoError(t, d.begin())
	require.True(t, f.set[len(f.set)-1].After(time.Now()), "what passed is put right")
}

func TestADeadlineThatCannotBeSetIsAnError(t *testing.T) {
	broken := errors.New("closed")
	d := &deadline{set: func(time.Time) error { return broken }}
	require.NoError(t, d.move(time.Now().Add(time.Minute)))
	require.ErrorIs(t, d.begin(), broken)
}
