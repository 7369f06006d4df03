package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/escalation"
	"gongzhi/ledger"
	"gongzhi/web"
)

// registerLog serves the public log: c2sp.org/tlog-tiles under /log.
func (a *app) registerLog(r gin.IRoutes) {
	r.GET("/log/*path", a.serveLog)
	r.HEAD("/log/*path", a.serveLog)
}

// serveLog answers everybody, also programs that run in pages of others: a log
// that only its own pages could read would prove nothing.
func (a *app) serveLog(c *gin.Context) {
	body, mediaType, final, err := ledger.Serve(c, a.log.store, strings.TrimPrefix(c.Param("path"), "/"))
	if errors.Is(err, ledger.ErrNotFound) {
		web.Fail(c, web.NotFound())
		return
	}
	if err != nil {
		web.Fail(c, err)
		return
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", "no-cache")
	if final {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	if known := c.GetHeader("If-None-Match"); known == tag || known == "W/"+tag || known == "*" {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	c.Data(http.StatusOK, mediaType, body)
}

// growTimeout leaves room for witnesses that do not answer.
const growTimeout = time.Minute

// growing integrates what the sequencer placed, while this instance leads. A
// clock that is held grows nothing: the slots would be wrong.
func (a *app) growing() *escalation.Loop {
	var refused string
	return escalation.NewLoop("public log", time.Second, limited(growTimeout, func(ctx context.Context) (bool, error) {
		if held, _ := a.clock.Held(); held || !a.leads.Load() || !keepsLog {
			return false, nil
		}
		step, err := a.log.grow.Integrate(ctx, a.clock.Now())
		if errors.Is(err, ledger.ErrMoved) {
			return false, nil
		}
		if err == nil {
			refused = tellRefusals(step.Refusals, refused)
		}
		return step.Events == ledger.MaxBatch, err
	}))
}

// tellRefusals logs what witnesses answered, once for as long as it stays.
func tellRefusals(err error, before string) string {
	if err == nil || err.Error() == before {
		return before
	}
	slog.Warn("witnesses did not cosign the public log", "answers", err.Error())
	return err.Error()
}
