package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// Listen makes a listener whose connections spare system calls: they send the
// head of a kept answer together with its body, which net/http does by a call
// each, and change a deadline only where it matters (deadline).
func Listen(l net.Listener) net.Listener { return sparing{l} }

type sparing struct{ net.Listener }

// Accept implements net.Listener.
func (l sparing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	tcp, ok := c.(*net.TCPConn)
	if err != nil || !ok {
		return c, err
	}
	return &sparingConn{TCPConn: tcp, reading: deadline{set: tcp.SetReadDeadline}, writing: deadline{set: tcp.SetWriteDeadline}}, nil
}

// sparingConn keeps back what is written while it holds, until more is written
// or it is let go. Only the goroutine that answers writes.
type sparingConn struct {
	*net.TCPConn
	reading, writing deadline
	holds            bool
	held             []byte
	parts            [2][]byte
}

// SetDeadline implements net.Conn.
func (c *sparingConn) SetDeadline(t time.Time) error {
	return errors.Join(c.reading.move(t), c.writing.move(t))
}

// SetReadDeadline implements net.Conn.
func (c *sparingConn) SetReadDeadline(t time.Time) error { return c.reading.move(t) }

// SetWriteDeadline implements net.Conn.
func (c *sparingConn) SetWriteDeadline(t time.Time) error { return c.writing.move(t) }

// Read implements net.Conn.
func (c *sparingConn) Read(p []byte) (int, error) {
	if err := c.reading.begin(); err != nil {
		return 0, err
	}
	defer c.reading.end()
	return c.TCPConn.Read(p)
}

// Write implements net.Conn.
func (c *sparingConn) Write(p []byte) (int, error) {
	if c.holds && len(c.held) == 0 {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	if err := c.writing.begin(); err != nil {
		return 0, err
	}
	defer c.writing.end()
	if len(c.held) == 0 {
		return c.TCPConn.Write(p)
	}
	c.parts = [2][]byte{c.held, p}
	both := net.Buffers(c.parts[:])
	n, err := both.WriteTo(c.TCPConn)
	n -= int64(len(c.held))
	c.held, c.parts = c.held[:0], [2][]byte{}
	return int(max(0, n)), err
}

// ReadFrom implements io.ReaderFrom, by which net/http sends files.
func (c *sparingConn) ReadFrom(r io.Reader) (int64, error) {
	if err := c.let(); err != nil {
		return 0, err
	}
	if err := c.writing.begin(); err != nil {
		return 0, err
	}
	defer c.writing.end()
	return c.TCPConn.ReadFrom(r)
}

// let ends the holding; what was kept back is sent.
func (c *sparingConn) let() error {
	c.holds = false
	if len(c.held) == 0 {
		return nil
	}
	_, err := c.Write(nil)
	return err
}

type connKey struct{}

// carry lets handlers find the connection that they answer on.
func carry(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// giveWhole sends an answer whose Content-Length is set, its head and body at
// once where the connection can. A client that left is no error.
func giveWhole(w http.ResponseWriter, r *http.Request, body []byte) {
	conn, ok := r.Context().Value(connKey{}).(*sparingConn)
	flusher, flushes := w.(http.Flusher)
	if !ok || !flushes {
		_, _ = w.Write(body) //nolint:gosec // what was recorded of our own handlers
		return
	}
	conn.holds = true
	flusher.Flush()      // the head
	_, _ = w.Write(body) //nolint:gosec // as above
	_ = conn.let()
}
