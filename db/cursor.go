package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/crashpoint"
	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
)

// LogEntry is an event at its place in the log.
type LogEntry struct {
	Pos   int64
	Event record.Event
}

// Tx is the transaction in which a reader of the log writes what it folds; its
// methods are the writes that such readers need.
type Tx struct {
	tx pgx.Tx
}

// Consume reads at most limit entries behind the named cursor, hands them to
// fn, which must not change them, and moves the cursor, all in one transaction:
// each entry is folded exactly once, or again after an error. It returns how many were consumed; 0 also
// while another instance consumes.
func (db *DB) Consume(ctx context.Context, name string, limit int, fn func(context.Context, Tx, []LogEntry) error) (int, error) {
	var n int
	err := db.inTx(ctx, "consume "+name, func(tx pgx.Tx) error {
		pos, free, err := lockCursor(ctx, tx, name)
		if err != nil || !free {
			return err
		}
		entries, err := db.log.read(ctx, tx, pos, limit)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := fn(ctx, Tx{tx}, entries); err != nil {
			return &consumerError{err}
		}
		n = len(entries)
		err = moveCursor(ctx, tx, name, pos, entries[n-1].Pos)
		crashpoint.At("consume " + name + ":before-commit")
		return err
	})
	var theirs *consumerError
	if errors.As(err, &theirs) {
		return 0, wrap("consume "+name, theirs.err)
	}
	if err != nil {
		return 0, err
	}
	if n > 0 {
		crashpoint.At("consume " + name + ":after-commit")
	}
	return n, nil
}

// consumerError marks an error as the consumer's own.
type consumerError struct{ err error }

func (e *consumerError) Error() string { return e.err.Error() }

func lockCursor(ctx context.Context, tx pgx.Tx, name string) (pos int64, free bool, err error) {
	const lock = `SELECT pos FROM cursor WHERE name = $1 FOR UPDATE SKIP LOCKED`
	err = tx.QueryRow(ctx, lock, name).Scan(&pos)
	if !errors.Is(err, pgx.ErrNoRows) {
		return pos, err == nil, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO cursor (name, pos) VALUES ($1, 0) ON CONFLICT DO NOTHING`, name); err != nil {
		return 0, false, err
	}
	err = tx.QueryRow(ctx, lock, name).Scan(&pos)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, false, nil // another instance holds it
	}
	return pos, err == nil, err
}

func moveCursor(ctx context.Context, tx pgx.Tx, name string, from, to int64) error {
	_, err := tx.Exec(ctx, `WITH moved AS (UPDATE cursor SET pos = $3 WHERE name = $1 AND pos = $2 RETURNING 1)
		SELECT raise_unless((SELECT count(*) FROM moved), 1, 'GZ001')`, name, from, to)
	return err
}

func logAfter(ctx context.Context, tx sqlgen.DBTX, after int64, limit int) ([]LogEntry, error) {
	rows, err := sqlgen.New(tx).LogAfter(ctx, sqlgen.LogAfterParams{After: after, Most: int32(limit)})
	if err != nil {
		return nil, err
	}
	entries := make([]LogEntry, len(rows))
	for i, r := range rows {
		e, err := parseEvent(r.Canonical, r.Salt)
		if err != nil {
			return nil, err
		}
		entries[i] = LogEntry{r.Pos, e}
	}
	return entries, nil
}

func parseEvent(canonical, salt []byte) (record.Event, error) {
	e, err := record.ParseCanonical(canonical)
	e.Salt = salt
	return e, err
}

// Events are all events of one stream, in order, for replay.
func (db *DB) Events(ctx context.Context, subject record.Subject) ([]record.Event, error) {
	rows, err := sqlgen.New(db.pool).EventsOf(ctx, sqlgen.EventsOfParams{SubjectKind: string(subject.Kind), SubjectID: subject.ID})
	if err != nil {
		return nil, wrap("events", err)
	}
	events := make([]record.Event, len(rows))
	for i, r := range rows {
		if events[i], err = parseEvent(r.Canonical, r.Salt); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// LogHead is the position of the newest entry, 0 for an empty log.
func (db *DB) LogHead(ctx context.Context) (int64, error) {
	pos, err := sqlgen.New(db.pool).LogHead(ctx)
	return pos, wrap("log head", err)
}

// CursorPosition is how far the named reader is, 0 before its first entry.
func (db *DB) CursorPosition(ctx context.Context, name string) (int64, error) {
	pos, err := sqlgen.New(db.pool).CursorPosition(ctx, name)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return pos, wrap("cursor position", err)
}

// WaitLog returns when the log is longer than after or when patience ends:
// consumers poll too, so a lost notice costs patience and nothing else.
func (db *DB) WaitLog(ctx context.Context, after int64, patience time.Duration) error {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := db.waitLog(waiting, after)
	if ctx.Err() == nil && waiting.Err() != nil {
		return nil
	}
	return wrap("wait for the log", err)
}

func (db *DB) waitLog(ctx context.Context, after int64) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN "+logChannel); err != nil {
		return err
	}
	head, err := sqlgen.New(conn).LogHead(ctx)
	if err == nil && head <= after {
		_, err = conn.Conn().WaitForNotification(ctx)
	}
	_, unlisten := conn.Exec(context.WithoutCancel(ctx), "UNLISTEN "+logChannel)
	return errors.Join(err, unlisten)
}

// Count adds to kept counters, cell by cell.
func (t Tx) Count(ctx context.Context, cells map[string]int64) error {
	names, by := make([]string, 0, len(cells)), make([]int64, 0, len(cells))
	for cell, n := range cells {
		names, by = append(names, cell), append(by, n)
	}
	_, err := t.tx.Exec(ctx, `INSERT INTO counter (cell, n) SELECT * FROM unnest($1::text[], $2::bigint[])
		ON CONFLICT (cell) DO UPDATE SET n = counter.n + excluded.n`, names, by)
	return wrap("count", err)
}

// BumpPublic raises the public revision: rendered bytes become stale.
func (t Tx) BumpPublic(ctx context.Context) error {
	_, err := t.tx.Exec(ctx, raisePublic)
	return wrap("bump public revision", err)
}
