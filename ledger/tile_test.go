package ledger_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
)

func TestTilePaths(t *testing.T) {
	for path, tile := range map[string]ledger.Tile{
		"tile/0/000":                {Level: 0, N: 0, W: 256},
		"tile/0/x001/x234/067":      {Level: 0, N: 1234067, W: 256},
		"tile/63/999.p/255":         {Level: 63, N: 999, W: 255},
		"tile/entries/x001/000.p/1": {Level: ledger.Entries, N: 1000, W: 1},
	} {
		require.Equal(t, path, tile.Path())
		back, err := ledger.ParseTilePath(path)
		require.NoError(t, err)
		require.Equal(t, tile, back)
	}
}

func TestTilePathsRefused(t *testing.T) {
	for _, path := range []string{
		"", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/data/000", "tile/0/0",
		"tile/0/0000", "tile/0/001/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
		"tile/0/000.p/", "tile/0/000.p", "tile/0/x001", "tile/0/x001/x000", "tile/0/+01", "/tile/0/000",
		"tile/0/../checkpoint", "tile/8/0/000", "tile/0/000/", "tile/0/000.p/1/",
		"tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999",
	} {
		_, err := ledger.ParseTilePath(path)
		require.Error(t, err, path)
	}
}

// TestTilePathsAgree compares with tlog's form, which has the height before the
// level.
func TestTilePathsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tile := ledger.Tile{Level: rapid.IntRange(0, 63).Draw(t, "level"), N: rapid.Int64Range(0, 1<<40).Draw(t, "n"), W: rapid.IntRange(1, 256).Draw(t, "w")}
		foreign := tlog.Tile{H: 8, L: tile.Level, N: tile.N, W: tile.W}
		require.Equal(t, foreign.Path(), "tile/8"+tile.Path()[len("tile"):])
	})
}

// TestServeOnlyWhatIsPublished walks a log: everything the checkpoint promises
// is there, and nothing beyond it, though the head is further.
func TestServeOnlyWhatIsPublished(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	_, _, _, err := ledger.Serve(ctx, log.Memory, "checkpoint")
	require.ErrorIs(t, err, ledger.ErrNotFound)

	log.Events.AddMany(300)
	published := log.Next(t).Head
	log.Advance()
	log.Storage = noPublish{log.Memory} // the head moves, publishing fails
	_, err = log.Retry()
	require.ErrorIs(t, err, ledgertest.ErrFault)
	head, err := log.Memory.Head(ctx)
	require.NoError(t, err)
	require.Greater(t, head.Size, published.Size)

	body, kind, cacheable, err := ledger.Serve(ctx, log.Memory, "checkpoint")
	require.NoError(t, err)
	require.Equal(t, "text/plain; charset=utf-8", kind)
	require.False(t, cacheable)
	c, err := ledger.OpenCheckpoint(body, log.Verifier)
	require.NoError(t, err)
	require.Equal(t, published, c)

	require.NoError(t, ledger.AllTiles(published.Size, func(tile ledger.Tile) error {
		body, kind, cacheable, err := ledger.Serve(ctx, log.Memory, tile.Path())
		require.NoError(t, err)
		require.Equal(t, "application/octet-stream", kind)
		require.True(t, cacheable)
		require.Len(t, body, tile.Bytes())
		return nil
	}))
	for _, beyond := range []string{"tile/0/002.p/1", "tile/0/002", "tile/entries/002.p/1", "tile/entries/002", "tile/1/000.p/3", "tile/2/000.p/1", "tile/0/001.p/0", "tile/63/000", "nothing"} {
		_, _, _, err := ledger.Serve(ctx, log.Memory, beyond)
		require.ErrorIs(t, err, ledger.ErrNotFound, beyond)
	}
}

// TestAllTiles is the example of c2sp.org/tlog-tiles.
func TestAllTiles(t *testing.T) {
	var hashes []string
	entries := 0
	require.NoError(t, ledger.AllTiles(70_000, func(tile ledger.Tile) error {
		switch {
		case tile.Level == ledger.Entries:
			entries++
		case tile.Level > 0 || tile.W < 256:
			hashes = append(hashes, tile.Path())
		}
		return nil
	}))
	require.Equal(t, 274, entries)
	require.Equal(t, []string{"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}, hashes)
}

type noPublish struct{ ledger.Storage }

func (noPublish) Publish(context.Context, int64, []byte) error { return ledgertest.ErrFault }
