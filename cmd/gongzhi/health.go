package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/db"
)

// condition is one line of /readyz.
type condition struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

const probeTimeout = 2 * time.Second

// conditions says what this instance needs. Without Redis it is ready all the
// same: deadlines then wait for the next sweep.
func (a *app) conditions(ctx context.Context) (list []condition, ready bool) {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	add := func(name string, err error, needed bool) {
		c := condition{Name: name, OK: err == nil}
		if err != nil {
			c.Detail = err.Error()
			ready = ready && !needed
		}
		list = append(list, c)
	}
	ready = true
	add("database", a.db.Ping(ctx), true)
	schema := a.db.CheckSchema(ctx)
	add("schema", schema, !errors.Is(schema, db.ErrNewerSchema)) // while newer instances take over, the old ones serve
	if full := errors.Join(a.db.Writable(), a.ticking.Writable()); full != nil {
		add("disk", full, false) // what is public can still be read
	}
	add("redis", a.queue.Ping(ctx), false)
	if still := a.log.still(ctx, a.clock.Now()); still != nil && a.db.Ping(ctx) == nil {
		add("public log", still, false) // reports and deadlines do not wait for it
	}
	if held, why := a.clock.Held(); held {
		ready = false
		list = append(list, condition{Name: "clock", Detail: why + "; claims are held until an operator accepts the new time"})
	} else {
		list = append(list, condition{Name: "clock", OK: true})
	}
	return list, ready
}

// doesNotAnswer are the public words for a fault: what it is in detail names
// paths and addresses, which are the operator's business.
var doesNotAnswer = map[string]string{
	"database":   "does not answer",
	"disk":       "the database's disk is full: nothing is taken until there is room again",
	"schema":     "does not fit this program",
	"redis":      "does not answer",
	"public log": "has not grown when it should",
	"clock":      "is held until an operator accepts the new time",
	"draining":   "is stopping",
}

// inPublic is what anybody may know of the conditions. The rest is logged, once
// for as long as it stays the same.
func (l *lastFaults) inPublic(list []condition) []condition {
	public := make([]condition, len(list))
	for i, c := range list {
		public[i] = condition{Name: c.Name, OK: c.OK}
		if !c.OK {
			public[i].Detail = doesNotAnswer[c.Name]
		}
		if before, _ := l.said.Swap(c.Name, c.Detail); !c.OK && before != c.Detail {
			slog.Warn("not ready", "condition", c.Name, "detail", c.Detail)
		}
	}
	return public
}

// lastFaults is what was logged last of each condition.
type lastFaults struct{ said sync.Map }

func (a *app) registerHealth(r gin.IRoutes, draining *atomic.Bool) {
	r.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	var faults lastFaults
	r.GET("/readyz", func(c *gin.Context) {
		list, ready := a.conditions(c.Request.Context())
		if draining.Load() {
			ready = false
			list = append(list, condition{Name: "draining", Detail: "this instance is stopping"})
		}
		status := http.StatusOK
		if !ready {
			status = http.StatusServiceUnavailable
		}
		c.JSON(status, gin.H{"ready": ready, "conditions": faults.inPublic(list)})
	})
}
