package accounts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"gongzhi/roles"
)

// Account is who may sign in: the person behind an e-mail address.
type Account struct {
	Person       uuid.UUID
	Name         string
	Role         roles.Role
	Organization roles.ID // zero unless the person acts for one
	PasswordHash string   // encoded argon2id
	Version      int64    // rises with each change of the credential: access tokens of an older one are void
	Closed       bool     // may not sign in any more
}

// ErrMissing is a Store's answer where there is no such account or session.
var ErrMissing = errors.New("accounts: no such account or session")

// ErrReplaced is a Store's answer to SaveRotation where the old row was
// exchanged or ended meanwhile; nothing was written then.
var ErrReplaced = errors.New("accounts: refresh token was exchanged meanwhile")

// ErrEmailTaken says that somebody signs in with this e-mail address already.
var ErrEmailTaken = errors.New("accounts: somebody signs in with this e-mail address already")

// ErrHasSignIn says that a person has a sign-in, which is not to be taken over.
var ErrHasSignIn = errors.New("accounts: this person has a sign-in already")

// Store keeps accounts, sessions and throttles. Each method is one round trip.
type Store interface {
	// AccountByEmail finds an account by the keyed hash of its e-mail address.
	AccountByEmail(ctx context.Context, emailHash []byte) (Account, error)
	// CreateSession stores a session that the credential of this version
	// began, or fails with ErrMissing where it was changed meanwhile.
	CreateSession(ctx context.Context, s Session, version int64) error
	// SessionByToken finds a cookie session, whatever its state.
	SessionByToken(ctx context.Context, tokenHash []byte) (Session, Account, error)
	// SessionByRefresh finds the row of a refresh token, whatever its state:
	// a replaced one betrays a stolen token.
	SessionByRefresh(ctx context.Context, refreshHash []byte) (Session, Account, error)
	// SessionByID finds the newest row of a family, whatever its state.
	SessionByID(ctx context.Context, family uuid.UUID) (Session, Account, error)
	// SaveTouch stores the session's ExpiresAt, nothing else.
	SaveTouch(ctx context.Context, s Session) error
	// SaveRotation marks Old replaced and adds Next in one transaction, or
	// fails with ErrReplaced.
	SaveRotation(ctx context.Context, r Rotation) error
	// RevokeFamily ends every session of a family; again is no error.
	RevokeFamily(ctx context.Context, family uuid.UUID, at time.Time) error
	// Spent returns the state of a throttle, zero for none.
	Spent(ctx context.Context, key []byte) (time.Time, error)
	// Spend replaces the state of a throttle if it is still old, and reports
	// whether it was.
	Spend(ctx context.Context, key []byte, old, next time.Time) (bool, error)
}

// Service is signing in and staying signed in, for pages and API alike. The
// truth about a session is the Store's, asked on every request.
type Service struct {
	Store  Store
	Hasher *Hasher
	Keys   func() AccessKeys
	Lookup func(kind, value string) []byte // keyed hash under which a value is found
	Now    func() time.Time
	Random io.Reader // cryptographic

	tokens verified
}

// Identity is who a request comes from.
type Identity struct {
	Session Session
	Actor   roles.Actor
	Name    string
}

// Signed is a fresh session with the secrets its holder keeps. They are shown
// once and stored nowhere.
type Signed struct {
	Identity
	Token     string        // Cookie: the cookie's value; API: the refresh token
	Access    string        // API only: the access token
	ExpiresIn time.Duration // API only: of the access token
}

// ErrSignIn is the one answer to an unknown account, a closed one and a wrong
// password.
var ErrSignIn = errors.New("accounts: e-mail address or password is wrong")

// ErrUnauthenticated is the one answer to a token that does not identify
// anybody now, for whatever reason.
var ErrUnauthenticated = errors.New("accounts: not signed in")

// Throttled says that an account was tried too often, whether it exists or not.
type Throttled struct {
	RetryAfter time.Duration
}

// Error implements error.
func (t *Throttled) Error() string {
	return fmt.Sprintf("accounts: too many attempts, try again in %s", t.RetryAfter.Round(time.Second))
}

func identify(s Session, a Account) (Identity, error) {
	if a.Closed || a.Person != s.Person {
		return Identity{}, ErrUnauthenticated
	}
	actor := roles.Actor{Person: a.Person, Role: a.Role, Organization: a.Organization}
	return Identity{Session: s, Actor: actor, Name: a.Name}, nil
}

// unauthenticated hides why a token was refused; other faults pass.
func unauthenticated(err error) error {
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrToken) || errors.Is(err, ErrAccess) {
		return ErrUnauthenticated
	}
	return err
}
