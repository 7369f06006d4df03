package ledger_test

import (
	"context"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestWireForms compares everything that outsiders hold with golden files: what
// is published once must be readable for ever.
func TestWireForms(t *testing.T) {
	log, p := filed(t)
	_, keys := cosigners(t)
	p.Checkpoint = cosign(t, p.Checkpoint, keys["n1"], keys["m1"])
	proof, err := p.Marshal()
	require.NoError(t, err)
	bundle, err := log.Memory.Fetch(context.Background(), "tile/entries/000.p/32")
	require.NoError(t, err)
	tile, err := log.Memory.Fetch(context.Background(), "tile/0/000.p/32")
	require.NoError(t, err)
	for name, got := range map[string]string{
		"leaf.hex":        hex.EncodeToString(log.Events.Leaves[20].Bytes()) + "\n",
		"padding.hex":     hex.EncodeToString(log.Padding.Leaf(28).Bytes()) + "\n",
		"entries.hex":     hex.EncodeToString(bundle) + "\n",
		"tile.hex":        hex.EncodeToString(tile) + "\n",
		"checkpoint.txt":  string(p.Checkpoint),
		"promise.txt":     string(p.Promise),
		"proof.txt":       string(proof),
		"log-key.txt":     log.Public + "\n",
		"witness-key.txt": keys["n1"].VerifierKey() + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "wire", name)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
		})
	}
}

// TestGoldenProofStillHolds reads the stored proof by the stored keys alone.
func TestGoldenProofStillHolds(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("testdata", "wire", name))
		require.NoError(t, err)
		return string(b)
	}
	policy, err := ledger.ParsePolicy([]byte("log " + read("log-key.txt") + "witness n " + read("witness-key.txt") + "quorum n\n"))
	require.NoError(t, err)
	p, err := ledger.ParseProof([]byte(read("proof.txt")))
	require.NoError(t, err)
	proven, err := p.Verify(policy)
	require.NoError(t, err)
	require.True(t, proven.Opened.Sealed)
	require.Equal(t, ledgertest.Epoch, proven.Opened.SealedAt)
	require.Equal(t, int64(20), p.Index)
}
