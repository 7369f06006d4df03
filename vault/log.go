package vault

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

// The keys of the public log come from one root of their own. They are derived
// and not drawn for each case, for three reasons: the sequencer needs a case's
// key for each event and reads and opens nothing for it; a key can never be
// lost alone, which would make a case's leaves unaccountable; and an erasure,
// which destroys what a leaf commits with, leaves every label computable, so
// that the erased entry can still be told from a forged one. The price: who
// steals the root can tell which entries belong together, though not what they
// say. The root is never rotated, because labels, padding and the name of the
// log stand for good; a stolen one ends the log and starts another.
type logKeys struct {
	cases   hashKey
	padding []byte
	signing ed25519.PrivateKey
}

func newLogKeys(root []byte) (logKeys, error) {
	var k logKeys
	var cases, seed []byte
	for label, key := range map[string]*[]byte{"cases": &cases, "padding": &k.padding, "signing": &seed} {
		derived, err := hkdf.Key(sha256.New, root, nil, "gongzhi/v1/log/"+label, sha256.Size)
		if err != nil {
			return logKeys{}, fmt.Errorf("derive the log's %s key: %w", label, err)
		}
		*key = derived
	}
	k.cases, k.signing = newHashKey(cases), ed25519.NewKeyFromSeed(seed)
	return k, nil
}

// CaseKey is the key of a case's streams in the public log, 32 bytes, by the
// case's id. It is the same for as long as the key file lives.
func (v *Vault) CaseKey(id [16]byte) [32]byte { return [32]byte(keyed(v.log.cases, id[:])) }

// PaddingKey makes the entries of the public log that stand for nothing.
func (v *Vault) PaddingKey() [32]byte { return [32]byte(v.log.padding) }

// LogKey signs the states of the public log. It signs nothing else.
func (v *Vault) LogKey() ed25519.PrivateKey { return v.log.signing }
