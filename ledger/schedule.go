package ledger

import "time"

// MaxBatch is the largest number of leaves that one step integrates.
const MaxBatch = 1 << 16

// Schedule says when the log grows and by how much, so that neither the time
// nor the size of a growth tells when somebody filed. It is a pure function of
// time and counts.
type Schedule struct {
	Every time.Duration // time between two growths, at least a second
	Floor int           // leaves of a growth in which nothing or little happened, at least 1
}

// Slot is the growth that a time belongs to: times are cut to multiples of
// Every since the Unix epoch.
func (s Schedule) Slot(now time.Time) time.Time {
	every := max(s.Every, time.Second)
	return time.Unix(0, now.UnixNano()/int64(every)*int64(every)).UTC()
}

// Due tells whether the log shall grow now, and in which slot, when it last
// grew in the slot last. A clock that went back makes nothing due.
func (s Schedule) Due(last, now time.Time) (slot time.Time, due bool) {
	slot = s.Slot(now)
	return slot, slot.After(last)
}

// Leaves is how many of the pending events to take and how many leaves of
// padding to add. The sum is Floor doubled as often as needed, at most
// MaxBatch: what a growth gives away is the order of magnitude.
func (s Schedule) Leaves(pending int) (take, padding int) {
	size := min(max(s.Floor, 1), MaxBatch)
	for size < pending && size < MaxBatch {
		size = min(size*2, MaxBatch)
	}
	take = min(max(pending, 0), size)
	return take, size - take
}
