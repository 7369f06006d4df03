package main

import (
	"context"
	"fmt"

	"gongzhi/accounts"
	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/roles"
)

// readyDemo gives the demonstration its accounts, its public records and its
// live cases. Each step is idempotent, so that an interrupted first start is
// completed by the next.
func (a *app) readyDemo(ctx context.Context) error {
	if err := a.demoAccounts(ctx); err != nil {
		return fmt.Errorf("demonstration: accounts: %w", err)
	}
	if err := a.importDemo(ctx); err != nil {
		return fmt.Errorf("demonstration: import: %w", err)
	}
	return a.demoCases(ctx)
}

// demoAccounts creates the sign-ins. One slow hash serves all of them: the
// password is printed on the sign-in page.
func (a *app) demoAccounts(ctx context.Context) error {
	hasher, err := accounts.NewHasher()
	if err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, demo.Password)
	if err != nil {
		return err
	}
	var list []db.NewCredential
	for _, d := range demo.Accounts() {
		list = append(list, a.credential(d.Person, d.Email, hash))
	}
	return a.db.PutCredentials(ctx, list, a.clock.Now())
}

func (a *app) credential(person roles.ID, email, hash string) db.NewCredential {
	return db.NewCredential{
		Person: person, EmailHash: a.vault.LookupHash("email", email),
		Email: secrets{a.vault}.Seal([]byte(email), "credential", "email", person), PasswordHash: hash,
	}
}

// demoCases plays the live cases once: their short clocks start when the first
// visitor can see them.
func (a *app) demoCases(ctx context.Context) error {
	totals, err := a.db.Public().Totals(ctx)
	if err != nil {
		return err
	}
	if totals.Open > 0 {
		return nil
	}
	references, err := demo.Play(ctx, a.cases, a.clock.Now())
	if err != nil {
		return err
	}
	progress("%d live cases of the demonstration are filed; their clocks run in minutes", len(references))
	return nil
}
