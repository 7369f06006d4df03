package ledger_test

import (
	"context"
	"testing"
	"time"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
)

const benchLeaves = 10_000

// BenchmarkIntegrate integrates 10,000 leaves in batches of 256.
func BenchmarkIntegrate(b *testing.B) {
	for b.Loop() {
		log := ledgertest.NewLog(b, 256)
		for range benchLeaves / 256 {
			log.Events.AddMany(256)
			log.Next(b)
		}
	}
	b.ReportMetric(float64(benchLeaves/256*256*b.N)/b.Elapsed().Seconds(), "events/s")
}

func benchLog(b *testing.B) (*ledgertest.Log, ledger.Checkpoint) {
	b.Helper()
	log := ledgertest.NewLog(b, 1)
	log.Events.AddMany(benchLeaves)
	return log, log.Next(b).Head
}

// BenchmarkInclusion proves one leaf of a log of 10,000 events.
func BenchmarkInclusion(b *testing.B) {
	log, c := benchLog(b)
	var i int64
	for b.Loop() {
		if _, err := ledger.Inclusion(context.Background(), log.Memory, c, i*7919%c.Size); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkConsistency proves growth within a log of 10,000 events.
func BenchmarkConsistency(b *testing.B) {
	log, c := benchLog(b)
	var i int64
	for b.Loop() {
		if _, err := ledger.Consistency(context.Background(), log.Memory, c, 1+i*7919%(c.Size-1)); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkAudit audits a whole log of 10,000 events.
func BenchmarkAudit(b *testing.B) {
	log, _ := benchLog(b)
	for b.Loop() {
		r, err := ledger.Audit{Policy: log.Trust()}.Run(context.Background(), log.Memory)
		if err != nil || !r.OK() {
			b.Fatal(err, r.Problems)
		}
	}
}

// BenchmarkPromise is what the log adds to a filing itself: the event's leaf
// and a signature.
func BenchmarkPromise(b *testing.B) {
	signer, verifier, public := ledgertest.LogKey(b)
	d := &ledger.Desk{Keys: ledger.Keys{Signer: signer, Verifier: verifier, Public: public}, Within: time.Hour,
		Key: func(record.ID) ledger.CaseKey { return ledgertest.CaseKey(1) }}
	e := ledgertest.Event(b, 1, 1)
	for b.Loop() {
		if _, err := d.Promise(e); err != nil {
			b.Fatal(err)
		}
	}
}
