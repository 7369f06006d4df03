package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text into the form in which it is compared: compatibility forms
// replaced (NFKC), lower case, invisible characters dropped, white space reduced
// to single spaces. Store it beside the text for the recheck of literals.
func Fold(text string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(strings.ToValidUTF8(text, " ")))
	return strings.Join(strings.Fields(norm.NFKC.String(folded)), " ")
}

// LikePattern makes a LIKE pattern that finds the literal anywhere, with the
// default escape character.
func LikePattern(literal string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(literal) + "%"
}
