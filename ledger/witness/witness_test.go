package witness_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/witness"
)

func newKey(t testing.TB, seed byte) *ledger.Cosigner {
	t.Helper()
	private, _ := ledgertest.Key(t, "witness.example", seed)
	key, err := ledger.NewCosigner(private, func() time.Time { return ledgertest.Epoch })
	require.NoError(t, err)
	return key
}

// start runs a witness over a folder for the log of these tests.
func start(t testing.TB, dir string) (*httptest.Server, *ledger.Cosigner) {
	t.Helper()
	store, err := witness.OpenFolder(dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	_, verifier, _ := ledgertest.LogKey(t)
	key := newKey(t, 20)
	server := httptest.NewServer(witness.New(key, store, verifier))
	t.Cleanup(server.Close)
	return server, key
}

func post(t testing.TB, url string, body []byte) (int, string, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url+"/add-checkpoint", strings.NewReader(string(body)))
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, resp.Body.Close()) }()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(answer)
}

// request proves the published state of a log from an older size.
func request(t testing.TB, log *ledgertest.Log, old int64) witness.Request {
	t.Helper()
	ctx := context.Background()
	signed, err := log.Memory.Published(ctx)
	require.NoError(t, err)
	c, err := ledger.OpenCheckpoint(signed, log.Verifier)
	require.NoError(t, err)
	r := witness.Request{Old: old, Checkpoint: signed}
	if old <= c.Size {
		r.Proof, err = ledger.Consistency(ctx, log.Memory, c, old)
		require.NoError(t, err)
	}
	return r
}

func TestProtocol(t *testing.T) {
	server, key := start(t, t.TempDir())
	log := ledgertest.NewLog(t, 5)
	log.Next(t)
	early := log.Memory.Clone()
	first := request(t, log, 0)
	status, _, line := post(t, server.URL, first.Marshal())
	require.Equal(t, 200, status)
	verifier, err := ledger.NewWitnessVerifier(key.VerifierKey())
	require.NoError(t, err)
	n, err := note.Open([]byte(string(first.Checkpoint)+line), note.VerifierList(verifier))
	require.NoError(t, err)
	require.Len(t, n.Sigs, 1)

	status, _, again := post(t, server.URL, request(t, log, 5).Marshal())
	require.Equal(t, 200, status, "the same state may be cosigned again")
	require.Equal(t, line, again)

	log.Events.AddMany(20)
	log.Next(t)
	status, _, _ = post(t, server.URL, request(t, log, 5).Marshal())
	require.Equal(t, 200, status)

	for name, c := range map[string]struct {
		change func(*witness.Request)
		status int
		body   string
	}{
		"old state again":     {func(r *witness.Request) { *r = first }, 409, "25\n"},
		"wrong old size":      {func(r *witness.Request) { r.Old = 5 }, 409, "25\n"},
		"unknown log":         {func(r *witness.Request) { r.Checkpoint = foreign(t, "other.example", 1) }, 404, ""},
		"foreign key":         {func(r *witness.Request) { r.Checkpoint = foreign(t, ledgertest.Origin, 3) }, 403, ""},
		"old size too large":  {func(r *witness.Request) { r.Old, r.Proof = 99, nil }, 400, ""},
		"proof not empty":     {func(r *witness.Request) { r.Proof = []tlog.Hash{{}} }, 422, ""},
		"no signature at all": {func(r *witness.Request) { r.Checkpoint = []byte(ledgertest.Origin + "\n1\n") }, 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := request(t, log, 25)
			r.Proof = nil
			c.change(&r)
			status, kind, body := post(t, server.URL, r.Marshal())
			require.Equal(t, c.status, status)
			if status == 409 {
				require.Equal(t, "text/x.tlog.size", kind)
				require.Equal(t, c.body, body)
			}
		})
	}
	t.Run("roll-back", func(t *testing.T) { // yesterday's dump goes on by itself
		rolled := ledgertest.NewLog(t, 5)
		rolled.Memory, rolled.Storage = early, early
		status, _, body := post(t, server.URL, request(t, rolled, 0).Marshal())
		require.Equal(t, 409, status)
		require.Equal(t, "25\n", body)
	})
}

func foreign(t testing.TB, origin string, seed byte) []byte {
	t.Helper()
	private, _ := ledgertest.Key(t, origin, seed)
	signer, err := note.NewSigner(private)
	require.NoError(t, err)
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin, Size: 25}, signer)
	require.NoError(t, err)
	return signed
}

// TestForkIsRefused lets two servers with one key go on differently, 100 times:
// whoever comes second is refused, whatever it claims.
func TestForkIsRefused(t *testing.T) {
	for n := range 100 {
		store := &memory{}
		_, verifier, _ := ledgertest.LogKey(t)
		w := witness.New(newKey(t, 20), store, verifier)
		one := ledgertest.NewLog(t, 5)
		one.Events.AddMany(n)
		one.Next(t)
		two := ledgertest.NewLog(t, 5)
		two.Memory = one.Memory.Clone()
		two.Storage, two.Padding = two.Memory, ledger.PaddingKey{99}
		two.Events.Leaves = append(two.Events.Leaves, one.Events.Leaves...)
		two.Advance()
		base := one.Next(t)
		_, err := w.Add(request(t, one, 0))
		require.NoError(t, err)
		same := two.Next(t)
		require.Equal(t, base.Head.Size, same.Head.Size)
		_, err = w.Add(request(t, two, base.Head.Size))
		var conflict *witness.ConflictError
		require.ErrorAs(t, err, &conflict)
		require.True(t, conflict.Forked)
		two.Next(t)
		_, err = w.Add(request(t, two, base.Head.Size))
		require.ErrorIs(t, err, witness.ErrForked)
		one.Next(t)
		_, err = w.Add(request(t, one, base.Head.Size))
		require.NoError(t, err, "the honest one goes on")
	}
}

