package db

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gongzhi/db/crashpoint"
)

// jump is how far PostgreSQL's time may step against the expected one before
// an operator must look.
const jump = 2 * time.Second

// drift is how far two clocks may part for each second that passes, as a
// part: twice what NTP's slewing does (500 ppm).
const drift = 0.001

// Clock is PostgreSQL's time, carried from sample to sample by the monotonic
// part of the local clock, so that stepping the local wall clock changes
// nothing. Safe for concurrent use.
type Clock struct {
	server func(context.Context) (time.Time, error)
	local  func() time.Time

	mu     sync.Mutex
	set    bool
	base   time.Time     // PostgreSQL's time …
	taken  time.Time     // … at this local time …
	late   time.Duration // … or as much later
	jumped *sample       // a later sample that does not fit, until it is accepted
	by     time.Duration
}

// sample is a time that the server gave and when that arrived; the server read
// its clock at some moment of took before.
type sample struct {
	server, local time.Time
	took          time.Duration
}

// NewClock reads this database's time. local is time.Now outside tests.
func (db *DB) NewClock(local func() time.Time) *Clock {
	return newClock(db.serverTime, local)
}

func newClock(server func(context.Context) (time.Time, error), local func() time.Time) *Clock {
	return &Clock{server: server, local: local}
}

func (db *DB) serverTime(ctx context.Context) (time.Time, error) {
	var t time.Time
	err := db.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&t)
	return crashpoint.Server(t), wrap("read the clock", err)
}

// firstSamples are taken at once at the start: the first of them waits for a
// connection while the program is busy with starting, and the quickest is kept.
// What is filed by a late clock is due too early.
const firstSamples = 5

// Sample compares with PostgreSQL's time; to be called each second. The first
// sample is taken as it is. A slow answer says too little and is passed over.
// The time is taken for that of the answer's arrival: what the answer took to
// come makes this clock late, never early, so no duty is missed too soon.
func (c *Clock) Sample(ctx context.Context) error {
	n := 1
	if !c.started() {
		n = firstSamples
	}
	for range n {
		if err := c.sample(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c *Clock) started() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.set
}

func (c *Clock) sample(ctx context.Context) error {
	before := c.local()
	server, err := c.server(ctx)
	if err != nil {
		return err
	}
	after := c.local()
	took := after.Sub(before)
	c.mu.Lock()
	defer c.mu.Unlock()
	if took > jump/2 && c.set {
		return nil
	}
	c.take(sample{server, after, took})
	return nil
}

// doubt bounds how late Now is at a local time.
func (c *Clock) doubt(local time.Time) time.Duration {
	return c.late + time.Duration(drift*float64(local.Sub(c.taken)))
}

func (c *Clock) take(s sample) {
	if c.set {
		if by := s.server.Sub(c.at(s.local)); by > jump || by < -jump {
			c.jumped, c.by = &s, by
			return
		} else if doubt := c.doubt(s.local); s.took > doubt && by.Abs() <= s.took+doubt {
			c.jumped, c.by = nil, 0 // a slow answer that agrees would only make the clock later than it is
			return
		}
	}
	c.rest(s)
}

// rest makes a sample the one that the time is carried from.
func (c *Clock) rest(s sample) {
	c.set, c.base, c.taken, c.late, c.jumped, c.by = true, s.server, s.local, s.took, nil, 0
}

func (c *Clock) at(local time.Time) time.Time { return c.base.Add(local.Sub(c.taken)) }

// Now is PostgreSQL's time in UTC, cut to its microseconds. Before the first
// sample it is the local time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.local()
	if c.set {
		now = c.at(now)
	}
	return now.UTC().Round(0).Truncate(time.Microsecond)
}

// Held reports whether PostgreSQL's time jumped: nothing may be claimed until
// an operator accepts the new time or the old one returns.
func (c *Clock) Held() (bool, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jumped == nil {
		return false, ""
	}
	return true, fmt.Sprintf("PostgreSQL's clock jumped by %s", c.by.Round(time.Millisecond))
}

// Accept takes the time after a jump as the right one.
func (c *Clock) Accept() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jumped != nil {
		c.rest(*c.jumped)
	}
}
