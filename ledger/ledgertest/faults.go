package ledgertest

import (
	"context"
	"errors"

	"gongzhi/ledger"
)

// ErrFault is the failure that Faulty plants.
var ErrFault = errors.New("planted fault")

// Faulty is storage whose n-th call fails, counted from 1. With Persist the
// call has its effect all the same: "failed but persisted".
type Faulty struct {
	ledger.Storage
	FailAt  int
	Persist bool
	Calls   int
	Failed  string // the name of the call that failed
}

// fails counts a call and tells whether it is the one that fails.
func (f *Faulty) fails(name string) bool {
	f.Calls++
	if f.Calls != f.FailAt {
		return false
	}
	f.Failed = name
	return true
}

// Head fails or reads.
func (f *Faulty) Head(ctx context.Context) (ledger.Head, error) {
	if f.fails("head") {
		return ledger.Head{}, ErrFault
	}
	return f.Storage.Head(ctx)
}

// ReadTiles fails or reads.
func (f *Faulty) ReadTiles(ctx context.Context, tiles []ledger.Tile) ([][]byte, error) {
	if f.fails("tiles") {
		return nil, ErrFault
	}
	return f.Storage.ReadTiles(ctx, tiles)
}

// Published fails or reads.
func (f *Faulty) Published(ctx context.Context) ([]byte, error) {
	if f.fails("published") {
		return nil, ErrFault
	}
	return f.Storage.Published(ctx)
}

// Append fails, with or without its effect, or appends.
func (f *Faulty) Append(ctx context.Context, b ledger.Batch) error {
	return f.write("append", func() error { return f.Storage.Append(ctx, b) })
}

// Publish fails, with or without its effect, or publishes.
func (f *Faulty) Publish(ctx context.Context, size int64, note []byte) error {
	return f.write("publish", func() error { return f.Storage.Publish(ctx, size, note) })
}

func (f *Faulty) write(name string, do func() error) error {
	if !f.fails(name) {
		return do()
	}
	if f.Persist {
		if err := do(); err != nil {
			return err
		}
	}
	return ErrFault
}
