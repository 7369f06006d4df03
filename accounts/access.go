package accounts

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// What every access token says (RFC 9068, RFC 8725).
const (
	AccessLifetime = 5 * time.Minute
	accessType     = "at+jwt"
	accessIssuer   = "gongzhi"
	accessAudience = "gongzhi-api"
	maxAccessToken = 2048 // bytes
	// maxAhead allows for clocks of two instances; a token that lives longer
	// than that was not made by our rules.
	maxAhead = AccessLifetime + time.Minute
)

// ErrAccess says that an access token is not accepted. It never says why: the
// answer outside is the same for all.
var ErrAccess = errors.New("accounts: access token not accepted")

// Access is what a token claims. Role, agency and recusal are not in it: they
// are read per request (OWASP ASVS 5.0, 8.3.2).
type Access struct {
	Person  uuid.UUID // sub
	Session uuid.UUID // sid: the session's Family
	Version int64     // ver: must equal the person's current one, else the token is void
}

// AccessKeys are the signing key and the accepted public keys by key id.
type AccessKeys struct {
	KeyID   string
	Private ed25519.PrivateKey
	Public  map[string]ed25519.PublicKey
}

type accessClaims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
	Version *int64 `json:"ver"`
}

// IssueAccess signs an access token that lives AccessLifetime from now.
func IssueAccess(keys AccessKeys, a Access, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: accessIssuer, Audience: jwt.ClaimStrings{accessAudience}, Subject: a.Person.String(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(AccessLifetime)),
		},
		Session: a.Session.String(), Version: &a.Version,
	})
	token.Header["typ"], token.Header["kid"] = accessType, keys.KeyID
	signed, err := token.SignedString(keys.Private)
	if err != nil {
		return "", fmt.Errorf("accounts: sign access token: %w", err)
	}
	return signed, nil
}

// ParseAccess returns what a valid access token claims, else ErrAccess. Whether
// session and version are still good is the caller's look into the database.
func ParseAccess(public map[string]ed25519.PublicKey, token string, now time.Time) (Access, error) {
	p, err := prove(public, token, now)
	return p.Access, err
}

// prove verifies a token and says under which key and until when it is good.
func prove(public map[string]ed25519.PublicKey, token string, now time.Time) (p proof, err error) {
	// Go's base64 skips line ends even when strict.
	if len(token) > maxAccessToken || strings.ContainsAny(token, "\r\n") || !plainHeader(token) {
		return proof{}, ErrAccess
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithIssuer(accessIssuer), jwt.WithAudience(accessAudience),
		jwt.WithExpirationRequired(), jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(func() time.Time { return now }),
	)
	var claims accessClaims
	_, err = parser.ParseWithClaims(token, &claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		if key, ok := public[kid]; ok {
			p.kid, p.key = kid, key
			return key, nil
		}
		return nil, ErrAccess
	})
	if err != nil {
		return proof{}, ErrAccess
	}
	if p.Access, err = claims.access(now); err != nil {
		return proof{}, err
	}
	p.expires = claims.ExpiresAt.Time
	return p, nil
}

func (c accessClaims) access(now time.Time) (Access, error) {
	person, errPerson := parseUUID(c.Subject)
	session, errSession := parseUUID(c.Session)
	switch {
	case errPerson != nil || errSession != nil:
	case c.Version == nil || *c.Version < 0:
	case len(c.Audience) != 1:
	case c.ExpiresAt.Sub(now) > maxAhead:
	default:
		return Access{Person: person, Session: session, Version: *c.Version}, nil
	}
	return Access{}, ErrAccess
}

// parseUUID accepts only the one written form, and not the empty UUID.
func parseUUID(s string) (uuid.UUID, error) {
	id, err := uuid.Parse(s)
	if err != nil || id == uuid.Nil || id.String() != s {
		return uuid.Nil, ErrAccess
	}
	return id, nil
}

// plainHeader accepts a header of exactly alg, typ and kid. So jku, x5u, jwk,
// crit and whatever may come are refused before anything looks at them
// (RFC 8725, 3.10), and typ keeps other kinds of token out (3.11).
func plainHeader(token string) bool {
	encoded, _, found := strings.Cut(token, ".")
	raw, err := jwt.NewParser(jwt.WithStrictDecoding()).DecodeSegment(encoded)
	if !found || err != nil {
		return false
	}
	var header map[string]any
	if json.Unmarshal(raw, &header) != nil || len(header) != 3 {
		return false
	}
	kid, _ := header["kid"].(string)
	return kid != "" && header["typ"] == accessType && header["alg"] == jwt.SigningMethodEdDSA.Alg()
}
