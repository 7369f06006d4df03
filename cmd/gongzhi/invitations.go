package main

import (
	"context"

	"gongzhi/accounts"
	"gongzhi/roles"
	"gongzhi/web"
)

// invitations open the first accounts of those who were admitted; the receipt
// of the application is the code.
func (a *app) invitations() *accounts.Invitations {
	s := secrets{a.vault}
	return &accounts.Invitations{
		Service: a.accounts, Invited: a.db.Accounts(), Code: s.ReceiptHash, NameKey: a.nameKey, Changed: a.refreshOrganisation,
		Seal: func(email string, person roles.ID) []byte {
			return s.Seal([]byte(email), "credential", "email", person)
		},
	}
}

// gatedInvitations share the gate of signing in: both hash a password.
type gatedInvitations struct {
	*accounts.Invitations
	gate *web.Gate
}

// Redeem implements api.Invitations and frontend.Invitations.
func (g gatedInvitations) Redeem(ctx context.Context, v accounts.Invitee) error {
	leave, err := g.gate.Enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return g.Invitations.Redeem(ctx, v)
}
