package embedded

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStartGivesWhatTheSchemaNeeds(t *testing.T) {
	s := start(t, Options{Ephemeral: true})
	for setting, want := range map[string]string{
		"server_encoding": "UTF8", "client_encoding": "UTF8", "jit": "off", "TimeZone": "GMT", "listen_addresses": "",
		"max_connections": "200", "shared_buffers": "256MB", "unix_socket_permissions": "0700", "fsync": "off",
	} {
		require.Equal(t, want, query(t, s.DatabaseURL, "SHOW "+setting), setting)
	}
	require.Equal(t, "gongzhi", query(t, s.DatabaseURL, "SELECT current_database()"))
	trigrams := query(t, s.DatabaseURL, "CREATE EXTENSION pg_trgm", "SELECT array_length(show_trgm('个人信息'), 1)::text")
	require.Equal(t, "5", trigrams, "under locale C there would be none")
}

func TestNothingListensOnTCP(t *testing.T) {
	s := start(t, Options{Ephemeral: true})
	for _, pid := range []int{s.Pids().Postgres, s.Pids().Redis} {
		mine := sockets(t, pid)
		require.NotEmpty(t, mine)
		for _, table := range []string{"tcp", "tcp6"} {
			b, err := os.ReadFile("/proc/net/" + table)
			require.NoError(t, err)
			for _, line := range strings.Split(string(b), "\n")[1:] {
				if f := strings.Fields(line); len(f) > 9 {
					require.NotContains(t, mine, f[9], "process %d has a TCP socket", pid)
				}
			}
		}
	}
}

// sockets are the inode numbers of a process's sockets.
func sockets(t *testing.T, pid int) (inodes []string) {
	t.Helper()
	fds, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/fd/*")
	require.NoError(t, err)
	for _, fd := range fds {
		if link, err := os.Readlink(fd); err == nil && strings.HasPrefix(link, "socket:[") {
			inodes = append(inodes, strings.Trim(link, "socket:[]"))
		}
	}
	return inodes
}

func TestSocketFolderIsPrivate(t *testing.T) {
	s := start(t, Options{Ephemeral: true})
	info, err := os.Stat(socketDir(t, s))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	if os.Geteuid() == 0 {
		require.NotZero(t, info.Sys().(*syscall.Stat_t).Uid, "root lends its servers another account")
	}
}

func socketDir(t *testing.T, s *Services) string {
	t.Helper()
	u, err := url.Parse(s.DatabaseURL)
	require.NoError(t, err)
	return u.Query().Get("host")
}

func TestDataIsKeptBetweenRuns(t *testing.T) {
	dir := newDir(t)
	first := start(t, Options{Dir: dir})
	query(t, first.DatabaseURL, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('共治')", "SELECT ''")
	require.Equal(t, "+OK", command(t, first, "SET kept 1"))
	require.NoError(t, first.Stop())
	require.NoError(t, first.Stop(), "stopping twice is harmless")
	second := start(t, Options{Dir: dir})
	require.Equal(t, "共治", query(t, second.DatabaseURL, "SELECT word FROM kept"))
	require.Equal(t, "$1", command(t, second, "GET kept"))
}

func TestSecondStartOnTheSameFolderIsRefused(t *testing.T) {
	dir := newDir(t)
	first := start(t, Options{Dir: dir})
	_, err := Start(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, dir)
	require.ErrorContains(t, err, "process "+strconv.Itoa(os.Getpid()))
	_, err = Start(t.Context(), Options{Dir: dir, Ephemeral: true})
	require.Error(t, err)
	require.Equal(t, "1", query(t, first.DatabaseURL, "SELECT '1'"), "the first is unharmed")
}

func TestEphemeralLeavesNothing(t *testing.T) {
	s, err := Start(t.Context(), Options{Ephemeral: true})
	require.NoError(t, err)
	base := filepath.Dir(filepath.Dir(socketDir(t, s)))
	require.DirExists(t, base)
	pids := s.Pids()
	require.NoError(t, s.Stop())
	require.NoDirExists(t, base)
	gone(t, pids.Postgres, pids.Redis)
	require.Equal(t, Pids{}, s.Pids())
}

func TestConfiguredServersAreNotStarted(t *testing.T) {
	dir := newDir(t)
	s, err := Start(t.Context(), Options{Dir: dir, DatabaseURL: "postgres://db/x", RedisURL: "redis://cache"})
	require.NoError(t, err)
	require.Equal(t, "postgres://db/x", s.DatabaseURL)
	require.Equal(t, "redis://cache", s.RedisURL)
	require.Equal(t, Pids{}, s.Pids())
	require.NoDirExists(t, dir)
	require.ErrorIs(t, s.KillRedis(), errNotOurs)
	require.ErrorIs(t, s.FreezeRedis(), errNotOurs)
	require.ErrorIs(t, s.RestartPostgres(t.Context()), errNotOurs)
	require.NoError(t, s.Stop())

	half := start(t, Options{Ephemeral: true, DatabaseURL: "postgres://db/x"})
	require.Zero(t, half.Pids().Postgres)
	require.NotZero(t, half.Pids().Redis)
}

func TestDeepAndOddFolders(t *testing.T) {
	for name, tail := range map[string]string{
		"deep": strings.Repeat("a-long-name/", 12) + "data",
		"odd":  `two words, 100% "数据"`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(newDir(t), tail)
			s := start(t, Options{Dir: dir, Ephemeral: true})
			require.LessOrEqual(t, len(postgresSocket(socketDir(t, s))), longestSocket)
			require.Equal(t, "1", query(t, s.DatabaseURL, "SELECT '1'"))
			require.Equal(t, "+PONG", command(t, s, "PING"))
			require.NoError(t, s.Stop())
			require.NoDirExists(t, socketDir(t, s))
		})
	}
}

func TestFolderThatTheServersCannotReach(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root lends its servers another account")
	}
	dir := t.TempDir() // below a folder with mode 0700
	require.NoError(t, os.Chmod(filepath.Dir(dir), 0o700))
	var data string
	for _, sql := range []string{"CREATE TABLE kept ()", "DROP TABLE kept"} {
		s := start(t, Options{Dir: dir})
		query(t, s.DatabaseURL, sql, "SELECT ''")
		target, err := os.Readlink(filepath.Join(dir, "services"))
		require.NoError(t, err)
		require.Contains(t, target, elsewhere)
		data = target
		require.NoError(t, s.Stop())
	}
	require.NoError(t, os.RemoveAll(data))
}

func TestCancelledStartLeavesNothing(t *testing.T) {
	dir := newDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Start(ctx, Options{Dir: dir, Log: func(format string, _ ...any) {
		if strings.Contains(format, "creating the data") {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.NotZero(t, start(t, Options{Dir: dir}).Pids().Postgres, "half a cluster does not stand in the way")
}
