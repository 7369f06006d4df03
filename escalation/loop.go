// Package escalation holds the background services: each is a ten-line loop
// around one runOnce that tests call directly.
package escalation

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Loop runs a task again and again: at once while there is more to do, else
// when its period has passed or somebody wakes it.
type Loop struct {
	Name  string
	Every time.Duration
	// RunOnce does one portion and reports whether there is more to do now.
	RunOnce func(ctx context.Context) (more bool, err error)
	wake    chan struct{}
}

// NewLoop names a task and its period.
func NewLoop(name string, every time.Duration, runOnce func(context.Context) (bool, error)) *Loop {
	return &Loop{Name: name, Every: every, RunOnce: runOnce, wake: make(chan struct{}, 1)}
}

// Wake makes the loop run now. It never blocks.
func (l *Loop) Wake() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// maxBackoff bounds the pause after failures that follow each other.
const maxBackoff = 5 * time.Second

// Run runs until the context ends. Failures are logged and tried again with a
// growing pause.
func (l *Loop) Run(ctx context.Context) {
	pause := l.Every
	for ctx.Err() == nil {
		more, err := l.RunOnce(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			pause = min(2*pause, max(maxBackoff, l.Every))
			slog.WarnContext(ctx, "background task failed", "task", l.Name, "error", err.Error(), "again_in", pause.String())
		case more:
			pause = l.Every
			continue
		default:
			pause = l.Every
		}
		l.wait(ctx, pause)
	}
}

func (l *Loop) wait(ctx context.Context, pause time.Duration) {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-l.wake:
	case <-t.C:
	}
}

// Group starts loops together and waits for all of them to end.
type Group struct{ wg sync.WaitGroup }

// Start runs a loop until the context ends.
func (g *Group) Start(ctx context.Context, loops ...*Loop) {
	for _, l := range loops {
		g.wg.Go(func() { l.Run(ctx) })
	}
}

// Wait returns when every loop has ended.
func (g *Group) Wait() { g.wg.Wait() }
