package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/mirror"
	"gongzhi/ledger/witness"
	"gongzhi/vault"
)

// within asks again and again until the answer is yes.
func within(t *testing.T, patience time.Duration, what string, yes func() bool) {
	t.Helper()
	end := time.Now().Add(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		require.True(t, time.Now().Before(end), what)
		<-tick.C
	}
}

// keyOfLog is the public key of the log whose server runs on a data folder.
func keyOfLog(t *testing.T, data string) string {
	t.Helper()
	s := settings{Data: data}
	v, err := vault.Open(s.keysPath())
	require.NoError(t, err)
	keys, err := namedKeys(s, v)
	require.NoError(t, err)
	return keys.Public
}

// servedSize is the size of the log that a server shows, 0 before the first.
func servedSize(t *testing.T, i *instance, policy *ledger.Policy) int64 {
	t.Helper()
	from, err := mirror.Open(i.url+"/log", http.DefaultClient)
	require.NoError(t, err)
	signed, err := from.Fetch(t.Context(), "checkpoint")
	if err != nil {
		return 0
	}
	o, err := policy.Open(signed)
	require.NoError(t, err)
	return o.Size
}

func fileAt(t *testing.T, i *instance, n int) {
	t.Helper()
	for range n {
		code, _, err := report(http.DefaultClient, i.url, onceKey(), "T")
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, code)
	}
}

// TestOutsidersCheckARunningLog: two instances keep one log; whichever leads is
// killed, the other goes on; outsiders verify and copy it with the commands.
func TestOutsidersCheckARunningLog(t *testing.T) {
	data, env := folder(t), append(at(dbtest.URL(t), noRedis), "GONGZHI_LOG_EVERY=1s", "GONGZHI_LOG_FLOOR=4")
	first := running(t, env, serving(t, data)...)
	second := running(t, env, serving(t, data)...)
	key := keyOfLog(t, data)
	trust := trustFlags{Key: key}
	policy, err := trust.policy()
	require.NoError(t, err)
	for _, i := range []*instance{first, second} {
		fileAt(t, i, 3)
		within(t, 15*time.Second, "the log is served", func() bool { return servedSize(t, i, policy) > 6 })
	}
	seen := filepath.Join(t.TempDir(), "seen")
	out, err := verify(verifyCommand{Log: first.url + "/log", Saved: seen, trustFlags: trust})
	require.NoError(t, err, out)
	require.Contains(t, out, "in order")
	require.NoError(t, mirrorCommand{URL: second.url + "/log", Dir: t.TempDir(), trustFlags: trust}.Run(t.Context()))
	before := servedSize(t, second, policy)
	first.kill() // kill -9; it led, being the first
	fileAt(t, second, 3)
	within(t, 20*time.Second, "the other instance goes on", func() bool { return servedSize(t, second, policy) > before+8 })
	out, err = verify(verifyCommand{Log: second.url + "/log", Saved: seen, trustFlags: trust})
	require.NoError(t, err, out)
	checkCaching(t, second)
}

func checkCaching(t *testing.T, i *instance) {
	t.Helper()
	for path, caching := range map[string]string{"/log/checkpoint": "no-cache", "/log/tile/0/000.p/4": "public, max-age=31536000, immutable", "/log/tile/entries/000.p/4": "public, max-age=31536000, immutable"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, i.url+path, http.NoBody)
		require.NoError(t, err)
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusOK, res.StatusCode, path)
		require.Equal(t, caching, res.Header.Get("Cache-Control"))
		if path == "/log/checkpoint" {
			continue // it may have changed
		}
		req.Header.Set("If-None-Match", res.Header.Get("ETag"))
		res, err = http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusNotModified, res.StatusCode)
	}
	for _, path := range []string{"/log/", "/log/checkpoint/", "/log/tile/0/999", "/log/tile/0/000.p/0", "/log/tile/entries/../0/000"} {
		res, err := http.Get(i.url + path)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusNotFound, res.StatusCode, path)
	}
}

