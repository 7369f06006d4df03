package db

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/ledger"
	"gongzhi/record"
)

// LogKeys are what only the operator can compare the public log with: whose
// leaves are whose, what is padding, and what was signed.
type LogKeys struct {
	Leaf    LeafFunc
	Padding ledger.PaddingKey
	Open    func(note []byte) (ledger.Checkpoint, error)
}

const placedEvents = `SELECT l.pos, l.label, l.commitment, e.id, e.subject_kind, e.subject_id, e.seq, e.canonical, e.salt
FROM log l JOIN event e ON e.id = l.event_id WHERE l.pos > $1 ORDER BY l.pos LIMIT $2`

type placedRow struct {
	Pos               int64
	Label, Commitment []byte
	ID                uuid.UUID
	Kind              string
	Subject           uuid.UUID
	Seq               int64
	Canonical, Salt   []byte
}

// leavesAtOnce is how many entries of the log are compared at a time: sixteen
// bundles.
const leavesAtOnce = 4096

// checkLeaves computes the leaf of every placed event anew. Without keys only
// what its salt commits to can be compared; without its salt only its label.
func checkLeaves(keys *LogKeys) checkPart {
	return func(ctx context.Context, tx pgx.Tx) ([]Finding, error) { return leavesOf(ctx, tx, keys) }
}

func leavesOf(ctx context.Context, tx pgx.Tx, keys *LogKeys) ([]Finding, error) {
	f := Finding{Name: "the leaf of every placed event is its own"}
	for last := int64(0); ; {
		rows, err := list[placedRow](ctx, tx, numbered(placedEvents, last, leavesAtOnce))
		if err != nil || len(rows) == 0 {
			return []Finding{f}, err
		}
		for _, r := range rows {
			f.note(!ownLeaf(r, keys), r.ID.String())
			last = r.Pos
		}
	}
}

func ownLeaf(r placedRow, keys *LogKeys) bool {
	erased := len(r.Salt) == 0
	if !erased {
		commitment, err := ledger.Commit(r.Salt, r.Canonical)
		if err != nil || !bytes.Equal(commitment[:], r.Commitment) {
			return false
		}
	}
	if keys == nil {
		return true
	}
	e := record.Event{ID: r.ID, Subject: record.Subject{Kind: record.SubjectKind(r.Kind), ID: r.Subject}, Seq: r.Seq, Canonical: r.Canonical, Salt: r.Salt}
	if erased {
		e.Salt = make([]byte, 32) // any will do for the label
	}
	leaf, err := keys.Leaf(e)
	return err == nil && bytes.Equal(leaf.Label[:], r.Label)
}

// publicLog walks over the entries that are served.
type publicLog struct {
	tx             pgx.Tx
	keys           *LogKeys
	count          ledger.Recount
	entries, tiles Finding
	head           Finding
	made           []ledger.TileData
	seen           int64               // tiles and bundles
	states         map[int64]tlog.Hash // what was signed, by size
}

// checkPublicLog compares every entry that is served with the event that it
// stands for, every tile with the entries, and the signed states with both.
func checkPublicLog(keys *LogKeys) checkPart {
	return func(ctx context.Context, tx pgx.Tx) ([]Finding, error) { return compareLog(ctx, tx, keys) }
}

func compareLog(ctx context.Context, tx pgx.Tx, keys *LogKeys) ([]Finding, error) {
	p := &publicLog{
		tx: tx, keys: keys, states: map[int64]tlog.Hash{},
		entries: Finding{Name: "every entry of the public log is that of an event, or padding"},
		tiles:   Finding{Name: "every tile of the public log is what the entries make"},
		head:    Finding{Name: "what was signed is the root of the entries"},
	}
	size, err := p.signed(ctx)
	if err != nil {
		return nil, err
	}
	for p.count.Size() < size {
		before := p.count.Size()
		if err := p.walk(ctx, size); err != nil {
			return nil, err
		}
		if p.count.Size() == before {
			break // an entry is missing, which was noted
		}
	}
	if err := p.compareTiles(ctx, true); err != nil {
		return nil, err
	}
	if len(p.states) > 0 { // what was met on the way was taken out
		p.head.note(true, "no tree of that size")
	}
	var tiles int64
	err = p.tx.QueryRow(ctx, `SELECT count(*) FROM log_tile`).Scan(&tiles)
	p.tiles.note(tiles != p.seen, "a tile behind the last entry")
	return []Finding{p.entries, p.tiles, p.head}, err
}

