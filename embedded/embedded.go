// Package embedded gives Gongzhi a private PostgreSQL and a private Redis when
// no addresses are configured: real servers, children of this process, on Unix
// sockets in a folder that only their account may enter, nothing on TCP.
//
// Where the programs come from is decided by a ladder (ladder.go); what keeps
// the children from outliving us is in child.go and lock.go.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Options says where the data lies and which servers are needed.
type Options struct {
	// Dir is the data folder. Empty means /var/lib/gongzhi for root and
	// $XDG_DATA_HOME/gongzhi or ~/.local/share/gongzhi for everybody else.
	Dir string
	// DatabaseURL and RedisURL are the first rung of the ladder: a server that
	// has an address is used as it is and never started here.
	DatabaseURL, RedisURL string
	// Ephemeral is for tests: nothing is synced to disk, the data lies in
	// memory where there is more than 1 GiB of room, and Stop removes it.
	Ephemeral bool
	// SkipInstalled passes over programs found on this machine, so that they
	// are downloaded even where they exist.
	SkipInstalled bool
	// Log receives one line for each rung tried and each step that takes time.
	// It may be called from several goroutines.
	Log func(format string, args ...any)

	skipApt, skipNpm bool
}

// Services is a running pair of servers. Its URLs can be given to pgx and
// go-redis as they are.
type Services struct {
	DatabaseURL string // postgres://…, over a Unix socket unless configured otherwise
	RedisURL    string // unix://…, unless configured otherwise

	postgres, redis *server // nil when the server is not ours
	cleanup         []func() error
	stop            sync.Once
	stopErr         error
}

// Start brings up what Options does not already name and returns when both
// servers answer. ctx bounds the start only; the servers live until Stop or
// until this process ends, however it ends. After an error nothing is left
// running.
func Start(ctx context.Context, o Options) (*Services, error) {
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	s := &Services{DatabaseURL: o.DatabaseURL, RedisURL: o.RedisURL}
	if o.DatabaseURL != "" {
		o.Log("postgresql: rung 1, the configured address")
	}
	if o.RedisURL != "" {
		o.Log("redis: rung 1, the configured address")
	}
	if o.DatabaseURL != "" && o.RedisURL != "" {
		return s, nil
	}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Services) start(ctx context.Context, o Options) error {
	f, err := s.claim(ctx, o)
	if err != nil {
		return err
	}
	l := &ladder{Options: o, account: f.account, base: f.base}
	defer l.close()
	if o.DatabaseURL == "" {
		p, err := l.findPostgres(ctx, dataVersion(f.postgres))
		if err != nil {
			return err
		}
		s.postgres, s.DatabaseURL = newPostgres(p, f, o), postgresURL(f.run)
	}
	if o.RedisURL == "" {
		p, err := l.findRedis(ctx)
		if err != nil {
			return err
		}
		s.redis, s.RedisURL = newRedis(p, f, o), redisURL(f.run)
	}
	return s.startBoth(ctx, f, o)
}

// claim makes the data folder ours alone, and undoes it in Stop.
func (s *Services) claim(ctx context.Context, o Options) (*folders, error) {
	f, err := openFolders(o)
	if err != nil {
		return nil, err
	}
	if o.Ephemeral {
		s.cleanup = append(s.cleanup, f.remove)
	}
	locks, err := lockFolder(ctx, f.base, o.Log)
	if err != nil {
		s.cleanup = nil // the data belongs to somebody else
		return nil, err
	}
	s.cleanup = append(s.cleanup, locks.release)
	f.inherited = locks.children
	if err := f.lay(o); err != nil {
		return nil, err
	}
	s.cleanup = append(s.cleanup, f.clearSockets)
	return f, nil
}

func (s *Services) startBoth(ctx context.Context, f *folders, o Options) error {
	g, ctx := errgroup.WithContext(ctx)
	if s.postgres != nil {
		g.Go(func() error { return startPostgres(ctx, s.postgres, f, o) })
	}
	if s.redis != nil {
		g.Go(func() error { return startRedis(ctx, s.redis, f, o) })
	}
	return g.Wait()
}

// Stop ends both servers in good order (Redis by SIGTERM, PostgreSQL by SIGINT,
// its fast shutdown) and frees the data folder. Further calls return the same.
func (s *Services) Stop() error {
	s.stop.Do(func() {
		var g errgroup.Group
		for _, srv := range []*server{s.redis, s.postgres} {
			if srv != nil {
				g.Go(srv.halt)
			}
		}
		errs := []error{g.Wait()}
		for i := len(s.cleanup) - 1; i >= 0; i-- {
			errs = append(errs, s.cleanup[i]())
		}
		s.stopErr = errors.Join(errs...)
	})
	return s.stopErr
}

// Pids are the process ids of the two servers, 0 for one that is not ours or
// not running.
type Pids struct{ Postgres, Redis int }

// Pids returns the ids as they are at this moment.
func (s *Services) Pids() Pids {
	return Pids{Postgres: s.postgres.pid(), Redis: s.redis.pid()}
}

// dataVersion is the major version of PostgreSQL that made the data, or "".
func dataVersion(dir string) string {
	b, err := os.ReadFile(dir + "/PG_VERSION")
	if err != nil {
		return ""
	}
	var major string
	_, _ = fmt.Sscan(string(b), &major)
	return major
}
