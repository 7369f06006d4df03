package record

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText brings what people typed into one form: line ends as in Unix, no
// blanks around it.
func CleanText(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

// CheckText refuses what no text should hold: wrong bytes, characters that
// control a terminal or turn the direction of writing, nothing but blanks, or
// more characters than limit. It never repeats the text.
func CheckText(kind Kind, field, text string, limit int) *Refusal {
	switch {
	case !utf8.ValidString(text):
		return Refuse(kind, field, "bad_character", "must be valid UTF-8")
	case utf8.RuneCountInString(text) > limit:
		return Refuse(kind, field, "too_long", "is too long")
	case strings.ContainsFunc(text, controls):
		return Refuse(kind, field, "bad_character", "must not contain control characters")
	case text != "" && !strings.ContainsFunc(text, visible):
		return Refuse(kind, field, "required", "must not be blank")
	}
	return nil
}

// controls reports control characters other than line end and tab, and those
// that turn the direction of writing (Unicode UAX 9).
func controls(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return true
	}
	return unicode.IsControl(r)
}

func visible(r rune) bool { return unicode.IsPrint(r) && !unicode.IsSpace(r) }
