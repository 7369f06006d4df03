package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion proves that the leaf at an index, counted from 0, is in the state
// of the log. The tiles are checked on the way.
func Inclusion(ctx context.Context, tiles Tiles, in Checkpoint, index int64) (tlog.RecordProof, error) {
	if index < 0 || index >= in.Size {
		return nil, fmt.Errorf("ledger: no leaf %d in a log of %d", index, in.Size)
	}
	return tlog.ProveRecord(in.Size, index, hashes(ctx, tiles, in))
}

// Consistency proves that a state of the log extends the state it had at a
// smaller size. The proof is empty when the sizes are equal or the smaller is 0.
func Consistency(ctx context.Context, tiles Tiles, to Checkpoint, from int64) (tlog.TreeProof, error) {
	if from < 0 || from > to.Size {
		return nil, fmt.Errorf("ledger: a log of %d has no state of size %d", to.Size, from)
	}
	if from == 0 || from == to.Size {
		return nil, nil
	}
	return tlog.ProveTree(to.Size, from, hashes(ctx, tiles, to))
}

// CheckConsistency verifies what Consistency proves, by RFC 6962 section 2.1.2.
func CheckConsistency(proof tlog.TreeProof, to, from Checkpoint) error {
	switch {
	case from.Size < 0 || from.Size > to.Size:
		return fmt.Errorf("ledger: a log of %d does not extend one of %d", to.Size, from.Size)
	case from.Size == 0:
		if len(proof) != 0 {
			return fmt.Errorf("ledger: the proof from the empty tree is empty")
		}
		return nil
	case from.Size == to.Size:
		if len(proof) != 0 || from.Root != to.Root {
			return fmt.Errorf("ledger: two different trees of size %d", to.Size)
		}
		return nil
	}
	if err := tlog.CheckTree(proof, to.Size, to.Root, from.Size, from.Root); err != nil {
		return fmt.Errorf("ledger: the larger tree does not extend the smaller: %w", err)
	}
	return nil
}
