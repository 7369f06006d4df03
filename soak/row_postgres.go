package main

import (
	"context"
	"errors"
	"syscall"
	"time"

	"gongzhi/soak/wire"
)

// postgresRow breaks the database and the wires to it under load: restarts as
// after a crash, connections reset in the middle of an exchange, a slow wire,
// and answers lost after the commit.
func postgresRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	var proxy *wire.Proxy
	var failed error
	through := func(database string) (way string) {
		proxy, way, failed = wire.Before(ctx, database)
		return way
	}
	t, err := s.newSite(ctx, 2, through, nil)
	if err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	defer proxy.Close()
	defer t.close()
	restarts, resets, away := s.restarts.Load(), 0, time.Duration(0)
	under, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	filers := t.load.during(under, 6, 16, 1<<20)
	for n := 0; under.Err() == nil; n++ {
		switch n % 5 {
		case 0, 3:
			took, err := t.crashPostgres(ctx)
			if err != nil {
				return nil, err
			}
			away = max(away, took)
		case 2:
			for range 5 {
				proxy.Reset()
				resets++
				pause(under, 100*time.Millisecond)
			}
		case 4:
			proxy.SetLatency(time.Duration(20+s.rng.IntN(80)) * time.Millisecond)
			pause(under, time.Second)
			proxy.SetLatency(0)
		case 1:
			proxy.LoseAnswers(5)
			pause(under, time.Second)
		}
		pause(under, time.Duration(300+s.rng.IntN(700))*time.Millisecond)
	}
	filers.Wait()
	list, err := t.finish(ctx)
	return append([]figure{
		info("restarts", s.restarts.Load()-restarts), info("longest away", away.Round(time.Millisecond)), info("resets", resets), atLeast("answers lost after commit", int(proxy.Lost()), 1),
		within("slowest filing, retries included", t.load.slowest, 30*time.Second),
	}, list...), err
}

// crashPostgres ends the server at once, as "pg_ctl stop -m immediate" does,
// and starts it again: it recovers from its log.
func (t *site) crashPostgres(ctx context.Context) (away time.Duration, err error) {
	began := time.Now()
	if err := syscall.Kill(t.services.Pids().Postgres, syscall.SIGQUIT); err != nil {
		return 0, err
	}
	if _, gone := until(ctx, 30*time.Second, func() bool { return t.services.Pids().Postgres == 0 }); !gone {
		return 0, errors.New("PostgreSQL does not end")
	}
	t.restarts.Add(1)
	err = t.services.StartPostgres(ctx)
	return time.Since(began), err
}
