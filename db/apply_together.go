package db

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"gongzhi/record"
)

// Filings that come at the same time are written in one transaction: opening a
// case is what a crowd does, and what PostgreSQL does once for a statement and
// a commit costs as much as the rows. Each is all or nothing by itself as
// before: where the rows of one are refused nothing of any was written, and
// each is written alone. Everybody is answered after the commit.

// opening is one such filing on its way.
type opening struct {
	ctx    context.Context //nolint:containedctx // whoever has gone before it was sent needs nothing written
	change record.Change
	err    error
	done   chan struct{}
}

const (
	// mostTogether keeps a transaction below some milliseconds.
	mostTogether = 32
	// journey bounds one of them where the server does not answer; its own
	// limits for statements and locks are shorter.
	journey = time.Minute
)

// open writes a change that only opens one case, with those of others. A
// caller who goes away may leave it written or not, as with every write.
func (db *DB) open(ctx context.Context, c record.Change) error {
	o := &opening{ctx: ctx, change: c, done: make(chan struct{})}
	db.openings.add(o)
	if err := db.openings.wait(ctx, o.done); err != nil {
		return wrap("apply", err)
	}
	return o.err
}

// openAll writes a portion. Keys are taken in their order, so that portions of
// two instances cannot wait for each other.
func (db *DB) openAll(portion []*opening) {
	portion = slices.DeleteFunc(portion, func(o *opening) bool {
		if o.ctx.Err() != nil {
			o.end(wrap("apply", o.ctx.Err()))
		}
		return o.ctx.Err() != nil
	})
	if len(portion) == 0 {
		return
	}
	slices.SortFunc(portion, func(a, b *opening) int { return bytes.Compare(a.key(), b.key()) })
	changes := make([]record.Change, len(portion))
	for i, o := range portion {
		changes[i] = o.change
	}
	err := db.openWithin(changes...)
	if len(portion) > 1 && err != nil && !commonFate(err) {
		for _, o := range portion {
			go func() { o.end(db.openWithin(o.change)) }()
		}
		return
	}
	for _, o := range portion {
		o.end(err)
	}
}

func (db *DB) openWithin(changes ...record.Change) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), journey)
	defer cancel()
	defer caught("apply", &err)
	return db.apply(ctx, merge(changes))
}

func (o *opening) end(err error) {
	o.err = err
	close(o.done)
}

func (o *opening) key() []byte {
	if o.change.Once == nil {
		return nil
	}
	return o.change.Once.KeyHash
}

// commonFate reports whether an error is the server's and not that of some of
// the rows, so that writing each alone would fail likewise.
func commonFate(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Unavailable() || connectionLost(err))
}
