package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/google/uuid"
)

// balancer sends requests to instances that are ready, asked five times a
// second, and never sends a request twice: only a refused connection, over
// which nothing was sent, may be tried elsewhere.
type balancer struct {
	site  *site
	ready []atomic.Bool
	next  atomic.Int64

	mu            sync.Mutex
	sent, failed  int
	example       string
	connectedAnew int
}

func (b *balancer) watch(ctx context.Context) {
	for ctx.Err() == nil {
		for place := range b.ready {
			status, _ := b.site.readiness(place)
			b.ready[place].Store(status == http.StatusOK)
		}
		pause(ctx, 200*time.Millisecond)
	}
}

func (b *balancer) pick() (string, bool) {
	for range b.ready {
		place := int(b.next.Add(1)) % len(b.ready)
		if b.ready[place].Load() {
			return b.site.instance(place).url, true
		}
	}
	return "", false
}

// send files one report, once.
func (b *balancer) send(ctx context.Context) {
	sent := time.Now()
	for range 20 {
		target, ok := b.pick()
		if !ok {
			pause(ctx, 50*time.Millisecond)
			continue
		}
		a := b.site.load.file(ctx, target, uuid.NewString(), "Filed during a replacement")
		if errors.Is(a.err, syscall.ECONNREFUSED) {
			b.mu.Lock()
			b.connectedAnew++
			b.mu.Unlock()
			continue
		}
		b.note(a, sent)
		return
	}
	b.note(answer{err: errors.New("nobody was ready")}, sent)
}

func (b *balancer) note(a answer, sent time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent++
	if a.err != nil || a.status != http.StatusCreated {
		b.failed++
		b.example = fmt.Sprint(a.status, " ", a.err, " ", a.body)
		return
	}
	b.site.load.note(a, sent, time.Since(sent))
}

// rollingRow replaces each instance in turn, a fresh one first, while requests
// that nobody repeats come in.
func rollingRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 3, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	b := &balancer{site: t, ready: make([]atomic.Bool, len(t.live))}
	var all sync.WaitGroup
	all.Go(func() { b.watch(under) })
	for range 6 {
		all.Go(func() {
			for pause(under, 500*time.Millisecond); under.Err() == nil; pause(under, 50*time.Millisecond) {
				b.send(ctx)
			}
		})
	}
	stops, longest := 0, time.Duration(0)
	for end := time.Now().Add(length); stops < len(t.live) || time.Now().Before(end); stops++ {
		took, err := t.swap(ctx, stops%len(t.live))
		if err != nil {
			return nil, err
		}
		longest = max(longest, took)
	}
	newer, err := t.newerSchema(ctx, b)
	if err != nil {
		return nil, err
	}
	cancel()
	all.Wait()
	list, err := t.finish(ctx)
	if err != nil {
		return list, err
	}
	leased, err := s.redisCount("ZCARD", "{gongzhi}:leased") // now that nobody holds one for a moment
	return append([]figure{
		info("replacements", stops), info("requests sent once", b.sent), zero("failed", b.failed), truth("none such as", b.failed == 0, b.example),
		info("connected anew", b.connectedAnew), info("longest stop", longest.Round(time.Millisecond)), zero("leases left", leased), newer,
	}, list...), err
}

// swap puts a fresh instance in a place and then asks the old one to end, as a
// rolling update does. The old one keeps answering until it is gone.
func (t *site) swap(ctx context.Context, place int) (time.Duration, error) {
	old := t.instance(place)
	began := time.Now()
	if err := old.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	if err := old.stop(); err != nil {
		return 0, err
	}
	took := time.Since(began)
	return took, t.replace(ctx, place)
}

// newerSchema lets the database look as a newer program leaves it: running
// instances must go on, since migrations only add what they do not know.
func (t *site) newerSchema(ctx context.Context, b *balancer) (figure, error) {
	if err := t.exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`); err != nil {
		return figure{}, err
	}
	pause(ctx, time.Second)
	ready := 0
	for place := range b.ready {
		if status, _ := t.readiness(place); status == http.StatusOK {
			ready++
		}
	}
	return exactly("old instances ready on a newer schema", ready, len(b.ready)), nil
}
