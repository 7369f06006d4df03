package queue

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrUnavailable is returned without asking while Redis is known to be down.
var ErrUnavailable = errors.New("redis is not available")

// pause is how long a Redis that failed is left alone.
const pause = 500 * time.Millisecond

// breaker keeps a dead or hanging Redis from slowing every filing down: after a
// failure calls fail at once, and one call in each pause tries again.
type breaker struct {
	now func() time.Time

	mu    sync.Mutex
	open  bool
	until time.Time
}

func (b *breaker) run(ctx context.Context, exchange func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !b.admit() {
		return ErrUnavailable
	}
	err := exchange(ctx)
	if err == nil || answered(err) {
		b.set(false)
	} else if ctx.Err() == nil { // a caller who left says nothing about Redis
		b.set(true)
	}
	return err
}

// admit lets a call through when Redis is thought well, or as the one probe of
// this pause.
func (b *breaker) admit() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return true
	}
	now := b.now()
	if now.Before(b.until) {
		return false
	}
	b.until = now.Add(pause)
	return true
}

func (b *breaker) set(open bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = open
	if open {
		b.until = b.now().Add(pause)
	}
}

// answered tells an error that Redis itself replied with, which is quick, from
// a connection that failed.
func answered(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply)
}