// aWitness runs a witness of the log that a data folder keeps and returns the
// policy by which its cosignature is needed.
func aWitness(t *testing.T, logKeys ledger.Keys) (policyFile string) {
	t.Helper()
	private, _ := ledgertest.Key(t, "ngo.example", 40)
	key, err := ledger.NewCosigner(private, time.Now)
	require.NoError(t, err)
	store, err := witness.OpenFolder(t.TempDir())
	require.NoError(t, err)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, listener, witness.New(key, store, logKeys.Verifier)) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
		require.NoError(t, store.Close())
	})
	return keepFile(t, "policy", fmt.Appendf(nil, "witness ngo %s http://%s\ngroup civil any ngo\nquorum civil\n", key.VerifierKey(), listener.Addr()))
}

// restored copies a database under another name, as a dump that is restored.
func restored(t *testing.T, url string) string {
	t.Helper()
	from, err := pgx.ParseConfig(url)
	require.NoError(t, err)
	to := from.Database + "_restored"
	conn, err := pgx.Connect(t.Context(), dbtest.URL(t))
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := conn.Exec(context.Background(), "DROP DATABASE IF EXISTS "+to+" WITH (FORCE)")
		require.NoError(t, err)
		require.NoError(t, conn.Close(context.Background()))
	})
	within(t, 10*time.Second, "copy the database", func() bool {
		_, err = conn.Exec(t.Context(), "CREATE DATABASE "+to+" TEMPLATE "+from.Database)
		return err == nil
	})
	return strings.Replace(url, from.Database, to, 1)
}

// grown opens an installation and grows its log once.
func grown(t *testing.T, s settings, at time.Time, use func(a *app, step ledger.Step)) {
	t.Helper()
	a, err := openApp(t.Context(), s, false)
	require.NoError(t, err)
	a.log.grow.Padding[0] ^= byte(at.Minute()) // different leaves at different times, as with different events
	step, err := a.log.grow.Integrate(t.Context(), at)
	require.NoError(t, err)
	use(a, step)
	require.NoError(t, a.Close())
}

// TestFilingWaitsForNoWitness: with a witness that does not answer reports are
// taken at once and the log is served; nothing is called sealed.
func TestFilingWaitsForNoWitness(t *testing.T) {
	private, _ := ledgertest.Key(t, "gone.example", 41)
	gone, err := ledger.NewCosigner(private, time.Now)
	require.NoError(t, err)
	policyFile := keepFile(t, "policy", []byte("witness gone "+gone.VerifierKey()+" http://127.0.0.1:1\nquorum gone\n"))
	data := folder(t)
	i := running(t, append(at(dbtest.URL(t), noRedis), "GONGZHI_LOG_EVERY=1s", "GONGZHI_LOG_POLICY="+policyFile), serving(t, data)...)
	fileAt(t, i, 1)
	policy, err := trustFlags{Key: keyOfLog(t, data)}.policy()
	require.NoError(t, err)
	within(t, 15*time.Second, "the log is served", func() bool { return servedSize(t, i, policy) > 0 })
	res, err := http.Get(i.url + "/audit?lang=en")
	require.NoError(t, err)
	page, err := io.ReadAll(res.Body)
	require.NoError(t, errors.Join(err, res.Body.Close()))
	require.Contains(t, string(page), "Not sealed yet")
	require.NotContains(t, string(page), ">Sealed<")
}

