package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"gongzhi/data"
	"gongzhi/demo"
	"gongzhi/intake"
	"gongzhi/roles"
)

type importCommand struct {
	Mapping string `required:"" type:"existingfile" help:"Mapping file: which column is what." placeholder:"FILE.yaml"`
	File    string `arg:"" name:"datafile" type:"existingfile" help:"CSV, JSON, JSONL or XLSX."`
	Result  string `help:"Where the input with error columns goes (default: DATAFILE.result beside it)." placeholder:"FILE"`
	Data    string `help:"Data folder." placeholder:"DIR"`
	As      string `help:"E-mail of the first of the two people who clear historical records."  placeholder:"EMAIL"`
	With    string `help:"E-mail of the second." placeholder:"EMAIL"`
}

// Run imports a file. Rows that were refused make the exit code 1.
func (c importCommand) Run(ctx context.Context) error {
	a, err := open(ctx, c.Data)
	if err != nil {
		return err
	}
	defer a.Close() // everything was committed; nothing is left to lose
	first, second, err := a.clearers(ctx, c.As, c.With)
	if err != nil {
		return err
	}
	if c.Result == "" {
		c.Result = c.File + ".result"
	}
	sum, err := a.importFile(ctx, intake.Options{Mapping: c.Mapping, Data: c.File, Result: c.Result}, first, second)
	if err != nil {
		return err
	}
	fmt.Printf("{\"rows\":%d,\"created\":%d,\"amended\":%d,\"unchanged\":%d,\"failed\":%d}\n", sum.Rows, sum.Created, sum.Amended, sum.Unchanged, sum.Failed)
	if sum.Failed > 0 {
		return errFound
	}
	return nil
}

// clearers are the two named people under whose names historical records are
// published: those asked for, else the heads of the default agency and of the
// oversight office.
func (a *app) clearers(ctx context.Context, first, second string) (one, two roles.ID, err error) {
	org, now := a.org.Load(), a.clock.Now()
	agency, _ := org.Agency(org.Default)
	one, two = org.Answer(agency.Head, now).Person, org.Answer(org.Oversight, now).Person
	for _, who := range []struct {
		email string
		id    *roles.ID
	}{{first, &one}, {second, &two}} {
		if who.email == "" {
			continue
		}
		account, err := a.db.Accounts().AccountByEmail(ctx, a.vault.LookupHash("email", who.email))
		if err != nil {
			return one, two, errors.New("--as and --with: no such account")
		}
		*who.id = account.Person
	}
	if one == two {
		return one, two, errors.New("two different people must clear historical records: name them with --as and --with")
	}
	return one, two, nil
}

func (a *app) importFile(ctx context.Context, o intake.Options, first, second roles.ID) (intake.Summary, error) {
	o.Importer = intake.ByOrigin{
		Historical: &intake.Archive{Store: a.db, Env: a.env, Reference: secrets{a.vault}.NewReference, Proposer: first, Clearer: second},
		Report:     &intake.Reports{Filing: a.cases, Index: a.db, Actor: a.actorOf(first), Secret: a.vault.LookupHash},
	}
	o.Now = a.clock.Now()
	o.Progress = func(s intake.Summary) {
		progress("import: %d rows, %d new, %d changed, %d unchanged, %d refused", s.Rows, s.Created, s.Amended, s.Unchanged, s.Failed)
	}
	return intake.Run(ctx, o)
}

// actorOf is a person as somebody who acts, in whose name imported reports are
// filed.
func (a *app) actorOf(person roles.ID) roles.Actor {
	p, _ := a.org.Load().Person(person)
	return roles.Actor{Person: person, Role: p.Role, Organization: p.Organization}
}

// importDemo brings in the public records that come with the program, under
// the names of two people of the demonstration.
func (a *app) importDemo(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "gongzhi-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // a leftover in the temporary folder harms nobody
	mapping, file, err := data.Unpack(dir)
	if err != nil {
		return err
	}
	began := time.Now()
	sum, err := a.importFile(ctx, intake.Options{Mapping: mapping, Data: file, Every: 250}, demo.Person("national/supervisor"), demo.Person("national/leader"))
	if err != nil {
		return err
	}
	if sum.Failed > 0 {
		return fmt.Errorf("%d of the records that come with the program were refused", sum.Failed)
	}
	progress("%d public records of Have I Been Pwned (CC BY 4.0) are in, %d of them new, after %s", sum.Rows, sum.Created, time.Since(began).Round(time.Millisecond))
	return nil
}
