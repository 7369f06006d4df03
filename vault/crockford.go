package vault

import (
	"encoding/base32"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const crockfordLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// crockford is Douglas Crockford's base 32: no I, L, O, U, so that codes can
// be read aloud and copied by hand.
var crockford = base32.NewEncoding(crockfordLetters).WithPadding(base32.NoPadding)

// maxTyped bounds what is looked at as a typed code, in bytes.
const maxTyped = 256

var lookalikes = strings.NewReplacer("I", "1", "L", "1", "O", "0")

// typedCode undoes what people and input methods do to a code: case, width,
// spaces, dashes of any kind and look-alike letters.
func typedCode(s string) string {
	if len(s) > maxTyped {
		return ""
	}
	kept := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(s))
	return lookalikes.Replace(kept)
}

// grouped cuts a code into groups of n characters joined by hyphens.
func grouped(code string, n int) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		if i > 0 && i%n == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(code[i])
	}
	return b.String()
}
