package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The name of the database and of its owner.
const database = "gongzhi"

// The port is part of the socket's name; nothing listens on it.
const postgresPort = "5432"

func postgresSocket(run string) string {
	return filepath.Join(run, ".s.PGSQL."+postgresPort)
}

// postgresURL names the port, lest PGPORT in somebody's environment decides.
func postgresURL(run string) string {
	u := url.URL{Scheme: "postgres", User: url.User(database), Path: "/" + database,
		RawQuery: url.Values{"host": {run}, "port": {postgresPort}}.Encode()}
	return u.String()
}

// postgresSettings hold whatever the configuration file says. The log settings
// keep row values out of the log: a failed statement and the detail of a
// violated constraint quote them.
func postgresSettings(f *folders, ephemeral bool) []string {
	s := []string{
		"listen_addresses=", "port=" + postgresPort, `unix_socket_directories="` + f.run + `"`, "unix_socket_permissions=0700",
		"max_connections=200", "shared_buffers=256MB", "jit=off", "timezone=GMT", "log_timezone=GMT",
		"log_min_messages=log", "log_min_error_statement=panic", "log_error_verbosity=terse",
	}
	if ephemeral {
		s = append(s, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=10s")
	}
	return s
}

func newPostgres(p program, f *folders, o Options) *server {
	args := []string{"-D", f.postgres}
	for _, s := range postgresSettings(f, o.Ephemeral) {
		args = append(args, "-c", s)
	}
	return &server{
		name:      "postgresql",
		command:   func() *exec.Cmd { return p.command(p.path, f.postgres, f.account, syscall.SIGINT, args...) },
		answers:   func(ctx context.Context) error { _, err := ask(ctx, f.run, "postgres", "SELECT 1"); return err },
		stopping:  []step{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}, {syscall.SIGKILL, 5 * time.Second}},
		output:    filepath.Join(f.log, "postgres.log"),
		inherited: f.inherited,
		log:       o.Log,
	}
}

func startPostgres(ctx context.Context, s *server, f *folders, o Options) error {
	if err := makeCluster(ctx, s, f, o); err != nil {
		return err
	}
	if err := clearStalePid(f.postgres); err != nil {
		return err
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	return prepareDatabase(ctx, f.run)
}

// makeCluster runs initdb beside the data's final place and moves the result,
// so that a start cut short never leaves half a cluster.
func makeCluster(ctx context.Context, s *server, f *folders, o Options) error {
	if dataVersion(f.postgres) != "" {
		return nil
	}
	half := f.postgres + ".new"
	if err := os.RemoveAll(half); err != nil {
		return fmt.Errorf("postgresql: %w", err)
	}
	o.Log("postgresql: creating the data in %s", f.postgres)
	cmd := s.command()
	cmd.Path, cmd.Dir = filepath.Join(filepath.Dir(cmd.Path), "initdb"), f.services
	// initdb looks for its companions where its own name says it lies.
	cmd.Args = []string{cmd.Path, "-D", half, "-U", database, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"}
	if o.Ephemeral {
		cmd.Args = append(cmd.Args, "--no-sync")
	}
	if err := runChild(ctx, cmd, f.inherited); err != nil {
		return fmt.Errorf("postgresql: create the data: %w", err)
	}
	return os.Rename(half, f.postgres)
}

// runChild runs a program to its end under the same protection as a server.
func runChild(ctx context.Context, cmd *exec.Cmd, inherited *os.File) error {
	out, err := os.CreateTemp("", "gongzhi-initdb-")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	c, err := spawn(cmd, inherited)
	if err != nil {
		return err
	}
	select {
	case <-c.gone:
	case <-ctx.Done():
		return errors.Join(ctx.Err(), c.end(step{syscall.SIGKILL, 10 * time.Second}))
	}
	if c.err != nil {
		return fmt.Errorf("%w: %s", c.err, tail(out.Name()))
	}
	return nil
}

// clearStalePid removes the pid file of a server that is gone although its
// number lives on in another process, which is common in containers. The lock
// on the data folder excludes servers of ours; a server started by hand is
// known by its working folder, which is its data.
func clearStalePid(data string) error {
	path := filepath.Join(data, "postmaster.pid")
	b, err := os.ReadFile(path)
	if err != nil {
		return nil //nolint:nilerr // there is none, or PostgreSQL itself says why it cannot read it
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 {
		return os.Remove(path)
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	switch {
	case err == nil && cwd == data:
		return fmt.Errorf("postgresql: process %d, not started by this program, already serves %s: stop it first", pid, data)
	case err == nil:
		return os.Remove(path)
	}
	return nil // no such process, or no way to know: PostgreSQL decides
}

// prepareDatabase creates the database at the first start and asserts what
// search relies on: under locale C trigrams of Chinese text are silently empty.
func prepareDatabase(ctx context.Context, run string) error {
	const facts = "SELECT pg_encoding_to_char(encoding), datcollate, datctype, current_setting('server_version_num')::int / 10000 FROM pg_database WHERE datname = '" + database + "'"
	rows, err := ask(ctx, run, "postgres", facts)
	if err == nil && len(rows) == 0 {
		const create = "CREATE DATABASE " + database + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
		if _, err = ask(ctx, run, "postgres", create); err == nil {
			rows, err = ask(ctx, run, "postgres", facts)
		}
	}
	if err != nil {
		return fmt.Errorf("postgresql: prepare the database: %w", err)
	}
	return assertDatabase(rows)
}

// oldestPostgres is the oldest major version that the schema is written for.
const oldestPostgres = 15

func assertDatabase(rows [][]string) error {
	if len(rows) != 1 || len(rows[0]) != 4 {
		return errors.New("postgresql: the database gongzhi does not exist")
	}
	encoding, collate, ctype := rows[0][0], rows[0][1], rows[0][2]
	if encoding != "UTF8" || !isUnicode(collate) || !isUnicode(ctype) {
		return fmt.Errorf("postgresql: the database has encoding %s, collation %s, character type %s; UTF8 and C.UTF-8 are needed", encoding, collate, ctype)
	}
	if major, _ := strconv.Atoi(rows[0][3]); major < oldestPostgres {
		return fmt.Errorf("postgresql: version %d is too old, %d or newer is needed", major, oldestPostgres)
	}
	return nil
}

func isUnicode(locale string) bool {
	return strings.EqualFold(strings.ReplaceAll(locale, "-", ""), "C.UTF8")
}
