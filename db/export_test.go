package db

import (
	"context"
	"slices"
	"time"

	"gongzhi/record"
)

// CheckAll lets a test look at what its own transaction changed.
var CheckAll = checkAll

// OpenTogether writes filings as one portion, so that a test need not hope
// that they meet.
func (db *DB) OpenTogether(ctxs []context.Context, changes []record.Change) []error {
	portion := make([]*opening, len(changes))
	for i, c := range changes {
		portion[i] = &opening{ctx: ctxs[i], change: c, done: make(chan struct{})}
	}
	db.openAll(slices.Clone(portion))
	errs := make([]error, len(portion))
	for i, o := range portion {
		<-o.done
		errs[i] = o.err
	}
	return errs
}

// SetReach makes searches look at little at a time, and forget what they knew
// of the words.
func (db *DB) SetReach(found, read float64, walked, months int) {
	db.reach = reach{found, read, walked, months}
	db.lexicon.until = time.Time{}
}
