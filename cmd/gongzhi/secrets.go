package main

import (
	"crypto/rand"

	"gongzhi/record"
	"gongzhi/vault"
)

// secrets gives the use cases their sealing, hashing and drawing.
type secrets struct{ *vault.Vault }

func (s secrets) NewReceipt() (string, []byte, error) {
	r, err := vault.NewReceipt(rand.Reader)
	if err != nil {
		return "", nil, err
	}
	return r.Show(), s.Vault.ReceiptHash(r), nil
}

func (s secrets) ReceiptHash(shown string) ([]byte, error) {
	r, err := vault.ParseReceipt(shown)
	if err != nil {
		return nil, err
	}
	return s.Vault.ReceiptHash(r), nil
}

func (s secrets) NewReference() (string, error) { return vault.NewReference(rand.Reader) }

func (s secrets) Seal(plain []byte, table, column string, row record.ID) []byte {
	return s.Vault.Seal(plain, vault.Where{Table: table, Column: column, Row: row.String()})
}

func (s secrets) Open(sealed []byte, table, column string, row record.ID) ([]byte, error) {
	return s.Vault.Open(sealed, vault.Where{Table: table, Column: column, Row: row.String()})
}
