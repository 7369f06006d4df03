package ledger_test

import (
	"context"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
)

// naive is the tree hash as RFC 6962 section 2.1 defines it.
func naive(leaves []ledger.Leaf) tlog.Hash {
	switch len(leaves) {
	case 0:
		return tlog.Hash(sha256.Sum256(nil))
	case 1:
		return tlog.Hash(sha256.Sum256(append([]byte{0}, leaves[0].Bytes()...)))
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	left, right := naive(leaves[:k]), naive(leaves[k:])
	return tlog.Hash(sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...)))
}

// TestGrowthByRandomBatches grows logs by random batches; at every checkpoint
// the root is the naive one, random leaves are included, older states are
// consistent, and the audit of the whole log finds nothing.
func TestGrowthByRandomBatches(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		ctx := context.Background()
		log := ledgertest.NewLog(t, rapid.SampledFrom([]int{1, 3, 8}).Draw(r, "floor"))
		var states []ledger.Checkpoint
		var known []ledger.Checkpoint
		for range rapid.IntRange(1, 6).Draw(r, "batches") {
			log.Events.AddMany(rapid.IntRange(0, 300).Draw(r, "events"))
			states = append(states, log.Next(t).Head)
		}
		leaves := readAll(t, log.Memory, states[len(states)-1].Size)
		for i, c := range states {
			require.Equal(t, naive(leaves[:c.Size]), c.Root)
			known = append(known, c)
			index := rapid.Int64Range(0, c.Size-1).Draw(r, "index")
			proof, err := ledger.Inclusion(ctx, log.Memory, c, index)
			require.NoError(t, err)
			require.NoError(t, tlog.CheckRecord(proof, c.Size, c.Root, index, leaves[index].Hash()))
			from := states[rapid.IntRange(0, i).Draw(r, "from")]
			tree, err := ledger.Consistency(ctx, log.Memory, c, from.Size)
			require.NoError(t, err)
			require.NoError(t, ledger.CheckConsistency(tree, c, from))
		}
		report, err := ledger.Audit{Policy: log.Trust(), Known: known}.Run(ctx, log.Memory)
		require.NoError(t, err)
		require.Empty(t, report.Problems)
		require.Equal(t, states[len(states)-1].Size, report.Leaves)
	})
}

func readAll(t *testing.T, from ledger.Fetcher, size int64) []ledger.Leaf {
	t.Helper()
	var leaves []ledger.Leaf
	require.NoError(t, ledger.AllTiles(size, func(tile ledger.Tile) error {
		if tile.Level != ledger.Entries {
			return nil
		}
		data, err := from.Fetch(context.Background(), tile.Path())
		require.NoError(t, err)
		more, err := ledger.ParseBundle(data, tile.W)
		leaves = append(leaves, more...)
		return err
	}))
	require.Len(t, leaves, int(size))
	return leaves
}

// TestCrashPairs lets every storage call of a log's life fail, once without and
// once with its effect; after the failure the step is done again. Each event is
// in the log once, nothing is signed twice for one size, and the audit is clean.
func TestCrashPairs(t *testing.T) {
	failed := map[string]int{}
	for _, persist := range []bool{false, true} {
		for n := 1; ; n++ {
			log := ledgertest.NewLog(t, 4)
			faulty := &ledgertest.Faulty{Storage: log.Memory, FailAt: n, Persist: persist}
			log.Storage = faulty
			signed := recordSigning(log)
			for _, events := range []int{3, 260, 0, 9} {
				log.Events.AddMany(events)
				log.Advance()
				if _, err := log.Retry(); err != nil {
					require.ErrorIs(t, err, ledgertest.ErrFault)
					_, err = log.Retry() // another instance, which knows nothing
					require.NoError(t, err)
				}
			}
			checkWhole(t, log, signed)
			if faulty.Failed == "" {
				break // the life ended before call n
			}
			failed[faulty.Failed]++
		}
	}
	for _, name := range []string{"head", "tiles", "append", "published", "publish"} {
		require.GreaterOrEqual(t, failed[name], 2, name)
	}
}

type signings struct {
	ledgerSigner
	bySize map[int64]map[ledger.Checkpoint]bool
}

type ledgerSigner interface {
	Name() string
	KeyHash() uint32
	Sign(msg []byte) ([]byte, error)
}

func (s *signings) Sign(text []byte) ([]byte, error) {
	c, err := ledger.ParseCheckpoint(string(text))
	if err != nil {
		return nil, err
	}
	if s.bySize[c.Size] == nil {
		s.bySize[c.Size] = map[ledger.Checkpoint]bool{}
	}
	s.bySize[c.Size][c] = true
	return s.ledgerSigner.Sign(text)
}

