package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:generate sqlc generate

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to the newest version this program knows. Several
// instances may call it at once: one migrates, the others wait.
func (db *DB) Migrate(ctx context.Context) error {
	return db.withGoose(func(p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		_, err := p.Up(ctx)
		return wrap("migrate", err)
	})
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return wrap("migrate", err)
	}
	if have > want {
		return newerSchema(have, want)
	}
	return nil
}

// ErrNewerSchema says that a newer program migrated the database. A program that
// runs already may go on, because a migration only adds what the one before
// does not know; none may start.
var ErrNewerSchema = errors.New("db: the database has schema")

func newerSchema(have, want int64) error {
	return fmt.Errorf("%w %d, this program knows %d: start the newer program that migrated it", ErrNewerSchema, have, want)
}

func (db *DB) withGoose(fn func(*goose.Provider) error) error {
	cfg := db.pool.Config().ConnConfig
	cfg.RuntimeParams["statement_timeout"] = "0"
	cfg.RuntimeParams["lock_timeout"] = "0"
	conn := stdlib.OpenDB(*cfg)
	defer func() { _ = conn.Close() }() // a pool of its own with nothing left to flush
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return wrap("migrate", err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, conn, files, goose.WithSessionLocker(locker))
	if err != nil {
		return wrap("migrate", err)
	}
	return fn(p)
}

// ErrEmptySchema says that nothing was ever stored in this database.
var ErrEmptySchema = errors.New("db: the database is empty: run gongzhi migrate")

// CheckSchema fails, naming the remedy, unless the schema is exactly the one
// this program was built for.
func (db *DB) CheckSchema(ctx context.Context) error {
	want, err := newestMigration()
	if err != nil {
		return err
	}
	var have int64
	err = db.pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "42P01":
		return ErrEmptySchema
	case err != nil:
		return wrap("check schema", err)
	case have < want:
		return fmt.Errorf("db: the database has schema %d, this program needs %d: run gongzhi migrate", have, want)
	case have > want:
		return newerSchema(have, want)
	}
	return nil
}

func newestMigration() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, errors.New("db: no migrations are embedded")
	}
	return goose.NumericComponent(files[len(files)-1])
}
