package db

import (
	"context"
	"time"
)

// Facts are what an operator wants to know of the database.
type Facts struct {
	Server        string        // version of PostgreSQL
	Size          int64         // bytes
	Offset        time.Duration // PostgreSQL's clock ahead of the local one
	Schema        int64
	Head          int64     // of the log
	Pending       int64     // events not yet placed
	OldestPending time.Time // zero for none
	OldestDue     time.Time // due time of the oldest duty that should have risen; zero for none
	Lag           map[string]int64
}

// Facts reads them; local is the time of this machine.
func (db *DB) Facts(ctx context.Context, local func() time.Time) (Facts, error) {
	f := Facts{Lag: map[string]int64{}}
	var server time.Time
	var pending, due *time.Time
	before := local()
	err := db.pool.QueryRow(ctx, `SELECT current_setting('server_version'), pg_database_size(current_database()), clock_timestamp(),
		(SELECT max(version_id) FROM goose_db_version WHERE is_applied), (SELECT pos FROM cursor WHERE name = 'log'),
		(SELECT count(*) FROM pending), (SELECT min(e.at) FROM (SELECT event_id FROM pending ORDER BY n LIMIT 1) p JOIN event e ON e.id = p.event_id),
		(SELECT min(due_at) FROM duty WHERE state = 'armed' AND due_at <= clock_timestamp())`).
		Scan(&f.Server, &f.Size, &server, &f.Schema, &f.Head, &f.Pending, &pending, &due)
	if err != nil {
		return f, wrap("facts", err)
	}
	f.Offset = server.Sub(before.Add(local().Sub(before) / 2))
	f.OldestPending, f.OldestDue = orZero(pending), orZero(due)
	rows, err := list[struct {
		Name string
		Lag  int64
	}](ctx, db.pool, numbered(`SELECT name, $1 - pos FROM cursor WHERE name <> 'log'`, f.Head))
	for _, row := range rows {
		f.Lag[row.Name] = row.Lag
	}
	return f, wrap("facts", err)
}
