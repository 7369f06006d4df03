package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/intake"
	"gongzhi/record"
	"gongzhi/vault"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// publisher publishes historical records by the product's own import, from
// outside the instance that is measured.
type publisher struct {
	db      *db.DB
	archive *intake.Archive
}

func newPublisher(ctx context.Context, database string) (*publisher, error) {
	d, err := db.Open(ctx, database, db.Options{})
	if err != nil {
		return nil, err
	}
	org, err := d.LoadOrg(ctx)
	if err != nil {
		d.Close()
		return nil, err
	}
	rules := workflow.NewRulebooks(clock.Default())
	return &publisher{db: d, archive: &intake.Archive{
		Store: d, Reference: func() (string, error) { return vault.NewReference(rand.Reader) },
		Env:      func() workflow.Env { return workflow.Env{Now: time.Now().UTC(), Org: org, Rules: rules} },
		Proposer: demo.Person("national/supervisor"), Clearer: demo.Person("national/leader"),
	}}, nil
}

func (p *publisher) close() { p.db.Close() }

// publish makes one more record public and returns its title.
func (p *publisher) publish(ctx context.Context, n int) (string, error) {
	title := fmt.Sprintf("Benchmark record %d of %d", n, time.Now().UnixNano())
	results, err := p.archive.Import(ctx, []intake.Record{{
		Origin: intake.OriginHistorical, ExternalID: "bench:" + title, Lang: "en", Title: title,
		Narrative: "A record that measures how soon readers see what was published.", Violation: "leak", Region: "unknown", Sector: "internet",
		Verification: "verified", Credit: record.Credit{Source: "bench", URL: "https://bench.example/", Licence: "none"},
	}})
	if err != nil {
		return "", err
	}
	if len(results) != 1 || results[0].Err != nil {
		return "", fmt.Errorf("publish: %v", results)
	}
	return title, nil
}
