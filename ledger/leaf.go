package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/record"
)

// LeafVersion is the first byte of every entry.
const LeafVersion = 1

// leafSize is the length of an entry in bytes: version, label, commitment.
const leafSize = 1 + 2*sha256.Size

// saltSize is the length of an event's salt in bytes.
const saltSize = 32

// ErrErased says that an event's salt is gone, so its commitment can no longer
// be computed: it is read from the entry that was logged.
var ErrErased = errors.New("ledger: the event's salt was destroyed")

// Leaf is what the public log holds of one act, or of none: padding has the
// same form.
type Leaf struct {
	Label      [sha256.Size]byte // only a holder of the case's key can compute it
	Commitment [sha256.Size]byte // HMAC-SHA256(salt, canonical bytes)
}

// Bytes is the entry as it is served: 65 bytes, the version first.
func (l Leaf) Bytes() []byte {
	b := make([]byte, 0, leafSize)
	b = append(b, LeafVersion)
	b = append(b, l.Label[:]...)
	return append(b, l.Commitment[:]...)
}

// Hash is the leaf's RFC 6962 leaf hash.
func (l Leaf) Hash() tlog.Hash { return tlog.RecordHash(l.Bytes()) }

// ParseLeaf reads an entry.
func ParseLeaf(b []byte) (Leaf, error) {
	if len(b) != leafSize {
		return Leaf{}, fmt.Errorf("ledger: an entry has %d bytes, not %d", len(b), leafSize)
	}
	if b[0] != LeafVersion {
		return Leaf{}, fmt.Errorf("ledger: entry version %d is unknown", b[0])
	}
	var l Leaf
	copy(l.Label[:], b[1:])
	copy(l.Commitment[:], b[1+sha256.Size:])
	return l, nil
}

// CaseKey is the secret of one case, random and wrapped at rest. From it come
// the keys of the case's streams. It never prints.
type CaseKey [32]byte

// String hides the key.
func (CaseKey) String() string { return "***" }

// GoString hides the key.
func (CaseKey) GoString() string { return "***" }

// Stream derives the key of one of the case's streams, so that a holder may be
// given one stream and not another.
func (k CaseKey) Stream(kind record.SubjectKind) StreamKey {
	return StreamKey(keyed(k[:], []byte("gongzhi stream v1\x00"+string(kind))))
}

// StreamKey computes the labels of one stream of a case. It never prints.
type StreamKey [32]byte

// String hides the key.
func (StreamKey) String() string { return "***" }

// GoString hides the key.
func (StreamKey) GoString() string { return "***" }

// Label is the label of the event with this sequence number, counted from 1.
func (k StreamKey) Label(seq int64) [sha256.Size]byte {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(seq))
	return keyed(k[:], n[:])
}

// Commit commits to canonical bytes under their salt; ErrErased without one.
func Commit(salt, canonical []byte) ([sha256.Size]byte, error) {
	if len(salt) == 0 {
		return [sha256.Size]byte{}, ErrErased
	}
	if len(salt) != saltSize {
		return [sha256.Size]byte{}, fmt.Errorf("ledger: salt has %d bytes, not %d", len(salt), saltSize)
	}
	return keyed(salt, canonical), nil
}

// LeafOf is the leaf of an event of the case that key belongs to.
func LeafOf(key CaseKey, e record.Event) (Leaf, error) {
	commitment, err := Commit(e.Salt, e.Canonical)
	if err != nil {
		return Leaf{}, err
	}
	return Leaf{Label: key.Stream(e.Subject.Kind).Label(e.Seq), Commitment: commitment}, nil
}

// keyed is HMAC-SHA256.
func keyed(key, message []byte) [sha256.Size]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(message)
	return [sha256.Size]byte(mac.Sum(nil))
}
