package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// FullWidth is the number of hashes or entries of a full tile.
const FullWidth = tileWidth

const (
	tileHeight = 8 // levels of the tree in one tile
	tileWidth  = 1 << tileHeight
)

// Entries is the level of the bundles of entries.
const Entries = -1

// Tile names a resource of the log: c2sp.org/tlog-tiles.
type Tile struct {
	Level int   // 0 holds leaf hashes; Entries the entries themselves
	N     int64 // index within the level
	W     int   // hashes or entries inside, 1 to 256
}

// Path is the tile's address below the log's prefix: tile/0/x001/234.p/7.
func (t Tile) Path() string {
	n := fmt.Sprintf("%03d", t.N%1000)
	for rest := t.N / 1000; rest > 0; rest /= 1000 {
		n = fmt.Sprintf("x%03d/%s", rest%1000, n)
	}
	level := "entries"
	if t.Level != Entries {
		level = strconv.Itoa(t.Level)
	}
	path := "tile/" + level + "/" + n
	if t.W != tileWidth {
		path += ".p/" + strconv.Itoa(t.W)
	}
	return path
}

// ParseTilePath reads an address; each tile has one.
func ParseTilePath(path string) (Tile, error) {
	bad := errors.New("ledger: not the address of a tile")
	parts := strings.Split(path, "/")
	if len(parts) < 3 || parts[0] != "tile" {
		return Tile{}, bad
	}
	t := Tile{Level: Entries, W: tileWidth}
	if parts[1] != "entries" {
		level, err := parseDecimal(parts[1])
		if err != nil || level > 63 {
			return Tile{}, bad
		}
		t.Level = int(level)
	}
	index := parts[2:]
	if last := len(index) - 2; last >= 0 && strings.HasSuffix(index[last], ".p") {
		w, err := parseDecimal(index[last+1])
		if err != nil || w < 1 || w >= tileWidth {
			return Tile{}, bad
		}
		t.W, index = int(w), append(index[:last:last], strings.TrimSuffix(index[last], ".p"))
	}
	for i, part := range index {
		if i < len(index)-1 {
			var found bool
			if part, found = strings.CutPrefix(part, "x"); !found {
				return Tile{}, bad
			}
		}
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || len(part) != 3 || t.N > (1<<62)/1000 {
			return Tile{}, bad
		}
		t.N = t.N*1000 + int64(n)
	}
	if t.Path() != path {
		return Tile{}, bad
	}
	return t, nil
}

// within tells whether a tree of this size has the tile.
func (t Tile) within(size int64) bool {
	count := size >> (tileHeight * max(t.Level, 0))
	return t.W >= 1 && t.N <= count/tileWidth && t.N*tileWidth+int64(t.W) <= count
}

// widest is the widest form of a tile in a tree of this size; W is 0 when the
// tree has none.
func widest(level int, n, size int64) Tile {
	count := size >> (tileHeight * max(level, 0))
	return Tile{Level: level, N: n, W: int(min(max(count-n*tileWidth, 0), tileWidth))}
}

// AllTiles calls yield with every resource that a log of this size serves,
// bundles of entries first, level by level.
func AllTiles(size int64, yield func(Tile) error) error {
	for level := Entries; level <= 0 || size>>(tileHeight*level) > 0; level++ {
		for n := int64(0); ; n++ {
			t := widest(level, n, size)
			if t.W == 0 {
				break
			}
			if err := yield(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// Bundle encodes entries as a bundle: each with its length in two bytes, big
// endian, before it.
func Bundle(leaves []Leaf) []byte {
	b := make([]byte, 0, len(leaves)*(2+leafSize))
	for _, l := range leaves {
		b = append(binary.BigEndian.AppendUint16(b, leafSize), l.Bytes()...)
	}
	return b
}

// ParseBundle reads exactly w entries.
func ParseBundle(b []byte, w int) ([]Leaf, error) {
	leaves := make([]Leaf, 0, w)
	for i := range w {
		if len(b) < 2 || len(b) < 2+int(binary.BigEndian.Uint16(b)) {
			return nil, fmt.Errorf("ledger: entry %d of the bundle is cut off", i)
		}
		n := int(binary.BigEndian.Uint16(b))
		l, err := ParseLeaf(b[2 : 2+n])
		if err != nil {
			return nil, fmt.Errorf("%w (entry %d of the bundle)", err, i)
		}
		leaves, b = append(leaves, l), b[2+n:]
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("ledger: the bundle has more than %d entries", w)
	}
	return leaves, nil
}

// Bytes is the length of a tile in bytes.
func (t Tile) Bytes() int {
	if t.Level == Entries {
		return t.W * (2 + leafSize)
	}
	return t.W * tlog.HashSize
}
