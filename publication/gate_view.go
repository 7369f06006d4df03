package publication

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// hit is a finding in the offsets of a view, before it is mapped back.
type hit struct {
	start, end int
	kind       string
	certainty  string
}

// view is a text folded for matching. Every folded character remembers the
// code point of the source that it came from, so that offsets survive folding.
type view struct {
	source []rune
	folded []rune
	from   []int  // from[i]: index in source of folded[i]
	text   string // folded as a string, for regular expressions
	atByte []int  // byte offset in text → index in folded
	spelt  bool   // spelled-out digits are converted; text is not filled then
}

func newView(text string) *view {
	v := &view{source: []rune(text)}
	for i, r := range v.source {
		for _, f := range fold(r) {
			v.folded = append(v.folded, f)
			v.from = append(v.from, i)
		}
	}
	v.index()
	return v
}

func (v *view) index() {
	v.text = string(v.folded)
	v.atByte = make([]int, len(v.text)+1)
	at := 0
	for i, r := range v.folded {
		for k := 0; k < utf8.RuneLen(r); k++ {
			v.atByte[at+k] = i
		}
		at += utf8.RuneLen(r)
	}
	v.atByte[len(v.text)] = len(v.folded)
}

// blankLetters have no ink but are letters or symbols by category.
const blankLetters = "\u115F\u1160\u3164\uFFA0\u2800"

// fold returns the characters that stand for r in matching: none for invisible
// ones, ASCII for compatibility forms, r itself for nearly everything else.
func fold(r rune) []rune {
	switch {
	case r < 0x80:
		return []rune{r}
	case r == utf8.RuneError:
		return []rune{r}
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r):
		return nil
	case unicode.Is(unicode.Zs, r), containsRune(blankLetters, r):
		return []rune{' '}
	case unicode.Is(unicode.Pd, r), r == '−', r == 'ー':
		return []rune{'-'}
	case r == '●', r == '•', r == '‧', r == '・', r == '･':
		return []rune{'·'}
	case unicode.Is(unicode.Han, r), isEnclosedDigit(r):
		return []rune{r}
	case unicode.Is(unicode.Nd, r):
		return []rune{decimalValue(r)}
	}
	return compatibilityForm(r)
}

func compatibilityForm(r rune) []rune {
	var out []rune
	for _, f := range norm.NFKC.String(string(r)) {
		if !unicode.Is(unicode.Mn, f) && f != utf8.RuneError {
			out = append(out, f)
		}
	}
	return out
}

// decimalValue gives the ASCII digit of any Unicode decimal digit: the blocks
// of category Nd are runs of ten that begin at zero.
func decimalValue(r rune) rune {
	if f := []rune(norm.NFKC.String(string(r))); len(f) == 1 && isDigit(f[0]) {
		return f[0]
	}
	zero := r
	for zero > 0 && unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + (r - zero)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isWord(r rune) bool { return isDigit(r) || isLatin(r) }

// at returns the folded character at i, or a line break outside the text.
func (v *view) at(i int) rune {
	if i < 0 || i >= len(v.folded) {
		return '\n'
	}
	return v.folded[i]
}

// before returns up to n folded characters in front of i, in lower case.
func (v *view) before(i, n int) string {
	return strings.ToLower(string(v.folded[max(0, i-n):max(0, i)]))
}

// after returns up to n folded characters from i on, in lower case.
func (v *view) after(i, n int) string {
	return strings.ToLower(string(v.folded[min(i, len(v.folded)):min(i+n, len(v.folded))]))
}

// matches returns the matches of re as folded offsets, groups included, in the
// form of FindAllStringSubmatchIndex; -1 marks a group that took no part.
func (v *view) matches(re *regexp.Regexp) [][]int {
	all := re.FindAllStringSubmatchIndex(v.text, -1)
	for _, m := range all {
		for i, b := range m {
			if b >= 0 {
				m[i] = v.atByte[b]
			}
		}
	}
	return all
}

// findings maps hits back to the source. Invisible characters at the edges of a
// hit stay outside it, those within are covered.
func (v *view) findings(hits []hit) []Finding {
	out := make([]Finding, 0, len(hits))
	for _, h := range hits {
		start, end := v.from[h.start], v.from[h.end-1]+1
		out = append(out, Finding{Start: start, End: end, Type: h.kind, Text: string(v.source[start:end]), Certainty: h.certainty})
	}
	return out
}
