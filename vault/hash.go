package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// peppers are the keys of all keyed hashes, one per purpose, so that a hash of
// one kind says nothing about another.
type peppers struct {
	receipt, lookup, once, fingerprint hashKey
}

func newPeppers(root []byte) (peppers, error) {
	var p peppers
	for label, key := range map[string]*hashKey{
		"receipt": &p.receipt, "lookup": &p.lookup, "once": &p.once, "fingerprint": &p.fingerprint,
	} {
		derived, err := hkdf.Key(sha256.New, root, nil, "gongzhi/v1/"+label, sha256.Size)
		if err != nil {
			return peppers{}, fmt.Errorf("derive %s key: %w", label, err)
		}
		*key = newHashKey(derived)
	}
	return p, nil
}

// ReceiptHash is the 32-byte keyed hash under which a receipt is found. A
// receipt has 120 random bits, so it needs no slow hash (OWASP ASVS 5.0,
// 6.5.2: from 112 bits on).
func (v *Vault) ReceiptHash(r Receipt) []byte {
	return keyed(v.receipt, r.bytes())
}

// LookupHash is the 32-byte keyed hash under which a value of a kind (an
// e-mail address, a name) is found without being stored. Values that differ
// only in case, width or surrounding space give the same hash.
func (v *Vault) LookupHash(kind, value string) []byte {
	return keyed(v.lookup, []byte(kind), []byte(normalise(value)))
}

// normalise folds width and compatibility forms (NFKC), case and outer space.
// Lower-casing can leave a sequence that composes again, hence twice.
func normalise(s string) string {
	return norm.NFKC.String(strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))))
}

// hashKey is the key of a keyed hash (HMAC-SHA256). Making one takes as long as
// hashing a short value, so those made are kept for the next value.
type hashKey struct{ made *sync.Pool }

func newHashKey(key []byte) hashKey {
	return hashKey{&sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}}
}

// sum hashes what write writes, and nothing else.
func (k hashKey) sum(write func(io.Writer)) []byte {
	mac, _ := k.made.Get().(hash.Hash)
	defer k.made.Put(mac)
	mac.Reset()
	write(mac)
	return mac.Sum(nil)
}

func keyed(key hashKey, parts ...[]byte) []byte {
	return key.sum(func(w io.Writer) { writeParts(w, parts...) })
}

// writeParts writes each part after its length, so that no two lists of parts
// give the same bytes. It is for hashes and buffers, which never fail.
func writeParts(w io.Writer, parts ...[]byte) {
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		_, _ = w.Write(n[:])
		_, _ = w.Write(p)
	}
}
