package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/embedded/embeddedtest"
)

// noRedis is an address at which nobody listens.
const noRedis = "redis://127.0.0.1:1/0"

// wordPassword stands in addresses; no message may repeat it.
const wordPassword = "PASSWORDCANARY1V"

// attempt runs "gongzhi args" to its end and returns its exit code and what it
// said on standard error.
func attempt(t *testing.T, env []string, args ...string) (code int, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var b bytes.Buffer
	cmd.Stderr = &b
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatalf("gongzhi %s: %v", strings.Join(args, " "), err)
	}
	require.NoError(t, ctx.Err(), "it did not end:\n%s", b.String())
	require.NotContains(t, b.String(), wordPassword)
	require.NotContains(t, b.String(), "panic:")
	return cmd.ProcessState.ExitCode(), b.String()
}

// at is the environment of a start on given addresses.
func at(database, redis string) []string {
	return []string{"GONGZHI_DATABASE_URL=" + database, "GONGZHI_REDIS_URL=" + redis}
}

func serving(t *testing.T, data string) []string {
	t.Helper()
	return []string{"serve", "--addr", "127.0.0.1:0", "--data", data}
}

// change runs a statement past the program.
func change(t *testing.T, url, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), statement)
	require.NoError(t, err)
}

// running starts a server and stops it with the test.
func running(t *testing.T, env []string, args ...string) *instance {
	t.Helper()
	i, err := start(t.Context(), env, args...)
	require.NoError(t, err)
	t.Cleanup(i.kill)
	return i
}

// stop asks a server to end and returns its exit code.
func (i *instance) stop(t *testing.T) int {
	t.Helper()
	require.NoError(t, i.cmd.Process.Signal(syscall.SIGTERM))
	_ = i.cmd.Wait()
	return i.cmd.ProcessState.ExitCode()
}