func recordSigning(log *ledgertest.Log) *signings {
	s := &signings{log.Log, map[int64]map[ledger.Checkpoint]bool{}}
	log.Log = s
	return s
}

// checkWhole checks a log after a crash from inside and outside.
func checkWhole(t *testing.T, log *ledgertest.Log, signed *signings) {
	t.Helper()
	ctx := context.Background()
	for size, states := range signed.bySize {
		require.Len(t, states, 1, "two states were signed for size %d", size)
	}
	report, err := ledger.Audit{Policy: log.Trust()}.Run(ctx, log.Memory)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	head, err := log.Memory.Head(ctx)
	require.NoError(t, err)
	require.Equal(t, head.Checkpoint, report.Opened.Checkpoint)
	leaves := readAll(t, log.Memory, head.Size)
	require.Len(t, log.Memory.Index, len(log.Events.Leaves))
	events := map[int64]bool{}
	for pos, index := range log.Memory.Index {
		require.Equal(t, log.Events.Leaves[pos-1], leaves[index])
		events[index] = true
	}
	for i, l := range leaves {
		require.Equal(t, !events[int64(i)], log.Padding.Is(int64(i), l))
	}
}

// TestFencing has two instances compute the same slot: one wins, the other is
// told, and the log is whole.
func TestFencing(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Next(t)
	log.Events.AddMany(5)
	log.Advance()
	slow := &slowAppend{Storage: log.Memory}
	other := *log.Integrator
	other.Storage = slow
	slow.before = func() {
		log.Events.AddMany(7) // the faster one sees more events
		_, err := log.Retry()
		require.NoError(t, err)
	}
	_, err := other.Integrate(ctx, log.Now())
	require.ErrorIs(t, err, ledger.ErrMoved)
	report, err := ledger.Audit{Policy: log.Trust()}.Run(ctx, log.Memory)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	require.Len(t, log.Memory.Index, 12)
}

type slowAppend struct {
	ledger.Storage
	before func()
}

func (s *slowAppend) Append(ctx context.Context, b ledger.Batch) error {
	s.before()
	return s.Storage.Append(ctx, b)
}

// TestForgedHead lets a superuser change the head: nothing more is signed.
func TestForgedHead(t *testing.T) {
	ctx := context.Background()
	for name, forge := range map[string]func(*ledger.Head){
		"size":    func(h *ledger.Head) { h.Size-- },
		"root":    func(h *ledger.Head) { h.Root[0] ^= 1 },
		"no note": func(h *ledger.Head) { h.Note = nil },
		"note":    func(h *ledger.Head) { h.Note = h.Note[:len(h.Note)-5] },
	} {
		t.Run(name, func(t *testing.T) {
			log := ledgertest.NewLog(t, 4)
			log.Next(t)
			head, err := log.Memory.Head(ctx)
			require.NoError(t, err)
			forge(&head)
			log.Memory.SetHead(head)
			log.Advance()
			_, err = log.Retry()
			require.ErrorIs(t, err, ledger.ErrStored)
		})
	}
}

// TestStaleHead restores the head alone: the published checkpoint is ahead.
func TestStaleHead(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Next(t)
	old, err := log.Memory.Head(ctx)
	require.NoError(t, err)
	log.Next(t)
	log.Memory.SetHead(old)
	_, err = log.Integrate(ctx, old.Slot)
	require.ErrorIs(t, err, ledger.ErrStored)
}

// TestChangedTileStopsTheLog changes the right edge behind the log's back: the
// log refuses to build on it.
func TestChangedTileStopsTheLog(t *testing.T) {
	for name, tile := range map[string]ledger.Tile{
		"hashes":  {Level: 0, N: 0, W: 1},
		"entries": {Level: ledger.Entries, N: 0, W: 1},
	} {
		t.Run(name, func(t *testing.T) {
			log := ledgertest.NewLog(t, 5)
			log.Next(t)
			log.Memory.Mutate(tile, func(b []byte) []byte { b[len(b)-1] ^= 1; return b })
			log.Advance()
			_, err := log.Retry()
			require.Error(t, err)
		})
	}
}

// TestOutOfOrder refuses events that leave a gap.
func TestOutOfOrder(t *testing.T) {
	log := ledgertest.NewLog(t, 4)
	log.Source = gap{}
	log.Advance()
	_, err := log.Retry()
	require.ErrorContains(t, err, "does not follow")
}

type gap struct{}

func (gap) Pending(context.Context, int64, int) ([]ledger.Placed, error) {
	return []ledger.Placed{{Pos: 1}, {Pos: 3}}, nil
}
