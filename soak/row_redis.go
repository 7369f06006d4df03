package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

// redisRow hurts Redis in every way while reports come in and duties rise.
// Filing may not notice, and what rises later than it should may do so only
// while Redis is away.
func redisRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 2, nil, nil)
	if err != nil {
		return nil, err
	}
	defer t.close()
	flushes, kills := s.flushes.Load(), s.redisKills.Load()
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	filers := t.load.during(under, 4, 16, 1<<20)
	away := min(30*time.Second, max(2*time.Second, length/4))
	var returned []time.Time
	for _, hurt := range []func() error{
		func() error { return t.flushFor(ctx, length/4) },
		func() error { return t.redisGone(ctx, away/4, false) },
		func() error { return t.redisHangs(ctx, away) },
		func() error { return t.redisGone(ctx, away/4, true) },
		func() error { return t.forge(ctx) },
	} {
		if err := hurt(); err != nil {
			return nil, err
		}
		returned = append(returned, time.Now())
		pause(ctx, 2*time.Second)
	}
	cancel()
	filers.Wait()
	list, err := t.finish(ctx)
	if err != nil {
		return list, err
	}
	late, err := t.lateAfter(ctx, returned)
	return append([]figure{
		info("flushes", s.flushes.Load()-flushes), info("kills", s.redisKills.Load()-kills), info("hung for", away.String()),
		within("latest after each return", late, 2*time.Second), within("slowest filing", t.load.slowest, 2*time.Second),
		zero("filings not 2xx at the first try", t.load.tries-len(t.load.acks)),
	}, list...), err
}

func (t *site) flushFor(ctx context.Context, length time.Duration) error {
	for end := time.Now().Add(length); time.Now().Before(end); {
		if err := t.redis("FLUSHALL"); err != nil {
			return err
		}
		t.flushes.Add(1)
		pause(ctx, 300*time.Millisecond)
	}
	return nil
}

// redisGone kills Redis for a while. With empty its data goes too, as when a
// replica that never heard of anything is promoted.
func (t *site) redisGone(ctx context.Context, away time.Duration, empty bool) error {
	if err := t.services.KillRedis(); err != nil {
		return err
	}
	t.redisKills.Add(1)
	pause(ctx, away)
	if empty {
		found, err := filepath.Glob(filepath.Join(t.dir, "services", "services", "redis", "*"))
		if err != nil || len(found) == 0 {
			return errors.Join(err, errors.New("the data of Redis was not found"))
		}
		for _, f := range found {
			if err := os.RemoveAll(f); err != nil {
				return err
			}
		}
	}
	return t.services.StartRedis(ctx)
}

// redisHangs lets Redis accept connections and answer nothing.
func (t *site) redisHangs(ctx context.Context, away time.Duration) error {
	if err := t.services.FreezeRedis(); err != nil {
		return err
	}
	pause(ctx, away)
	return t.services.ThawRedis()
}

// forge puts what does not belong there into the alarm clock: ids of no case,
// real ids far too early, members that are no ids.
func (t *site) forge(ctx context.Context) error {
	const armed = "{gongzhi}:armed"
	var random [16]byte
	for n := range 200 {
		if _, err := rand.Read(random[:]); err != nil {
			return err
		}
		if err := t.redis("ZADD", armed, "0", string(random[:n%17])); err != nil {
			return err
		}
	}
	for _, a := range t.load.acknowledged() {
		var id uuid.UUID
		if err := t.ask(ctx, `SELECT id FROM incident WHERE reference = '`+a.reference+`'`, &id); err != nil {
			return err
		}
		for _, key := range []string{armed, "{gongzhi}:leased"} {
			if err := t.redis("ZADD", key, "1", string(id[:])); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateAfter is the latest of what fell due within two seconds after each time.
func (t *site) lateAfter(ctx context.Context, times []time.Time) (worst time.Duration, err error) {
	for _, from := range times {
		var late float64
		err := t.ask(ctx, `SELECT coalesce(max(extract(epoch FROM ended_at - due_at)), 0)::float8 FROM duty WHERE state = 'missed'
			AND due_at BETWEEN '`+from.UTC().Format(time.RFC3339Nano)+`' AND '`+from.UTC().Add(2*time.Second).Format(time.RFC3339Nano)+`'`, &late)
		if err != nil {
			return 0, err
		}
		worst = max(worst, time.Duration(late*float64(time.Second)))
	}
	return worst, nil
}
