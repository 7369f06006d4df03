package mirror

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"gongzhi/ledger"
)

// Mirror keeps a full copy of a log in a folder. What it fetched is audited as
// a whole, against the copy's own last state, before it becomes part of it.
type Mirror struct {
	From   ledger.Fetcher
	Dir    string
	Policy *ledger.Policy
}

// incoming holds what was fetched and not audited yet.
const incoming = "incoming"

// Run brings the copy up to the log. The copy is left as it was when the audit
// finds something; a checkpoint that contradicts the copy is kept as evidence,
// in the file that is returned.
func (m Mirror) Run(ctx context.Context) (report ledger.Report, evidence string, err error) {
	staging := filepath.Join(m.Dir, incoming)
	if err := os.RemoveAll(staging); err != nil {
		return report, "", fmt.Errorf("mirror: %w", err)
	}
	audit := ledger.Audit{Policy: m.Policy}
	if audit.Known, err = m.known(ctx); err != nil {
		return report, "", err
	}
	f := &copying{from: m.From, kept: Folder(m.Dir), staging: staging}
	if report, err = audit.Run(ctx, f); err == nil && !report.OK() && f.reused {
		// Perhaps it is the copy that is damaged: fetch everything again.
		f = &copying{from: m.From, staging: staging}
		report, err = audit.Run(ctx, f)
	}
	if err != nil {
		return report, "", err
	}
	if !report.OK() {
		evidence, err = m.keepEvidence(report)
		return report, evidence, errors.Join(err, os.RemoveAll(staging))
	}
	return report, "", m.accept(f, report)
}

// known is the copy's own state: none before the first run.
func (m Mirror) known(ctx context.Context) ([]ledger.Checkpoint, error) {
	signed, err := Folder(m.Dir).Fetch(ctx, "checkpoint")
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	opened, err := m.Policy.Open(signed)
	if err != nil {
		return nil, fmt.Errorf("mirror: the copy's own checkpoint does not hold: %w", err)
	}
	return []ledger.Checkpoint{opened.Checkpoint}, nil
}

// accept moves the new resources into the copy, the checkpoint last.
func (m Mirror) accept(f *copying, r ledger.Report) error {
	for _, path := range f.fresh {
		name := filepath.Join(m.Dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			return fmt.Errorf("mirror: %w", err)
		}
		if err := os.Rename(filepath.Join(f.staging, filepath.FromSlash(path)), name); err != nil {
			return fmt.Errorf("mirror: %w", err)
		}
		if t, err := ledger.ParseTilePath(path); err == nil && t.W == ledger.FullWidth {
			if err := os.RemoveAll(name + ".p"); err != nil { // its narrower forms
				return fmt.Errorf("mirror: %w", err)
			}
		}
	}
	if err := write(filepath.Join(m.Dir, "checkpoint"), r.Signed); err != nil {
		return err
	}
	return os.RemoveAll(f.staging)
}

func (m Mirror) keepEvidence(r ledger.Report) (string, error) {
	if r.Opened.Origin == "" {
		return "", nil // not even signed: proves nothing against anybody
	}
	name := filepath.Join(m.Dir, "evidence", strconv.FormatInt(r.Opened.Size, 10)+".checkpoint")
	return name, write(name, r.Signed)
}

// copying fetches resources from the copy if it has them, else from the log,
// and stages what is new.
type copying struct {
	from    ledger.Fetcher
	kept    Folder // empty when everything shall be fetched
	staging string
	fresh   []string
	reused  bool
}

// Fetch gets a resource.
func (c *copying) Fetch(ctx context.Context, path string) ([]byte, error) {
	if path == "checkpoint" {
		return c.from.Fetch(ctx, path)
	}
	if c.kept != "" {
		if data, err := c.kept.read(path); err == nil {
			c.reused = true
			return data, nil
		}
	}
	data, err := c.from.Fetch(ctx, path)
	if err != nil {
		return nil, err
	}
	c.fresh = append(c.fresh, path)
	return data, write(filepath.Join(c.staging, filepath.FromSlash(path)), data)
}

// write replaces a file as a whole: after a crash it is the old one or the new.
func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	beside := name + ".new"
	file, err := os.OpenFile(beside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644) // #nosec G302 -- the log is public
	if err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	if err := os.Rename(beside, name); err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	return nil
}
