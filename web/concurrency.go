package web

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// retryCrowded is what a caller is told to wait when too many were there.
const retryCrowded = 2 * time.Second

// Gate bounds how much of one class of work runs at once and how much may wait
// for it, so that a crowd is answered at once instead of slowly. A burst may
// wait for patience; a crowd that stays, so that nobody has found a free place
// for as long, only for a part of it, because waiting no longer helps anybody
// (Nichols and Jacobson, "Controlling Queue Delay", 2012). It is safe for
// concurrent use.
type Gate struct {
	running  chan struct{}
	inside   chan struct{} // running and waiting
	patience time.Duration
	free     atomic.Int64 // when a place was free last, in nanoseconds since 1970
}

// hurry is the part of patience that is left in a lasting crowd.
const hurry = 6

// NewGate lets running run at once and waiting wait, each no longer than
// patience.
func NewGate(running, waiting int, patience time.Duration) *Gate {
	g := &Gate{running: make(chan struct{}, running), inside: make(chan struct{}, running+waiting), patience: patience}
	g.free.Store(time.Now().UnixNano())
	return g
}

// Full reports whether Enter would refuse at once. Who asks before reading a
// request saves the work of reading what will be refused.
func (g *Gate) Full() bool { return len(g.inside) == cap(g.inside) }

// Enter waits for a place and returns how to leave it; leaving twice does no
// harm. Errors: a Problem that says to come again, or the context's.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.inside <- struct{}{}:
	default:
		return nil, Unavailable(retryCrowded)
	}
	leave = sync.OnceFunc(func() { <-g.running; <-g.inside })
	select {
	case g.running <- struct{}{}:
		g.free.Store(time.Now().UnixNano())
		return leave, nil
	default:
	}
	timer := time.NewTimer(g.wait(time.Now()))
	defer timer.Stop()
	select {
	case g.running <- struct{}{}:
		return leave, nil
	case <-timer.C:
		err = Unavailable(retryCrowded)
	case <-ctx.Done():
		err = ctx.Err()
	}
	<-g.inside
	return nil, err
}

func (g *Gate) wait(now time.Time) time.Duration {
	if now.UnixNano()-g.free.Load() > int64(g.patience) {
		return g.patience / hurry
	}
	return g.patience
}

// ShedWhenFull refuses requests that name says belong to a gate, as long as it
// is full, before anything of them is read.
func ShedWhenFull(g *Gate, name func(*http.Request) bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		if name(c.Request) && g.Full() {
			Fail(c, Unavailable(retryCrowded))
		}
	}
}

// GateReads sends reading requests through a gate, except those that skip
// names. The place is left with the first byte of the answer, since all of it
// is made by then: a client that reads slowly holds nothing.
func GateReads(g *Gate, skip func(*http.Request) bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		reads := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
		if !reads || skip(c.Request) {
			return
		}
		leave, err := g.Enter(c.Request.Context())
		if err != nil {
			Fail(c, err)
			return
		}
		defer leave()
		c.Writer = &leavingWriter{c.Writer, leave}
		c.Next()
	}
}

// leavingWriter leaves the gate before it writes.
type leavingWriter struct {
	gin.ResponseWriter
	leave func()
}

// Write implements io.Writer.
func (w *leavingWriter) Write(b []byte) (int, error) {
	w.leave()
	return w.ResponseWriter.Write(b)
}

// WriteString implements io.StringWriter.
func (w *leavingWriter) WriteString(s string) (int, error) {
	w.leave()
	return w.ResponseWriter.WriteString(s)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *leavingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
