// Package db is PostgreSQL: the migrations, the only writer of case state, the
// readers, and the log that everything else follows. Nothing of the driver
// leaves it.
package db

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Options tune Open. The zero value is right for a server.
type Options struct {
	MaxConns int32 // default 16: on two cores more clients gain nothing
}

// DB is a pool of connections to one PostgreSQL database, and a second one for
// the statements that every request runs: the rows of Apply, the session, the
// lists.
type DB struct {
	pool *pgxpool.Pool
	// hot plans each statement once. Its statements are reached by key, or their
	// text leaves one way, so one plan is right for any arguments; PostgreSQL
	// would plan them anew each time, which costs as much as a third of running
	// them.
	hot      *pgxpool.Pool
	openings gather[*opening]
	lookups  gather[*lookup]
	log      shared                // what its readers read last
	full     atomic.Pointer[Error] // the last write's, when the disk had no room for it
	passed   passed                // of the due duties
	// lexicon says how common words are, for the way a search goes.
	lexicon lexicons
	reach   reach
}

// minServer is the oldest PostgreSQL that has what the migrations use.
const minServer = 150000

// session are the settings of every connection; an address may override them.
var session = map[string]string{
	"application_name":                    "gongzhi",
	"timezone":                            "UTC",
	"datestyle":                           "ISO",
	"jit":                                 "off",
	"statement_timeout":                   "30s",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "60s",
}

// Open connects and refuses a server that cannot keep our promises. It does
// not look at the schema: CheckSchema and Migrate do.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("db: the database address cannot be read: it must look like postgres://user@host/name")
	}
	cfg.MaxConns = 16
	if o.MaxConns > 0 {
		cfg.MaxConns = o.MaxConns
	}
	params := maps.Clone(session)
	maps.Copy(params, cfg.ConnConfig.RuntimeParams)
	cfg.ConnConfig.RuntimeParams = params
	cfg.AfterConnect = prepareConn
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, wrap("open", err)
	}
	if err := checkServer(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	planned := cfg.Copy()
	planned.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	planned.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0" // to start a worker takes longer than a list
	hot, err := pgxpool.NewWithConfig(ctx, planned)
	if err != nil {
		pool.Close()
		return nil, wrap("open", err)
	}
	db := &DB{pool: pool, hot: hot, reach: usualReach}
	db.openings.run, db.openings.most = db.openAll, mostTogether
	db.lookups.run, db.lookups.most = db.lookUpAll, mostTogether
	return db, nil
}

func checkServer(ctx context.Context, pool *pgxpool.Pool) error {
	var version int
	var encoding, ctype string
	err := pool.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), datctype
		FROM pg_database WHERE datname = current_database()`).Scan(&version, &encoding, &ctype)
	switch {
	case err != nil:
		return fmt.Errorf("db: PostgreSQL does not answer at the configured address: %w", wrap("connect", err))
	case version < minServer:
		return fmt.Errorf("db: PostgreSQL %d is too old: 15 or newer is needed", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("db: the database has the encoding %s: create it with ENCODING 'UTF8'", encoding)
	case ctype == "C" || ctype == "POSIX":
		return fmt.Errorf("db: the database has LC_CTYPE %s, which does not know Chinese letters: create it with LC_CTYPE 'C.UTF-8'", ctype)
	}
	return nil
}

// Close waits for running statements and closes the pools.
func (db *DB) Close() {
	db.hot.Close()
	db.pool.Close()
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return wrap("ping", db.pool.Ping(ctx)) }

// Writable reports why the last write was refused, where the disk was full, or
// nil. Reading goes on meanwhile.
func (db *DB) Writable() error {
	if e := db.full.Load(); e != nil {
		return e
	}
	return nil
}

// wrote remembers whether there was room for a write.
func (db *DB) wrote(err error) {
	var e *Error
	switch {
	case err == nil:
		db.full.Store(nil)
	case errors.As(err, &e) && e.Code == diskFull:
		db.full.Store(e)
	}
}

// inTx runs fn in a transaction: committed when it returns nil, rolled back on
// an error and on a panic.
func (db *DB) inTx(ctx context.Context, op string, fn func(pgx.Tx) error) error {
	return inTx(ctx, db.pool, op, fn)
}

func inTx(ctx context.Context, pool *pgxpool.Pool, op string, fn func(pgx.Tx) error) error {
	return meaning(op, pgx.BeginFunc(ctx, pool, fn))
}
