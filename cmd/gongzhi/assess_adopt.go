package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// assessAdoptCommand offers a changed rule pack for adoption and shows what it
// would change; two leaders adopt it at their desk.
type assessAdoptCommand struct {
	File string `arg:"" type:"existingfile" help:"Rule pack, YAML."`
	Data string `help:"Data folder." placeholder:"DIR"`
}

// adoptLine is one past finding that the pack would judge otherwise.
type adoptLine struct {
	Reference string          `json:"reference,omitempty"`
	Was       string          `json:"was"`
	Becomes   string          `json:"becomes"`
	Added     []string        `json:"added,omitempty"`
	Removed   []string        `json:"removed,omitempty"`
	Why       []assess.Reason `json:"why,omitempty"`
}

// Run checks the pack, keeps it as an offer and writes a line for each past
// finding that would change; progress goes to standard error.
func (c assessAdoptCommand) Run(ctx context.Context) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return err
	}
	defer a.Close()
	desk := packDesk{a}
	hash, err := desk.offer(ctx, text, c.File)
	if err != nil {
		return err
	}
	p, err := desk.Offered(ctx, hash)
	if err != nil {
		return err
	}
	if err := desk.preview(ctx, p, os.Stdout, os.Stderr); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "offered as %s; two leaders adopt it at /desk/packs/%s\n", hash, hash)
	return nil
}

// preview assesses past findings again, a batch at a time. References stand only
// on the pages of those who see the case.
func (d packDesk) preview(ctx context.Context, p assess.Pack, out, progress io.Writer) error {
	total, err := d.CountPast(ctx, p)
	if err != nil {
		return err
	}
	const batch = 500
	enc, done, changed, after := json.NewEncoder(out), 0, 0, record.ID{}
	enc.SetEscapeHTML(false)
	for {
		past, err := d.Past(ctx, roles.Actor{Role: roles.System}, p, after, batch)
		if err != nil {
			return err
		}
		for step := range assess.Preview(d.packs.Load(), p, pastLines(past)) {
			if x := step.Difference; step.Err == nil && x.Changed() {
				changed++
				if err := enc.Encode(adoptLine{step.ID, x.Was, x.Becomes, x.Added, x.Removed, x.Why}); err != nil {
					return err
				}
			}
		}
		done += len(past)
		fmt.Fprintf(progress, "%d of %d assessed again, %d would change\n", done, total, changed)
		if len(past) < batch {
			return nil
		}
		after = past[len(past)-1].ID
	}
}

// pastLines are the facts of past findings, as they were given then.
func pastLines(past []workflow.PastFinding) iter.Seq[assess.Past] {
	return func(yield func(assess.Past) bool) {
		for _, f := range past {
			if !yield(assess.Past{ID: f.Reference, Pack: assess.Ref{ID: f.Pack, Version: f.Version}, Line: f.Facts}) {
				return
			}
		}
	}
}
