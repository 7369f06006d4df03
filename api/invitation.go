package api

import (
	"context"
	"errors"

	"gongzhi/accounts"
	"gongzhi/web"
)

// OpenAccount opens the first account of an admitted organization or newsroom.
func (s *server) OpenAccount(ctx context.Context, r OpenAccountRequestObject) (OpenAccountResponseObject, error) {
	v := accounts.Invitee{Code: callerOf(ctx).receipt, Name: r.Body.Name, Email: r.Body.Email, Password: r.Body.Password}
	if err := s.Invitations.Redeem(ctx, v); err != nil {
		return nil, invitationProblem(err)
	}
	return OpenAccount204Response{}, nil
}

// invitationProblem names the field at fault; why a code opens nothing is told
// to nobody.
func invitationProblem(err error) error {
	switch {
	case errors.Is(err, accounts.ErrInvitation):
		return web.Conflict("This invitation does not open an account with these details: it may be used or expired, or the address be in use.")
	case errors.Is(err, accounts.ErrName):
		return invalidField("name", "is required: up to 80 characters")
	case errors.Is(err, accounts.ErrEmail):
		return invalidField("email", "must be an e-mail address")
	}
	if why := accounts.PasswordFault(err); why != "" {
		return invalidField("password", why)
	}
	return asProblem(err)
}