type memory struct {
	note  []byte
	fail  error
	saved int
}

func (m *memory) Latest(string) ([]byte, error) { return m.note, nil }
func (m *memory) Save(_ string, note []byte) error {
	if m.fail != nil {
		return m.fail
	}
	m.note, m.saved = note, m.saved+1
	return nil
}

type signing struct {
	note.Signer
	before func()
}

func (s signing) Sign(text []byte) ([]byte, error) { s.before(); return s.Signer.Sign(text) }

// TestSavesBeforeItSigns: without a saved state there is no signature.
func TestSavesBeforeItSigns(t *testing.T) {
	store := &memory{}
	_, verifier, _ := ledgertest.LogKey(t)
	signed := 0
	key := signing{newKey(t, 20), func() { signed++; require.Equal(t, 1, store.saved) }}
	w := witness.New(key, store, verifier)
	log := ledgertest.NewLog(t, 5)
	log.Next(t)
	store.fail = errors.New("disk full")
	_, err := w.Add(request(t, log, 0))
	require.Error(t, err)
	require.Zero(t, signed)
	store.fail = nil
	_, err = w.Add(request(t, log, 0))
	require.NoError(t, err)
	require.Equal(t, 1, signed)
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	f, err := witness.OpenFolder(dir)
	require.NoError(t, err)
	_, err = witness.OpenFolder(dir)
	require.ErrorContains(t, err, "another process")
	note, err := f.Latest("a")
	require.NoError(t, err)
	require.Nil(t, note)
	require.NoError(t, f.Save("a", []byte("one")))
	require.NoError(t, f.Save("a", []byte("two")))
	require.NoError(t, f.Close())
	f, err = witness.OpenFolder(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	note, err = f.Latest("a")
	require.NoError(t, err)
	require.Equal(t, "two", string(note))
	files, err := filepath.Glob(filepath.Join(dir, "*.checkpoint"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	require.NoError(t, os.WriteFile(files[0], nil, 0o600))
	_, err = f.Latest("a")
	require.Error(t, err, "an emptied file is not a new beginning")
}

// TestIntegratorSeeksTheQuorum runs the log against two witnesses over HTTP:
// sealed with both, published without one of them, and a restored dump is told.
func TestIntegratorSeeksTheQuorum(t *testing.T) {
	one, key := start(t, t.TempDir())
	private, _ := ledgertest.Key(t, "second.example", 30)
	second, err := ledger.NewCosigner(private, func() time.Time { return ledgertest.Epoch })
	require.NoError(t, err)
	_, verifier, public := ledgertest.LogKey(t)
	down := true
	handler := witness.New(second, &memory{}, verifier)
	two := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down {
			http.Error(w, "later", http.StatusServiceUnavailable)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(two.Close)
	policy, err := ledger.ParsePolicy([]byte("log " + public + "\nwitness a " + key.VerifierKey() + " " + one.URL +
		"\nwitness b " + second.VerifierKey() + " " + two.URL + "/\ngroup g all a b\nquorum g\n"))
	require.NoError(t, err)
	log := ledgertest.NewLog(t, 5)
	log.Policy = policy
	log.Cosign = (&witness.Client{HTTP: http.DefaultClient, Tiles: log.Memory, Witnesses: policy.Witnesses()}).Cosign
	step := log.Next(t)
	require.False(t, step.Sealed)
	require.ErrorContains(t, step.Refusals, "status 503")
	signed, err := log.Memory.Published(context.Background())
	require.NoError(t, err)
	require.NotNil(t, signed, "filing does not wait for a witness")

	down = false
	step, err = log.Retry()
	require.NoError(t, err)
	require.True(t, step.Sealed, "sought again in the same slot")
	dump := log.Memory.Clone()
	log.Events.AddMany(30)
	step = log.Next(t)
	require.True(t, step.Sealed)

	restored := ledgertest.NewLog(t, 5)
	restored.Memory, restored.Storage, restored.Policy = dump, dump, policy
	restored.Cosign = (&witness.Client{HTTP: http.DefaultClient, Tiles: dump, Witnesses: policy.Witnesses()}).Cosign
	restored.Advance()
	step = restored.Next(t)
	require.False(t, step.Sealed)
	require.ErrorContains(t, step.Refusals, "roll-back")
}

func TestRequestRefused(t *testing.T) {
	for _, body := range []string{"", "old 0", "old 0\n\n", "old -1\n\nx", "old 01\n\nx\n\n", "new 0\n\nx", "old 0\nnot a hash\n\nx",
		"old 1\n" + strings.Repeat(tlog.Hash{}.String()+"\n", 64) + "\nx"} {
		r, err := witness.ParseRequest([]byte(body))
		if body == "old 0\n\n" {
			require.NoError(t, err)
			require.Empty(t, r.Checkpoint)
			continue
		}
		require.ErrorIs(t, err, witness.ErrMalformed, body)
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add([]byte("old 0\n\na\n1\n"))
	f.Add(witness.Request{Old: 3, Proof: []tlog.Hash{{1}}, Checkpoint: []byte("c")}.Marshal())
	f.Fuzz(func(t *testing.T, body []byte) {
		if r, err := witness.ParseRequest(body); err == nil {
			require.Equal(t, string(body), string(r.Marshal()))
		}
	})
}
