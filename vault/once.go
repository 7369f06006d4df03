package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
)

// Idempotent requests: the answer is stored sealed under a key derived from
// the Idempotency-Key. That key itself is not stored, so the answers in a
// stolen database cannot be opened, not even together with the key file.

// OnceHash is the 32-byte keyed hash under which a request is remembered
// within its scope (who asked, which operation).
func (v *Vault) OnceHash(idempotencyKey, scope string) []byte {
	return keyed(v.once, []byte("key"), []byte(scope), []byte(idempotencyKey))
}

// OnceBodyHash is the 32-byte hash by which a repeated request is known to
// have the same body. It is keyed by the Idempotency-Key, so guesses at a
// stored body cannot be checked.
func (v *Vault) OnceBodyHash(idempotencyKey, scope string, body []byte) []byte {
	mac := hmac.New(sha256.New, v.onceKey(idempotencyKey, scope, "body"))
	writeParts(mac, body)
	return mac.Sum(nil)
}

// SealAnswer encrypts the answer to a request (AES-256-GCM, random nonce).
func (v *Vault) SealAnswer(idempotencyKey, scope string, answer []byte) []byte {
	return v.onceCipher(idempotencyKey, scope).Seal(nil, nil, answer, []byte(scope)) //nolint:gosec // this cipher draws the nonce itself
}

// OpenAnswer decrypts what SealAnswer made for the same key and scope, or
// returns ErrSealed.
func (v *Vault) OpenAnswer(idempotencyKey, scope string, sealed []byte) ([]byte, error) {
	answer, err := v.onceCipher(idempotencyKey, scope).Open(nil, nil, sealed, []byte(scope))
	if err != nil {
		return nil, fmt.Errorf("%w (idempotent answer)", ErrSealed)
	}
	return answer, nil
}

func (v *Vault) onceCipher(idempotencyKey, scope string) cipher.AEAD {
	block, err := aes.NewCipher(v.onceKey(idempotencyKey, scope, "answer"))
	if err != nil {
		panic(err) // a 32-byte key is always right
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // an AES block cipher is always right
	}
	return gcm
}

// onceKey derives with HKDF (RFC 5869). It salts with our own pepper, because
// keys of signed-in callers may be guessable.
func (v *Vault) onceKey(idempotencyKey, scope, purpose string) []byte {
	extracted := v.once.sum(func(w io.Writer) { _, _ = io.WriteString(w, idempotencyKey) }) // HKDF-Extract is HMAC under the salt
	key, err := hkdf.Expand(sha256.New, extracted, "gongzhi/v1/once/"+purpose+"/"+scope, 32)
	if err != nil {
		panic(err) // 32 bytes are within what HKDF gives
	}
	return key
}
