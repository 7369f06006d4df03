package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/record"
)

// Events finds the events that people ask about.
type Events interface {
	// FilingEvent is the event that filed the report behind a receipt, and its
	// position, 0 while it has none. record.ErrNotFound for no report.
	FilingEvent(ctx context.Context, receiptHash []byte) (record.Event, int64, error)
	// IndexOf is where the event at a position is in the log, or ErrNotFound.
	IndexOf(ctx context.Context, pos int64) (int64, error)
}

// Desk answers what filers and outsiders ask of a log.
type Desk struct {
	Site   Site
	Events Events
	Policy *Policy
	Keys   Keys
	Key    func(record.ID) CaseKey // of a case
	Within time.Duration           // longest merge delay that is promised
	Every  time.Duration           // between two growths
}

// Promise signs that the log will hold an event, at the event's own time: the
// same event gets the same promise.
func (d *Desk) Promise(e record.Event) ([]byte, error) {
	leaf, err := LeafOf(d.Key(e.Subject.ID), e)
	if err != nil {
		return nil, err
	}
	return SignPromise(leaf, e.At, d.Within, d.Keys.Signer)
}

// Filing is what the log holds of a report.
type Filing struct {
	Promise []byte
	Due     time.Time // when the log must hold it
	Proof   []byte    // the proof as a file, nil until the log holds it
	Index   int64     // of its leaf, when there is a proof
	Opened  Opened    // the state that the proof is under
	Erased  bool      // the salt was destroyed: nothing can be proven any more
}

// Filing is what the filer with this receipt may take away. The proof carries
// the key of the case's own stream and no other: with it the filer sees how
// many acts followed and in which growth of the log, as the track page tells,
// and can show that the next one is absent. A report that joined a case stands
// on the stream of its correspondence, whose key tells of the words of others:
// that one is not handed out.
func (d *Desk) Filing(ctx context.Context, receiptHash []byte) (Filing, error) {
	e, pos, err := d.Events.FilingEvent(ctx, receiptHash)
	if err != nil {
		return Filing{}, err
	}
	f := Filing{Due: e.At.Truncate(time.Second).Add(d.Within)}
	if f.Promise, err = d.Promise(e); errors.Is(err, ErrErased) {
		return Filing{Erased: true}, nil
	} else if err != nil || pos == 0 {
		return f, err
	}
	err = d.prove(ctx, &f, e, pos)
	if errors.Is(err, ErrNotFound) {
		err = nil // placed, and not in the served log yet
	}
	return f, err
}

func (d *Desk) prove(ctx context.Context, f *Filing, e record.Event, pos int64) error {
	index, err := d.Events.IndexOf(ctx, pos)
	if err != nil {
		return err
	}
	signed, opened, err := d.served(ctx)
	if err != nil {
		return err
	}
	if index >= opened.Size {
		return ErrNotFound
	}
	p, err := NewProof(ctx, d.Site, signed, index, d.Key(e.Subject.ID), e)
	if err != nil {
		return err
	}
	p.Promise = f.Promise
	if e.Subject.Kind != record.SubjectIncident {
		p.Stream = nil
	}
	f.Index, f.Opened = index, opened
	f.Proof, err = p.Marshal()
	return err
}

// served is the checkpoint that is served, ErrNotFound before the first.
func (d *Desk) served(ctx context.Context) ([]byte, Opened, error) {
	signed, err := d.Site.Published(ctx)
	if err != nil {
		return nil, Opened{}, fmt.Errorf("ledger: read published checkpoint: %w", err)
	}
	if signed == nil {
		return nil, Opened{}, ErrNotFound
	}
	opened, err := d.Policy.Open(signed)
	return signed, opened, err
}

// State is the served checkpoint, signed and opened; ErrNotFound before the
// first.
func (d *Desk) State(ctx context.Context) ([]byte, Opened, error) { return d.served(ctx) }

// Entry is a leaf of the served log with the proof that it is in it.
type Entry struct {
	Index     int64
	Leaf      Leaf
	Inclusion tlog.RecordProof
	Opened    Opened
}

// ErrTampered says that what is stored is not what was signed.
var ErrTampered = errors.New("ledger: what is stored is not what was signed")

// Entry reads a leaf and proves it. ErrNotFound beyond the log's end,
// ErrTampered when the tree does not hold what is stored.
func (d *Desk) Entry(ctx context.Context, index int64) (Entry, error) {
	_, opened, err := d.served(ctx)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Index: index, Opened: opened}
	if index < 0 || index >= opened.Size {
		return e, ErrNotFound
	}
	bundle := widest(Entries, index/tileWidth, opened.Size)
	data, err := readTiles(ctx, d.Site, []Tile{bundle})
	if err != nil {
		return e, err
	}
	leaves, err := ParseBundle(data[0], bundle.W)
	if err != nil {
		return e, ErrTampered
	}
	e.Leaf = leaves[index%tileWidth]
	e.Inclusion, err = Inclusion(ctx, d.Site, opened.Checkpoint, index)
	if err != nil {
		return e, tampered(err)
	}
	if tlog.CheckRecord(e.Inclusion, opened.Size, opened.Root, index, e.Leaf.Hash()) != nil {
		return e, ErrTampered
	}
	return e, nil
}

// tampered tells tiles that do not make the root from storage that fails.
func tampered(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrTampered, err)
}

// Comparison is how the served log continues an older state.
type Comparison struct {
	Old    Checkpoint
	Opened Opened    // the served state
	Was    tlog.Hash // the root that the served log had at the older size
	Proof  tlog.TreeProof
	Found  Kind // RolledBack, Forked, BadTile, or empty when all is in order
}

// Compare looks whether the served log continues an older state. Without a
// root to compare with, old.Root may be zero: then the root of that size is
// told and only the tiles can be wrong.
func (d *Desk) Compare(ctx context.Context, old Checkpoint) (Comparison, error) {
	_, opened, err := d.served(ctx)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Old: old, Opened: opened}
	switch {
	case old.Origin != "" && old.Origin != opened.Origin:
		c.Found = Forked
		return c, nil
	case old.Size > opened.Size:
		c.Found = RolledBack
		return c, nil
	}
	if c.Was, err = tlog.TreeHash(old.Size, hashes(ctx, d.Site, opened.Checkpoint)); err != nil {
		c.Found = BadTile
		return c, ctx.Err()
	}
	if old.Root != (tlog.Hash{}) && old.Root != c.Was {
		c.Found = Forked
		return c, nil
	}
	c.Old.Root = c.Was
	c.Proof, err = Consistency(ctx, d.Site, opened.Checkpoint, old.Size)
	return c, err
}

// OpenOld reads a checkpoint that somebody kept: it must bear the log's own
// signature, or it accuses nobody.
func (d *Desk) OpenOld(signed []byte) (Opened, error) { return d.Policy.Open(signed) }
