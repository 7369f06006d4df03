package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gongzhi/roles"
)

type organisationCommand struct {
	File string `arg:"" name:"file" type:"existingfile" help:"YAML; data/organisation-example.yaml is one."`
	Data string `help:"Data folder." placeholder:"DIR"`
}

// Run puts the file's organisation in the place of the one that is there, and
// prints each person's id, by which create-user seats them.
func (c organisationCommand) Run(ctx context.Context) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	file, parts, err := readOrganisation(text, filepath.Base(c.File))
	if err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return beside(err)
	}
	defer a.Close() // everything was committed
	if err := a.replaceOrganisation(ctx, parts); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for _, p := range file.People {
		if err := out.Encode(map[string]any{"key": p.Key, "name": p.Name, "role": p.Role, "person": fileID("person", p.Key)}); err != nil {
			return err
		}
	}
	return nil
}

// replaceOrganisation needs the log's lead, which a running server would hold:
// its snapshot could still send a report to an agency that is gone.
func (a *app) replaceOrganisation(ctx context.Context, parts roles.Parts) error {
	lead, free, err := a.db.AcquireSequencer(ctx, a.log.leafOf)
	if err != nil {
		return err
	}
	if !free {
		return errors.New("a server is running on this database: stop it, run this command, start it again")
	}
	defer lead.Release()
	a.keyNames(parts.People)
	return a.db.ReplaceOrg(ctx, parts, a.clock.Now())
}

// fileID is the id of what the file calls key; the same file gives the same ids.
func fileID(kind, key string) roles.ID { return derivedID("organisation file", kind+" "+key) }

// readOrganisation reads and checks a file. Errors say file:line:column.
func readOrganisation(text []byte, name string) (organisationFile, roles.Parts, error) {
	var f organisationFile
	doc, err := decodeYAML(text, name, &f)
	if err != nil {
		return f, roles.Parts{}, err
	}
	r := &orgReader{doc: doc, keys: map[string]map[string]bool{}}
	parts := r.parts(f)
	if err := errors.Join(r.faults...); err != nil {
		return f, parts, err
	}
	if _, err := roles.New(parts); err != nil {
		return f, parts, fmt.Errorf("%s:1:1: %s", name, r.byKey(err.Error()))
	}
	return f, parts, nil
}

// byKey names things as the file does, not by the ids made of its keys.
func (r *orgReader) byKey(said string) string {
	for kind, keys := range r.keys {
		for key := range keys {
			said = strings.ReplaceAll(said, fileID(kind, key).String(), fmt.Sprintf("%q", key))
		}
	}
	return said
}
