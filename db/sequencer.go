package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/db/crashpoint"
	"gongzhi/db/internal/sqlgen"
	"gongzhi/ledger"
	"gongzhi/record"
)

// ErrFenced says that another sequencer moved the log: this one must stop.
var ErrFenced = errors.New("db: another instance leads the log now")

// sequencerLock is the key of the advisory lock; any constant of ours will do.
const sequencerLock int64 = 0x676f6e677a6869 // "gongzhi"

// logChannel is notified, with the new head, when the log grew.
const logChannel = "gongzhi_log"

// LeafFunc computes the leaf of an event for the public log.
type LeafFunc func(record.Event) (ledger.Leaf, error)

// Sequencer places committed events in the log's gapless order, and computes
// their leaves while it does. There is one at a time: it holds an advisory
// lock on a connection of its own, and every move compares the head with the
// one it left, so that a holder that lost its lock unnoticed cannot do harm. It
// is not safe for concurrent use.
type Sequencer struct {
	conn *pgxpool.Conn
	leaf LeafFunc
	last int64
}

// AcquireSequencer becomes the sequencer, or reports false while another
// instance is.
func (db *DB) AcquireSequencer(ctx context.Context, leaf LeafFunc) (*Sequencer, bool, error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, false, wrap("acquire sequencer", err)
	}
	var got bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, sequencerLock).Scan(&got); err != nil || !got {
		conn.Release()
		return nil, false, wrap("acquire sequencer", err)
	}
	s := &Sequencer{conn: conn, leaf: leaf}
	if s.last, err = sqlgen.New(conn).LogHead(ctx); err != nil {
		s.Release()
		return nil, false, wrap("acquire sequencer", err)
	}
	return s, true, nil
}

// Sequence places at most limit events and returns how many, and the position
// of the newest entry. It fails with ErrFenced when another one leads.
func (s *Sequencer) Sequence(ctx context.Context, limit int) (n int, last int64, err error) {
	err = pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		taken, err := s.take(ctx, tx, limit)
		if err != nil || len(taken) == 0 {
			return err
		}
		n = len(taken)
		err = s.place(ctx, tx, taken)
		crashpoint.At("sequence:before-commit")
		return err
	})
	if errors.Is(err, ErrFenced) || errors.Is(err, errLeaf) {
		return 0, s.last, err
	}
	if err != nil {
		return 0, s.last, wrap("sequence", err)
	}
	if n > 0 {
		crashpoint.At("sequence:after-commit")
	}
	s.last += int64(n)
	return n, s.last, nil
}

// errLeaf says that an event has no leaf: it was deleted or its salt was
// destroyed while it waited, which only happens past this program. Nothing
// behind it is placed before somebody has looked.
var errLeaf = errors.New("db: an event that waits for the log was tampered with")

// take removes the oldest pending events. The head's row is locked first and
// must be where this sequencer left it.
func (s *Sequencer) take(ctx context.Context, tx pgx.Tx, limit int) ([]placed, error) {
	tag, err := tx.Exec(ctx, `SELECT FROM cursor WHERE name = 'log' AND pos = $1 FOR UPDATE`, s.last)
	if err != nil {
		return nil, err
	}
	if tag.RowsAffected() == 0 {
		return nil, ErrFenced
	}
	rows, err := tx.Query(ctx, `WITH taken AS (DELETE FROM pending WHERE n IN (SELECT n FROM pending ORDER BY n LIMIT $1) RETURNING n, event_id)
		SELECT t.event_id, coalesce(e.subject_kind, ''), coalesce(e.subject_id, t.event_id), coalesce(e.seq, 0), e.canonical, e.salt
		FROM taken t LEFT JOIN event e ON e.id = t.event_id ORDER BY t.n`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, s.leafOf)
}

// placed is an event's id with its leaf.
type placed struct {
	id   uuid.UUID
	leaf ledger.Leaf
}

func (s *Sequencer) leafOf(row pgx.CollectableRow) (placed, error) {
	var e record.Event
	if err := row.Scan(&e.ID, &e.Subject.Kind, &e.Subject.ID, &e.Seq, &e.Canonical, &e.Salt); err != nil {
		return placed{}, err
	}
	leaf, err := s.leaf(e)
	if err != nil {
		return placed{}, fmt.Errorf("%w: event %s: %w", errLeaf, e.ID, err)
	}
	return placed{e.ID, leaf}, nil
}

// place writes the events behind the head, moves it, and tells the readers.
func (s *Sequencer) place(ctx context.Context, tx pgx.Tx, taken []placed) error {
	var b pgx.Batch
	b.Queue(`INSERT INTO log (pos, event_id, label, commitment)
		SELECT $1 + t.ord, t.id, t.label, t.commitment FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) WITH ORDINALITY AS t (id, label, commitment, ord)`,
		s.last,
		col(taken, func(p *placed) uuid.UUID { return p.id }),
		col(taken, func(p *placed) []byte { return p.leaf.Label[:] }),
		col(taken, func(p *placed) []byte { return p.leaf.Commitment[:] }))
	b.Queue(`UPDATE cursor SET pos = $1 WHERE name = 'log'`, s.last+int64(len(taken)))
	b.Queue(`SELECT pg_notify($1, $2::bigint::text)`, logChannel, s.last+int64(len(taken)))
	return tx.SendBatch(ctx, &b).Close()
}

// releaseWithin bounds how long a Release waits for a server that may be gone.
const releaseWithin = time.Second

// Release gives the lock up, so that the next one may lead as soon as it
// returns, and closes the connection that held it. A closed connection alone
// keeps the lock until its server process has noticed.
func (s *Sequencer) Release() {
	conn := s.conn.Hijack()
	ctx, cancel := context.WithTimeout(context.Background(), releaseWithin)
	defer cancel()
	_, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, sequencerLock) // or closing it does
	_ = conn.Close(ctx)
}
