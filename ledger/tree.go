package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tileReader lets tlog read our tiles.
type tileReader struct {
	ctx   context.Context
	tiles Tiles
}

func (r tileReader) Height() int                         { return tileHeight }
func (r tileReader) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (r tileReader) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	tiles := make([]Tile, len(want))
	for i, t := range want {
		tiles[i] = Tile{Level: t.L, N: t.N, W: t.W}
	}
	return readTiles(r.ctx, r.tiles, tiles)
}

// readTiles reads tiles exactly as wide as asked.
func readTiles(ctx context.Context, from Tiles, tiles []Tile) ([][]byte, error) {
	data, err := from.ReadTiles(ctx, tiles)
	if err != nil {
		return nil, err
	}
	if len(data) != len(tiles) {
		return nil, fmt.Errorf("ledger: %d tiles for %d", len(data), len(tiles))
	}
	for i, t := range tiles {
		if len(data[i]) < t.Bytes() {
			return nil, fmt.Errorf("%w: %s is too short", ErrNotFound, t.Path())
		}
		data[i] = data[i][:t.Bytes():t.Bytes()]
	}
	return data, nil
}

// hashes reads the hashes of a state of the log. Each tile is checked against
// the state's root before a hash from it is used.
func hashes(ctx context.Context, tiles Tiles, c Checkpoint) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{ctx, tiles})
}

// growth computes what leaves add to a tree. It reads hashes by their storage
// index (tlog.StoredHashIndex): the new ones from memory, the old ones from the
// tree as it was, each once.
type growth struct {
	base  int64 // storage index of the first new hash
	fresh []tlog.Hash
	old   tlog.HashReader
	seen  map[int64]tlog.Hash
}

func newGrowth(ctx context.Context, tiles Tiles, from Checkpoint) *growth {
	return &growth{base: tlog.StoredHashCount(from.Size), old: hashes(ctx, tiles, from), seen: map[int64]tlog.Hash{}}
}

// ReadHashes reads hashes for tlog.
func (g *growth) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	if err := g.fetch(indexes); err != nil {
		return nil, err
	}
	found := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= g.base {
			found[i] = g.fresh[x-g.base]
		} else {
			found[i] = g.seen[x]
		}
	}
	return found, nil
}

// fetch reads the old hashes that were not read before.
func (g *growth) fetch(indexes []int64) error {
	var missing []int64
	for _, x := range indexes {
		if _, known := g.seen[x]; x < g.base && !known {
			missing = append(missing, x)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	read, err := g.old.ReadHashes(missing)
	if err != nil {
		return fmt.Errorf("ledger: read the tree: %w", err)
	}
	for i, x := range missing {
		g.seen[x] = read[i]
	}
	return nil
}

// add hashes leaves behind the first n of the tree.
func (g *growth) add(n int64, leaves []Leaf) error {
	for i, l := range leaves {
		more, err := tlog.StoredHashesForRecordHash(n+int64(i), l.Hash(), g)
		if err != nil {
			return err
		}
		g.fresh = append(g.fresh, more...)
	}
	return nil
}

// tiles are the hash tiles that differ between two sizes, in their widest form.
func (g *growth) tiles(from, to int64) ([]TileData, error) {
	var out []TileData
	for _, t := range tlog.NewTiles(tileHeight, from, to) {
		data, err := tlog.ReadTileData(t, g)
		if err != nil {
			return nil, err
		}
		out = append(out, TileData{Tile{Level: t.L, N: t.N, W: t.W}, data})
	}
	return out, nil
}

// bundles are the bundles of entries that differ when leaves follow the first
// from entries. The started bundle is checked against the tree.
func bundles(ctx context.Context, tiles Tiles, g *growth, from int64, leaves []Leaf) ([]TileData, error) {
	n := from / tileWidth
	if started := widest(Entries, n, from); started.W > 0 {
		before, err := startedBundle(ctx, tiles, g, started)
		if err != nil {
			return nil, err
		}
		leaves = append(before, leaves...)
	}
	var out []TileData
	for ; len(leaves) > 0; n++ {
		w := min(len(leaves), tileWidth)
		out = append(out, TileData{Tile{Level: Entries, N: n, W: w}, Bundle(leaves[:w])})
		leaves = leaves[w:]
	}
	return out, nil
}

func startedBundle(ctx context.Context, tiles Tiles, g *growth, t Tile) ([]Leaf, error) {
	data, err := readTiles(ctx, tiles, []Tile{t})
	if err != nil {
		return nil, err
	}
	leaves, err := ParseBundle(data[0], t.W)
	if err != nil {
		return nil, err
	}
	for i, l := range leaves {
		index := t.N*tileWidth + int64(i)
		hash, err := g.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return nil, err
		}
		if hash[0] != l.Hash() {
			return nil, fmt.Errorf("ledger: entry %d is not what the tree holds", index)
		}
	}
	return leaves, nil
}
