package ledger_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
)

func seed(f *testing.F, name string) {
	f.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "wire", name))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
}

// FuzzCheckpoint: what is read as three lines is written back the same.
func FuzzCheckpoint(f *testing.F) {
	f.Add([]byte("log.example\n0\n" + ledger.EmptyRoot().String() + "\n"))
	seed(f, "checkpoint.txt")
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ledger.ParseCheckpoint(string(b))
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, c.Size, int64(0))
		require.Equal(t, c.Text(), string(b)[:len(c.Text())-1]+"\n")
	})
}

// FuzzTilePath: each tile has one address.
func FuzzTilePath(f *testing.F) {
	f.Add("tile/0/x001/234.p/7")
	f.Add("tile/entries/000")
	f.Fuzz(func(t *testing.T, path string) {
		if tile, err := ledger.ParseTilePath(path); err == nil {
			require.Equal(t, path, tile.Path())
		}
	})
}

// FuzzBundle: bundles have one form.
func FuzzBundle(f *testing.F) {
	f.Add(ledger.Bundle([]ledger.Leaf{{}, {}}), 2)
	f.Fuzz(func(t *testing.T, b []byte, w int) {
		if w < 0 || w > 256 {
			return
		}
		if leaves, err := ledger.ParseBundle(b, w); err == nil {
			require.Equal(t, append([]byte{}, b...), ledger.Bundle(leaves))
		}
	})
}

// FuzzProof: a proof that can be read is written back and read the same.
func FuzzProof(f *testing.F) {
	seed(f, "proof.txt")
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ledger.ParseProof(b)
		if err != nil {
			return
		}
		again, err := p.Marshal()
		require.NoError(t, err)
		back, err := ledger.ParseProof(again)
		require.NoError(t, err)
		require.Equal(t, p.Index, back.Index)
		require.Equal(t, p.Inclusion, back.Inclusion)
		require.Equal(t, p.Checkpoint, back.Checkpoint)
	})
}

// FuzzPolicy only must not fail otherwise than by an error.
func FuzzPolicy(f *testing.F) {
	f.Add([]byte("quorum none\n"))
	f.Add([]byte("group g any a\nquorum g\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := ledger.ParsePolicy(b); err == nil {
			require.NotNil(t, p)
		}
	})
}

// FuzzOpen feeds notes to the verifier: nothing unsigned is opened.
func FuzzOpen(f *testing.F) {
	seed(f, "checkpoint.txt")
	seed(f, "promise.txt")
	policy, err := ledger.ParsePolicy([]byte("quorum none\n"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := policy.Open(b)
		require.Error(t, err, "no log is trusted")
		_, err = policy.OpenPromise(b)
		require.Error(t, err, "no log is trusted")
	})
}
