package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
)

// mutations is how many random changes are tried, as many as the design asks.
const mutations = 1000

// served is a whole log as files by path.
type served map[string][]byte

func (s served) Fetch(_ context.Context, path string) ([]byte, error) {
	if data, ok := s[path]; ok {
		return data, nil
	}
	return nil, ledger.ErrNotFound
}

// sealedLog is a log of some hundreds of leaves whose checkpoint all witnesses
// of the policy cosigned, as files, with an older state.
func sealedLog(t testing.TB) (served, *ledger.Policy, ledger.Checkpoint) {
	t.Helper()
	text, keys := cosigners(t)
	policy, err := ledger.ParsePolicy([]byte(text + "# all\n"))
	require.NoError(t, err)
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(500)
	old := log.Next(t).Head
	log.Events.AddMany(300)
	head := log.Next(t).Head
	files := served{}
	require.NoError(t, ledger.AllTiles(head.Size, func(tile ledger.Tile) error {
		files[tile.Path()], err = log.Memory.Fetch(context.Background(), tile.Path())
		return err
	}))
	signed, err := log.Memory.Published(context.Background())
	require.NoError(t, err)
	files["checkpoint"] = cosign(t, signed, keys["n1"], keys["n2"], keys["m1"])
	return files, policy, old
}

// TestTampering makes 1,000 random changes to what a log serves: bytes, entries,
// hashes, whole files, the checkpoint. Each is found.
func TestTampering(t *testing.T) {
	files, policy, old := sealedLog(t)
	audit := ledger.Audit{Policy: policy, Known: []ledger.Checkpoint{old}}
	sound := func(f served) bool {
		r, err := audit.Run(context.Background(), f)
		require.NoError(t, err)
		return r.OK() && r.Opened.Sealed
	}
	require.True(t, sound(files))
	var paths []string
	for path := range files {
		paths = append(paths, path)
	}
	random := rand.New(rand.NewPCG(6, 7)) // #nosec G404 -- the same changes in every run
	detected := 0
	for range mutations {
		changed := served{}
		for path, data := range files {
			changed[path] = data
		}
		what := mutate(random, changed, paths)
		if sound(changed) {
			t.Errorf("not detected: %s", what)
			continue
		}
		detected++
	}
	t.Logf("%d of %d changes detected", detected, mutations)
}

// mutate changes one file for good and says how.
func mutate(random *rand.Rand, f served, paths []string) string {
	for {
		path := paths[random.IntN(len(paths))]
		before := f[path]
		at := random.IntN(len(before))
		unit := 32
		if len(before)%67 == 0 {
			unit = 67
		}
		record := at / unit * unit
		end := min(record+unit, len(before))
		var after []byte
		kind := random.IntN(7)
		switch kind {
		case 0: // a bit
			after = bytes.Clone(before)
			after[at] ^= 1 << random.IntN(8)
		case 1: // a byte less
			after = append(bytes.Clone(before[:at]), before[at+1:]...)
		case 2: // a byte more
			after = append(append(bytes.Clone(before[:at]), byte(random.IntN(256))), before[at:]...)
		case 3: // an entry or hash gone
			after = append(bytes.Clone(before[:record]), before[end:]...)
		case 4: // two entries or hashes swapped
			after = append(append(bytes.Clone(before[:record]), before[end:]...), before[record:end]...)
		case 5: // another file's content
			after = f[paths[random.IntN(len(paths))]]
		case 6: // cut off
			after = before[:at]
		}
		if !bytes.Equal(before, after) {
			f[path] = after
			return fmt.Sprintf("change %d of %s at %d", kind, path, at)
		}
	}
}

// TestMissing takes each file away in turn.
func TestMissing(t *testing.T) {
	files, policy, _ := sealedLog(t)
	for path := range files {
		without := served{}
		for p, data := range files {
			if p != path {
				without[p] = data
			}
		}
		r, err := ledger.Audit{Policy: policy}.Run(context.Background(), without)
		require.True(t, err != nil || !r.OK(), path)
	}
}

// TestRollBackAndFork tells the two apart, in plain words.
func TestRollBackAndFork(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(10)
	log.Next(t)
	dump := log.Memory.Clone()
	log.Events.AddMany(10)
	seen := log.Next(t).Head

	audit := ledger.Audit{Policy: log.Trust(), Known: []ledger.Checkpoint{seen}}
	r, err := audit.Run(ctx, dump)
	require.NoError(t, err)
	require.Equal(t, ledger.RolledBack, r.Problems[0].Kind)
	require.Contains(t, r.Problems[0].Text, "roll-back: the log had 32 entries")

	other := ledgertest.NewLog(t, 4)
	other.Storage, other.Memory, other.Events = dump, dump, &ledgertest.Events{Leaves: log.Events.Leaves[:10:10]}
	other.Source = other.Events
	other.Events.AddMany(30)
	other.Advance()
	other.Next(t)
	other.Events.AddMany(30)
	other.Next(t)
	r, err = audit.Run(ctx, dump)
	require.NoError(t, err)
	require.NotEmpty(t, r.Problems)
	require.Equal(t, ledger.Forked, r.Problems[0].Kind)
}

// TestRepeatedLabel logs two acts that claim one place in a case.
func TestRepeatedLabel(t *testing.T) {
	log := ledgertest.NewLog(t, 4)
	log.Events.AddMany(5)
	log.Events.Add(t, 1, 1)
	log.Events.Leaves = append(log.Events.Leaves, ledger.Leaf{Label: log.Events.Leaves[5].Label})
	log.Next(t)
	r, err := ledger.Audit{Policy: log.Trust()}.Run(context.Background(), log.Memory)
	require.NoError(t, err)
	require.Len(t, r.Problems, 1)
	require.Equal(t, ledger.Repeated, r.Problems[0].Kind)
}
