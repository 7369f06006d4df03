package vault

import (
	"crypto/ed25519"
	"os"
)

// SigningKey returns the key that signs access tokens now, with its key id.
func (v *Vault) SigningKey() (kid string, key ed25519.PrivateKey) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	k := v.ring.Signing[0]
	return k.ID, ed25519.NewKeyFromSeed(k.Seed)
}

// VerifyKeys returns the public keys whose access tokens are accepted, by key
// id: the signing one and, after a rotation, its predecessor.
func (v *Vault) VerifyKeys() map[string]ed25519.PublicKey {
	v.mu.RLock()
	defer v.mu.RUnlock()
	keys := make(map[string]ed25519.PublicKey, len(v.ring.Signing))
	for _, k := range v.ring.Signing {
		if public, ok := ed25519.NewKeyFromSeed(k.Seed).Public().(ed25519.PublicKey); ok { // it always is
			keys[k.ID] = public
		}
	}
	return keys
}

// Rotate makes a new signing key, keeps the present one for verification and
// drops any older one. Other processes with the same key file must be
// restarted before they accept the new key's tokens.
func (v *Vault) Rotate() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	next := v.ring
	if v.path != "" { // somebody else may have rotated since we read it
		onDisk, err := readKeyFile(v.path)
		if err != nil {
			return err
		}
		next.Signing = onDisk.Signing
	}
	next.Signing = []signingKey{newSigningKey(), next.Signing[0]}
	if v.path != "" {
		if err := publish(v.path, next, os.Rename); err != nil {
			return unreadable(v.path, err)
		}
	}
	v.ring = next
	return nil
}
