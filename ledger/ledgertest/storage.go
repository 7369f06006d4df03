package ledgertest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
)

// CheckStorage holds an empty storage to the rules that the integrator and the
// server build on.
func CheckStorage(t *testing.T, s ledger.Storage) {
	t.Helper()
	ctx := context.Background()
	log := NewLog(t, 4)
	log.Storage = s
	head, err := s.Head(ctx)
	require.NoError(t, err)
	require.Equal(t, ledger.Head{}, head, "the zero head before the first")
	note, err := s.Published(ctx)
	require.NoError(t, err)
	require.Empty(t, note)
	_, err = s.ReadTiles(ctx, []ledger.Tile{{Level: 0, N: 0, W: 1}})
	require.ErrorIs(t, err, ledger.ErrNotFound)

	log.Events.AddMany(300)
	log.Next(t)
	head, err = s.Head(ctx)
	require.NoError(t, err)
	require.Equal(t, int64(512), head.Size)
	require.Equal(t, int64(300), head.Last)
	require.True(t, head.Slot.Equal(log.Now()))
	checkGuards(t, s, head)

	log.Events.AddMany(5)
	log.Next(t)
	report, err := ledger.Audit{Policy: log.Trust(), Known: []ledger.Checkpoint{head.Checkpoint}}.Run(ctx, fetcher{s})
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	require.Equal(t, int64(520), report.Leaves)
}

// checkGuards tries moves from a state that is not the head: none has effect.
func checkGuards(t *testing.T, s ledger.Storage, head ledger.Head) {
	t.Helper()
	ctx := context.Background()
	tile := ledger.Tile{Level: 0, N: 0, W: ledger.FullWidth}
	before, err := s.ReadTiles(ctx, []ledger.Tile{tile})
	require.NoError(t, err)
	otherRoot := head
	otherRoot.Root[0] ^= 1
	for _, old := range []ledger.Head{{}, otherRoot} {
		batch := ledger.Batch{Old: old, New: head, Tiles: []ledger.TileData{{Tile: tile, Data: []byte("other")}}}
		require.ErrorIs(t, s.Append(ctx, batch), ledger.ErrMoved)
	}
	after, err := s.ReadTiles(ctx, []ledger.Tile{tile})
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.ErrorIs(t, s.Publish(ctx, head.Size-1, []byte("smaller")), ledger.ErrMoved)
	require.NoError(t, s.Publish(ctx, head.Size, head.Note), "the same size again, for more cosignatures")
	_, err = s.ReadTiles(ctx, []ledger.Tile{tile, {Level: 0, N: 99, W: 1}})
	require.ErrorIs(t, err, ledger.ErrNotFound)
}

// fetcher serves a storage as an outsider gets it.
type fetcher struct{ ledger.Storage }

func (f fetcher) Fetch(ctx context.Context, path string) ([]byte, error) {
	body, _, _, err := ledger.Serve(ctx, f.Storage, path)
	return body, err
}
