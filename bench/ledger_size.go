package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"gongzhi/db"
	"gongzhi/ledger"
	"gongzhi/vault"
)

// upTo gives leaves that stand for nothing, up to a position.
type upTo struct{ last int64 }

// Pending implements ledger.Source.
func (u *upTo) Pending(_ context.Context, after int64, limit int) ([]ledger.Placed, error) {
	list := make([]ledger.Placed, max(0, min(int64(limit), u.last-after)))
	for i := range list {
		pos := after + 1 + int64(i)
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(pos)))
		list[i] = ledger.Placed{Pos: pos, Leaf: ledger.Leaf{Label: sum, Commitment: sum}}
	}
	return list, nil
}

// proofs measures what a reader waits for in a small log and in a large one,
// and how long signed states and proofs are.
func (s *stage) proofs(ctx context.Context, t *table) error {
	small, large := int64(10_000), pick(s.fast, int64(1_000_000), int64(10_000_000))
	if s.brief {
		large = 100_000
	}
	database, err := s.fresh(ctx, "proofs")
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, database, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	v, err := vault.New()
	if err != nil {
		return err
	}
	source := &upTo{}
	grow, err := integrator(v, source, d.Ledger())
	if err != nil {
		return err
	}
	grow.Schedule.Floor = int(small)
	keys, err := ledger.NewKeys("bench.example/log", v.LogKey())
	if err != nil {
		return err
	}
	desk := &ledger.Desk{Site: d.Ledger(), Policy: ledger.PolicyOf(keys.Verifier), Keys: keys}
	var at [2]proofCost
	for n, size := range []int64{small, large} {
		source.last = size
		if err := growTo(ctx, grow, size); err != nil {
			return err
		}
		if at[n], err = proofCostOf(ctx, desk, pick(s.brief, 20, 300)); err != nil {
			return err
		}
		fmt.Printf("  %d leaves: %s\n", at[n].size, at[n])
	}
	t.add(line{number: "–", what: fmt.Sprintf("inclusion proof, %d ÷ %d leaves", at[1].size, at[0].size), product: at[1].String(), limit: at[0].String(),
		ratios: []float64{at[1].inclusion / at[0].inclusion}, goal: 4, stretch: 3, less: true})
	return nil
}

func growTo(ctx context.Context, grow *ledger.Integrator, size int64) error {
	began := time.Now()
	for done := int64(0); done < size; {
		step, err := grow.Integrate(ctx, began.Add(time.Duration(done)*time.Second))
		if err != nil {
			return err
		}
		done = step.Head.Size
	}
	fmt.Printf("  a log of %d leaves was made in %s\n", size, time.Since(began).Round(time.Millisecond))
	return nil
}

// proofCost are medians in milliseconds and lengths in bytes.
type proofCost struct {
	size                      int64
	inclusion, consistency    float64
	checkpoint, hashes, proof int
}

func (c proofCost) String() string {
	return fmt.Sprintf("%.2f ms inclusion, %.2f ms consistency, checkpoint %d B, proof of %d hashes %d B", c.inclusion, c.consistency, c.checkpoint, c.hashes, c.proof)
}

func proofCostOf(ctx context.Context, desk *ledger.Desk, tries int) (c proofCost, err error) {
	signed, opened, err := desk.State(ctx)
	if err != nil {
		return c, err
	}
	c.size, c.checkpoint = opened.Size, len(signed)
	var inclusion, consistency []float64
	for range tries {
		index := rand.Int64N(opened.Size) //nolint:gosec // any place will do
		began := time.Now()
		e, err := desk.Entry(ctx, index)
		if err != nil {
			return c, err
		}
		inclusion = append(inclusion, float64(time.Since(began).Microseconds())/1000)
		c.hashes, c.proof = len(e.Inclusion), len(e.Inclusion)*45
		began = time.Now()
		if _, err := desk.Compare(ctx, ledger.Checkpoint{Size: 1 + index}); err != nil {
			return c, err
		}
		consistency = append(consistency, float64(time.Since(began).Microseconds())/1000)
	}
	c.inclusion, c.consistency = median(inclusion), median(consistency)
	return c, nil
}
