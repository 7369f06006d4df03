package ledger_test

import (
	"context"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
)

// oneFiling is the source of a desk that knows one report.
type oneFiling struct {
	log   *ledgertest.Log
	event record.Event
	pos   int64
}

func (f *oneFiling) FilingEvent(_ context.Context, receipt []byte) (record.Event, int64, error) {
	if string(receipt) != "receipt" {
		return record.Event{}, 0, record.ErrNotFound
	}
	return f.event, f.pos, nil
}

func (f *oneFiling) IndexOf(_ context.Context, pos int64) (int64, error) {
	index, placed := f.log.Memory.Index[pos]
	if !placed {
		return 0, ledger.ErrNotFound
	}
	return index, nil
}

func deskOf(t *testing.T) (*ledger.Desk, *oneFiling) {
	t.Helper()
	log := ledgertest.NewLog(t, 4)
	f := &oneFiling{log: log, event: ledgertest.Event(t, 1, 1)}
	return &ledger.Desk{Site: log.Memory, Events: f, Policy: log.Trust(),
		Keys: ledger.Keys{Signer: log.Integrator.Log, Verifier: log.Verifier, Public: log.Public},
		Key:  func(record.ID) ledger.CaseKey { return ledgertest.CaseKey(1) }, Within: time.Hour}, f
}

// TestAFilingOnItsWay follows a report from the promise to the proof and to its
// erasure: at each step the filer gets what there is, and nothing is an error.
func TestAFilingOnItsWay(t *testing.T) {
	ctx := context.Background()
	d, f := deskOf(t)
	_, err := d.Filing(ctx, []byte("wrong"))
	require.ErrorIs(t, err, record.ErrNotFound)
	waits, err := d.Filing(ctx, []byte("receipt"))
	require.NoError(t, err)
	require.Nil(t, waits.Proof)
	promise, err := d.Policy.OpenPromise(waits.Promise)
	require.NoError(t, err)
	require.True(t, promise.Due().Equal(waits.Due))

	f.pos = f.log.Events.Add(t, 1, 1)
	placed, err := d.Filing(ctx, []byte("receipt"))
	require.NoError(t, err)
	require.Equal(t, waits, placed, "placed, and the log has not grown")
	f.log.Next(t)
	proven, err := d.Filing(ctx, []byte("receipt"))
	require.NoError(t, err)
	require.Equal(t, waits.Promise, proven.Promise, "the same promise, always")
	p, err := ledger.ParseProof(proven.Proof)
	require.NoError(t, err)
	shown, err := p.Verify(d.Policy)
	require.NoError(t, err)
	require.Equal(t, promise.Leaf, shown.Promise.Leaf)
	require.NotEqual(t, [32]byte(ledgertest.CaseKey(1)), [32]byte(*p.Stream), "the key of one stream, not of the case")

	f.event.Salt = nil
	erased, err := d.Filing(ctx, []byte("receipt"))
	require.NoError(t, err)
	require.Equal(t, ledger.Filing{Erased: true}, erased)
}

// TestTheKeyOfTheCorrespondenceStaysInside: who joined a case gets a proof, and
// no key that tells when others wrote.
func TestTheKeyOfTheCorrespondenceStaysInside(t *testing.T) {
	ctx := context.Background()
	d, f := deskOf(t)
	f.event.Subject.Kind = record.SubjectCorrespondence
	var err error
	f.event.Canonical, err = record.Canonicalize(f.event)
	require.NoError(t, err)
	leaf, err := ledger.LeafOf(ledgertest.CaseKey(1), f.event)
	require.NoError(t, err)
	f.log.Events.Leaves = append(f.log.Events.Leaves, leaf)
	f.pos = 1
	f.log.Next(t)
	filing, err := d.Filing(ctx, []byte("receipt"))
	require.NoError(t, err)
	p, err := ledger.ParseProof(filing.Proof)
	require.NoError(t, err)
	require.Nil(t, p.Stream)
	_, err = p.Verify(d.Policy)
	require.NoError(t, err)
}

func TestAnEntryIsProvenOrRefused(t *testing.T) {
	ctx := context.Background()
	d, f := deskOf(t)
	_, err := d.Entry(ctx, 0)
	require.ErrorIs(t, err, ledger.ErrNotFound, "before the first growth")
	_, err = d.Compare(ctx, ledger.Checkpoint{})
	require.ErrorIs(t, err, ledger.ErrNotFound)
	f.log.Events.AddMany(300)
	f.log.Next(t)
	for _, index := range []int64{0, 255, 256, 299, 511} {
		e, err := d.Entry(ctx, index)
		require.NoError(t, err)
		require.Len(t, e.Inclusion, 9)
	}
	for _, index := range []int64{-1, 512} {
		_, err := d.Entry(ctx, index)
		require.ErrorIs(t, err, ledger.ErrNotFound)
	}
	f.log.Memory.Mutate(ledger.Tile{Level: 0, N: 1}, func(b []byte) []byte { b[7] ^= 1; return b })
	_, err = d.Entry(ctx, 300)
	require.ErrorIs(t, err, ledger.ErrTampered)
	c, err := d.Compare(ctx, ledger.Checkpoint{Size: 400})
	require.NoError(t, err)
	require.Equal(t, ledger.BadTile, c.Found)
}

func TestKeysAreNamed(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	k, err := ledger.NewKeys("gongzhi.example/log", key)
	require.NoError(t, err)
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: k.Signer.Name(), Root: ledger.EmptyRoot()}, k.Signer)
	require.NoError(t, err)
	_, err = ledger.OpenCheckpoint(signed, k.Verifier)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(k.Public, "gongzhi.example/log+"))
	for _, name := range []string{"", "two words", "a+b", "line\nend"} {
		_, err := ledger.NewKeys(name, key)
		require.Error(t, err, name)
	}
}

func TestAPolicyNeedNotNameTheOwnLog(t *testing.T) {
	text, _ := cosigners(t)
	text = strings.Replace(text, "log ", "# log ", 1)
	p, err := ledger.ParsePolicy([]byte(text))
	require.NoError(t, err)
	_, v, _ := ledgertest.LogKey(t)
	signer, _, _ := ledgertest.LogKey(t)
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: ledgertest.Origin, Root: ledger.EmptyRoot()}, signer)
	require.NoError(t, err)
	_, err = p.Open(signed)
	require.ErrorIs(t, err, ledger.ErrSignature)
	_, err = p.Trusting(v).Open(signed)
	require.NoError(t, err)
	once := p.Trusting(v)
	require.Same(t, once, once.Trusting(v), "once is enough")
	require.Equal(t, "both", p.Quorum())
	require.Equal(t, []ledger.Group{{"both", 2, []string{"ngo", "media"}}, {"media", 1, []string{"m1", "m2"}}, {"ngo", 2, []string{"n1", "n2", "n3"}}}, p.Groups())
}
