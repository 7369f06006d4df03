package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

const (
	// maxTyped bounds what is hashed, in bytes: MaxPassword characters of four.
	maxTyped = 4 * MaxPassword
	// maxSpends bounds the races for one throttle that an attempt may lose.
	maxSpends = 8
)

// SignIn starts a session of a kind for whoever knows the password. Errors:
// ErrSignIn after the same work whether or not the account exists, *Throttled,
// ErrBusy.
func (s *Service) SignIn(ctx context.Context, email, password string, kind Kind) (Signed, error) {
	key := s.Lookup("email", email)
	refund, err := s.spend(ctx, key)
	if err != nil {
		return Signed{}, err
	}
	account, err := s.Store.AccountByEmail(ctx, key)
	if err != nil && !errors.Is(err, ErrMissing) {
		return Signed{}, err
	}
	hash := account.PasswordHash
	if err != nil || account.Closed || len(password) > maxTyped {
		hash, password = "", ""
	}
	match, err := s.Hasher.Verify(ctx, password, hash)
	switch {
	case err != nil:
		return Signed{}, err
	case !match:
		return Signed{}, ErrSignIn
	}
	refund(ctx)
	return s.begin(ctx, account, kind)
}

// spend takes one attempt from the account's throttle; refund gives it back
// to somebody who knew the password, so that programs may sign in often.
func (s *Service) spend(ctx context.Context, key []byte) (refund func(context.Context), err error) {
	for range maxSpends {
		spent, err := s.Store.Spent(ctx, key)
		if err != nil {
			return nil, err
		}
		next, ok, wait := SignIn.Allow(spent, s.Now())
		if !ok {
			return nil, &Throttled{RetryAfter: wait}
		}
		stored, err := s.Store.Spend(ctx, key, spent, next)
		if err != nil {
			return nil, err
		}
		if stored {
			// Losing the refund costs one attempt of ten, so its fault is not the sign-in's.
			return func(ctx context.Context) { _, _ = s.Store.Spend(ctx, key, next, spent) }, nil
		}
	}
	return nil, ErrBusy
}

func (s *Service) begin(ctx context.Context, a Account, kind Kind) (Signed, error) {
	token, hash, err := NewToken(s.Random)
	if err != nil {
		return Signed{}, err
	}
	id, err := s.newID()
	if err != nil {
		return Signed{}, err
	}
	family, err := s.newID()
	if err != nil {
		return Signed{}, err
	}
	row := NewSession(id, family, a.Person, kind, hash, s.Now())
	if err := s.Store.CreateSession(ctx, row, a.Version); errors.Is(err, ErrMissing) {
		return Signed{}, ErrSignIn // the password that was right is not any more
	} else if err != nil {
		return Signed{}, err
	}
	return s.signed(row, a, token)
}

// signed is what the holder gets of a session row, new or rotated.
func (s *Service) signed(row Session, a Account, token string) (Signed, error) {
	who, err := identify(row, a)
	if err != nil || row.Kind != API {
		return Signed{Identity: who, Token: token}, err
	}
	access, err := IssueAccess(s.Keys(), Access{Person: a.Person, Session: row.Family, Version: a.Version}, s.Now())
	return Signed{Identity: who, Token: token, Access: access, ExpiresIn: AccessLifetime}, err
}

func (s *Service) newID() (uuid.UUID, error) {
	id, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return uuid.Nil, fmt.Errorf("accounts: draw id: %w", err)
	}
	return id, nil
}

// CookieLifetime is how long a browser may keep the cookie of a session: what
// is left of its absolute limit, rounded down to seconds.
func CookieLifetime(s Session, now time.Time) time.Duration {
	return s.CreatedAt.Add(limits[s.Kind].Absolute).Sub(now).Truncate(time.Second)
}
