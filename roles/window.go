package roles

import (
	"sync"
	"time"
)

// window keeps what was worked out for a stretch of time in which nobody's
// answer can change without an act, so that a decision costs look-ups. The
// snapshot itself stays immutable; a window is a cache of pure functions.
type window struct {
	mu      sync.Mutex
	current *stretch
}

// stretch is one such time: from is inside, until outside.
type stretch struct {
	from, until time.Time // until zero: without end
	answered    map[ID][]ID
	conflicts   sync.Map // person → []Party
}

func (s *stretch) covers(at time.Time) bool {
	return !at.Before(s.from) && (s.until.IsZero() || at.Before(s.until))
}

// stretch is the one that covers a time.
func (o *Org) stretch(at time.Time) *stretch {
	o.window.mu.Lock()
	defer o.window.mu.Unlock()
	if s := o.window.current; s != nil && s.covers(at) {
		return s
	}
	s := &stretch{from: at, answered: map[ID][]ID{}}
	s.until, _ = o.NextChange(at)
	for _, p := range o.Posts {
		person := o.Answer(p.ID, at).Person
		s.answered[person] = append(s.answered[person], p.ID)
	}
	o.window.current = s
	return s
}