// TestYesterdaysDumpIsRefused: a database is copied, goes on, and the copy is
// put in its place. The witness refuses it while it is shorter (a roll-back)
// and when it is longer again (a fork: one key, different leaves), and whoever
// saved a checkpoint sees the same. It is never called sealed again.
func TestYesterdaysDumpIsRefused(t *testing.T) {
	s := settings{DatabaseURL: dbtest.URL(t), RedisURL: noRedis, Data: folder(t), LogFloor: 8}
	noon := time.Now().Truncate(time.Hour)
	grown(t, s, noon, func(*app, ledger.Step) {})
	v, err := vault.Open(s.keysPath())
	require.NoError(t, err)
	keys, err := namedKeys(s, v)
	require.NoError(t, err)
	s.LogPolicy = aWitness(t, keys)
	dump := restored(t, s.DatabaseURL)

	seen := filepath.Join(t.TempDir(), "seen")
	check := func(a *app) (string, error) {
		dir := t.TempDir()
		require.NoError(t, copyLog(t.Context(), a, dir))
		return verify(verifyCommand{Log: dir, Saved: seen, trustFlags: trustFlags{Key: keys.Public}})
	}
	for n := range 3 {
		grown(t, s, noon.Add(time.Duration(n+1)*time.Minute), func(a *app, step ledger.Step) {
			require.NoError(t, step.Refusals)
			require.True(t, step.Sealed, "the witness knows this log")
			out, err := check(a)
			require.NoError(t, err, out)
		})
	}
	s.DatabaseURL = dump
	for n := range 6 {
		grown(t, s, noon.Add(time.Duration(n+30)*time.Minute), func(a *app, step ledger.Step) {
			require.ErrorIs(t, step.Refusals, witness.ErrRefused)
			require.False(t, step.Sealed)
			says := "fork: "
			if step.Head.Size < 32 {
				says = "roll-back: "
				require.ErrorContains(t, step.Refusals, "a roll-back")
			}
			out, err := check(a)
			require.ErrorIs(t, err, errFound)
			require.Contains(t, out, says)
		})
	}
}

// copyLog writes what is served into a folder, unchecked.
func copyLog(ctx context.Context, a *app, dir string) error {
	put := func(path string) error {
		body, _, _, err := ledger.Serve(ctx, a.log.store, path)
		if err != nil {
			return err
		}
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		return os.WriteFile(name, body, 0o600)
	}
	s, err := a.log.state(ctx)
	if err != nil {
		return err
	}
	return ledger.AllTiles(s.Served.Size, func(t ledger.Tile) error { return errors.Join(put(t.Path()), put("checkpoint")) })
}

// TestALogThatCannotBeKeptIsRefused: settings that are wrong end the start and
// name themselves.
func TestALogThatCannotBeKeptIsRefused(t *testing.T) {
	s := settings{DatabaseURL: dbtest.URL(t), RedisURL: noRedis, Data: folder(t)}
	grown(t, s, time.Now(), func(a *app, step ledger.Step) { require.Equal(t, int64(logFloor), step.Head.Size) })
	for says, change := range map[string]func(*settings){
		"GONGZHI_LOG_ORIGIN: the public log of this database is called": func(s *settings) { s.LogOrigin = "other.example/log" },
		"GONGZHI_LOG_ORIGIN: ledger: the name of a log is not empty":    func(s *settings) { s.LogOrigin = "two words" },
		"GONGZHI_LOG_EVERY":                         func(s *settings) { s.LogEvery = time.Millisecond },
		"GONGZHI_LOG_FLOOR":                         func(s *settings) { s.LogFloor = -1 },
		"GONGZHI_LOG_PROMISE":                       func(s *settings) { s.LogPromise = time.Minute },
		"GONGZHI_LOG_POLICY: ledger: policy line 1": func(s *settings) { s.LogPolicy = keepFile(t, "policy", []byte("nonsense\n")) },
		"GONGZHI_LOG_POLICY: open":                  func(s *settings) { s.LogPolicy = filepath.Join(t.TempDir(), "none") },
	} {
		wrong := s
		change(&wrong)
		_, err := openApp(t.Context(), wrong, false)
		require.ErrorContains(t, err, says)
	}
}

// TestTheKeyOfTheLogIsTold: admin log-key works beside a running server, and
// doctor tells the same key.
func TestTheKeyOfTheLogIsTold(t *testing.T) {
	data, env := folder(t), at(dbtest.URL(t), noRedis)
	code, said := attempt(t, env, "admin", "log-key", "--data", data)
	require.Equal(t, 1, code)
	require.Contains(t, said, "made when the server starts first")
	running(t, env, serving(t, data)...)
	for _, args := range [][]string{{"admin", "log-key", "--data", data}, {"doctor", "--data", data}} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
		cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
		out, _ := cmd.Output() // doctor complains of Redis
		require.Contains(t, string(out), keyOfLog(t, data), args)
	}
}
