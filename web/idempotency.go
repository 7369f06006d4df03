package web

import (
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

const maxIdempotencyKey = 200 // characters

var visible = regexp.MustCompile(`^[\x21-\x7e]+$`)

// tokenForms are the texts of random bits, narrowest alphabet first, with the
// length at which each holds at least 122 bits.
var tokenForms = []struct {
	form    *regexp.Regexp
	atLeast int
}{
	{regexp.MustCompile(`^[0-9]+$`), 37},
	{regexp.MustCompile(`^([0-9a-f]+|[0-9A-F]+)$`), 32},
	{regexp.MustCompile(`^([0-9a-z]+|[0-9A-Z]+)$`), 26}, // base32
	{regexp.MustCompile(`^[0-9A-Za-z_-]+$`), 22},        // base64url
}

// minDistinct keeps out "aaaa…": random bits in any of the forms have more
// different characters, but for one case in a hundred million.
const minDistinct = 6

// IdempotencyKey returns the required Idempotency-Key of a request, bare or as
// a quoted string. The key of an anonymous caller is all that protects the
// stored answer, receipt included, so it must hold at least 122 random bits.
// Errors are Invalid and never quote the key.
func IdempotencyKey(r *http.Request, anonymous bool) (string, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) != 1 {
		return "", keyError("header Idempotency-Key must be sent once")
	}
	key := unquote(strings.TrimSpace(values[0]))
	switch {
	case key == "":
		return "", keyError("header Idempotency-Key must not be empty")
	case len(key) > maxIdempotencyKey:
		return "", keyError("header Idempotency-Key must have at most 200 characters")
	case !visible.MatchString(key) || strings.ContainsAny(key, `"\`):
		return "", keyError("header Idempotency-Key must be visible ASCII without quotes inside")
	case anonymous && !enoughRandomness(key):
		return "", keyError("header Idempotency-Key must be a random UUID (version 4), or random text of at least 26 base32 or 22 base64url characters")
	}
	return key, nil
}

func keyError(detail string) error { return Invalid(FieldError{Detail: detail}) }

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// enoughRandomness judges the form: randomness itself cannot be seen. A text
// in the form of a UUID must be of version 4; others hold time or names.
func enoughRandomness(key string) bool {
	if len(key) == 36 && strings.Count(key, "-") == 4 {
		if id, err := uuid.Parse(key); err == nil {
			return id.Version() == 4 && id.Variant() == uuid.RFC4122
		}
	}
	for _, t := range tokenForms {
		if t.form.MatchString(key) {
			return len(key) >= t.atLeast && distinct(key) >= minDistinct
		}
	}
	return false
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[unicode.ToLower(r)] = true
	}
	return len(seen)
}
