// Package vault holds every key of an installation and everything done with
// them: sealing of fields and evidence files, keyed hashes of receipts and
// look-up values, signing keys of access tokens. It knows no tables and no
// requests; callers say where a value lives.
package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/streamingaead"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrForeignKeys says that a database was written under another key ring.
// Callers compare Fingerprint with the one stored beside the data and return
// this error before they touch anything.
var ErrForeignKeys = errors.New("vault: this key file does not belong to this database: " +
	"put back the key file that was used when the data was written (see your backup), or start with an empty database")

// Vault is an opened key ring with its primitives built once. It is safe for
// concurrent use.
type Vault struct {
	path   string // empty for a vault in memory
	fields tink.AEAD
	files  tink.StreamingAEAD
	log    logKeys
	peppers

	mu   sync.RWMutex // guards ring, which Rotate replaces
	ring ring
}

// New makes a vault with fresh keys in memory only, for tests and for
// commands that need no stored data.
func New() (*Vault, error) {
	r, err := newRing()
	if err != nil {
		return nil, err
	}
	return fromRing(r, "")
}

func fromRing(r ring, path string) (*Vault, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	v := &Vault{path: path, ring: r}
	if err := v.buildPrimitives(); err != nil {
		return nil, err
	}
	return v, nil
}

func (v *Vault) buildPrimitives() error {
	fields, err := readKeyset(v.ring.Fields)
	if err != nil {
		return fmt.Errorf("field keys: %w", err)
	}
	if v.fields, err = aead.New(fields); err != nil {
		return fmt.Errorf("field keys: %w", err)
	}
	files, err := readKeyset(v.ring.Files)
	if err != nil {
		return fmt.Errorf("file keys: %w", err)
	}
	if v.files, err = streamingaead.New(files); err != nil {
		return fmt.Errorf("file keys: %w", err)
	}
	if v.log, err = newLogKeys(v.ring.Log); err != nil {
		return err
	}
	v.peppers, err = newPeppers(v.ring.Pepper)
	return err
}

// Fingerprint identifies the keys that data at rest depends on: 32 hexadecimal
// digits that reveal nothing about them. Rotating the signing keys leaves it
// unchanged.
func (v *Vault) Fingerprint() string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return hex.EncodeToString(keyed(v.fingerprint, v.ring.Fields, v.ring.Files, v.ring.Log)[:16])
}

// CheckFingerprint returns ErrForeignKeys unless stored is this vault's
// fingerprint.
func (v *Vault) CheckFingerprint(stored string) error {
	if stored != v.Fingerprint() {
		return ErrForeignKeys
	}
	return nil
}
