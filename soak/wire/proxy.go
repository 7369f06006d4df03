// Package wire stands between an instance and its database and does to the
// connections what networks do: delay, reset, cut, lose an answer.
package wire

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy listens on loopback TCP and forwards to a Unix socket. It is safe for
// concurrent use.
type Proxy struct {
	listener net.Listener
	upstream string
	latency  atomic.Int64 // nanoseconds, added in each direction
	cut      atomic.Bool  // new and old connections are refused
	lose     atomic.Int64 // answers still to be lost

	mu    sync.Mutex
	pairs map[*pair]struct{}

	lost atomic.Int64
}

// Before starts a proxy before the server of an address such as
// postgres://user@/name?host=/run&port=5432 and returns it with the address
// that leads through it.
func Before(ctx context.Context, address string) (*Proxy, string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", errors.New("wire: the address cannot be read")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	q := u.Query()
	p := &Proxy{
		listener: l, upstream: filepath.Join(q.Get("host"), ".s.PGSQL."+q.Get("port")), pairs: map[*pair]struct{}{},
	}
	q.Del("host")
	q.Del("port")
	q.Set("sslmode", "disable")
	u.Host, u.RawQuery = l.Addr().String(), q.Encode()
	go p.accept()
	return p, u.String(), nil
}

// Close ends the proxy and its connections.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.Reset()
	return err
}

// SetLatency delays each message by d, in each direction.
func (p *Proxy) SetLatency(d time.Duration) { p.latency.Store(int64(d)) }

// Cut refuses connections until it is called with false.
func (p *Proxy) Cut(yes bool) {
	p.cut.Store(yes)
	if yes {
		p.Reset()
	}
}

// Reset ends every connection with RST, wherever it is in its exchange.
func (p *Proxy) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for pair := range p.pairs {
		pair.end()
	}
}

// LoseAnswers swallows the next n answers in which the server reports a
// finished transaction, and ends their connections: it was committed, and
// nobody was told.
func (p *Proxy) LoseAnswers(n int64) { p.lose.Add(n) }

// Lost is how many answers were lost so far.
func (p *Proxy) Lost() int64 { return p.lost.Load() }

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.serve(client)
	}
}

func (p *Proxy) serve(client net.Conn) {
	server, err := net.DialTimeout("unix", p.upstream, time.Second)
	if err != nil || p.cut.Load() {
		reset(client)
		if err == nil {
			_ = server.Close()
		}
		return
	}
	both := &pair{client: client, server: server}
	p.mu.Lock()
	p.pairs[both] = struct{}{}
	p.mu.Unlock()
	go p.copy(both, server, client, both.asked)
	p.copy(both, client, server, func(b []byte) bool { return p.loses(both, b) })
	p.mu.Lock()
	delete(p.pairs, both)
	p.mu.Unlock()
}

// loses takes one answer of a writing transaction out of those to be lost.
func (p *Proxy) loses(both *pair, b []byte) bool {
	if !both.finishedWrite(b) {
		return false
	}
	for {
		n := p.lose.Load()
		if n <= 0 {
			return false
		}
		if p.lose.CompareAndSwap(n, n-1) {
			p.lost.Add(1)
			return true
		}
	}
}

func (p *Proxy) copy(both *pair, to, from net.Conn, stop func([]byte) bool) {
	defer both.end()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil || stop(buf[:n]) {
			return
		}
		if d := time.Duration(p.latency.Load()); d > 0 {
			timer := time.NewTimer(d)
			<-timer.C
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// pair is one connection of a client with its own to the server.
type pair struct {
	client, server net.Conn
	once           sync.Once
	writing        atomic.Bool // the statement that was asked for last writes within a SELECT
	writes         sync.Map    // names of prepared statements that do
}

func (p *pair) end() {
	p.once.Do(func() {
		reset(p.client)
		_ = p.server.Close()
	})
}

// reset closes a connection without the farewell of TCP.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
