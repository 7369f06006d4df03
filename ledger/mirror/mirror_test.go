package mirror_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/mirror"
)

// site serves a log over HTTP and counts the requests.
func site(t testing.TB, log *ledgertest.Log) (string, *int) {
	t.Helper()
	n := 0
	server := httptest.NewServer(http.StripPrefix("/log/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		body, kind, _, err := ledger.Serve(r.Context(), log.Memory, r.URL.Path)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body)
	})))
	t.Cleanup(server.Close)
	return server.URL + "/log", &n
}

func open(t testing.TB, where string) ledger.Fetcher {
	t.Helper()
	f, err := mirror.Open(where, http.DefaultClient)
	require.NoError(t, err)
	return f
}

// TestCopy copies a growing log; the copy is a log of its own, and only what is
// new is fetched.
func TestCopy(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	url, requests := site(t, log)
	dir := t.TempDir()
	m := mirror.Mirror{From: open(t, url), Dir: dir, Policy: log.Trust()}
	for _, events := range []int{600, 100, 1000, 0} {
		log.Events.AddMany(events)
		head := log.Next(t).Head
		report, evidence, err := m.Run(ctx)
		require.NoError(t, err)
		require.Empty(t, evidence)
		require.Empty(t, report.Problems)
		require.Equal(t, head, report.Opened.Checkpoint)
		report, err = ledger.Audit{Policy: log.Trust()}.Run(ctx, open(t, dir))
		require.NoError(t, err)
		require.Empty(t, report.Problems)
		require.Equal(t, head.Size, report.Leaves)
	}
	before := *requests
	_, _, err := m.Run(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, *requests-before, "only the checkpoint")
	partial, err := filepath.Glob(filepath.Join(dir, "tile", "0", "000.p"))
	require.NoError(t, err)
	require.Empty(t, partial, "narrower forms go when the full tile is there")
	narrow, err := open(t, dir).Fetch(ctx, "tile/0/000.p/7")
	require.NoError(t, err)
	require.Len(t, narrow, 7*32)
}

// TestCopyIsKept refuses a roll-back, a fork and tampered tiles: the copy stays
// and the other checkpoint is evidence.
func TestCopyIsKept(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(300)
	log.Next(t)
	dump := log.Memory.Clone()
	log.Events.AddMany(300)
	head := log.Next(t).Head
	dir := t.TempDir()
	m := mirror.Mirror{From: log.Memory, Dir: dir, Policy: log.Trust()}
	_, _, err := m.Run(ctx)
	require.NoError(t, err)

	m.From = dump
	report, evidence, err := m.Run(ctx)
	require.NoError(t, err)
	require.Equal(t, ledger.RolledBack, report.Problems[0].Kind)
	kept, err := os.ReadFile(evidence)
	require.NoError(t, err)
	require.Equal(t, report.Signed, kept)

	m.From = log.Memory
	log.Events.AddMany(300)
	log.Next(t)
	log.Memory.Mutate(ledger.Tile{Level: ledger.Entries, N: 5}, func(b []byte) []byte { b[9] ^= 1; return b })
	report, _, err = m.Run(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, report.Problems)

	report, err = ledger.Audit{Policy: log.Trust()}.Run(ctx, open(t, dir))
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	require.Equal(t, head, report.Opened.Checkpoint, "the copy is as it was")
}

// TestDamagedCopyHeals damages a file of the copy: the log is not blamed.
func TestDamagedCopyHeals(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(300)
	log.Next(t)
	dir := t.TempDir()
	m := mirror.Mirror{From: log.Memory, Dir: dir, Policy: log.Trust()}
	_, _, err := m.Run(ctx)
	require.NoError(t, err)
	file := filepath.Join(dir, "tile", "entries", "000")
	require.NoError(t, os.WriteFile(file, []byte("damaged"), 0o600))
	report, _, err := m.Run(ctx)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Len(t, data, 256*67)
}

func TestOpenRefuses(t *testing.T) {
	_, err := mirror.Open("http://", http.DefaultClient)
	require.Error(t, err)
	_, err = open(t, t.TempDir()).Fetch(context.Background(), "../../etc/passwd")
	require.Error(t, err)
	url, _ := site(t, ledgertest.NewLog(t, 4))
	_, err = open(t, url).Fetch(context.Background(), "checkpoint")
	require.ErrorIs(t, err, ledger.ErrNotFound)
	_, err = open(t, url+"/nothing").Fetch(context.Background(), "checkpoint")
	require.ErrorIs(t, err, ledger.ErrNotFound)
}
