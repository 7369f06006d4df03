package main

import (
	"context"
	"errors"
	"time"
)

// row is a fault, what must hold under it, and how both are tried. share is
// its part of the time of the whole run.
type row struct {
	name, fault, must string
	share             float64
	run               func(ctx context.Context, s *stage, length time.Duration) ([]figure, error)
}

const nothingLost = "escalations lost 0, doubled 0, early 0; acknowledged filings lost 0; levels without gap"

// rows are the faults, in the order in which the table shows them.
func rows() []row {
	return []row{
		{"kills", "kill -9 of three instances at random, FLUSHALL in between", nothingLost, 0.34, killsRow},
		{"crashpoints", "kill -9 at each named crash point, before and after commit", nothingLost, 0.12, crashPointsRow},
		{"redis", "Redis: FLUSHALL, kill -9, hanging, replaced by an empty one, forged and duplicate ids",
			"nothing but lateness, under 2 s after it returns; filing stays 2xx throughout", 0.12, redisRow},
		{"postgres", "PostgreSQL: immediate restart under load, connections reset, latency, answers of commits lost",
			"whole transactions retried, the idempotency key read back; 503 with Retry-After where it cannot; no half state", 0.18, postgresRow},
		{"clocks", "instances 20 minutes apart", "early 0, doubled 0", 0.04, clocksRow},
		{"jump", "PostgreSQL's clock jumps by 4 s", "claims are held, /readyz says why, an operator accepts it", 0.05, jumpRow},
		{"once", "the same request 50 times at once; one key with two bodies", "one effect, same answer; 422", 0.01, onceRow},
		{"rolling", "SIGTERM and rolling replacement under load; a newer schema under old instances",
			"failed non-retryable requests 0; leases released", 0.06, rollingRow},
		{"overload", "5 × capacity; 200 sign-ins at once; 200 slow clients",
			"only 2xx, 429, 503; filing p99 < 1 s; escalation never shed; memory bounded; recovery < 5 s", 0.06, overloadRow},
		{"refusals", "unreadable, damaged and foreign key file, older and newer schema, missing database", "refuses to start, naming the cause and the remedy", 0.01, refusalsRow},
		{"disk", "disk full under PostgreSQL", "takes no filing it could lose, says so, recovers", 0.01, diskRow},
	}
}

// errSkipped says that a row cannot be tried on this machine, and why.
type errSkipped string

// Error implements error.
func (e errSkipped) Error() string { return string(e) }

// try runs one row.
func (s *stage) try(ctx context.Context, r row, whole time.Duration) result {
	say("%s: %s", r.name, r.fault)
	began := time.Now()
	length := time.Duration(r.share * float64(whole))
	ctx, cancel := context.WithTimeout(ctx, length+5*time.Minute)
	defer cancel()
	figures, err := r.run(ctx, s, length)
	out := result{row: r, figures: figures, took: time.Since(began)}
	var skip errSkipped
	if errors.As(err, &skip) {
		out.skipped = string(skip)
		return out
	}
	out.err = err
	say("%s: %s after %s: %s", r.name, out.verdict(), out.took.Round(time.Second), out.text())
	return out
}
