package embedded

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// command sends one inline command to Redis and returns the first line.
func command(t *testing.T, s *Services, line string) string {
	t.Helper()
	conn, err := net.Dial("unix", redisSocket(socketDir(t, s)))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = fmt.Fprintf(conn, "%s\r\n", line)
	require.NoError(t, err)
	answer, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(answer)
}

func TestKilledParentLeavesNoChild(t *testing.T) {
	dir := newDir(t)
	self, err := os.Executable()
	require.NoError(t, err)
	p := startParent(t, self, dir, nil)
	require.Empty(t, p.Error)
	query(t, p.DatabaseURL, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('x')", "SELECT ''")

	_, err = Start(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, "process "+strconv.Itoa(p.cmd.Process.Pid), "refused by another process's lock")

	require.NoError(t, p.cmd.Process.Signal(syscall.SIGKILL))
	_ = p.cmd.Wait()
	s := start(t, Options{Dir: dir}) // at once, while the old servers shut down
	require.False(t, runs(p.Pids.Postgres) || runs(p.Pids.Redis), "a new start waits for the old servers")
	require.Equal(t, "x", query(t, s.DatabaseURL, "SELECT word FROM kept"))
}

func TestPlainUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("every other test runs as a plain user already")
	}
	dir := newDir(t)
	top := filepath.Dir(dir)
	a, err := accountFor(top)
	require.NoError(t, err)
	require.NoError(t, os.Chown(top, a.uid, a.gid))
	p := startParent(t, copySelf(t, top), dir, a.credential(), "HOME="+top, "GONGZHI_CACHE="+sharedCache(t), "XDG_CACHE_HOME=", "TMPDIR=")
	require.Empty(t, p.Error)
	require.Equal(t, a.uid, owner(fmt.Sprintf("/proc/%d", p.Pids.Redis)))
	require.Equal(t, "1", query(t, p.DatabaseURL, "SELECT '1'"))
	require.NoError(t, p.stdin.Close())
	require.NoError(t, p.cmd.Wait())
	gone(t, p.Pids.Postgres, p.Pids.Redis)
}

// copySelf puts the test binary where another user can run it.
func copySelf(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	b, err := os.ReadFile(self)
	require.NoError(t, err)
	path := filepath.Join(dir, "self.test")
	require.NoError(t, os.WriteFile(path, b, 0o755))
	return path
}

// sharedCache is the folder of downloads that earlier tests have filled.
func sharedCache(t *testing.T) string {
	t.Helper()
	c, err := openCache(account{}, "/nowhere/data", t.Logf)
	require.NoError(t, err)
	return filepath.Dir(c.dir)
}

func TestStalePidFileDoesNotBlock(t *testing.T) {
	dir := newDir(t)
	s := start(t, Options{Dir: dir})
	require.NoError(t, s.KillPostgres())
	require.NoError(t, s.Stop())
	path := filepath.Join(dir, "services", "postgres", "postmaster.pid")
	b, err := os.ReadFile(path)
	require.NoError(t, err, "a killed server leaves its pid file")
	_, rest, _ := strings.Cut(string(b), "\n")
	alive := fmt.Sprintf("%d\n%s", os.Getpid(), rest) // the number has a new owner
	require.NoError(t, os.WriteFile(path, []byte(alive), 0o600))
	start(t, Options{Dir: dir})
}

func TestServerStartedByHandIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	cwd, err := os.Readlink("/proc/self/cwd")
	require.NoError(t, err)
	pid := []byte(strconv.Itoa(os.Getpid()) + "\n")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "postmaster.pid"), pid, 0o600))
	require.NoError(t, clearStalePid(dir))
	require.NoFileExists(t, filepath.Join(dir, "postmaster.pid"))

	t.Chdir(dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "postmaster.pid"), pid, 0o600))
	require.ErrorContains(t, clearStalePid(dir), "process "+strconv.Itoa(os.Getpid()))
	require.FileExists(t, filepath.Join(dir, "postmaster.pid"))
	t.Chdir(cwd)
}

func TestFaultControls(t *testing.T) {
	s := start(t, Options{Ephemeral: true})
	before := s.Pids()
	query(t, s.DatabaseURL, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('x')", "SELECT ''")

	require.NoError(t, s.RestartPostgres(t.Context()))
	require.NotEqual(t, before.Postgres, s.Pids().Postgres)
	require.NoError(t, s.KillPostgres())
	require.Zero(t, s.Pids().Postgres)
	require.NoError(t, s.StartPostgres(t.Context()))
	require.NoError(t, s.StartPostgres(t.Context()), "starting what runs is harmless")
	require.Equal(t, "x", query(t, s.DatabaseURL, "SELECT word FROM kept"))

	require.Equal(t, "+OK", command(t, s, "SET kept 1"))
	require.NoError(t, s.KillRedis())
	require.Zero(t, s.Pids().Redis)
	require.Error(t, s.FreezeRedis())
	require.NoError(t, s.StartRedis(t.Context()))
	require.Equal(t, "$1", command(t, s, "GET kept"))
	require.NoError(t, s.StopRedis())
	gone(t, before.Redis)
	require.NoError(t, s.StartRedis(t.Context()))
	require.NoError(t, s.FreezeRedis()) // Stop must end a hanging Redis too
}

func TestUnexpectedEndIsReported(t *testing.T) {
	said := make(chan string, 100)
	s := start(t, Options{Ephemeral: true, Log: func(f string, a ...any) { said <- fmt.Sprintf(f, a...) }})
	require.NoError(t, syscall.Kill(s.Pids().Redis, syscall.SIGKILL))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		select {
		case line := <-said:
			if strings.Contains(line, "ended unexpectedly") {
				require.Contains(t, line, "redis")
				return
			}
		case <-ctx.Done():
			t.Fatal("nobody said that Redis is gone")
		}
	}
}

func TestUnreadableRedisDataIsSetAside(t *testing.T) {
	dir := newDir(t)
	s := start(t, Options{Dir: dir})
	require.Equal(t, "+OK", command(t, s, "SET lost 1"))
	require.NoError(t, s.Stop())
	files, err := filepath.Glob(filepath.Join(dir, "services", "redis", "appendonlydir", "*.incr.aof"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	require.NoError(t, os.WriteFile(files[0], []byte("this is no log\r\n"), 0o600))
	s = start(t, Options{Dir: dir})
	require.Equal(t, "+PONG", command(t, s, "PING"))
	require.DirExists(t, filepath.Join(dir, "services", "redis.unreadable"))
}

func TestServerLogsCarryNoValues(t *testing.T) {
	dir := newDir(t)
	s := start(t, Options{Dir: dir})
	const number = "13800138000"
	for _, sql := range []string{
		"CREATE TABLE once (n text UNIQUE); INSERT INTO once VALUES ('" + number + "'), ('" + number + "')",
		"SELECT '" + number + "x'::int", "SELEC '" + number + "'",
	} {
		_, err := ask(t.Context(), socketDir(t, s), database, sql)
		require.Error(t, err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "services", "log", "postgres.log"))
	require.NoError(t, err)
	require.NotEmpty(t, b)
	require.NotContains(t, string(b), number)
}
