package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
)

// filed makes a log with a case in the middle and the proof of its first act.
func filed(t *testing.T) (*ledgertest.Log, ledger.Proof) {
	t.Helper()
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(20)
	pos := log.Events.Add(t, 1, 1)
	log.Events.AddMany(7)
	log.Next(t)
	signed, err := log.Memory.Published(ctx)
	require.NoError(t, err)
	p, err := ledger.NewProof(ctx, log.Memory, signed, log.Memory.Index[pos], ledgertest.CaseKey(1), ledgertest.Event(t, 1, 1))
	require.NoError(t, err)
	leaf, err := p.Leaf()
	require.NoError(t, err)
	p.Promise, err = ledger.SignPromise(leaf, ledgertest.Epoch, time.Hour, log.Integrator.Log)
	require.NoError(t, err)
	return log, p
}

func TestProofOfFiling(t *testing.T) {
	log, p := filed(t)
	file, err := p.Marshal()
	require.NoError(t, err)
	require.True(t, ledger.IsProof(file))
	back, err := ledger.ParseProof(file)
	require.NoError(t, err)
	require.Equal(t, p, back)
	proven, err := back.Verify(log.Trust())
	require.NoError(t, err)
	want := ledgertest.Event(t, 1, 1)
	require.Equal(t, want.ID, proven.Event.ID)
	require.Equal(t, want.Seq, proven.Event.Seq)
	require.False(t, proven.Opened.Sealed)
	require.Equal(t, ledgertest.Epoch.Add(time.Hour), proven.Promise.Due())
}

// TestProofRefuses changes each part of a proof.
func TestProofRefuses(t *testing.T) {
	log, good := filed(t)
	_, err := good.Verify(log.Trust())
	require.NoError(t, err)
	other := ledgertest.CaseKey(2).Stream(record.SubjectIncident)
	otherPromise, err := ledger.SignPromise(ledger.Leaf{}, ledgertest.Epoch, time.Hour, log.Integrator.Log)
	require.NoError(t, err)
	for name, change := range map[string]func(*ledger.Proof){
		"event":            func(p *ledger.Proof) { p.Canonical = ledgertest.Event(t, 1, 2).Canonical },
		"salt":             func(p *ledger.Proof) { p.Salt = ledgertest.Event(t, 1, 2).Salt },
		"no salt":          func(p *ledger.Proof) { p.Salt = nil },
		"label":            func(p *ledger.Proof) { p.Label[0] ^= 1 },
		"key":              func(p *ledger.Proof) { p.Stream = &other },
		"index":            func(p *ledger.Proof) { p.Index++ },
		"index below":      func(p *ledger.Proof) { p.Index = -1 },
		"index beyond":     func(p *ledger.Proof) { p.Index = 1 << 40 },
		"inclusion":        func(p *ledger.Proof) { p.Inclusion = p.Inclusion[1:] },
		"checkpoint":       func(p *ledger.Proof) { p.Checkpoint = append([]byte("x"), p.Checkpoint...) },
		"promise":          func(p *ledger.Proof) { p.Promise = otherPromise },
		"promise unsigned": func(p *ledger.Proof) { p.Promise = []byte("gongzhi filing promise v1\n") },
	} {
		t.Run(name, func(t *testing.T) {
			p := good
			p.Inclusion = append(p.Inclusion[:0:0], p.Inclusion...)
			change(&p)
			_, err := p.Verify(log.Trust())
			require.Error(t, err)
		})
	}
	private, public := ledgertest.Key(t, ledgertest.Origin, 9)
	_ = private
	stranger, err := note.NewVerifier(public)
	require.NoError(t, err)
	_, err = good.Verify(ledger.PolicyOf(stranger))
	require.ErrorIs(t, err, ledger.ErrSignature)
}

func TestNewProofRefusesAnotherLeaf(t *testing.T) {
	log, p := filed(t)
	_, err := ledger.NewProof(context.Background(), log.Memory, p.Checkpoint, p.Index+1, ledgertest.CaseKey(1), ledgertest.Event(t, 1, 1))
	require.ErrorContains(t, err, "not this event")
}

// TestProofOfSilence follows a case: two acts are found, the third is absent;
// a key of another case finds nothing.
func TestProofOfSilence(t *testing.T) {
	log, p := filed(t)
	log.Events.Add(t, 1, 2)
	log.Events.Add(t, 2, 1)
	log.Next(t)
	log.Events.Add(t, 1, 3)
	log.Next(t)
	acts := ledger.NewActs(*p.Stream, 1)
	other := ledger.NewActs(ledgertest.CaseKey(3).Stream(record.SubjectIncident), 0)
	watch := func(i int64, l ledger.Leaf) { acts.See(i, l); other.See(i, l) }
	report, err := ledger.Audit{Policy: log.Trust(), Watch: watch}.Run(context.Background(), log.Memory)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	recorded, absent := acts.Recorded()
	require.Equal(t, []ledger.Act{{Seq: 2, Index: 32}, {Seq: 3, Index: 36}}, recorded)
	require.Equal(t, int64(4), absent)
	require.Empty(t, acts.Irregular())
	recorded, absent = other.Recorded()
	require.Empty(t, recorded)
	require.Equal(t, int64(1), absent)
}

// TestIrregularActs plants a number twice and one behind a gap.
func TestIrregularActs(t *testing.T) {
	key := ledgertest.CaseKey(1).Stream(record.SubjectIncident)
	acts := ledger.NewActs(key, 1)
	for i, seq := range []int64{2, 3, 3, 5} {
		acts.See(int64(i), ledger.Leaf{Label: key.Label(seq)})
	}
	_, absent := acts.Recorded()
	require.Equal(t, int64(4), absent)
	require.Equal(t, []ledger.Act{{Seq: 3, Index: 2}, {Seq: 5, Index: 3}}, acts.Irregular())
}

// TestPromiseIsNoCheckpoint keeps the two texts the log's key signs apart.
func TestPromiseIsNoCheckpoint(t *testing.T) {
	log, p := filed(t)
	_, err := log.Trust().Open(p.Promise)
	require.Error(t, err)
	_, err = log.Trust().OpenPromise(p.Checkpoint)
	require.Error(t, err)
	promise, err := log.Trust().OpenPromise(p.Promise)
	require.NoError(t, err)
	require.Equal(t, time.Hour, promise.Within)
	require.Equal(t, ledgertest.Epoch, promise.Filed)
	_, err = ledger.SignPromise(ledger.Leaf{}, ledgertest.Epoch, time.Millisecond, log.Integrator.Log)
	require.Error(t, err)
}
