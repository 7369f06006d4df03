package web

import (
	"os"
	"sync"
	"time"
)

// deadline is one direction's deadline of a connection. net/http moves the two
// eight times a request, and only what is set while somebody reads or writes
// has an effect: so each is remembered, and set when that begins, unless the
// one that is set comes at most a sixteenth of the time early.
type deadline struct {
	set func(time.Time) error

	mu       sync.Mutex
	by, real time.Time // wanted and set; zero for none
	busy     int       // calls under way
}

// move remembers a deadline and sets it for whoever is under way.
func (d *deadline) move(by time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.by = by
	if d.busy > 0 {
		return d.apply()
	}
	return nil
}

// begin puts the deadline in force. The error is os.ErrDeadlineExceeded once
// it has passed.
func (d *deadline) begin() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.force(); err != nil {
		return err
	}
	d.busy++
	return nil
}

func (d *deadline) force() error {
	if d.by.IsZero() {
		if d.real.IsZero() {
			return nil
		}
		return d.apply()
	}
	left := time.Until(d.by)
	if left <= 0 {
		return os.ErrDeadlineExceeded
	}
	if early := d.by.Sub(d.real); !d.real.IsZero() && early >= 0 && early <= left/16 {
		return nil
	}
	return d.apply()
}

func (d *deadline) apply() error {
	d.real = d.by
	return d.set(d.by)
}

func (d *deadline) end() {
	d.mu.Lock()
	d.busy--
	d.mu.Unlock()
}
