package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/embedded"
	"gongzhi/embedded/embeddedtest"
)

// soak hurts two instances and their Redis at random while people file and
// duties fall due every second.
type soak struct {
	t        *testing.T
	services *embedded.Services
	env      []string
	args     []string
	rng      *rand.Rand
	client   *http.Client

	mu    sync.Mutex
	live  [2]*instance
	kills int

	acknowledged sync.Map // reference → nil
	filed        atomic.Int64
	refused      atomic.Int64
}

const soakLength = 30 * time.Second

// TestSoakTwoInstancesUnderKillsAndRedisLoss: two instances, kill -9 of either
// every second or so, FLUSHALL, Redis killed and hanging; afterwards
// escalations lost 0, doubled 0, early 0, acknowledged filings lost 0.
func TestSoakTwoInstancesUnderKillsAndRedisLoss(t *testing.T) {
	if testing.Short() {
		t.Skip("the soak takes half a minute")
	}
	s := newSoak(t)
	s.startBoth()
	ctx, cancel := context.WithTimeout(t.Context(), soakLength)
	defer cancel()
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() { s.fileUntil(ctx) })
	}
	s.hurtUntil(ctx)
	clients.Wait()
	s.heal()
	s.judge()
}

func newSoak(t *testing.T) *soak {
	seed := uint64(time.Now().UnixNano())
	if given, err := strconv.ParseUint(os.Getenv("SOAK_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("SOAK_SEED=%d repeats this run's order", seed)
	services := embeddedtest.Shared(t)
	data := folder(t)
	return &soak{
		t: t, services: services, rng: rand.New(rand.NewPCG(seed, 1)), // the order is to be repeatable, not secret
		client: &http.Client{Timeout: clientTimeout},
		env: []string{
			"GONGZHI_DATABASE_URL=" + dbtest.URL(t), "GONGZHI_REDIS_URL=" + services.RedisURL, "GONGZHI_RULES=" + fastRules(t),
		},
		args: []string{"serve", "--demo", "--addr", "127.0.0.1:0", "--data", data},
	}
}

var seconds = regexp.MustCompile(`n: \d+, unit: seconds`)

// fastRules is the rulebook with every demonstration time of seconds cut to one.
func fastRules(t *testing.T) string {
	text, err := os.ReadFile(filepath.Join("..", "..", "workflow", "clock", "rules", "cn.yaml"))
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "fast.yaml")
	require.NoError(t, os.WriteFile(path, seconds.ReplaceAll(text, []byte("n: 1, unit: seconds")), 0o600))
	return path
}

func (s *soak) startBoth() {
	for i := range s.live {
		s.replace(i)
	}
}

// replace starts an instance in a place; the first start of all fills the
// database and takes a little longer.
func (s *soak) replace(place int) {
	fresh, err := start(context.WithoutCancel(s.t.Context()), s.env, s.args...)
	require.NoError(s.t, err)
	s.mu.Lock()
	s.live[place] = fresh
	s.mu.Unlock()
	s.t.Cleanup(fresh.kill)
}

func (s *soak) instance(place int) *instance {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live[place]
}

// fileUntil files reports at either instance; one that is not acknowledged is
// sent again with the same key, as a careful client does.
func (s *soak) fileUntil(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		key := onceKey()
		for try := 0; try < 20; try++ {
			status, reference, err := report(s.client, s.instance((n+try)%2).url, key, "soak")
			if err == nil && status == http.StatusCreated {
				s.acknowledged.Store(reference, nil)
				s.filed.Add(1)
				break
			}
			s.refused.Add(1)
			pause(ctx, 50*time.Millisecond)
		}
		pause(ctx, 30*time.Millisecond)
	}
}

// pause waits for real time to pass in a running program under load; nothing
// is expected to have happened when it returns.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

func (s *soak) hurtUntil(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, time.Duration(300+s.rng.IntN(700))*time.Millisecond)
		switch s.rng.IntN(5) {
		case 0, 1, 2:
			place := s.rng.IntN(2)
			s.instance(place).kill()
			s.kills++
			s.replace(place)
		case 3:
			s.flush()
		default:
			s.loseRedis(ctx)
		}
	}
}

func (s *soak) flush() {
	socket := strings.TrimPrefix(strings.Split(s.services.RedisURL, "?")[0], "unix://")
	require.NoError(s.t, flushAll(socket))
}

// loseRedis kills or freezes Redis for a while.
func (s *soak) loseRedis(ctx context.Context) {
	away := time.Duration(500+s.rng.IntN(2500)) * time.Millisecond
	if s.rng.IntN(2) == 0 {
		require.NoError(s.t, s.services.FreezeRedis())
		pause(ctx, away)
		require.NoError(s.t, s.services.ThawRedis())
		return
	}
	require.NoError(s.t, s.services.KillRedis())
	pause(ctx, away)
	require.NoError(s.t, s.services.StartRedis(context.WithoutCancel(ctx)))
}

func (s *soak) heal() {
	require.NoError(s.t, s.services.StartRedis(context.WithoutCancel(s.t.Context())))
}

// judge asks the database itself.
func (s *soak) judge() {
	d, err := db.Open(s.t.Context(), strings.TrimPrefix(s.env[0], "GONGZHI_DATABASE_URL="), db.Options{})
	require.NoError(s.t, err)
	defer d.Close()
	s.t.Logf("%d filings acknowledged (%d tries refused or lost), %d kills", s.filed.Load(), s.refused.Load(), s.kills)
	lost := 0
	s.acknowledged.Range(func(reference, _ any) bool {
		if _, err := d.World(s.t.Context(), reference.(string)); err != nil {
			lost++
		}
		return true
	})
	require.Zero(s.t, lost, "acknowledged filings lost")
	facts := s.tally()
	s.t.Logf("escalations %d, doubled %d, early %d, overdue and not raised after the soak %d", facts.escalations, facts.doubled, facts.early, facts.lost)
	require.Positive(s.t, facts.escalations)
	require.Zero(s.t, facts.doubled)
	require.Zero(s.t, facts.early)
	require.Zero(s.t, facts.lost)
	findings, err := d.Check(s.t.Context())
	require.NoError(s.t, err)
	for _, f := range findings {
		require.Zero(s.t, f.Broken, "invariant %s: %s", f.Name, f.First)
	}
}

type tally struct{ escalations, doubled, early, lost int64 }

// settled is how long a due duty may wait for its sweep once all is well again.
const settled = "3 seconds"

// tally counts by SQL, past the program: missed levels, levels announced by
// two events, misses before their time, and duties that nobody raised.
func (s *soak) tally() tally {
	pause(s.t.Context(), 4*time.Second)
	n := dbtest.Counts(s.t, strings.TrimPrefix(s.env[0], "GONGZHI_DATABASE_URL="), `SELECT
		(SELECT count(*) FROM duty WHERE state = 'missed'),
		(SELECT count(*) FROM event WHERE kind = 'duty.missed') - (SELECT count(*) FROM duty WHERE state = 'missed'),
		(SELECT count(*) FROM duty WHERE state = 'missed' AND ended_at < due_at),
		(SELECT count(*) FROM duty WHERE state = 'armed' AND due_at < clock_timestamp() - interval '`+settled+`')`)
	return tally{n[0], n[1], n[2], n[3]}
}
