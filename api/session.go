package api

import (
	"context"
	"time"

	"gongzhi/accounts"
)

// SignIn starts a session; the refresh token leaves only as a cookie.
func (s *server) SignIn(ctx context.Context, r SignInRequestObject) (SignInResponseObject, error) {
	signed, err := s.Accounts.SignIn(ctx, r.Body.Email, r.Body.Password, accounts.API)
	if err != nil {
		return nil, asProblem(err)
	}
	grant, err := s.grant(ctx, signed)
	return SignIn200JSONResponse(grant), err
}

// RefreshSession exchanges the refresh token.
func (s *server) RefreshSession(ctx context.Context, _ RefreshSessionRequestObject) (RefreshSessionResponseObject, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return nil, err
	}
	signed, err := s.Accounts.Refresh(ctx, s.refresh.Read(c.Request))
	if err != nil {
		return nil, asProblem(err)
	}
	grant, err := s.grant(ctx, signed)
	return RefreshSession200JSONResponse(grant), err
}

func (s *server) grant(ctx context.Context, signed accounts.Signed) (AccessGrant, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return AccessGrant{}, err
	}
	s.refresh.Set(c.Writer, signed.Token, accounts.CookieLifetime(signed.Session, s.Now()))
	return AccessGrant{
		AccessToken: signed.Access, TokenType: AccessGrantTokenTypeBearer, ExpiresIn: int(signed.ExpiresIn / time.Second),
	}, nil
}

// SignOut ends the session that the request was made in.
func (s *server) SignOut(ctx context.Context, _ SignOutRequestObject) (SignOutResponseObject, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return nil, err
	}
	row := callerOf(ctx).who.Session
	if err := s.Accounts.SignOut(ctx, row); err != nil {
		return nil, asProblem(err)
	}
	if row.Kind == accounts.Cookie {
		s.session.Clear(c.Writer)
	} else {
		s.refresh.Clear(c.Writer)
	}
	return SignOut204Response{}, nil
}
