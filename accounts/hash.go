// Package accounts holds the rules of signing in: passwords, sessions, access
// tokens, throttles. It decides; storage and transport are elsewhere.
package accounts

import (
	"context"
	"errors"
	"runtime"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// ErrBusy says that too many passwords are being checked at once. Hashing is
// slow on purpose, so its queue must be short; the caller answers 503.
var ErrBusy = errors.New("accounts: too many sign-ins at once, try again in a moment")

// hashParams is OWASP's minimum for argon2id (Password Storage Cheat Sheet):
// 19 MiB, two passes, one lane.
var hashParams = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// waitingPerSlot is how many callers may wait for each running hash.
const waitingPerSlot = 4

// Hasher makes and checks password hashes, as many at once as there are
// processors. It is safe for concurrent use.
type Hasher struct {
	slots   chan struct{} // running
	room    chan struct{} // running and waiting
	compare func(password, hash string) (bool, error)
}

// dummy is a hash of nobody's password with the parameters above. It opens
// nothing (Verify), so that it need not be secret; making one took a fifth of
// the time to start.
const dummy = "$argon2id$v=19$m=19456,t=2,p=1$WxyJGKoVIoQ0NBEX7Roi4w$GfAP0Bi6c+ekOiNCoKKcrKkUuOVDoUtTK1sjx96MMOo"

// NewHasher returns a Hasher for this machine.
func NewHasher() *Hasher {
	n := runtime.GOMAXPROCS(0)
	return &Hasher{
		slots: make(chan struct{}, n), room: make(chan struct{}, n*(1+waitingPerSlot)), compare: argon2id.ComparePasswordAndHash,
	}
}

// Hash returns the encoded argon2id hash of a password. Errors: ErrBusy, or
// the context's.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	var hash string
	err := h.run(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(canonical(password), &hashParams)
		return err
	})
	return hash, err
}

// Verify reports whether a password belongs to an encoded hash. For an unknown
// account pass an empty hash: the answer is false after the same work, so that
// time does not tell which accounts exist. Errors: ErrBusy, the context's, or
// a damaged hash.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (bool, error) {
	known := hash != ""
	if !known {
		hash = dummy
	}
	var match bool
	err := h.run(ctx, func() (err error) {
		match, err = h.compare(canonical(password), hash)
		return err
	})
	return match && known && err == nil, err
}

// NeedsRehash reports whether a hash was made with other parameters than
// today's, so that the next successful sign-in should replace it.
func NeedsRehash(hash string) bool {
	p, _, _, err := argon2id.DecodeHash(hash)
	return err != nil || *p != hashParams
}

func (h *Hasher) run(ctx context.Context, work func() error) error {
	select {
	case h.room <- struct{}{}:
		defer func() { <-h.room }()
	default:
		return ErrBusy
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return work()
}

// canonical makes equal what people type as equal on different keyboards
// (NFKC, NIST SP 800-63B).
func canonical(password string) string { return norm.NFKC.String(password) }
