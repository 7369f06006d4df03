package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// drain is how long requests under way may take after a stop was asked for.
const drain = 20 * time.Second

const (
	// quiet is how long nobody may have connected before a stopping server closes its door: balancers ask /readyz
	// about once a second.
	quiet = time.Second
	// lame is how long at most it stays open, not ready, for those that still come.
	lame = 8 * time.Second
)

// visits counts open connections and remembers when the last one came.
type visits struct {
	mu   sync.Mutex
	open int
	last time.Time
}

// changed is to be the server's ConnState.
func (v *visits) changed(_ net.Conn, s http.ConnState) {
	if s == http.StateActive || s == http.StateIdle {
		return // twice a request
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	switch s {
	case http.StateNew:
		v.open++
		v.last = time.Now()
	case http.StateClosed, http.StateHijacked:
		v.open--
	case http.StateActive, http.StateIdle:
	}
}

// over reports whether nobody is connected and nobody came lately.
func (v *visits) over() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.open <= 0 && time.Since(v.last) > quiet
}

// stopping tells the clients of a stopping server to connect anew, elsewhere:
// a connection closed under a request would lose it.
func stopping(draining *atomic.Bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		if draining.Load() {
			c.Header("Connection", "close")
		}
	}
}

// shutdown stays open, not ready, until balancers have turned away, lets
// requests under way finish, then closes what is left.
func shutdown(server *http.Server, v *visits) error {
	progress("stopping: waiting for requests under way")
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(lame); !v.over() && time.Now().Before(end); {
		<-tick.C
	}
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}
