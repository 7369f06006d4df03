package ledger

import "golang.org/x/mod/sumdb/tlog"

// frontier hashes leaves one by one and keeps only the right edge of the tree.
// It does not share the way of growth, so that each checks the other.
type frontier struct {
	size  int64
	roots []tlog.Hash   // of the complete subtrees, the largest first
	tiles [][]tlog.Hash // the started tile of each level
}

// add takes the next leaf hash and calls full with each tile that it completes.
func (f *frontier) add(leaf tlog.Hash, full func(t Tile, data []byte)) {
	hash := leaf
	f.put(0, hash, full)
	for height, n := 1, f.size; n&1 == 1; height, n = height+1, n>>1 {
		last := len(f.roots) - 1
		hash = tlog.NodeHash(f.roots[last], hash)
		f.roots = f.roots[:last]
		if height%tileHeight == 0 {
			f.put(height/tileHeight, hash, full)
		}
	}
	f.roots = append(f.roots, hash)
	f.size++
}

func (f *frontier) put(level int, hash tlog.Hash, full func(Tile, []byte)) {
	for len(f.tiles) <= level {
		f.tiles = append(f.tiles, nil)
	}
	f.tiles[level] = append(f.tiles[level], hash)
	if len(f.tiles[level]) == tileWidth {
		n := f.size >> (tileHeight * (level + 1))
		full(Tile{Level: level, N: n, W: tileWidth}, joined(f.tiles[level]))
		f.tiles[level] = f.tiles[level][:0]
	}
}

// partial calls yield with the started tiles.
func (f *frontier) partial(yield func(t Tile, data []byte)) {
	for level, started := range f.tiles {
		if len(started) > 0 {
			n := f.size >> (tileHeight * (level + 1))
			yield(Tile{Level: level, N: n, W: len(started)}, joined(started))
		}
	}
}

// root is the tree hash of the leaves so far.
func (f *frontier) root() tlog.Hash {
	if f.size == 0 {
		return EmptyRoot()
	}
	last := len(f.roots) - 1
	hash := f.roots[last]
	for i := last - 1; i >= 0; i-- {
		hash = tlog.NodeHash(f.roots[i], hash)
	}
	return hash
}

func joined(hashes []tlog.Hash) []byte {
	b := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}
