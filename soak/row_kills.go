package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// killsRow kills three instances, each at its own random times, so that some
// moments have no instance at all, and empties Redis meanwhile.
func killsRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 3, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	kills, flushes := s.kills.Load(), s.flushes.Load()
	under, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	filers := t.load.during(under, 6, 16, 1<<20)
	var all sync.WaitGroup
	failed := make(chan error, len(t.live))
	for place := range t.live {
		own := rand.New(rand.NewPCG(s.rng.Uint64(), uint64(place)))
		all.Go(func() { failed <- t.dieUntil(under, place, own) })
	}
	for under.Err() == nil {
		pause(under, time.Duration(500+s.rng.IntN(1500))*time.Millisecond)
		if s.redis("FLUSHALL") == nil {
			s.flushes.Add(1)
		}
	}
	all.Wait()
	filers.Wait()
	for range t.live {
		if err := <-failed; err != nil {
			return nil, err
		}
	}
	list, err := t.finish(ctx)
	return append([]figure{info("kills", s.kills.Load()-kills), info("flushes", s.flushes.Load()-flushes)}, list...), err
}

// dieUntil kills whoever is in a place again and again, after up to a second
// of life.
func (t *site) dieUntil(ctx context.Context, place int, rng *rand.Rand) error {
	for ctx.Err() == nil {
		pause(ctx, time.Duration(rng.IntN(1000))*time.Millisecond)
		t.kill(place)
		if err := t.replace(context.WithoutCancel(ctx), place); err != nil {
			return err
		}
	}
	return nil
}

// crashPoints are the places of db at which a process is made to die.
var crashPoints = []string{"apply", "escalate", "sequence", "consume counters", "consume search", "consume public", "consume notices",
	"ledger append", "ledger publish"}

// crashPointsRow lets an instance die once at each point, alone, so that
// nobody else does its work; then a fresh one takes over.
func crashPointsRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 1, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	filers := t.load.during(under, 4, 12, 1<<20)
	var points []string
	for _, at := range crashPoints {
		points = append(points, at+":before-commit", at+":after-commit")
	}
	died, survived, end := 0, "", time.Now().Add(length)
	tried := map[string]bool{}
	for round := 0; time.Now().Before(end); round++ {
		s.rng.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
		for _, point := range points {
			if time.Now().After(end) && (round > 0 || !s.thorough) {
				break
			}
			tried[point] = true
			hit, err := t.dieAt(ctx, fmt.Sprintf("%s#%d", point, s.rng.IntN(4)))
			if err != nil {
				return nil, err
			}
			if hit {
				died++
			} else {
				survived += " " + point
			}
		}
	}
	cancel()
	filers.Wait()
	list, err := t.finish(ctx)
	return append([]figure{
		info("points tried", fmt.Sprintf("%d of %d", len(tried), len(points))), info("deaths", died), truth("each point reached", survived == "", "not"+survived),
	}, list...), err
}

// dieAt replaces the instance by one that dies at a point, waits for that, and
// puts a healthy one in its place.
func (t *site) dieAt(ctx context.Context, point string) (bool, error) {
	t.kill(0)
	hit, err := t.diesAtOnce(ctx, "GONGZHI_CRASHPOINT="+point)
	if err != nil {
		return false, err
	}
	if !hit {
		_, hit = until(ctx, 15*time.Second, t.instance(0).ended)
	}
	if hit {
		t.kills.Add(1)
	} else {
		t.kill(0)
	}
	return hit, t.replace(ctx, 0)
}

// diesAtOnce starts an instance that may reach its crash point before it
// listens.
func (t *site) diesAtOnce(ctx context.Context, point string) (bool, error) {
	fresh, err := t.start(ctx, append(slices.Clone(t.envs[0]), point))
	var ended *endedError
	if errors.As(err, &ended) && ended.code == -1 { // by a signal
		return true, nil
	}
	if err == nil {
		t.put(0, fresh)
	}
	return false, err
}
