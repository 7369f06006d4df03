package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"gongzhi/record"
)

type eraseCommand struct {
	Reference string `help:"Case whose first report is erased." placeholder:"GZ-…" xor:"what" required:""`
	Report    string `help:"Report that is erased." placeholder:"ID" xor:"what" required:""`
	Person    string `help:"Citizen whose account and reports are erased." placeholder:"ID" xor:"what" required:""`
	Scrub     bool   `help:"Rewrite the tables concerned, so that no dead row keeps what was erased. Locks each while it runs."`
	Data      string `help:"Data folder." placeholder:"DIR"`
}

// Run erases and prints the tombstone of each report.
func (c eraseCommand) Run(ctx context.Context) error {
	a, err := open(ctx, c.Data)
	if err != nil {
		return beside(err)
	}
	defer a.Close() // everything was committed
	reports, err := c.reports(ctx, a)
	if err != nil {
		return err
	}
	for _, id := range reports {
		tombstone, err := a.eraseReport(ctx, id)
		if err != nil {
			return err
		}
		fmt.Printf("{\"report\":%q,\"tombstone\":%q}\n", id, tombstone)
	}
	if c.Person != "" {
		if err := a.db.ErasePerson(ctx, uuid.MustParse(c.Person)); err != nil {
			return err
		}
	}
	if c.Scrub {
		return a.db.Scrub(ctx)
	}
	return nil
}

func (c eraseCommand) reports(ctx context.Context, a *app) ([]record.ID, error) {
	if c.Reference != "" {
		id, err := a.db.FirstReport(ctx, c.Reference)
		return []record.ID{id}, err
	}
	id, err := uuid.Parse(c.Report + c.Person) // one of them is empty
	if err != nil {
		return nil, errors.New("--report and --person want an id")
	}
	if c.Person != "" {
		return a.db.ReportsOf(ctx, id)
	}
	return []record.ID{id}, nil
}

// eraseReport erases a report and then its files. A stop in between leaves files
// that no row can open any more; erasing again takes them.
func (a *app) eraseReport(ctx context.Context, report record.ID) (record.ID, error) {
	erased, err := a.db.Erase(ctx, report, a.clock.Now())
	if err != nil {
		return record.ID{}, err
	}
	var errs []error
	for _, id := range erased.Files {
		errs = append(errs, a.evidence.Delete(ctx, id.String()))
	}
	return erased.Event, errors.Join(errs...)
}
