package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text into the form in which it is compared: compatibility forms
// replaced (NFKC), lower case, invisible characters dropped, white space reduced
// to single spaces. Store it beside the text for the recheck of literals.
func Fold(text string) string {
	if folded, ok := foldCommon(text); ok {
		return folded
	}
	return foldAny(text)
}

func foldAny(text string) string {
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

// foldCommon is Fold for texts of nothing but ASCII, common Chinese characters
// and their punctuation, of which each stands for itself: nearly all that is
// filed. It reports false at the first character of another kind.
func foldCommon(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	gap := false // white space since the last character
	for _, r := range text {
		r, kind := common(r)
		switch {
		case kind == strange:
			return "", false
		case kind == space:
			gap = true
			continue
		case kind == dropped:
			continue
		case gap && len(out) > 0:
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	return string(out), true
}

type runeKind int

const (
	strange runeKind = iota
	kept
	space
	dropped
)

// common folds a character that NFKC treats for itself: ASCII, the unified
// ideographs of the first block, brackets and stops of the CJK punctuation, and
// the full-width forms of ASCII (Unicode 15, blocks 4E00, 3000 and FF00).
func common(r rune) (rune, runeKind) {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xff01 - '!'
	}
	switch {
	case r == ' ' || (r >= '\t' && r <= '\r') || r == 0x3000:
		return ' ', space
	case r < ' ' || r == 0x7f:
		return 0, dropped
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A', kept
	case r < 0x7f, r >= 0x4e00 && r <= 0x9fff, r >= 0x3001 && r <= 0x3003, r >= 0x3008 && r <= 0x3011:
		return r, kept
	}
	return 0, strange
}

// LikePattern makes a LIKE pattern that finds the literal anywhere, with the
// default escape character.
func LikePattern(literal string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(literal) + "%"
}
