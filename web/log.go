package web

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
)

const requestIDKey = "web.request"

// setRequestID draws the id by which a person can name a request to support.
// It is never taken from the client: then it could carry anything into the log.
func setRequestID(c *gin.Context) {
	id := rand.Text()
	c.Set(requestIDKey, id)
	c.Header("X-Request-ID", id)
}

// RequestID returns the id of this request.
func RequestID(c *gin.Context) string { return c.GetString(requestIDKey) }

// requestLog writes one line a request: what was asked for by its route
// template, and how it went. Who asked, from where, with what words in path,
// query or body is nobody's business.
func requestLog(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		status := c.Writer.Status()
		level := slog.LevelInfo
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		log.Log(c.Request.Context(), level, "request", "method", method(c), "route", route(c),
			"status", status, "duration", time.Since(start), "request_id", RequestID(c))
	}
}

// route is the template of the matched route, never the path itself.
func route(c *gin.Context) string {
	if r := c.FullPath(); r != "" {
		return r
	}
	return "unmatched"
}

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// method hides made-up methods, which are text of the client's choice.
func method(c *gin.Context) string {
	if slices.Contains(methods, c.Request.Method) {
		return c.Request.Method
	}
	return "other"
}

// recovery turns a panic into an internal error. Of the panic's value only an
// error's text is logged; the stack says where to look.
func recovery() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause) // net/http's own way to drop a connection
			}
			logger(c).ErrorContext(c.Request.Context(), "panic", "cause", describe(cause),
				"route", route(c), "request_id", RequestID(c), "stack", string(debug.Stack()))
			c.Abort()
			answer(c, Internal())
		}()
		c.Next()
	}
}

func describe(cause any) string {
	if err, ok := cause.(error); ok {
		return err.Error()
	}
	return "not an error value"
}
