package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/mirror"
)

// saved is a log with the files a filer and an auditor keep.
type saved struct {
	log    *ledgertest.Log
	dir    string // a folder that serves as the log
	proof  string
	trust  trustFlags
	leaf   ledger.Leaf
	earlyC string // checkpoint of before
}

func saveAll(t *testing.T) saved {
	t.Helper()
	ctx := context.Background()
	s := saved{log: ledgertest.NewLog(t, 4), dir: t.TempDir()}
	s.trust.Key = filepath.Join(t.TempDir(), "log.key")
	require.NoError(t, os.WriteFile(s.trust.Key, []byte(s.log.Public+"\n"), 0o600))
	pos := s.log.Events.Add(t, 1, 1)
	s.log.Next(t)
	signed, err := s.log.Memory.Published(ctx)
	require.NoError(t, err)
	p, err := ledger.NewProof(ctx, s.log.Memory, signed, s.log.Memory.Index[pos], ledgertest.CaseKey(1), ledgertest.Event(t, 1, 1))
	require.NoError(t, err)
	s.leaf, err = p.Leaf()
	require.NoError(t, err)
	file, err := p.Marshal()
	require.NoError(t, err)
	s.proof, s.earlyC = keepFile(t, "my.tlog-proof", file), keepFile(t, "checkpoint", signed)
	s.log.Events.Add(t, 1, 2)
	s.log.Next(t)
	s.copyTo(t, s.dir)
	return s
}

func (s saved) copyTo(t *testing.T, dir string) {
	t.Helper()
	r, _, err := mirror.Mirror{From: s.log.Memory, Dir: dir, Policy: s.log.Trust()}.Run(context.Background())
	require.NoError(t, err)
	require.Empty(t, r.Problems)
}

func keepFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func verify(c verifyCommand) (string, error) {
	var out bytes.Buffer
	c.out = &out
	err := c.run(context.Background())
	return out.String(), err
}

func TestVerifyProof(t *testing.T) {
	s := saveAll(t)
	out, err := verify(verifyCommand{File: s.proof, trustFlags: s.trust})
	require.NoError(t, err)
	require.Contains(t, out, "proven: act 1 of the incident stream")

	out, err = verify(verifyCommand{File: s.proof, Log: s.dir, trustFlags: s.trust})
	require.NoError(t, err)
	require.Contains(t, out, "recorded: act 2 is entry 4")
	require.Contains(t, out, "silence: act 3 of this stream is in none of the 8 entries")

	raw, err := os.ReadFile(s.proof)
	require.NoError(t, err)
	out, err = verify(verifyCommand{File: keepFile(t, "x", bytes.Replace(raw, []byte("index 0"), []byte("index 1"), 1)), trustFlags: s.trust})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "NOT IN ORDER")
}

func TestVerifyLog(t *testing.T) {
	s := saveAll(t)
	state := filepath.Join(t.TempDir(), "state")
	for range 2 {
		out, err := verify(verifyCommand{Log: s.dir, Saved: state, trustFlags: s.trust})
		require.NoError(t, err)
		require.Contains(t, out, "in order: 8 entries")
	}
	out, err := verify(verifyCommand{File: s.earlyC, Log: s.dir, trustFlags: s.trust})
	require.NoError(t, err)
	require.Contains(t, out, "signed: "+ledgertest.Origin+" with 4 entries")

	early := ledgertest.NewLog(t, 4) // another log under the same key, shorter
	early.Events.AddMany(1)
	early.Next(t)
	short := saved{log: early}
	dir := t.TempDir()
	short.copyTo(t, dir)
	out, err = verify(verifyCommand{Log: dir, Saved: state, trustFlags: s.trust})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "roll-back: the log had 8 entries")
	early.Next(t)
	short.copyTo(t, dir)
	out, err = verify(verifyCommand{Log: dir, Saved: state, trustFlags: s.trust})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "fork: the first 8 entries are not the ones that were signed before")

	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "tile", "entries", "000.p", "8"), []byte("?"), 0o600))
	out, err = verify(verifyCommand{Log: s.dir, trustFlags: s.trust})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "tile/entries/000.p/8 is malformed")
}

func TestVerifyPromise(t *testing.T) {
	s := saveAll(t)
	promise := func(l ledger.Leaf, filed time.Time) string {
		signed, err := ledger.SignPromise(l, filed, time.Hour, s.log.Integrator.Log)
		require.NoError(t, err)
		return keepFile(t, "promise", signed)
	}
	out, err := verify(verifyCommand{File: promise(s.leaf, ledgertest.Epoch), Log: s.dir, trustFlags: s.trust})
	require.NoError(t, err)
	require.Contains(t, out, "kept: the promised act is in the log")
	out, err = verify(verifyCommand{File: promise(ledger.Leaf{}, time.Now()), Log: s.dir, trustFlags: s.trust})
	require.NoError(t, err)
	require.Contains(t, out, "open: ")
	out, err = verify(verifyCommand{File: promise(ledger.Leaf{}, time.Now().Add(-2*time.Hour)), Log: s.dir, trustFlags: s.trust})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "late by this computer's clock")
}

// TestBrokenPromise has witnesses' clocks prove that a promise was broken.
func TestBrokenPromise(t *testing.T) {
	s := saveAll(t)
	private, _ := ledgertest.Key(t, "witness.example", 40)
	at := ledgertest.Epoch.Add(2 * time.Hour)
	w, err := ledger.NewCosigner(private, func() time.Time { return at })
	require.NoError(t, err)
	policy := keepFile(t, "policy", []byte("log "+s.log.Public+"\nwitness w "+w.VerifierKey()+"\nquorum w\n"))
	signed, err := os.ReadFile(filepath.Join(s.dir, "checkpoint"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "checkpoint"), cosigned(t, signed, w), 0o600))
	promise, err := ledger.SignPromise(ledger.Leaf{}, ledgertest.Epoch, time.Hour, s.log.Integrator.Log)
	require.NoError(t, err)
	out, err := verify(verifyCommand{File: keepFile(t, "p", promise), Log: s.dir, trustFlags: trustFlags{Policy: policy}})
	require.ErrorIs(t, err, errFound)
	require.Contains(t, out, "sealed: the quorum was reached at 2027-03-01T10:00:00Z")
	require.Contains(t, out, "the promise is broken: witnesses saw the log at 2027-03-01T10:00:00Z")
}

func TestVerifyWantsOneTrust(t *testing.T) {
	require.Error(t, verifyCommand{File: "f"}.Validate())
	require.Error(t, verifyCommand{trustFlags: trustFlags{Key: "k"}}.Validate())
	require.Error(t, verifyCommand{File: "f", trustFlags: trustFlags{Key: "k", Policy: "p"}}.Validate())
	require.NoError(t, verifyCommand{File: "f", trustFlags: trustFlags{Key: "k"}}.Validate())
}