func TestAStartThatCannotWorkNamesTheRemedy(t *testing.T) {
	redis := embeddedtest.Shared(t).RedisURL
	old, newer := dbtest.URL(t), dbtest.URL(t)
	change(t, old, `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	change(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	open := running(t, at(dbtest.URL(t), noRedis), serving(t, folder(t))...)
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(rules, []byte("version: x\nrules:\n  - kind: triage\n    limits: {n: 1}\n"), 0o600))
	for name, c := range map[string]struct {
		env  []string
		more []string
		says []string
	}{
		"no database there":       {env: at("postgres://u:"+wordPassword+"@127.0.0.1:1/none", redis), says: []string{"PostgreSQL does not answer"}},
		"unreadable database URL": {env: at("postgres://u:"+wordPassword+"@127.0.0.1:port/none", redis), says: []string{"postgres://user@host/name"}},
		"unreadable Redis URL":    {env: at(dbtest.URL(t), "redis://:"+wordPassword+"@127.0.0.1:port/0"), says: []string{"GONGZHI_REDIS_URL", "redis://host:6379/0"}},
		"Redis URL of the web":    {env: at(dbtest.URL(t), "http://u:"+wordPassword+"@127.0.0.1/"), says: []string{"GONGZHI_REDIS_URL"}},
		"older schema":            {env: at(old, redis), says: []string{"run gongzhi migrate"}},
		"newer schema":            {env: at(newer, redis), says: []string{"99999", "newer program"}},
		"port in use":             {env: at(dbtest.URL(t), redis), more: []string{"--addr", strings.TrimPrefix(open.url, "http://")}, says: []string{"in use", "--addr"}},
		"wrong rules":             {env: append(at(dbtest.URL(t), redis), "GONGZHI_RULES="+rules), says: []string{"GONGZHI_RULES", "rules.yaml:"}},
		"no rules":                {env: append(at(dbtest.URL(t), redis), "GONGZHI_RULES="+rules+".none"), says: []string{"GONGZHI_RULES", "no such file"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, said := attempt(t, c.env, append(serving(t, folder(t)), c.more...)...)
			require.Equal(t, 1, code, said)
			for _, words := range c.says {
				require.Contains(t, said, words)
			}
		})
	}
	t.Run("rules name line and column", func(t *testing.T) {
		_, said := attempt(t, append(at(dbtest.URL(t), redis), "GONGZHI_RULES="+rules), serving(t, folder(t))...)
		require.Regexp(t, `rules\.yaml:\d+:\d+`, said)
	})
	t.Run("migrate heals the older one and refuses the newer", func(t *testing.T) {
		code, said := attempt(t, at(newer, redis), "migrate", "--data", folder(t))
		require.Equal(t, 1, code)
		require.Contains(t, said, "newer program")
	})
}

func TestKeysThatDoNotFitAreRefused(t *testing.T) {
	env, data := at(dbtest.URL(t), noRedis), folder(t)
	require.Equal(t, 0, running(t, env, serving(t, data)...).stop(t))
	keys := filepath.Join(data, "keys", "keyring.json")
	good, err := os.ReadFile(keys)
	require.NoError(t, err)
	refused := func(says ...string) {
		t.Helper()
		code, said := attempt(t, env, serving(t, data)...)
		require.Equal(t, 1, code, said)
		for _, words := range append(says, keys) {
			require.Contains(t, said, words)
		}
	}
	require.NoError(t, os.Chmod(keys, 0o644))
	refused("0644", "chmod 600")
	require.NoError(t, os.WriteFile(keys, good[:len(good)/2], 0o600))
	require.NoError(t, os.Chmod(keys, 0o600))
	refused("damaged", "backup")
	require.NoError(t, os.WriteFile(keys, nil, 0o600))
	refused("damaged", "backup")
	require.NoError(t, os.Remove(keys))
	refused("missing", "backup")
	require.NoFileExists(t, keys, "a start that was refused leaves no key of its own behind")
	other := running(t, at(dbtest.URL(t), noRedis), serving(t, folder(t))...)
	require.Equal(t, 0, other.stop(t))
	foreign, err := os.ReadFile(filepath.Join(dataOf(other), "keys", "keyring.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(keys, foreign, 0o600))
	refused("another database")
	require.NoError(t, os.WriteFile(keys, good, 0o600))
	running(t, env, serving(t, data)...)
}

// dataOf is the data folder that a server was started on.
func dataOf(i *instance) string { return i.cmd.Args[len(i.cmd.Args)-1] }

func TestASecondStartOnAFolderNamesTheFirst(t *testing.T) {
	data := folder(t)
	env := []string{"GONGZHI_REDIS_URL=", "GONGZHI_DATABASE_URL="}
	first := running(t, env, serving(t, data)...)
	code, said := attempt(t, env, serving(t, data)...)
	require.Equal(t, 1, code, said)
	require.Contains(t, said, "in use by another gongzhi, process "+strconv.Itoa(first.cmd.Process.Pid))
	status, reference, err := report(http.DefaultClient, first.url, onceKey(), "kept")
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, 0, first.stop(t))
	again := running(t, env, serving(t, data)...)
	require.NotEmpty(t, reference)
	require.Contains(t, ready(t, again).names, "database")
}

func TestWrongUsageEndsWithTwo(t *testing.T) {
	for _, args := range [][]string{{}, {"serve", "--nonsense"}, {"nonsense"}, {"import"}, {"admin", "create-user"}, {"import", "--mapping", "/nowhere/x.yaml", "/nowhere/y.csv"}} {
		code, said := attempt(t, nil, args...)
		require.Equal(t, 2, code, "%v\n%s", args, said)
		require.NotEmpty(t, said)
	}
	code, _ := attempt(t, nil, "version")
	require.Zero(t, code)
}

func TestAWrongMappingNamesItsPlace(t *testing.T) {
	dir := t.TempDir()
	mapping, file := filepath.Join(dir, "wrong.yaml"), filepath.Join(dir, "rows.csv")
	require.NoError(t, os.WriteFile(mapping, []byte("source: s\nformat: csv\nfields:\n  titel: {column: A}\n"), 0o600))
	require.NoError(t, os.WriteFile(file, []byte("A,B\n1,2\n"), 0o600))
	url := dbtest.URL(t)
	before := tables(t, url)
	code, said := attempt(t, at(url, noRedis), "import", "--mapping", mapping, "--data", folder(t), file)
	require.Contains(t, []int{1, 2}, code, said)
	require.Regexp(t, `wrong\.yaml:\d+:\d+`, said)
	require.Equal(t, before["incident"], tables(t, url)["incident"])
}

type readiness struct {
	status int
	ready  bool
	names  map[string]bool // condition: all right
}

func ready(t *testing.T, i *instance) readiness {
	t.Helper()
	res, err := http.Get(i.url + "/readyz")
	require.NoError(t, err)
	defer res.Body.Close()
	var answer struct {
		Ready      bool
		Conditions []condition
	}
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	r := readiness{res.StatusCode, answer.Ready, map[string]bool{}}
	for _, c := range answer.Conditions {
		r.names[c.Name] = c.OK
	}
	return r
}

// TestWithoutRedisReportsAreTakenAndDutiesRise: Redis is an alarm clock, not a
// condition.
func TestWithoutRedisReportsAreTakenAndDutiesRise(t *testing.T) {
	url := dbtest.URL(t)
	i := running(t, append(at(url, noRedis), "GONGZHI_RULES="+fastRules(t)), append(serving(t, folder(t)), "--demo")...)
	r := ready(t, i)
	require.Equal(t, readiness{http.StatusOK, true, map[string]bool{"database": true, "schema": true, "clock": true, "redis": false}}, r)
	status, reference, err := report(&http.Client{Timeout: clientTimeout}, i.url, onceKey(), "without Redis")
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, status)
	const missed = `SELECT count(*) FROM duty d JOIN incident i ON i.id = d.incident_id WHERE i.reference = '`
	for range 100 {
		if dbtest.Counts(t, url, missed+reference+`' AND d.state = 'missed'`)[0] > 0 {
			return
		}
		pause(t.Context(), 100*time.Millisecond)
	}
	t.Fatal("the duty did not rise within ten seconds")
}
