package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"gongzhi/db"
	"gongzhi/embedded"
	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/vault"
)

type fsckCommand struct {
	Data string `help:"Data folder." placeholder:"DIR"`
}

// Run checks every invariant against one state of the database, also beside a
// running server, and prints each with its count, one JSON object a line. It
// changes nothing. Any broken row makes the exit code 1; the first is named on
// standard error.
func (c fsckCommand) Run(ctx context.Context) error {
	s, err := readSettings(c.Data)
	if err != nil {
		return err
	}
	d, done, err := openDatabase(ctx, s)
	if err != nil {
		return err
	}
	defer done()
	findings, err := fsck(ctx, s, d)
	if err != nil {
		return err
	}
	return printFindings(os.Stdout, findings)
}

// openDatabase connects to the database of the settings, or to the private one:
// that of the server that runs on the data folder, else it is started.
func openDatabase(ctx context.Context, s settings) (*db.DB, func(), error) {
	address, stop := s.DatabaseURL, func() {}
	if address == "" {
		running, ok := embedded.Running(s.Data)
		if !ok {
			services, err := embedded.Start(ctx, embedded.Options{Dir: s.Data, RedisURL: s.RedisURL, Log: progress})
			if err != nil {
				return nil, nil, err
			}
			running, stop = services.DatabaseURL, func() { _ = services.Stop() } // nothing was written
		}
		address = running
	}
	d, err := db.Open(ctx, address, db.Options{MaxConns: 2})
	if err == nil {
		err = d.CheckSchema(ctx)
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return d, func() { d.Close(); stop() }, nil
}

// fsck checks the database with the keys of the settings, and the evidence
// files beside it. Without its key file a database is only checked in itself.
func fsck(ctx context.Context, s settings, d *db.DB) ([]db.Finding, error) {
	if _, err := os.Stat(s.keysPath()); err != nil {
		progress("no key file at %s: labels, padding, signatures and evidence files are not checked", s.keysPath())
		return d.Check(ctx)
	}
	v, err := vault.Open(s.keysPath())
	if err != nil {
		return nil, err
	}
	keys, err := namedKeys(s, v)
	if err != nil {
		return nil, err
	}
	log, trust := publicLog{vault: v}, ledger.PolicyOf(keys.Verifier)
	findings, err := d.Check(ctx, db.LogKeys{Leaf: log.leafOf, Padding: v.PaddingKey(), Open: func(note []byte) (ledger.Checkpoint, error) {
		opened, err := trust.Open(note)
		return opened.Checkpoint, err
	}})
	if err != nil {
		return nil, err
	}
	files, err := evidenceFiles(ctx, s, d, v)
	return append(findings, files), err
}

// filesAtOnce is how many rows of evidence are read at a time.
const filesAtOnce = 500

// evidenceFiles opens every file of a report and compares it with the hash that
// its event committed to.
func evidenceFiles(ctx context.Context, s settings, d *db.DB, v *vault.Vault) (db.Finding, error) {
	f := db.Finding{Name: "every evidence file is there, with its hash"}
	folder, err := vault.OpenFolder(s.evidencePath(), v)
	if err != nil {
		return f, err
	}
	defer folder.Close() // only read from
	for last := (record.ID{}); ; {
		rows, err := d.EvidenceFiles(ctx, last, filesAtOnce)
		if err != nil || len(rows) == 0 {
			return f, err
		}
		for _, row := range rows {
			last = row.ID
			f.Looked++
			if whole(ctx, folder, row) {
				continue
			}
			if f.Broken++; f.First == "" {
				f.First = row.ID.String()
			}
		}
	}
}

func whole(ctx context.Context, folder *vault.Folder, row record.Evidence) bool {
	file, err := folder.Get(ctx, row.ID.String())
	if err != nil {
		return false
	}
	defer file.Close() // only read from
	sum := sha256.New()
	n, err := io.Copy(sum, file)
	return err == nil && n == row.Size && bytes.Equal(sum.Sum(nil), row.Hash)
}

// printFindings prints one line for each invariant and names the first broken row.
func printFindings(w io.Writer, findings []db.Finding) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	var first error
	for _, f := range findings {
		line := struct {
			Invariant string `json:"invariant"`
			Looked    int64  `json:"looked"`
			Broken    int64  `json:"broken"`
			First     string `json:"first,omitempty"`
		}{f.Name, f.Looked, f.Broken, f.First}
		if err := out.Encode(line); err != nil {
			return err
		}
		if f.Broken > 0 && first == nil {
			first = fmt.Errorf("broken: %s: %s", f.Name, f.First)
		}
	}
	return first
}
