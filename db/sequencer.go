package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/db/crashpoint"
	"gongzhi/db/internal/sqlgen"
)

// ErrFenced says that another sequencer moved the log: this one must stop.
var ErrFenced = errors.New("db: another instance leads the log now")

// sequencerLock is the key of the advisory lock; any constant of ours will do.
const sequencerLock int64 = 0x676f6e677a6869 // "gongzhi"

// logChannel is notified, with the new head, when the log grew.
const logChannel = "gongzhi_log"

// Sequencer places committed events in the log's gapless order. There is one
// at a time: it holds an advisory lock on a connection of its own, and every
// move compares the head with the one it left, so that a holder that lost its
// lock unnoticed cannot do harm. It is not safe for concurrent use.
type Sequencer struct {
	conn *pgxpool.Conn
	last int64
}

// AcquireSequencer becomes the sequencer, or reports false while another
// instance is.
func (db *DB) AcquireSequencer(ctx context.Context) (*Sequencer, bool, error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, false, wrap("acquire sequencer", err)
	}
	var got bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, sequencerLock).Scan(&got); err != nil || !got {
		conn.Release()
		return nil, false, wrap("acquire sequencer", err)
	}
	s := &Sequencer{conn: conn}
	if s.last, err = sqlgen.New(conn).LogHead(ctx); err != nil {
		s.Release()
		return nil, false, wrap("acquire sequencer", err)
	}
	return s, true, nil
}

// place moves the oldest pending events behind the head. The head's row is
// locked first and must be where this sequencer left it.
const place = `WITH head AS (SELECT pos FROM cursor WHERE name = 'log' AND pos = $1 FOR UPDATE),
taken AS (DELETE FROM pending WHERE n IN (SELECT n FROM pending, head ORDER BY n LIMIT $2) RETURNING n, event_id),
placed AS (INSERT INTO log (pos, event_id) SELECT $1 + row_number() OVER (ORDER BY n), event_id FROM taken RETURNING pos),
moved AS (UPDATE cursor SET pos = (SELECT max(pos) FROM placed) WHERE name = 'log' AND EXISTS (SELECT FROM placed))
SELECT (SELECT count(*) FROM head), (SELECT count(*) FROM placed)`

// Sequence places at most limit events and returns how many, and the position
// of the newest entry. It fails with ErrFenced when another one leads.
func (s *Sequencer) Sequence(ctx context.Context, limit int) (n int, last int64, err error) {
	var leading, placed int64
	err = pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, place, s.last, limit).Scan(&leading, &placed); err != nil || placed == 0 {
			return err
		}
		_, err := tx.Exec(ctx, `SELECT pg_notify($1, $2::bigint::text)`, logChannel, s.last+placed)
		crashpoint.At("sequence:before-commit")
		return err
	})
	if err != nil {
		return 0, s.last, wrap("sequence", err)
	}
	if leading == 0 {
		return 0, s.last, ErrFenced
	}
	if placed > 0 {
		crashpoint.At("sequence:after-commit")
	}
	s.last += placed
	return int(placed), s.last, nil
}

// Release gives the lock up by closing the connection that holds it.
func (s *Sequencer) Release() {
	conn := s.conn.Hijack()
	_ = conn.Close(context.WithoutCancel(context.Background())) // closing is all that is wanted
}
