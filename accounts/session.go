package accounts

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
)

// Kind is how a session is carried.
type Kind string

// Pages carry an opaque token in a cookie; the API an access token of minutes
// beside an opaque refresh token.
const (
	Cookie Kind = "cookie"
	API    Kind = "api"
)

// Limits is how long a session lives: without use, and altogether.
type Limits struct {
	Idle, Absolute time.Duration
}

var limits = map[Kind]Limits{
	Cookie: {Idle: time.Hour, Absolute: 12 * time.Hour},
	API:    {Idle: 24 * time.Hour, Absolute: 7 * 24 * time.Hour},
}

// LimitsOf returns the limits of a kind of session.
func LimitsOf(k Kind) Limits { return limits[k] }

// Errors of sessions.
var (
	ErrToken          = errors.New("accounts: not a session token")
	ErrSessionExpired = errors.New("accounts: session has expired")
	ErrSessionRevoked = errors.New("accounts: session was ended")
)

const tokenBytes = 32

// Session is one stored session. An API session is a family of rows, one per
// refresh token handed out; a cookie session is a family of one.
type Session struct {
	ID          uuid.UUID
	Person      uuid.UUID
	Kind        Kind
	TokenHash   []byte    // Cookie: SHA-256 of the cookie's token
	RefreshHash []byte    // API: SHA-256 of the refresh token
	Family      uuid.UUID // the `sid` of access tokens; all rows of it end together
	CreatedAt   time.Time // of the sign-in: kept by rotation, counts for the absolute limit
	ExpiresAt   time.Time // moved on by use, never beyond the absolute limit
	ReplacedAt  time.Time // zero unless the refresh token was exchanged for the next
	RevokedAt   time.Time // zero unless ended: sign-out, administrator, reuse
}

// NewToken draws an opaque token of 256 bits and the hash to store of it. It
// fails only if the source of random bytes does.
func NewToken(random io.Reader) (token string, hash []byte, err error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", nil, fmt.Errorf("accounts: draw token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, sum(token), nil
}

// HashToken returns the hash under which a presented token is looked up, or
// ErrToken if it has not the form of one. A token has 256 random bits, so a
// plain hash suffices.
func HashToken(token string) ([]byte, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != tokenBytes || len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return nil, ErrToken
	}
	return sum(token), nil
}

func sum(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// NewSession starts a session of a kind for a person. hash is that of its
// cookie or first refresh token; id and family are new random UUIDs (v4).
func NewSession(id, family, person uuid.UUID, kind Kind, hash []byte, now time.Time) Session {
	s := Session{ID: id, Person: person, Kind: kind, Family: family, CreatedAt: now}
	if kind == Cookie {
		s.TokenHash = hash
	} else {
		s.RefreshHash = hash
	}
	s.ExpiresAt = s.nextExpiry(now)
	return s
}

// nextExpiry is one idle period from now, but never beyond the absolute limit.
func (s Session) nextExpiry(now time.Time) time.Time {
	l := limits[s.Kind]
	idle, absolute := now.Add(l.Idle), s.CreatedAt.Add(l.Absolute)
	if absolute.Before(idle) {
		return absolute
	}
	return idle
}

// Check returns nil for a session that may be used now, else ErrSessionRevoked
// or ErrSessionExpired. A replaced API row may not be used either.
func (s Session) Check(now time.Time) error {
	if !s.RevokedAt.IsZero() || !s.ReplacedAt.IsZero() {
		return ErrSessionRevoked
	}
	if !now.Before(s.ExpiresAt) || !now.Before(s.CreatedAt.Add(limits[s.Kind].Absolute)) {
		return ErrSessionExpired
	}
	return nil
}

// touchStep is how much a session must gain before its expiry is written again.
const touchStep = time.Minute

// Touch moves the expiry of a used cookie session on. write is false when
// there is nothing worth storing.
func (s Session) Touch(now time.Time) (next Session, write bool) {
	expiry := s.nextExpiry(now)
	if s.Check(now) != nil || expiry.Sub(s.ExpiresAt) < touchStep {
		return s, false
	}
	s.ExpiresAt = expiry
	return s, true
}

// Revoke ends a session; ending it again changes nothing.
func (s Session) Revoke(now time.Time) Session {
	if s.RevokedAt.IsZero() {
		s.RevokedAt = now
	}
	return s
}

func sameHash(a, b []byte) bool {
	return len(a) == sha256.Size && subtle.ConstantTimeCompare(a, b) == 1
}
