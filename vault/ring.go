package vault

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/streamingaead"
)

const (
	ringVersion  = 1
	pepperBytes  = 32
	logBytes     = 32
	acceptedKeys = 2 // signing keys whose tokens are accepted; the first one signs
)

// ring is the content of the key file. Byte fields are base64 in JSON.
type ring struct {
	Version int          `json:"version"`
	Fields  []byte       `json:"fields"`  // Tink keyset, AES-256-GCM
	Files   []byte       `json:"files"`   // Tink keyset, AES-256-GCM-HKDF in 1 MiB segments
	Pepper  []byte       `json:"pepper"`  // root of all keyed hashes; never rotated, since what it hashed is not stored
	Log     []byte       `json:"log"`     // root of the public log's keys; never rotated, see log.go
	Signing []signingKey `json:"signing"` // Ed25519, newest first
}

type signingKey struct {
	ID   string `json:"id"`
	Seed []byte `json:"seed"`
}

func newRing() (ring, error) {
	fields, err := newKeyset(aead.AES256GCMKeyTemplate())
	if err != nil {
		return ring{}, err
	}
	files, err := newKeyset(streamingaead.AES256GCMHKDF1MBKeyTemplate())
	if err != nil {
		return ring{}, err
	}
	pepper := make([]byte, pepperBytes)
	rand.Read(pepper) // never fails: crypto/rand ends the process instead
	log := make([]byte, logBytes)
	rand.Read(log)
	return ring{
		Version: ringVersion, Fields: fields, Files: files, Pepper: pepper, Log: log,
		Signing: []signingKey{newSigningKey()},
	}, nil
}

func newSigningKey() signingKey {
	seed, id := make([]byte, ed25519.SeedSize), make([]byte, 8)
	rand.Read(seed)
	rand.Read(id)
	return signingKey{ID: hex.EncodeToString(id), Seed: seed}
}

func newKeyset(template *tinkpb.KeyTemplate) ([]byte, error) {
	handle, err := keyset.NewHandle(template)
	if err != nil {
		return nil, fmt.Errorf("make keyset: %w", err)
	}
	var buf bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&buf)); err != nil {
		return nil, fmt.Errorf("write keyset: %w", err)
	}
	return buf.Bytes(), nil
}

func readKeyset(b []byte) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(b)))
}

func parseRing(b []byte) (ring, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var r ring
	if err := dec.Decode(&r); err != nil {
		return ring{}, errors.New("not a key ring in JSON") // the decoder's own text may quote the file
	}
	if _, err := dec.Token(); err != io.EOF {
		return ring{}, errors.New("text after the key ring")
	}
	return r, r.check()
}

func (r ring) check() error {
	if r.Version != ringVersion {
		return fmt.Errorf("key ring version %d, this program reads version %d", r.Version, ringVersion)
	}
	if len(r.Fields) == 0 || len(r.Files) == 0 || len(r.Pepper) != pepperBytes || len(r.Log) != logBytes {
		return errors.New("key ring is incomplete")
	}
	if len(r.Signing) == 0 || len(r.Signing) > acceptedKeys {
		return fmt.Errorf("key ring has %d signing keys, wants 1 or %d", len(r.Signing), acceptedKeys)
	}
	for _, k := range r.Signing {
		if k.ID == "" || len(k.Seed) != ed25519.SeedSize {
			return errors.New("key ring has a broken signing key")
		}
	}
	return nil
}
