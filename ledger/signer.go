package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Keys are the two halves of a log's key under the name of the log.
type Keys struct {
	Signer   note.Signer
	Verifier note.Verifier
	Public   string // the public half as others configure it: name+id+key
}

// NewKeys names an Ed25519 key as the log's. The name is the origin, which
// stands in every checkpoint and never changes; c2sp.org/signed-note forbids
// spaces and plus signs in it.
func NewKeys(origin string, key ed25519.PrivateKey) (Keys, error) {
	if !validName(origin) {
		return Keys{}, errors.New("ledger: the name of a log is not empty and has no space and no plus sign")
	}
	public := publicOf(key)
	id := keyID(origin, typeEd25519, public)
	k := Keys{Public: vkey(origin, id, typeEd25519, public)}
	private := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, id, base64.StdEncoding.EncodeToString(append([]byte{typeEd25519}, key.Seed()...)))
	var err error
	if k.Signer, err = note.NewSigner(private); err != nil {
		return Keys{}, errors.New("ledger: the key of the log cannot be used")
	}
	if k.Verifier, err = note.NewVerifier(k.Public); err != nil {
		return Keys{}, errors.New("ledger: the key of the log cannot be used")
	}
	return k, nil
}
