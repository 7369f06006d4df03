package db_test

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
)

// faults of a connection, each happening once when it is set.
const (
	none = iota
	loseRequest
	loseAnswer
)

// proxy stands between pool and server and breaks one exchange on demand.
type proxy struct{ fault atomic.Int32 }

// readyIdle ends an exchange whose transaction is over: ReadyForQuery, idle.
var readyIdle = []byte{'Z', 0, 0, 0, 5, 'I'}

// through starts a proxy before the server and returns it with its address.
func through(t *testing.T, address string) (*proxy, string) {
	u, err := url.Parse(address)
	require.NoError(t, err)
	socket := ".s.PGSQL." + u.Query().Get("port")
	upstream := filepath.Join(u.Query().Get("host"), socket)
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, socket))
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	p := &proxy{}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client, upstream)
		}
	}()
	q := u.Query()
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return p, u.String()
}

func (p *proxy) serve(client net.Conn, upstream string) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("unix", upstream)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go p.copy(server, client, loseRequest, func([]byte) bool { return true })
	p.copy(client, server, loseAnswer, func(b []byte) bool { return bytes.HasSuffix(b, readyIdle) })
}

// copy forwards until the fault is set: then it swallows what comes and closes
// once over says that enough was lost.
func (p *proxy) copy(to, from net.Conn, fault int32, over func([]byte) bool) {
	defer func() { _ = to.Close(); _ = from.Close() }()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if p.fault.Load() == fault {
			if over(buf[:n]) {
				p.fault.Store(none)
				return
			}
			continue
		}
		if _, err := io.Copy(to, bytes.NewReader(buf[:n])); err != nil {
			return
		}
	}
}

// warm is a pool of one connection through a proxy, its statements prepared.
func warm(t *testing.T) (*proxy, *db.DB) {
	p, address := through(t, dbtest.URL(t))
	d, err := db.Open(t.Context(), address, db.Options{MaxConns: 1})
	require.NoError(t, err)
	t.Cleanup(d.Close)
	filed(t, d, 1, due)
	return p, d
}

func TestApplyFailedButPersistedIsASuccess(t *testing.T) {
	p, d := warm(t)
	c := filing(t, due)
	p.fault.Store(loseAnswer)
	require.NoError(t, d.Apply(t.Context(), c))
	require.Zero(t, p.fault.Load(), "the answer was lost")
	w, err := d.World(t.Context(), c.Incidents[0].Reference)
	require.NoError(t, err)
	require.Equal(t, int64(1), w.Incident.Version)
}

func TestApplyThatNeverArrivedIsRunAgain(t *testing.T) {
	p, d := warm(t)
	c := filing(t, due)
	p.fault.Store(loseRequest)
	require.NoError(t, d.Apply(t.Context(), c))
	require.Zero(t, p.fault.Load(), "the request was lost")
	_, err := d.World(t.Context(), c.Incidents[0].Reference)
	require.NoError(t, err)
}
