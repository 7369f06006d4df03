package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"gongzhi/accounts"
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
	As      string `help:"E-mail of who files reports, or of the first of the two people who clear historical records." placeholder:"EMAIL"`
	With    string `help:"E-mail of the second, for historical records." placeholder:"EMAIL"`
}

// Run imports a file. Rows that were refused make the exit code 1.
func (c importCommand) Run(ctx context.Context) error {
	mapping, err := intake.LoadMapping(c.Mapping)
	if err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return beside(err)
	}
	defer a.Close() // everything was committed; nothing is left to lose
	first, second, err := a.signers(ctx, mapping.Origin, c.As, c.With)
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

// signers are the people in whose names an import is done: historical records
// are published under the names of two, reports filed under that of the first.
// Nobody is put down without having been named, and all can sign in; only in a
// demonstration do the heads of the default agency and of oversight step in.
func (a *app) signers(ctx context.Context, origin, first, second string) (one, two roles.ID, err error) {
	org, now := a.org.Load(), a.clock.Now()
	agency, _ := org.Agency(org.Default)
	one, two = org.Answer(agency.Head, now).Person, org.Answer(org.Oversight, now).Person
	historical := origin == intake.OriginHistorical
	if historical && !a.isDemo() && (first == "" || second == "") {
		return one, two, errors.New("historical records are published under the names of two people: name both with --as and --with")
	}
	if one, err = a.signer(ctx, "--as", first, one); err != nil || !historical {
		return one, one, err
	}
	if two, err = a.signer(ctx, "--with", second, two); err != nil {
		return one, two, err
	}
	if one == two {
		return one, two, errors.New("two different people must clear historical records: name them with --as and --with")
	}
	return one, two, nil
}

// signer is the person with an e-mail address, or without one the other; either
// way somebody who can sign in.
func (a *app) signer(ctx context.Context, option, email string, other roles.ID) (roles.ID, error) {
	if email == "" {
		has, err := a.db.Accounts().HasCredential(ctx, other)
		if err == nil && !has {
			err = errors.New(option + ": name somebody who can sign in (gongzhi admin create-user)")
		}
		return other, err
	}
	account, err := a.db.Accounts().AccountByEmail(ctx, a.vault.LookupHash("email", email))
	switch {
	case errors.Is(err, accounts.ErrMissing):
		return other, errors.New(option + ": nobody signs in with this address")
	case err == nil && account.Closed:
		return other, errors.New(option + ": this account is closed")
	}
	return account.Person, err
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
