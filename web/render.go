package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// Handler is a handler that returns its error instead of rendering it.
type Handler func(*gin.Context) error

// Renderer writes a problem; each face has its own.
type Renderer func(*gin.Context, *Problem)

const (
	rendererKey = "web.renderer"
	loggerKey   = "web.logger"
)

// retryUnavailable is what a caller is told to wait after a timeout of ours.
const retryUnavailable = 5 * time.Second

// Handle adapts a Handler to gin.
func Handle(h Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			Fail(c, err)
		}
	}
}

// UseRenderer makes a group of routes render its problems its own way.
func UseRenderer(r Renderer) gin.HandlerFunc {
	return func(c *gin.Context) { c.Set(rendererKey, r) }
}

// Fail ends a request with an error. Middleware uses it too.
func Fail(c *gin.Context, err error) {
	c.Abort()
	if goneAway(c, err) {
		c.Status(http.StatusRequestTimeout) // nobody reads it; it keeps the log quiet
		return
	}
	p := ProblemOf(err)
	if p.Type == TypeInternal {
		logger(c).ErrorContext(c.Request.Context(), "request failed",
			"route", route(c), "request_id", RequestID(c), "error", err)
	}
	answer(c, p)
}

func answer(c *gin.Context, p *Problem) {
	if c.Writer.Written() { // too late for another answer
		return
	}
	if p.RetryAfter > 0 {
		seconds := (p.RetryAfter + time.Second - 1) / time.Second
		c.Header("Retry-After", strconv.FormatInt(int64(seconds), 10))
	}
	c.Header("Cache-Control", "no-store")
	renderer(c)(c, p)
}

// ProblemOf says how an error is shown outside: a Problem as it is, a body over
// its limit as too large, a timeout and a database that is away as unavailable,
// all else as internal.
func ProblemOf(err error) *Problem {
	var p *Problem
	var away interface{ Unavailable() bool }
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &tooLarge):
		return TooLarge()
	case errors.Is(err, context.DeadlineExceeded):
		return Unavailable(retryUnavailable)
	case errors.As(err, &away) && away.Unavailable():
		return Unavailable(retryUnavailable)
	default:
		return Internal()
	}
}

// goneAway reports whether the client left, which is no fault of ours.
func goneAway(c *gin.Context, err error) bool {
	return errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil
}

// ProblemJSON renders application/problem+json (RFC 9457).
func ProblemJSON(c *gin.Context, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"type":"` + TypeInternal + `","status":500}`)
	}
	if p.Status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", "Bearer")
	}
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
}

func renderer(c *gin.Context) Renderer {
	found, _ := c.Get(rendererKey)
	if r, ok := found.(Renderer); ok {
		return r
	}
	return ProblemJSON
}

func logger(c *gin.Context) *slog.Logger {
	found, _ := c.Get(loggerKey)
	if l, ok := found.(*slog.Logger); ok {
		return l
	}
	return slog.Default()
}
