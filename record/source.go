package record

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"time"

	"github.com/google/uuid"
)

// Seed is the randomness that a command brings along, so that deciding the
// same command twice gives the same bytes.
type Seed [32]byte

// Source draws ids and salts from a seed, in order.
type Source struct {
	mac hash.Hash
	n   uint64
}

// NewSource starts drawing from a seed.
func NewSource(seed Seed) *Source { return &Source{mac: hmac.New(sha256.New, seed[:])} }

// Bytes draws 32 bytes.
func (s *Source) Bytes() []byte {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], s.n)
	s.n++
	s.mac.Reset()
	s.mac.Write(n[:])
	return s.mac.Sum(nil)
}

// ID draws a version 7 id for a time: ordered inside, never shown outside.
func (s *Source) ID(at time.Time) ID {
	b := s.Bytes()
	var id uuid.UUID
	copy(id[:], b[:16])
	ms := uint64(max(at.UnixMilli(), 0))
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// RandomID draws a version 4 id, for what is shown outside: no time inside.
func (s *Source) RandomID() ID {
	b := s.Bytes()
	var id uuid.UUID
	copy(id[:], b[:16])
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Reference draws a random public reference with a prefix: GZ-XXXXX-XXXXX
// (50 bits, no time inside).
func (s *Source) Reference(prefix string) string {
	b := s.Bytes()
	ref := []byte(prefix + "-")
	for i := range 10 {
		if i == 5 {
			ref = append(ref, '-')
		}
		ref = append(ref, crockford[b[i]&31])
	}
	return string(ref)
}

// HashContent commits to a text under its salt.
func HashContent(salt []byte, body string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(body))
	return mac.Sum(nil)
}
