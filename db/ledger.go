package db

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/crashpoint"
	"gongzhi/ledger"
)

// Ledger keeps the public log in PostgreSQL: its tiles, its head and what is
// served. It is a ledger.Storage and, over the leaves that the sequencer
// computed, a ledger.Source.
type Ledger struct{ db *DB }

// Ledger opens the public log of this database.
func (db *DB) Ledger() *Ledger { return &Ledger{db} }

// Pending returns the leaves of at most limit events after a position.
func (l *Ledger) Pending(ctx context.Context, after int64, limit int) ([]ledger.Placed, error) {
	rows, err := l.db.pool.Query(ctx, `SELECT pos, label, commitment FROM log WHERE pos > $1 ORDER BY pos LIMIT $2`, after, limit)
	if err != nil {
		return nil, wrap("leaves", err)
	}
	var p ledger.Placed
	var label, commitment []byte
	var out []ledger.Placed
	_, err = pgx.ForEachRow(rows, []any{&p.Pos, &label, &commitment}, func() error {
		copy(p.Leaf.Label[:], label)
		copy(p.Leaf.Commitment[:], commitment)
		out = append(out, p)
		return nil
	})
	return out, wrap("leaves", err)
}

// Head is the newest signed state, the zero Head before the first.
func (l *Ledger) Head(ctx context.Context) (ledger.Head, error) {
	var h ledger.Head
	var origin *string
	var root []byte
	var slot *time.Time
	err := l.db.pool.QueryRow(ctx, `SELECT size, origin, root, note, last, slot FROM log_head`).
		Scan(&h.Size, &origin, &root, &h.Note, &h.Last, &slot)
	if err != nil || h.Note == nil {
		return ledger.Head{}, wrap("log head", err)
	}
	h.Origin = *origin
	copy(h.Root[:], root)
	h.Slot = orZero(slot).UTC()
	return h, nil
}

// ReadTiles returns the stored, widest form of each tile.
func (l *Ledger) ReadTiles(ctx context.Context, tiles []ledger.Tile) ([][]byte, error) {
	rows, err := l.db.pool.Query(ctx, `SELECT t.data FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS a (level, n, ord)
		LEFT JOIN log_tile t USING (level, n) ORDER BY a.ord`,
		col(tiles, func(t *ledger.Tile) int16 { return int16(t.Level) }), col(tiles, func(t *ledger.Tile) int64 { return t.N }))
	if err != nil {
		return nil, wrap("tiles", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, wrap("tiles", err)
	}
	for i, data := range out {
		if len(data) < tiles[i].Bytes() {
			return nil, ledger.ErrNotFound
		}
	}
	return out, nil
}

// Append moves the head and stores the batch, all or nothing, provided that
// the head is still the batch's old one; otherwise ledger.ErrMoved.
func (l *Ledger) Append(ctx context.Context, b ledger.Batch) error {
	err := pgx.BeginFunc(ctx, l.db.pool, func(tx pgx.Tx) error {
		if err := moveHead(ctx, tx, b); err != nil {
			return err
		}
		if err := keepTiles(ctx, tx, b.Tiles); err != nil {
			return err
		}
		if err := keepGrowth(ctx, tx, b); err != nil {
			return err
		}
		crashpoint.At("ledger append:before-commit")
		return nil
	})
	if errors.Is(err, ledger.ErrMoved) || errors.Is(err, errMixed) {
		return err
	}
	if err == nil {
		crashpoint.At("ledger append:after-commit")
	}
	return wrap("ledger append", err)
}

// moveHead compares and swaps. Its row stays locked until the commit, so that
// of two instances one waits and then finds it moved.
func moveHead(ctx context.Context, tx pgx.Tx, b ledger.Batch) error {
	var root []byte
	if b.Old.Note != nil {
		root = b.Old.Root[:]
	}
	tag, err := tx.Exec(ctx, `UPDATE log_head SET size = $1, origin = $2, root = $3, note = $4, last = $5, slot = $6
		WHERE size = $7 AND root IS NOT DISTINCT FROM $8::bytea`,
		b.New.Size, b.New.Origin, b.New.Root[:], b.New.Note, b.New.Last, maybeZero(b.New.Slot), b.Old.Size, root)
	if err == nil && tag.RowsAffected() == 0 {
		err = ledger.ErrMoved
	}
	return err
}

func maybeZero(t time.Time) timeOf {
	if t.IsZero() {
		return timeOf{}
	}
	return at(t)
}

func keepTiles(ctx context.Context, tx pgx.Tx, tiles []ledger.TileData) error {
	_, err := tx.Exec(ctx, `INSERT INTO log_tile (level, n, data) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
		ON CONFLICT (level, n) DO UPDATE SET data = excluded.data`,
		col(tiles, func(t *ledger.TileData) int16 { return int16(t.Level) }),
		col(tiles, func(t *ledger.TileData) int64 { return t.N }),
		col(tiles, func(t *ledger.TileData) []byte { return t.Data }))
	return err
}

// errMixed says that a batch does not have its events first, in order: where
// they are could not be kept in one row.
var errMixed = errors.New("db: a growth of the log has its events first and its padding behind them")

// keepGrowth keeps where the events of a batch are.
func keepGrowth(ctx context.Context, tx pgx.Tx, b ledger.Batch) error {
	events := b.New.Last - b.Old.Last
	for i, p := range b.Leaves {
		if want := b.Old.Last + 1 + int64(i); (int64(i) < events && p.Pos != want) || (int64(i) >= events && p.Pos != 0) {
			return errMixed
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO log_growth (first_index, first_pos, events, padding, slot) VALUES ($1, $2, $3, $4, $5)`,
		b.Old.Size, b.Old.Last+1, events, int64(len(b.Leaves))-events, b.New.Slot)
	return err
}

// Published is the checkpoint that is served, nil before the first.
func (l *Ledger) Published(ctx context.Context) ([]byte, error) {
	var note []byte
	err := l.db.pool.QueryRow(ctx, `SELECT published FROM log_head`).Scan(&note)
	return note, wrap("published checkpoint", err)
}

// Publish replaces the checkpoint that is served, never by a smaller one.
func (l *Ledger) Publish(ctx context.Context, size int64, note []byte) error {
	crashpoint.At("ledger publish:before-commit")
	tag, err := l.db.pool.Exec(ctx, `UPDATE log_head SET published = $1, published_size = $2 WHERE published_size <= $2`, bytes.Clone(note), size)
	crashpoint.At("ledger publish:after-commit")
	if err == nil && tag.RowsAffected() == 0 {
		return ledger.ErrMoved
	}
	return wrap("ledger publish", err)
}
