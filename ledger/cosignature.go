package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/mod/sumdb/note"
)

// The signature types of c2sp.org/signed-note that we use.
const (
	typeEd25519     = 0x01
	typeCosignature = 0x04
)

// cosignatureSize is the length of a cosignature in bytes: time, signature.
const cosignatureSize = 8 + ed25519.SignatureSize

// Cosigner signs checkpoints as a witness: c2sp.org/tlog-cosignature, Ed25519.
type Cosigner struct {
	name string
	id   uint32
	key  ed25519.PrivateKey
	now  func() time.Time
}

// NewCosigner reads a witness's private key in the form that note.GenerateKey
// writes (PRIVATE+KEY+name+id+key). The key must serve no other purpose.
func NewCosigner(skey string, now func() time.Time) (*Cosigner, error) {
	if _, err := note.NewSigner(skey); err != nil {
		return nil, errors.New("ledger: not a private key of a witness")
	}
	parts := strings.SplitN(skey, "+", 5) // PRIVATE, KEY, name, id, key
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return nil, errors.New("ledger: not a private key of a witness")
	}
	key := ed25519.NewKeyFromSeed(raw[1:])
	return &Cosigner{name: parts[2], id: keyID(parts[2], typeCosignature, publicOf(key)), key: key, now: now}, nil
}

// Name is the witness's name.
func (c *Cosigner) Name() string { return c.name }

// KeyHash is the witness's key id.
func (c *Cosigner) KeyHash() uint32 { return c.id }

// Sign cosigns the text of a checkpoint at the present second.
func (c *Cosigner) Sign(text []byte) ([]byte, error) {
	at := c.now().Unix()
	if at < 0 {
		return nil, errors.New("ledger: the clock stands before 1970")
	}
	sig := binary.BigEndian.AppendUint64(nil, uint64(at))
	return append(sig, ed25519.Sign(c.key, cosigned(uint64(at), text))...), nil
}

// VerifierKey is the witness's public key as others configure it.
func (c *Cosigner) VerifierKey() string {
	return vkey(c.name, c.id, typeCosignature, publicOf(c.key))
}

// NewWitnessVerifier reads the public key of a witness. A key written with the
// type of plain signatures is taken for the witness's as well.
func NewWitnessVerifier(key string) (note.Verifier, error) {
	name, kind, public, err := parseVkey(key)
	if err != nil {
		return nil, err
	}
	if kind != typeCosignature && kind != typeEd25519 {
		return nil, errors.New("ledger: a witness's key must be of Ed25519")
	}
	return &witnessVerifier{name: name, id: keyID(name, typeCosignature, public), key: public}, nil
}

type witnessVerifier struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (v *witnessVerifier) Name() string    { return v.name }
func (v *witnessVerifier) KeyHash() uint32 { return v.id }
func (v *witnessVerifier) Verify(text, sig []byte) bool {
	if len(sig) != cosignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return at < 1<<63 && ed25519.Verify(v.key, cosigned(at, text), sig[8:])
}

// cosigned is the message a cosignature signs.
func cosigned(at uint64, text []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(at, 10)+"\n"), text...)
}

// cosignedAt is the time inside a verified cosignature.
func cosignedAt(s note.Signature) (time.Time, error) {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) != 4+cosignatureSize {
		return time.Time{}, errors.New("ledger: not a cosignature")
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC(), nil
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey {
	return ed25519.PublicKey(key[ed25519.SeedSize:])
}

// keyID is the key id that c2sp.org/signed-note recommends.
func keyID(name string, kind byte, public []byte) uint32 {
	h := sha256.Sum256(append(append([]byte(name+"\n"), kind), public...))
	return binary.BigEndian.Uint32(h[:4])
}

func vkey(name string, id uint32, kind byte, public []byte) string {
	return fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{kind}, public...)))
}

// parseVkey reads a public key: name+id+base64(type, key), and checks the id.
func parseVkey(s string) (name string, kind byte, public ed25519.PublicKey, err error) {
	parts := strings.SplitN(s, "+", 3)
	if len(parts) != 3 || !validName(parts[0]) || len(parts[1]) != 8 {
		return "", 0, nil, errors.New("ledger: a public key has the form name+id+key")
	}
	id, err := hex.DecodeString(parts[1])
	if err != nil {
		return "", 0, nil, errors.New("ledger: a public key's id has 8 hexadecimal digits")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return "", 0, nil, errors.New("ledger: a public key is of Ed25519, in base64")
	}
	if keyID(parts[0], raw[0], raw[1:]) != binary.BigEndian.Uint32(id) {
		return "", 0, nil, errors.New("ledger: a public key's id does not fit its name and key")
	}
	return parts[0], raw[0], ed25519.PublicKey(raw[1:]), nil
}

func validName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '+' })
}
