package accounts

import (
	"context"
	"errors"
)

// Authenticate identifies the holder of a cookie's token and moves the
// session's expiry on. Errors: ErrUnauthenticated, or the Store's.
func (s *Service) Authenticate(ctx context.Context, token string) (Identity, error) {
	hash, err := HashToken(token)
	if err != nil {
		return Identity{}, ErrUnauthenticated
	}
	row, account, err := s.Store.SessionByToken(ctx, hash)
	if err != nil {
		return Identity{}, unauthenticated(err)
	}
	now := s.Now()
	if row.Kind != Cookie || row.Check(now) != nil {
		return Identity{}, ErrUnauthenticated
	}
	who, err := identify(row, account)
	if err != nil {
		return Identity{}, err
	}
	if next, write := row.Touch(now); write {
		who.Session = next
		return who, s.Store.SaveTouch(ctx, next)
	}
	return who, nil
}

// AuthenticateAccess identifies the holder of an access token, whose session
// and version must be good now. Errors: ErrUnauthenticated, or the Store's.
func (s *Service) AuthenticateAccess(ctx context.Context, token string) (Identity, error) {
	now := s.Now()
	claims, err := s.tokens.parse(s.Keys().Public, token, now)
	if err != nil {
		return Identity{}, ErrUnauthenticated
	}
	row, account, err := s.Store.SessionByID(ctx, claims.Session)
	if err != nil {
		return Identity{}, unauthenticated(err)
	}
	if row.Kind != API || row.Check(now) != nil || row.Person != claims.Person || account.Version != claims.Version {
		return Identity{}, ErrUnauthenticated
	}
	return identify(row, account)
}

// Refresh exchanges a refresh token for the next one and a fresh access token.
// A token presented twice ends the whole family, since two parties hold it.
// Errors: ErrUnauthenticated, or the Store's.
func (s *Service) Refresh(ctx context.Context, token string) (Signed, error) {
	presented, err := HashToken(token)
	if err != nil {
		return Signed{}, ErrUnauthenticated
	}
	// Whoever loses the race for a token decides once more, on the winner's row.
	for range 2 {
		signed, err := s.rotate(ctx, presented)
		if !errors.Is(err, ErrReplaced) {
			return signed, unauthenticated(err)
		}
	}
	return Signed{}, ErrUnauthenticated
}

func (s *Service) rotate(ctx context.Context, presented []byte) (Signed, error) {
	row, account, err := s.Store.SessionByRefresh(ctx, presented)
	if err != nil {
		return Signed{}, err
	}
	if _, err := identify(row, account); err != nil {
		return Signed{}, err
	}
	token, hash, err := NewToken(s.Random)
	if err != nil {
		return Signed{}, err
	}
	id, err := s.newID()
	if err != nil {
		return Signed{}, err
	}
	r := RotateRefresh(row, presented, id, hash, s.Now())
	if r.KillFamily() {
		return Signed{}, errors.Join(ErrUnauthenticated, s.Store.RevokeFamily(ctx, row.Family, s.Now()))
	}
	if r.Verdict != Rotated {
		return Signed{}, ErrUnauthenticated
	}
	if err := s.Store.SaveRotation(ctx, r); err != nil {
		return Signed{}, err
	}
	return s.signed(r.Next, account, token)
}

// SignOut ends a session with all its tokens, access tokens included.
func (s *Service) SignOut(ctx context.Context, row Session) error {
	return s.Store.RevokeFamily(ctx, row.Family, s.Now())
}
