package ledger

import (
	"context"
	"errors"
	"time"
)

// ErrMoved says that somebody else moved the log meanwhile: this instance must
// read the head again before it does anything more.
var ErrMoved = errors.New("ledger: another instance moved the log")

// ErrNotFound says that the log has no such resource.
var ErrNotFound = errors.New("ledger: no such resource")

// Head is the newest state of the log that was signed. It is stored before it
// is published, so that no two states are ever signed for one size.
type Head struct {
	Checkpoint
	Note []byte    // the checkpoint, signed by the log
	Last int64     // position of the newest event inside, as the Source counts; 0 before the first
	Slot time.Time // slot of the schedule in which the log grew last
}

// Placed is a leaf of an event with the event's position; 0 means padding.
type Placed struct {
	Leaf Leaf
	Pos  int64
}

// TileData is the widest form of a tile so far; it begins with the bytes of
// the narrower forms.
type TileData struct {
	Tile
	Data []byte
}

// Batch is one growth of the log.
type Batch struct {
	Old, New Head
	Leaves   []Placed   // at the indexes from Old.Size on
	Tiles    []TileData // each replaces what is stored under its level and index
}

// Source gives the events that wait for the log, in their gapless order.
type Source interface {
	// Pending returns the leaves of at most limit events after a position.
	Pending(ctx context.Context, after int64, limit int) ([]Placed, error)
}

// Tiles gives what is stored.
type Tiles interface {
	// ReadTiles returns for each tile the stored data under its level and
	// index, at least as wide as asked. ErrNotFound when one is missing or
	// narrower.
	ReadTiles(ctx context.Context, tiles []Tile) ([][]byte, error)
}

// Published gives the checkpoint that is served.
type Published interface {
	// Published is the note with its cosignatures, nil before the first.
	Published(ctx context.Context) ([]byte, error)
}

// Site is what serving needs.
type Site interface {
	Tiles
	Published
}

// Storage keeps the log. A method that fails may have had its effect or none.
type Storage interface {
	Site
	// Head is the newest signed state, the zero Head before the first.
	Head(ctx context.Context) (Head, error)
	// Append stores the batch in one transaction, all or nothing, provided
	// that the head still has the size and root of batch.Old; otherwise ErrMoved.
	Append(ctx context.Context, b Batch) error
	// Publish replaces the checkpoint that is served, provided that this one
	// is not smaller; otherwise ErrMoved.
	Publish(ctx context.Context, size int64, note []byte) error
}
