package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrStored says that what is stored is not what this log signed: nothing more
// is signed until a person has looked.
var ErrStored = errors.New("ledger: the stored head is not the one that was signed")

// CosignFunc asks witnesses for cosignatures of a checkpoint and returns the
// note with those that were got. Refusals come as an error beside the note.
type CosignFunc func(ctx context.Context, c Checkpoint, signed []byte) ([]byte, error)

// Integrator brings events into the log. It keeps nothing between two steps, so
// a step may be broken off anywhere and be done again by anybody.
type Integrator struct {
	Log      note.Signer // its name is the log's origin
	Verifier note.Verifier
	Padding  PaddingKey
	Schedule Schedule
	Source   Source
	Storage  Storage
	Policy   *Policy    // whose quorum is sought; nil asks nobody
	Cosign   CosignFunc // nil asks nobody
}

// Step is what one call did.
type Step struct {
	Head     Checkpoint
	Events   int   // integrated now
	Padding  int   // added now
	Sealed   bool  // the published checkpoint has its quorum
	Refusals error // what witnesses answered who did not cosign; it stops nothing
}

// Integrate grows the log if its slot has come, and publishes what is signed
// and not yet served. After a growth that MaxBatch cut short the slot is not
// over: the next call grows the log again. It fails with ErrMoved when another instance was faster;
// calling it again is always safe.
func (in *Integrator) Integrate(ctx context.Context, now time.Time) (Step, error) {
	head, err := in.head(ctx)
	if err != nil {
		return Step{}, err
	}
	var step Step
	if slot, due := in.Schedule.Due(head.Slot, now); due {
		if head, step, err = in.grow(ctx, head, slot); err != nil {
			return Step{}, err
		}
	}
	step.Head = head.Checkpoint
	if head.Note == nil {
		return step, nil
	}
	return in.publish(ctx, head, step)
}

// head reads the head and checks that it carries our signature.
func (in *Integrator) head(ctx context.Context) (Head, error) {
	head, err := in.Storage.Head(ctx)
	if err != nil {
		return Head{}, fmt.Errorf("ledger: read head: %w", err)
	}
	if head.Note == nil {
		if head.Size != 0 {
			return Head{}, ErrStored
		}
		head.Checkpoint = Checkpoint{Origin: in.Log.Name(), Root: EmptyRoot()}
		return head, nil
	}
	if signed, err := OpenCheckpoint(head.Note, in.Verifier); err != nil || signed != head.Checkpoint {
		return Head{}, ErrStored
	}
	return head, nil
}

// grow integrates the waiting events, with padding, and moves the head.
func (in *Integrator) grow(ctx context.Context, old Head, slot time.Time) (Head, Step, error) {
	events, err := in.Source.Pending(ctx, old.Last, MaxBatch)
	if err != nil {
		return Head{}, Step{}, fmt.Errorf("ledger: read events: %w", err)
	}
	take, padding := in.Schedule.Leaves(len(events))
	if take == MaxBatch {
		slot = old.Slot // more may wait
	}
	batch := Batch{Old: old, Leaves: in.pad(old.Size, events[:take], padding)}
	if err := in.compute(ctx, &batch, slot); err != nil {
		return Head{}, Step{}, err
	}
	if err := in.Storage.Append(ctx, batch); err != nil {
		return Head{}, Step{}, fmt.Errorf("ledger: append: %w", err)
	}
	return batch.New, Step{Events: take, Padding: padding}, nil
}

// pad puts padding behind the events.
func (in *Integrator) pad(from int64, events []Placed, padding int) []Placed {
	leaves := make([]Placed, 0, len(events)+padding)
	leaves = append(leaves, events...)
	for range padding {
		leaves = append(leaves, Placed{Leaf: in.Padding.Leaf(from + int64(len(leaves)))})
	}
	return leaves
}

// compute fills in the new head, signed, and the tiles of a batch.
func (in *Integrator) compute(ctx context.Context, b *Batch, slot time.Time) error {
	leaves := make([]Leaf, len(b.Leaves))
	b.New = Head{Last: b.Old.Last, Slot: slot}
	for i, l := range b.Leaves {
		leaves[i] = l.Leaf
		if l.Pos != 0 && l.Pos != b.New.Last+1 {
			return fmt.Errorf("ledger: event %d does not follow event %d", l.Pos, b.New.Last)
		}
		b.New.Last = max(b.New.Last, l.Pos)
	}
	to := b.Old.Size + int64(len(leaves))
	g := newGrowth(ctx, in.Storage, b.Old.Checkpoint)
	if err := g.add(b.Old.Size, leaves); err != nil {
		return err
	}
	root, err := tlog.TreeHash(to, g)
	if err != nil {
		return err
	}
	if b.Tiles, err = g.tiles(b.Old.Size, to); err != nil {
		return err
	}
	entries, err := bundles(ctx, in.Storage, g, b.Old.Size, leaves)
	if err != nil {
		return err
	}
	b.Tiles = append(b.Tiles, entries...)
	b.New.Checkpoint = Checkpoint{Origin: in.Log.Name(), Size: to, Root: root}
	b.New.Note, err = SignCheckpoint(b.New.Checkpoint, in.Log)
	return err
}

// publish serves the head, and seeks cosignatures while the quorum is missing.
func (in *Integrator) publish(ctx context.Context, head Head, step Step) (Step, error) {
	served, err := in.Storage.Published(ctx)
	if err != nil {
		return Step{}, fmt.Errorf("ledger: read published checkpoint: %w", err)
	}
	signed := head.Note
	if c, err := readUnverified(served); err == nil {
		switch {
		case c.Size > head.Size, c.Size == head.Size && c != head.Checkpoint:
			return Step{}, ErrStored
		case c == head.Checkpoint:
			signed = served
		}
	}
	if in.Cosign != nil && in.Policy != nil && !Sealed(signed, in.Policy) {
		var more []byte
		if more, step.Refusals = in.Cosign(ctx, head.Checkpoint, signed); more != nil {
			signed = more
		}
	}
	step.Sealed = in.Policy != nil && Sealed(signed, in.Policy)
	if string(signed) == string(served) {
		return step, nil
	}
	if err := in.Storage.Publish(ctx, head.Size, signed); err != nil {
		return Step{}, fmt.Errorf("ledger: publish: %w", err)
	}
	return step, nil
}
