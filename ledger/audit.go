package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Fetcher gets resources of a public log by their path below its prefix. It
// fails with ErrNotFound for what the log does not serve.
type Fetcher interface {
	Fetch(ctx context.Context, path string) ([]byte, error)
}

// Kind is the kind of a problem.
type Kind string

// The kinds of problems an audit finds.
const (
	BadCheckpoint Kind = "checkpoint" // malformed, or not signed by the log
	RolledBack    Kind = "rollback"   // the log is shorter than it was
	Forked        Kind = "fork"       // the log is not the one that was signed before
	BadEntry      Kind = "entry"      // an entry is malformed or not what its hash says
	BadTile       Kind = "tile"       // a tile is not what the entries make
	BadRoot       Kind = "root"       // the entries do not make the signed root
	Missing       Kind = "missing"    // a resource is not served
	Repeated      Kind = "repeated"   // a label is there twice
)

// Problem is a finding in plain words.
type Problem struct {
	Kind Kind
	Text string
}

// maxProblems ends the list of one audit; a broken log breaks everywhere.
const maxProblems = 20

// Audit checks a whole log: every entry, every tile, the root, the signatures,
// and that it continues the states that are known already.
type Audit struct {
	Policy *Policy
	Known  []Checkpoint                 // states seen before, of the same log
	Watch  func(index int64, leaf Leaf) // sees every leaf in order; may be nil
}

// Report is the outcome of an audit. Without problems every leaf up to the
// checkpoint was seen.
type Report struct {
	Signed   []byte // the checkpoint as it was fetched
	Opened   Opened
	Leaves   int64 // entries read
	Problems []Problem
}

// OK tells whether nothing was found.
func (r Report) OK() bool { return len(r.Problems) == 0 }

func (r *Report) add(kind Kind, format string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, Problem{kind, fmt.Sprintf(format, args...)})
	}
}

// Run audits the log. The error tells that the log could not be read; what is
// wrong with a log that could be read is in the report.
func (a Audit) Run(ctx context.Context, from Fetcher) (Report, error) {
	var r Report
	var err error
	if r.Signed, err = from.Fetch(ctx, "checkpoint"); err != nil {
		return r, fmt.Errorf("ledger: fetch checkpoint: %w", err)
	}
	if r.Opened, err = a.Policy.Open(r.Signed); err != nil {
		r.add(BadCheckpoint, "the checkpoint does not hold: %s", err)
		return r, nil
	}
	w := &walk{audit: a, from: from, report: &r, states: map[int64][]Checkpoint{}}
	for _, known := range a.Known {
		w.expect(known)
	}
	if err := w.entries(ctx); err != nil {
		return r, err
	}
	return r, w.finish(ctx)
}

// walk is one pass over the entries of a log.
type walk struct {
	audit  Audit
	from   Fetcher
	report *Report
	edge   frontier
	states map[int64][]Checkpoint // what the tree must be at a size
	labels [][16]byte             // first halves, to find repeated ones
	done   []TileData             // tiles that were completed and not compared yet
}

// expect notes a state that was seen before.
func (w *walk) expect(known Checkpoint) {
	now := w.report.Opened.Checkpoint
	switch {
	case known.Origin != now.Origin:
		w.report.add(Forked, "fork: the checkpoint seen before is of the log %q, this is %q", known.Origin, now.Origin)
	case known.Size > now.Size:
		w.report.add(RolledBack, "roll-back: the log had %d entries when it was seen before and shows %d now", known.Size, now.Size)
	default:
		w.states[known.Size] = append(w.states[known.Size], known)
	}
}

// entries reads all bundles in order and hashes every entry.
func (w *walk) entries(ctx context.Context) error {
	size := w.report.Opened.Size
	w.compareState()
	for n := int64(0); n*tileWidth < size && len(w.report.Problems) < maxProblems; n++ {
		t := widest(Entries, n, size)
		data, ok, err := w.fetch(ctx, t)
		if err != nil {
			return err
		}
		if !ok {
			return nil // nothing behind it can be hashed
		}
		leaves, err := ParseBundle(data, t.W)
		if err != nil {
			w.report.add(BadEntry, "%s is malformed: %s", t.Path(), err)
			return nil
		}
		for _, l := range leaves {
			w.leaf(l)
		}
		if err := w.compareDone(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) leaf(l Leaf) {
	if w.audit.Watch != nil {
		w.audit.Watch(w.edge.size, l)
	}
	w.labels = append(w.labels, [16]byte(l.Label[:16]))
	w.edge.add(l.Hash(), w.keep)
	w.report.Leaves = w.edge.size
	w.compareState()
}

// compareState compares the tree so far with what was seen before at its size.
func (w *walk) compareState() {
	for _, known := range w.states[w.edge.size] {
		if known.Root != w.edge.root() {
			w.report.add(Forked, "fork: the first %d entries are not the ones that were signed before", known.Size)
		}
	}
}

// keep remembers a completed tile until compareDone.
func (w *walk) keep(t Tile, data []byte) { w.done = append(w.done, TileData{t, data}) }

func (w *walk) compareDone(ctx context.Context) error {
	for _, t := range w.done {
		if err := w.compareTile(ctx, t); err != nil {
			return err
		}
	}
	w.done = w.done[:0]
	return nil
}

// compareTile compares a served tile with what the entries make.
func (w *walk) compareTile(ctx context.Context, made TileData) error {
	served, ok, err := w.fetch(ctx, made.Tile)
	if err != nil || !ok || bytes.Equal(served, made.Data) {
		return err
	}
	at := firstDifference(served, made.Data) / tlog.HashSize
	if made.Level == 0 {
		w.report.add(BadEntry, "entry %d is not what %s says of it", made.N*tileWidth+int64(at), made.Path())
	} else {
		w.report.add(BadTile, "%s is not what the entries make, from its hash %d on", made.Path(), at)
	}
	return nil
}

// finish compares the started tiles, the root and the labels.
func (w *walk) finish(ctx context.Context) error {
	opened := w.report.Opened
	if w.edge.size != opened.Size {
		if w.report.OK() {
			w.report.add(Missing, "only %d of %d entries could be read", w.edge.size, opened.Size)
		}
		return nil
	}
	w.edge.partial(w.keep)
	if err := w.compareDone(ctx); err != nil {
		return err
	}
	if w.edge.root() != opened.Root {
		w.report.add(BadRoot, "the entries do not make the root that the log signed: one of the first %d was changed, or the log signed something else", opened.Size)
	}
	w.repeated()
	return nil
}

// repeated looks for labels that are there twice: two acts claim one place in a
// case.
func (w *walk) repeated() {
	slices.SortFunc(w.labels, func(a, b [16]byte) int { return bytes.Compare(a[:], b[:]) })
	n := 0
	for i := 1; i < len(w.labels); i++ {
		if w.labels[i] == w.labels[i-1] {
			n++
		}
	}
	if n > 0 {
		w.report.add(Repeated, "%d entries repeat the label of another: two acts claim the same place in a case", n)
	}
}

// fetch reads a resource; a missing one is a problem and not an error.
func (w *walk) fetch(ctx context.Context, t Tile) (data []byte, ok bool, err error) {
	data, err = w.from.Fetch(ctx, t.Path())
	if errors.Is(err, ErrNotFound) {
		w.report.add(Missing, "%s is missing, though the checkpoint promises it", t.Path())
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("ledger: fetch %s: %w", t.Path(), err)
	}
	return data, true, nil
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
