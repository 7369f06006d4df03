package vault

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const (
	receiptBytes    = 15 // 120 bits, all random: 24 characters without a check digit
	receiptLetters  = 24
	referencePrefix = "GZ"
	referenceLength = 10 // characters, 50 bits
)

// Errors of codes typed by people. They never quote the code.
var (
	ErrReceipt   = errors.New("vault: not a receipt: 24 letters and digits in 6 groups of 4")
	ErrReference = errors.New("vault: not a case reference: GZ and 10 letters and digits")
)

// Receipt is the secret that gives an anonymous filer access to the report.
// It prints as "***" everywhere; only Show reveals it. The bytes sit behind a
// pointer, so that printing a struct that holds a receipt reveals nothing.
type Receipt struct {
	secret *string // receiptBytes bytes; fmt prints what a pointer to an array holds, but not to a string
}

// NewReceipt draws a receipt from a source of random bytes, normally
// crypto/rand.Reader. It fails only if the source does.
func NewReceipt(random io.Reader) (Receipt, error) {
	var b [receiptBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return Receipt{}, fmt.Errorf("vault: draw receipt: %w", err)
	}
	return newReceipt(b), nil
}

func newReceipt(b [receiptBytes]byte) Receipt {
	secret := string(b[:])
	return Receipt{&secret}
}

// ParseReceipt reads a receipt as people type it: any case and width, with or
// without spaces and dashes, I and L for 1, O for 0. Otherwise ErrReceipt.
func ParseReceipt(s string) (Receipt, error) {
	code := typedCode(s)
	if len(code) != receiptLetters {
		return Receipt{}, ErrReceipt
	}
	var b [receiptBytes]byte
	if _, err := crockford.Decode(b[:], []byte(code)); err != nil {
		return Receipt{}, ErrReceipt
	}
	return newReceipt(b), nil
}

// Show returns the receipt for its owner, as XXXX-XXXX-XXXX-XXXX-XXXX-XXXX.
func (r Receipt) Show() string {
	return grouped(crockford.EncodeToString(r.bytes()), 4)
}

func (r Receipt) bytes() []byte {
	if r.secret == nil {
		panic("vault: use of an empty receipt")
	}
	return []byte(*r.secret)
}

// String hides the receipt.
func (Receipt) String() string { return hidden }

// Format hides the receipt under every verb.
func (Receipt) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the receipt.
func (Receipt) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the receipt.
func (Receipt) LogValue() slog.Value { return slog.StringValue(hidden) }

// NewReference draws a public case reference, GZ-XXXXX-XXXXX. It carries 50
// random bits and neither time nor order.
func NewReference(random io.Reader) (string, error) {
	var b [7]byte // 56 bits, of which 50 are used
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("vault: draw reference: %w", err)
	}
	return showReference(crockford.EncodeToString(b[:])[:referenceLength]), nil
}

// ParseReference reads a case reference as people type it, with the tolerance
// of ParseReceipt and with or without its prefix, and returns its one written
// form. Otherwise ErrReference.
func ParseReference(s string) (string, error) {
	code := typedCode(s)
	if len(code) == len(referencePrefix)+referenceLength {
		var found bool
		if code, found = strings.CutPrefix(code, referencePrefix); !found {
			return "", ErrReference
		}
	}
	if len(code) != referenceLength || strings.Trim(code, crockfordLetters) != "" {
		return "", ErrReference
	}
	return showReference(code), nil
}

func showReference(code string) string {
	return referencePrefix + "-" + grouped(code, referenceLength/2)
}