// signed reads the states that were signed and returns the newest one's size.
func (p *publicLog) signed(ctx context.Context) (int64, error) {
	var size, served, last, placed int64
	var root, note, published []byte
	var origin string
	err := p.tx.QueryRow(ctx, `SELECT h.size, coalesce(h.origin, ''), h.root, h.note, h.published, h.published_size, h.last,
		(SELECT coalesce(sum(events), 0)::bigint FROM log_growth) FROM log_head h`).Scan(&size, &origin, &root, &note, &published, &served, &last, &placed)
	if errors.Is(err, pgx.ErrNoRows) {
		p.head.note(true, "the head is gone")
		return 0, nil // its absence is the finding
	}
	if err != nil {
		return 0, err
	}
	p.head.note(last != placed, "the newest event inside")
	for _, s := range []struct {
		note []byte
		size int64
		root []byte
	}{{note, size, root}, {published, served, nil}} {
		if s.note == nil {
			p.head.note(s.size != 0 || s.root != nil, "unsigned")
			continue
		}
		c, err := p.open(s.note)
		p.head.note(err != nil || c.Size != s.size || c.Origin != origin || (s.root != nil && !bytes.Equal(c.Root[:], s.root)), "the signed state")
		if err == nil {
			p.states[c.Size] = c.Root
		}
	}
	return size, nil
}

func (p *publicLog) open(note []byte) (ledger.Checkpoint, error) {
	if p.keys != nil {
		return p.keys.Open(note)
	}
	text, _, _ := bytes.Cut(note, []byte("\n\n"))
	return ledger.ParseCheckpoint(string(text) + "\n")
}

// walk takes the next bundles and compares their entries.
func (p *publicLog) walk(ctx context.Context, size int64) error {
	from := p.count.Size()
	to := min(from+leavesAtOnce, size)
	want, err := p.expected(ctx, from, to)
	if err != nil {
		return err
	}
	bundles, err := list[struct {
		N    int64
		Data []byte
	}](ctx, p.tx, numbered(`SELECT n, data FROM log_tile WHERE level = -1 AND n >= $1 AND n < $2 ORDER BY n`, from/256, (to+255)/256))
	if err != nil {
		return err
	}
	for _, b := range bundles {
		leaves, err := ledger.ParseBundle(b.Data, int(min(256, size-b.N*256)))
		if err != nil || b.N*256 != p.count.Size() {
			p.entries.note(true, "a bundle is missing or malformed")
			return nil //nolint:nilerr // it is the finding
		}
		p.seen++
		for _, l := range leaves {
			at := p.count.Size()
			expected, known := want[at]
			if !known && p.keys != nil {
				expected, known = p.keys.Padding.Leaf(at), true
			}
			p.entries.note(known && expected != l, indexName(at))
			p.count.Add(l, func(t ledger.TileData) { p.made = append(p.made, t) })
			p.state()
		}
	}
	if p.count.Size() < to {
		p.entries.note(true, "entries are missing")
	}
	return p.compareTiles(ctx, false)
}

// state compares the tree so far with what was signed of its size.
func (p *publicLog) state() {
	if root, signed := p.states[p.count.Size()]; signed {
		p.head.note(root != p.count.Root(), "the root of the signed state")
		delete(p.states, p.count.Size())
	}
}

// expected are the leaves of events between two indexes; the others are padding.
func (p *publicLog) expected(ctx context.Context, from, to int64) (map[int64]ledger.Leaf, error) {
	rows, err := list[struct {
		Index             int64
		Label, Commitment []byte
	}](ctx, p.tx, numbered(`SELECT g.first_index + l.pos - g.first_pos, l.label, l.commitment FROM log_growth g
		JOIN log l ON l.pos >= g.first_pos AND l.pos < g.first_pos + g.events
		WHERE g.first_index < $2 AND g.first_index + g.events > $1 AND g.first_index + l.pos - g.first_pos BETWEEN $1 AND $2 - 1`, from, to))
	want := make(map[int64]ledger.Leaf, len(rows))
	for _, r := range rows {
		var l ledger.Leaf
		copy(l.Label[:], r.Label)
		copy(l.Commitment[:], r.Commitment)
		want[r.Index] = l
	}
	return want, err
}

// compareTiles compares the tiles that were made with the stored ones; at the
// end also those that are not complete, of which the stored form may be no
// wider.
func (p *publicLog) compareTiles(ctx context.Context, end bool) error {
	if end {
		p.count.Started(func(t ledger.TileData) { p.made = append(p.made, t) })
	}
	for _, made := range p.made {
		var data []byte
		err := p.tx.QueryRow(ctx, `SELECT coalesce((SELECT data FROM log_tile WHERE level = $1 AND n = $2 LIMIT 1), '')`, made.Level, made.N).Scan(&data)
		if err != nil {
			return err
		}
		p.seen++
		p.tiles.note(!bytes.Equal(data, made.Data), made.Path())
	}
	p.made = p.made[:0]
	return nil
}

func indexName(at int64) string { return "entry " + strconv.FormatInt(at, 10) }
