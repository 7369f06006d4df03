package main

import (
	"context"
	"strings"
	"sync"
	"time"
)

// site is the instances of one row on one database, each in a place of its
// own, so that one that died can be replaced.
type site struct {
	*stage
	database string // past any proxy, for the judge
	envs     [][]string
	load     *load
	rises    int // levels that each filed case must have missed in the end

	mu   sync.Mutex
	live []*instance
}

// newSite starts n instances on a fresh database. The way of each to it may
// lead through a proxy; more may give an instance settings of its own.
func (s *stage) newSite(ctx context.Context, n int, through func(string) string, more func(place int) []string) (*site, error) {
	database, err := s.database(ctx)
	if err != nil {
		return nil, err
	}
	t := &site{stage: s, database: database, live: make([]*instance, n), rises: s.rises}
	t.load = newLoad(t)
	way := database
	if through != nil {
		way = through(database)
	}
	for place := range n {
		env := s.env(way)
		if more != nil {
			env = append(env, more(place)...)
		}
		t.envs = append(t.envs, env)
		if err := t.replace(ctx, place); err != nil {
			t.close()
			return nil, err
		}
	}
	return t, nil
}

// replace starts an instance in a place. While the database is away a start
// fails; it is tried again, as a supervisor would.
func (t *site) replace(ctx context.Context, place int) error {
	var fresh *instance
	var err error
	for range 20 {
		if fresh, err = t.start(ctx, t.envs[place]); err == nil || ctx.Err() != nil {
			break
		}
		pause(ctx, 250*time.Millisecond)
	}
	if err != nil {
		return err
	}
	t.put(place, fresh)
	return nil
}

func (t *site) put(place int, i *instance) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live[place] = i
}

func (t *site) instance(place int) *instance {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.live[place%len(t.live)]
}

// kill ends whoever is in a place, as a crash does.
func (t *site) kill(place int) {
	t.instance(place).kill()
	t.kills.Add(1)
}

// close ends all instances; what they did is judged before.
func (t *site) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, i := range t.live {
		if i != nil {
			i.kill()
		}
	}
}

// complaint is the newest log line of a request that failed by our own fault.
func (t *site) complaint() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, i := range t.live {
		lines := strings.Split(i.out.String(), "\n")
		for n := len(lines) - 1; n >= 0; n-- {
			if strings.Contains(lines[n], "request failed") {
				return lines[n]
			}
		}
	}
	return "nothing"
}

// pause waits for real time to pass in a system under load.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// until asks each 50 ms until it is so, and returns how long that took.
func until(ctx context.Context, most time.Duration, so func() bool) (time.Duration, bool) {
	began := time.Now()
	for time.Since(began) < most && ctx.Err() == nil {
		if so() {
			return time.Since(began), true
		}
		pause(ctx, 50*time.Millisecond)
	}
	return time.Since(began), so()
}
