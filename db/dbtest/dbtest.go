// Package dbtest gives every test a migrated database of its own on a real
// PostgreSQL: one template per test binary, copied in some milliseconds.
package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/embedded/embeddedtest"
)

var (
	once     sync.Once
	template string
	failed   error
	number   atomic.Int64
)

// patience covers waiting for other test binaries on a busy machine.
const patience = time.Minute

// Main is for TestMain of packages that use New: it stops the server at the end.
func Main(m *testing.M, after ...func() error) { embeddedtest.Main(m, after...) }

// New opens a fresh migrated database that is dropped when the test ends.
func New(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), URL(t), db.Options{})
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// URL is the address of a fresh migrated database, for tests that open it
// several times or speak to it past package db.
func URL(t testing.TB) string {
	t.Helper()
	server := embeddedtest.Shared(t).DatabaseURL
	once.Do(func() { template, failed = makeTemplate(server) })
	require.NoError(t, failed, "migrate the template database")
	name := fmt.Sprintf("%s_%d", template, number.Add(1))
	require.NoError(t, exec(server, "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy"))
	t.Cleanup(func() {
		if err := exec(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Logf("drop the test database: %v", err)
		}
	})
	return withName(server, name)
}

// Empty is the address of a fresh database without any schema.
func Empty(t testing.TB) string {
	t.Helper()
	server := embeddedtest.Shared(t).DatabaseURL
	name := fmt.Sprintf("empty_%d_%d", os.Getpid(), number.Add(1))
	require.NoError(t, exec(server, "CREATE DATABASE "+name))
	t.Cleanup(func() {
		if err := exec(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Logf("drop the test database: %v", err)
		}
	})
	return withName(server, name)
}

func makeTemplate(server string) (string, error) {
	name := fmt.Sprintf("template_%d", os.Getpid())
	if err := exec(server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	d, err := db.Open(ctx, withName(server, name), db.Options{})
	if err != nil {
		return "", err
	}
	defer d.Close()
	return name, d.Migrate(ctx)
}

func exec(server, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }() // nothing left to flush
	_, err = conn.Exec(ctx, sql)
	return err
}

// withName is the server's address with another database in it.
func withName(server, name string) string {
	u, err := url.Parse(server)
	if err != nil || u.Scheme == "" {
		return server + " dbname=" + name
	}
	u.Path = "/" + strings.TrimPrefix(name, "/")
	return u.String()
}
