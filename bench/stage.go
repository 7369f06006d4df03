package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/embedded"
)

// stage is a private PostgreSQL and Redis, durable as in production, and the
// folder of one suite.
type stage struct {
	options
	dir      string
	services *embedded.Services
	closers  []func() error
}

// open starts the servers and builds the program where none was given.
func open(ctx context.Context, o options) (s *stage, err error) {
	s = &stage{options: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if err := s.folder(); err != nil {
		return s, err
	}
	if err := os.Chmod(s.dir, 0o711); err != nil { // PostgreSQL's own account passes through
		return s, err
	}
	s.services, err = embedded.Start(ctx, embedded.Options{Dir: filepath.Join(s.dir, "servers")})
	if err != nil {
		return s, err
	}
	s.closers = append(s.closers, s.services.Stop)
	if s.binary == "" {
		s.binary, err = build(ctx, s.dir, o.profile != "")
	}
	return s, err
}

func (s *stage) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// tool is a program that comes with the PostgreSQL that runs, such as pgbench.
func (s *stage) tool(name string) (string, error) {
	server, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", s.services.Pids().Postgres))
	if err != nil {
		return "", err
	}
	path := filepath.Join(filepath.Dir(server), name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is missing beside the server: install the package of PostgreSQL's client programs", name)
	}
	return path, nil
}

// database is the address of a database on the stage's server.
func (s *stage) database(name string) string {
	u, err := url.Parse(s.services.DatabaseURL)
	if err != nil {
		return s.services.DatabaseURL
	}
	u.Path = "/" + name
	return u.String()
}

// sql runs statements one after the other, each in a transaction of its own.
func sql(ctx context.Context, address string, statements ...string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is left to lose
	for _, text := range statements {
		if _, err := conn.Exec(ctx, text); err != nil {
			first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
			return fmt.Errorf("%s …: %w", first, err)
		}
	}
	return nil
}

// ask reads one number.
func ask[T any](ctx context.Context, address, text string, args ...any) (n T, err error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return n, err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	err = conn.QueryRow(ctx, text, args...).Scan(&n)
	return n, err
}

func pool(ctx context.Context, address string, size int) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = int32(size)
	return pgxpool.NewWithConfig(ctx, cfg)
}

// fresh makes an empty database with the product's schema and the
// demonstration's organisation, under the production rulebook.
func (s *stage) fresh(ctx context.Context, name string) (string, error) {
	if err := sql(ctx, s.database("postgres"), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)",
		"CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"); err != nil {
		return "", err
	}
	address := s.database(name)
	d, err := db.Open(ctx, address, db.Options{})
	if err != nil {
		return "", err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return "", err
	}
	return address, d.SaveOrg(ctx, demo.Parts(), time.Now().UTC())
}

// copyOf makes a database that is the same as another.
func (s *stage) copyOf(ctx context.Context, name, template string) (string, error) {
	return s.database(name), sql(ctx, s.database("postgres"), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)",
		"CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy")
}
