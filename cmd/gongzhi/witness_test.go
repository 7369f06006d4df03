package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/witness"
)

// cosigned puts a witness's line under a checkpoint.
func cosigned(t *testing.T, signed []byte, w note.Signer) []byte {
	t.Helper()
	text, _, found := strings.Cut(string(signed), "\n\n")
	require.True(t, found)
	more, err := note.Sign(&note.Note{Text: text + "\n"}, w)
	require.NoError(t, err)
	return append(signed, more[len(text)+2:]...)
}

func TestWitnessKey(t *testing.T) {
	c := witnessCommand{Key: filepath.Join(t.TempDir(), "key")}
	_, err := c.cosigner()
	require.Error(t, err, "without a name no key is made")
	c.Name = "witness.example"
	one, err := c.cosigner()
	require.NoError(t, err)
	two, err := c.cosigner()
	require.NoError(t, err)
	require.Equal(t, one.VerifierKey(), two.VerifierKey())
	require.NoError(t, os.Chmod(c.Key, 0o644)) // #nosec G302 -- the fault that is looked for
	_, err = c.cosigner()
	require.ErrorContains(t, err, "others can read")
}

// TestWitnessServes runs the server as the command does and stops it.
func TestWitnessServes(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	private, _ := ledgertest.Key(t, "witness.example", 40)
	key, err := ledger.NewCosigner(private, time.Now)
	require.NoError(t, err)
	log := ledgertest.NewLog(t, 4)
	store, err := witness.OpenFolder(t.TempDir())
	require.NoError(t, err)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, listener, witness.New(key, store, log.Verifier)) }()
	policy, err := ledger.ParsePolicy([]byte("log " + log.Public + "\nwitness w " + key.VerifierKey() + " http://" + listener.Addr().String() + "\nquorum w\n"))
	require.NoError(t, err)
	log.Policy = policy
	log.Cosign = (&witness.Client{HTTP: &http.Client{Timeout: 10 * time.Second}, Tiles: log.Memory, Witnesses: policy.Witnesses()}).Cosign
	step := log.Next(t)
	require.NoError(t, step.Refusals)
	require.True(t, step.Sealed)
	cancel()
	require.NoError(t, <-ended)
	require.NoError(t, store.Close())
}
