package main

import (
	"context"
	"fmt"

	"gongzhi/accounts"
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
	hasher := accounts.NewHasher()
	hash, err := hasher.Hash(ctx, demo.Password)
	if err != nil {
		return err
	}
	for _, d := range demo.Accounts() {
		// Saving it again would sign everybody out at each start.
		if has, err := a.db.Accounts().HasCredential(ctx, d.Person); err != nil || has {
			if err != nil {
				return err
			}
			continue
		}
		if err := a.saveCredential(ctx, d.Person, d.Email, hash); err != nil {
			return err
		}
	}
	return nil
}

// saveCredential lets a person sign in, or changes how.
func (a *app) saveCredential(ctx context.Context, person roles.ID, email, hash string) error {
	c := a.credential(person, email, hash)
	return a.db.Accounts().SaveCredential(ctx, person, c.EmailHash, c.Email, c.PasswordHash, a.clock.Now())
}

// demoCases plays the live cases once: their short clocks start when the first
// visitor can see them.
func (a *app) demoCases(ctx context.Context) error {
	references, err := demo.Play(ctx, a.cases, a.clock.Now())
	if len(references) > 0 {
		progress("%d live cases of the demonstration are filed; their clocks run in minutes", len(references))
	}
	return err
}
