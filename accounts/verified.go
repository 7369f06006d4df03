package accounts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"sync"
	"time"
)

// mostVerified bounds the tokens whose signatures are remembered: 200 bytes each.
const mostVerified = 8192

// verified remembers whose signatures were good, by the hash of the token, so
// that a token in use is verified once and not at each request. What it claims
// is checked against the time again, and against the database by the caller.
type verified struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]proof
}

// proof is a token's claims, which hold as long as its key is accepted and its
// time has not come.
type proof struct {
	Access
	key     ed25519.PublicKey
	kid     string
	expires time.Time
}

// parse is ParseAccess for tokens that come again and again.
func (v *verified) parse(public map[string]ed25519.PublicKey, token string, now time.Time) (Access, error) {
	if len(token) > maxAccessToken {
		return Access{}, ErrAccess
	}
	sum := sha256.Sum256([]byte(token))
	v.mu.Lock()
	p, ok := v.known[sum]
	v.mu.Unlock()
	if ok && now.Before(p.expires) && p.expires.Sub(now) <= maxAhead && bytes.Equal(public[p.kid], p.key) {
		return p.Access, nil
	}
	p, err := prove(public, token, now)
	if err == nil {
		v.keep(sum, p)
	}
	return p.Access, err
}

// keep starts over when it is full: a token that comes again is verified again.
func (v *verified) keep(sum [sha256.Size]byte, p proof) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known == nil || len(v.known) >= mostVerified {
		v.known = make(map[[sha256.Size]byte]proof)
	}
	v.known[sum] = p
}
