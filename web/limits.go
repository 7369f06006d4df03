package web

import (
	"io"
	"log"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

const bodyKey = "web.body"

// BodyLimit refuses to read more than limit bytes of a body; a handler that
// tries gets an error that is shown as too large. On a route it replaces the
// engine's limit, up or down.
func BodyLimit(limit int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		body, ok := c.Get(bodyKey)
		if !ok {
			body = c.Request.Body
			c.Set(bodyKey, body)
		}
		if raw, ok := body.(io.ReadCloser); ok && raw != nil {
			c.Request.Body = http.MaxBytesReader(c.Writer, raw, limit)
		}
	}
}

// Server returns an http.Server with a bound on everything a client can make
// it wait for or hold. Its own messages name client addresses, so they are
// reduced to the fact.
func Server(addr string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ConnContext:       carry,
		ErrorLog:          log.New(factOnly{}, "", 0),
	}
}

type factOnly struct{}

func (factOnly) Write(p []byte) (int, error) {
	slog.Debug("connection error") // the text holds the peer's address
	return len(p), nil
}
