package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongzhi/ledger"
	"gongzhi/ledger/mirror"
)

type verifyCommand struct {
	File  string `arg:"" optional:"" type:"existingfile" help:"Filing proof, promise or checkpoint to check off-line."`
	Log   string `placeholder:"URL" help:"Audit the whole log at an address or in a folder; with FILE, also look there for what followed."`
	Saved string `placeholder:"FILE" help:"Checkpoint of an earlier audit; compared, and replaced when all is in order."`
	trustFlags
	out io.Writer
}

// Validate refuses a call that names nothing to check.
func (c verifyCommand) Validate() error {
	if c.File == "" && c.Log == "" {
		return errors.New("give a file, or --log")
	}
	if c.Saved != "" && c.Log == "" {
		return errors.New("--saved goes with --log")
	}
	return c.trustFlags.Validate()
}

// Run checks a file, a log, or a file against a log.
func (c verifyCommand) Run(ctx context.Context) error {
	c.out = os.Stdout
	return c.run(ctx)
}

func (c verifyCommand) run(ctx context.Context) error {
	policy, err := c.policy()
	if err != nil {
		return err
	}
	v := verification{out: c.out, policy: policy, audit: ledger.Audit{Policy: policy}}
	if c.File != "" {
		raw, err := os.ReadFile(c.File)
		if err != nil {
			return err
		}
		if err := v.file(raw); err != nil {
			return err
		}
	}
	if c.Log == "" {
		return nil
	}
	return c.auditLog(ctx, &v)
}

// auditLog audits the whole log, and tells what it says of the file.
func (c verifyCommand) auditLog(ctx context.Context, v *verification) error {
	from, err := mirror.Open(c.Log, logClient())
	if err != nil {
		return err
	}
	if err := v.know(c.Saved); err != nil {
		return err
	}
	report, err := v.audit.Run(ctx, from)
	if err != nil {
		return err
	}
	if err := tell(c.out, report); err != nil {
		return err
	}
	if err := v.followed(report); err != nil {
		return err
	}
	return save(c.Saved, report.Signed)
}

// verification collects what a file claims, for the audit to look at.
type verification struct {
	out     io.Writer
	policy  *ledger.Policy
	audit   ledger.Audit
	acts    *ledger.Acts    // nil when the file gave no key of a stream
	promise *ledger.Promise // of the file
	kept    bool            // the promised leaf was seen
}

// file checks a file by its kind; a false file is told and ends with exit 1.
func (v *verification) file(raw []byte) error {
	var err error
	switch {
	case ledger.IsProof(raw):
		err = v.proof(raw)
	case ledger.IsPromise(raw):
		err = v.promised(raw)
	default:
		err = v.checkpoint(raw)
	}
	if err != nil {
		fmt.Fprintf(v.out, "NOT IN ORDER  %s\n", err)
		return errFound
	}
	return nil
}

func (v *verification) proof(raw []byte) error {
	p, err := ledger.ParseProof(raw)
	if err != nil {
		return err
	}
	proven, err := p.Verify(v.policy)
	if err != nil {
		return err
	}
	e := proven.Event
	fmt.Fprintf(v.out, "proven: act %d of the %s stream, %s, at %s, is entry %d of %s (%d entries)\n", e.Seq,
		e.Subject.Kind, e.Kind, e.At.Format(time.RFC3339), p.Index, proven.Opened.Origin, proven.Opened.Size)
	tellWitnesses(v.out, proven.Opened)
	v.audit.Known = append(v.audit.Known, proven.Opened.Checkpoint)
	if p.Stream != nil {
		v.acts = ledger.NewActs(*p.Stream, e.Seq)
		v.audit.Watch = v.acts.See
	}
	return nil
}

func (v *verification) promised(raw []byte) error {
	p, err := v.policy.OpenPromise(raw)
	if err != nil {
		return err
	}
	fmt.Fprintf(v.out, "signed: %s promised at %s to log this act by %s\n", p.Origin,
		p.Filed.Format(time.RFC3339), p.Due().Format(time.RFC3339))
	v.promise = &p
	v.audit.Watch = func(_ int64, l ledger.Leaf) { v.kept = v.kept || l.Hash() == p.Leaf }
	return nil
}

func (v *verification) checkpoint(raw []byte) error {
	o, err := v.policy.Open(raw)
	if err != nil {
		return err
	}
	fmt.Fprintf(v.out, "signed: %s with %d entries, root %s\n", o.Origin, o.Size, o.Root)
	tellWitnesses(v.out, o)
	v.audit.Known = append(v.audit.Known, o.Checkpoint)
	return nil
}

// know adds the state of an earlier audit.
func (v *verification) know(saved string) error {
	raw, err := readSaved(saved)
	if err != nil || raw == nil {
		return err
	}
	o, err := v.policy.Open(raw)
	if err != nil {
		return fmt.Errorf("saved checkpoint: %w", err)
	}
	v.audit.Known = append(v.audit.Known, o.Checkpoint)
	return nil
}

// followed tells what a whole and sound log says of the file's case.
func (v *verification) followed(r ledger.Report) error {
	if v.promise != nil {
		return v.tellPromise(r)
	}
	if v.acts == nil {
		return nil
	}
	acts, absent := v.acts.Recorded()
	for _, a := range acts {
		fmt.Fprintf(v.out, "recorded: act %d is entry %d\n", a.Seq, a.Index)
	}
	fmt.Fprintf(v.out, "silence: act %d of this stream is in none of the %d entries%s\n", absent, r.Opened.Size, asOf(r.Opened))
	irregular := v.acts.Irregular()
	for _, a := range irregular {
		fmt.Fprintf(v.out, "NOT IN ORDER  act %d at entry %d is there twice or behind a gap\n", a.Seq, a.Index)
	}
	if len(irregular) > 0 {
		return errFound
	}
	return nil
}

// tellPromise compares a promise with the log. Only witnesses' clocks prove
// that it is broken; ours can only say that it is late.
func (v *verification) tellPromise(r ledger.Report) error {
	switch due := v.promise.Due(); {
	case v.kept:
		fmt.Fprintln(v.out, "kept: the promised act is in the log")
		return nil
	case r.Opened.SealedAt.After(due):
		fmt.Fprintf(v.out, "NOT IN ORDER  the promise is broken: witnesses saw the log at %s without the act\n", r.Opened.SealedAt.Format(time.RFC3339))
		return errFound
	case time.Now().After(due):
		fmt.Fprintln(v.out, "NOT IN ORDER  the promise is late by this computer's clock, and the act is not in the log")
		return errFound
	}
	fmt.Fprintln(v.out, "open: the act is not in the log yet, and need not be")
	return nil
}

// asOf says until when silence is proven: by the witnesses' clocks.
func asOf(o ledger.Opened) string {
	if !o.Sealed {
		return "; no witness says when"
	}
	return ", as witnesses saw the log at " + o.SealedAt.Format(time.RFC3339)
}

func readSaved(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return raw, err
}

// save replaces the saved checkpoint as a whole.
func save(name string, signed []byte) error {
	if name == "" {
		return nil
	}
	beside := filepath.Clean(name) + ".new"
	if err := os.WriteFile(beside, signed, 0o644); err != nil { // #nosec G306 -- checkpoints are public
		return err
	}
	return os.Rename(beside, name)
}
