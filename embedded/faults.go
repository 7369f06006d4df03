package embedded

import (
	"context"
	"errors"
	"syscall"
)

// The fault controls let soak tests hurt the servers and heal them. Each
// returns when the fault has happened; on a server that was configured by
// address each returns an error and does nothing.

// StopPostgres shuts PostgreSQL down in good order.
func (s *Services) StopPostgres() error { return s.postgres.halt() }

// KillPostgres kills PostgreSQL (SIGKILL) and waits until its backends are gone.
func (s *Services) KillPostgres() error { return s.postgres.kill() }

// StartPostgres starts PostgreSQL again on the same data; it does nothing when
// it runs.
func (s *Services) StartPostgres(ctx context.Context) error { return s.postgres.start(ctx) }

// RestartPostgres stops PostgreSQL in good order and starts it again.
func (s *Services) RestartPostgres(ctx context.Context) error {
	return errors.Join(s.StopPostgres(), s.StartPostgres(ctx))
}

// StopRedis shuts Redis down in good order.
func (s *Services) StopRedis() error { return s.redis.halt() }

// KillRedis kills Redis (SIGKILL).
func (s *Services) KillRedis() error { return s.redis.kill() }

// StartRedis starts Redis again on the same data; it does nothing when it runs.
func (s *Services) StartRedis(ctx context.Context) error { return s.redis.start(ctx) }

// FreezeRedis makes Redis hang (SIGSTOP): it accepts connections and answers
// nothing, which is worse than being dead.
func (s *Services) FreezeRedis() error { return s.redis.signal(syscall.SIGSTOP) }

// ThawRedis ends FreezeRedis (SIGCONT).
func (s *Services) ThawRedis() error { return s.redis.signal(syscall.SIGCONT) }
