package ledger

import "golang.org/x/mod/sumdb/tlog"

// Recount hashes the leaves of a log anew, one by one, in the memory of a few
// tiles, for whoever compares what is stored with what was signed.
type Recount struct{ edge frontier }

// Add takes the next leaf and calls full with each tile that it completes.
func (r *Recount) Add(l Leaf, full func(TileData)) {
	r.edge.add(l.Hash(), func(t Tile, data []byte) { full(TileData{t, data}) })
}

// Started calls yield with the tiles that are not complete.
func (r *Recount) Started(yield func(TileData)) {
	r.edge.partial(func(t Tile, data []byte) { yield(TileData{t, data}) })
}

// Size is how many leaves were added.
func (r *Recount) Size() int64 { return r.edge.size }

// Root is the tree hash of the leaves so far.
func (r *Recount) Root() tlog.Hash { return r.edge.root() }
