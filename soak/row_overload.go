package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"gongzhi/demo"
)

const (
	timesCapacity = 5
	mostUnderWay  = 500 // requests that the harness itself can hold open
	signIns       = 200
	slowClients   = 200
	mostMemory    = 512 // MiB
)

// overloadRow sends five times as many filings as one instance was measured to
// take, two hundred sign-ins at once and clients that send a byte a second.
func overloadRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 1, nil, func(int) []string { return []string{"GONGZHI_RULES=" + s.calmRules} })
	if err != nil {
		return nil, err
	}
	defer t.close()
	t.rises = 1
	t.load.client.Transport = &http.Transport{MaxIdleConnsPerHost: mostUnderWay}
	capacity := t.capacity(ctx, max(2*time.Second, length/10))
	o := &overload{site: t}
	under, cancel := context.WithTimeout(ctx, max(4*time.Second, length/2))
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() { o.slowly(under) })
	all.Go(func() { o.watch(under) })
	all.Go(func() { pause(under, time.Second); o.signIn(ctx) })
	o.flood(under, timesCapacity*capacity)
	all.Wait()
	recovered, well := until(ctx, 20*time.Second, func() bool { return t.quick(ctx) })
	list, err := t.finish(ctx)
	if err != nil {
		return list, err
	}
	v, err := t.judge(ctx)
	return append([]figure{
		info("capacity", fmt.Sprintf("%.0f filings/s", capacity)), info("sent", o.sent.Load()), info("taken", o.taken.Load()), info("told to come again", o.later.Load()),
		zero("other answers", int(o.other.Load())), info("p50", percentile(o.times, 0.5).Round(time.Millisecond)), info("p90", percentile(o.times, 0.9).Round(time.Millisecond)), within("p99 of a filing", percentile(o.times, 0.99), time.Second),
		within("latest escalation", v.worst, 5*time.Second), within("slowest /healthz", o.health, time.Second),
		info("sign-ins let in", o.in.Load()), truth("memory bounded", o.memory <= mostMemory, fmt.Sprint(o.memory, " MiB")), info("MiB", o.memory),
		truth("recovered", well, "not within 20 s"), within("after", recovered, 5*time.Second), truth("others only 2xx, 3xx, 429, 503", o.example == "", o.example),
	}, list...), err
}

// capacity is how many filings a second eight clients get through.
func (t *site) capacity(ctx context.Context, length time.Duration) float64 {
	under, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	before, began := len(t.load.acknowledged()), time.Now()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for under.Err() == nil {
				t.load.fileSurely(ctx, 0)
			}
		})
	}
	all.Wait()
	return float64(len(t.load.acknowledged())-before) / time.Since(began).Seconds()
}

// overload counts what a crowd is told.
type overload struct {
	site                          *site
	sent, taken, later, other, in atomic.Int64

	mu      sync.Mutex
	times   []time.Duration // of filings that were taken
	example string
	memory  int
	health  time.Duration
}

// flood starts requests at a given rate, whether or not earlier ones were
// answered.
func (o *overload) flood(ctx context.Context, perSecond float64) {
	var all sync.WaitGroup
	room := make(chan struct{}, mostUnderWay)
	began, started := time.Now(), 0
	for ctx.Err() == nil {
		for due := int(time.Since(began).Seconds() * perSecond); started < due; started++ {
			select {
			case room <- struct{}{}:
				all.Go(func() { o.one(context.WithoutCancel(ctx)); <-room })
			default: // the harness has no more hands
			}
		}
		pause(ctx, 2*time.Millisecond)
	}
	all.Wait()
}

func (o *overload) one(ctx context.Context) {
	o.sent.Add(1)
	began := time.Now()
	a := o.site.load.file(ctx, o.site.instance(0).url, uuid.NewString(), "Filed in a crowd")
	took := time.Since(began)
	switch {
	case a.status == http.StatusCreated:
		o.taken.Add(1)
		o.site.load.note(a, began, took)
		o.mu.Lock()
		o.times = append(o.times, took)
		o.mu.Unlock()
	case (a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests) && a.retry != "":
		o.later.Add(1)
	default:
		o.other.Add(1)
		o.note(fmt.Sprint("filing: ", a.status, " ", a.err))
	}
}

func (o *overload) note(what string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.example = what
}

// signIn is two hundred people at once, each with the right password.
func (o *overload) signIn(ctx context.Context) {
	accounts := demo.Accounts()
	var all sync.WaitGroup
	for n := range signIns {
		all.Go(func() {
			form := url.Values{"email": {accounts[n%len(accounts)].Email}, "password": {demo.Password}}
			browser := &http.Client{Timeout: 15 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			err := o.site.submit(ctx, browser, o.site.instance(0).url, "/sign-in", form, http.StatusSeeOther)
			switch {
			case err == nil:
				o.in.Add(1)
			case !strings.HasSuffix(err.Error(), "429") && !strings.HasSuffix(err.Error(), "503"):
				o.note("sign-in: " + err.Error())
			}
		})
	}
	all.Wait()
}

// slowly holds connections open whose clients send a byte a second.
func (o *overload) slowly(ctx context.Context) {
	address := strings.TrimPrefix(o.site.instance(0).url, "http://")
	var all sync.WaitGroup
	for range slowClients {
		all.Go(func() {
			c, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", address)
			if err != nil {
				return
			}
			defer c.Close()
			head := "POST /api/v1/reports HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nIdempotency-Key: " + uuid.NewString() +
				"\r\nContent-Length: 5000\r\n\r\n{"
			for _, err = io.WriteString(c, head); err == nil && ctx.Err() == nil; _, err = io.WriteString(c, " ") {
				pause(ctx, time.Second)
			}
		})
	}
	all.Wait()
}

// watch samples memory and the time of a health check.
func (o *overload) watch(ctx context.Context) {
	client := &http.Client{Timeout: 10 * time.Second}
	for ctx.Err() == nil {
		began := time.Now()
		res, err := client.Get(o.site.instance(0).url + "/healthz")
		took := time.Since(began)
		if err == nil {
			_ = res.Body.Close()
		}
		o.mu.Lock()
		o.memory, o.health = max(o.memory, o.site.instance(0).resident()), max(o.health, took)
		o.mu.Unlock()
		pause(ctx, 200*time.Millisecond)
	}
}

// quick reports whether a filing is taken within 300 ms.
func (t *site) quick(ctx context.Context) bool {
	began := time.Now()
	a := t.load.file(ctx, t.instance(0).url, uuid.NewString(), "Filed after a crowd")
	return t.load.note(a, began, time.Since(began)) && time.Since(began) < 300*time.Millisecond
}
