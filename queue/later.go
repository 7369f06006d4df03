package queue

import (
	"context"
	"sync"
	"time"
)

// mostLater bounds the alarms that wait to be set: some megabytes. Whoever comes
// when they are so many is left to the sweep.
const mostLater = 50_000

// Later gathers alarms and sets them together, so that nobody who files waits
// for Redis. What is lost with the process costs lateness of one sweep. It is
// safe for concurrent use.
type Later struct {
	queue *Queue

	mu    sync.Mutex
	items []Item
}

// Gather makes a Later of a queue; its owner calls Flush all the while.
func Gather(q *Queue) *Later { return &Later{queue: q} }

// Arm notes an alarm. It fails with ErrUnavailable when too many wait.
func (l *Later) Arm(_ context.Context, id [16]byte, at time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.items) >= mostLater {
		return ErrUnavailable
	}
	l.items = append(l.items, Item{ID: id, At: at})
	return nil
}

// Flush sets what was noted. After an error it is forgotten: setting it later
// would help nobody, because the sweep looks four times a second.
func (l *Later) Flush(ctx context.Context) error {
	l.mu.Lock()
	items := l.items
	l.items = nil
	l.mu.Unlock()
	return l.queue.ArmAll(ctx, items)
}
