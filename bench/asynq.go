package main

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
)

// asynqDefaults look for delayed tasks every five seconds; as many workers as
// there are processors. The goal was set beside them.
func asynqDefaults() asynq.Config { return asynq.Config{LogLevel: asynq.FatalLevel} }

// asynqBest looks for delayed tasks every 100 ms. 10 workers do the same as 100.
func asynqBest() asynq.Config {
	return asynq.Config{Concurrency: 100, DelayedTaskCheckInterval: 100 * time.Millisecond, LogLevel: asynq.FatalLevel}
}

// emptyHandlers enqueues so many tasks for one instant and returns the seconds
// from it until asynq has run the last handler, which does nothing.
func emptyHandlers(ctx context.Context, redisURL string, n int, settings asynq.Config) (float64, error) {
	u, err := url.Parse(redisURL)
	if err != nil {
		return 0, err
	}
	r := asynq.RedisClientOpt{Network: "unix", Addr: u.Path, DB: 1}
	if err := redisCommand(redisURL, "SELECT 1", "FLUSHDB"); err != nil {
		return 0, err
	}
	// whole seconds: asynq keeps no finer ones
	at := time.Now().Add(2*time.Second + time.Duration(n)*150*time.Microsecond).Truncate(time.Second)
	if err := enqueue(ctx, r, n, at); err != nil {
		return 0, err
	}
	if time.Until(at) < 0 { // enqueuing took longer than thought
		return 0, fmt.Errorf("asynq: %d tasks could not be enqueued in time", n)
	}
	return runTasks(r, n, at, settings)
}

func enqueue(ctx context.Context, r asynq.RedisClientOpt, n int, at time.Time) error {
	client := asynq.NewClient(r)
	defer client.Close() //nolint:errcheck
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	for w := range 8 {
		wg.Go(func() {
			for i := w; i < n && failed.Load() == nil; i += 8 {
				if _, err := client.EnqueueContext(ctx, asynq.NewTask("due", nil), asynq.ProcessAt(at)); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

func runTasks(r asynq.RedisClientOpt, n int, at time.Time, settings asynq.Config) (float64, error) {
	server := asynq.NewServer(r, settings)
	var ran atomic.Int64
	done := make(chan struct{})
	err := server.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		if ran.Add(1) == int64(n) {
			close(done)
		}
		return nil
	}))
	if err != nil {
		return 0, err
	}
	defer server.Shutdown()
	select {
	case <-done:
		return time.Since(at).Seconds(), nil
	case <-time.After(time.Until(at) + 2*time.Minute):
		return 0, fmt.Errorf("asynq ran %d of %d handlers in two minutes", ran.Load(), n)
	}
}
