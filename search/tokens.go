package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTokens bounds the tokens of one text; later ones are dropped. The longest
// narrative a form accepts stays far below.
const MaxTokens = 20000

// maxWord bounds a word, in code points; longer ones are cut, in texts and in
// queries alike. PostgreSQL refuses lexemes of 2 KB.
const maxWord = 64

// Tokens returns the tokens under which a text is indexed, sorted, each once:
// pairs of neighbouring characters for Chinese (and Japanese and Korean), the
// character itself where it stands alone, lower-cased words otherwise.
func Tokens(text string) []string { return collect(Fold(text), true) }

// Index returns the tokens of a text and the text folded, for both of which it
// is folded once.
func Index(text string) (tokens []string, folded string) {
	folded = Fold(text)
	return collect(folded, true), folded
}

// QueryTokens returns the tokens that every text containing the phrase must
// have. A lone Chinese character yields none, since in a text it may have
// neighbours.
func QueryTokens(phrase string) []string { return collect(Fold(phrase), false) }

// collect gives each token of a folded text once, sorted. Of a text with too
// many the first ones are kept.
func collect(folded string, singles bool) []string {
	list := split(make([]string, 0, len(folded)/3+1), folded, singles) // as many as characters, where they are Chinese
	if len(list) > MaxTokens {
		list = firstDistinct(list, MaxTokens)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func firstDistinct(list []string, most int) []string {
	seen := make(map[string]bool, most)
	return slices.DeleteFunc(list, func(token string) bool {
		if seen[token] || len(seen) >= most {
			return true
		}
		seen[token] = true
		return false
	})
}

// run is a stretch of characters of one kind in a folded text.
type run struct {
	start, last int // where it begins, and its last character
	chars       int
	dense       bool // written without spaces between words
}

// split cuts a folded text into tokens, in their order, behind those of a list;
// they share its bytes.
func split(list []string, folded string, singles bool) []string {
	var r run
	for at, c := range folded {
		dense := isDense(c)
		switch {
		case !dense && !isWordRune(c):
			list = r.end(list, folded, at, singles)
			r = run{}
			continue
		case r.chars > 0 && r.dense != dense:
			list = r.end(list, folded, at, singles)
			r = run{start: at, dense: dense}
		case r.chars == 0:
			r = run{start: at, dense: dense}
		case dense:
			list = append(list, folded[r.last:at+utf8.RuneLen(c)])
		}
		if r.chars++; r.dense || r.chars <= maxWord {
			r.last = at
		}
	}
	return r.end(list, folded, len(folded), singles)
}

// end adds what a run that ends gives: a word, cut where it is too long, or a
// character that stands alone.
func (r run) end(list []string, folded string, at int, singles bool) []string {
	switch {
	case r.chars == 0 || (r.dense && (r.chars > 1 || !singles)):
		return list
	case !r.dense && r.chars > maxWord:
		_, size := utf8.DecodeRuneInString(folded[r.last:])
		at = r.last + size
	}
	return append(list, folded[r.start:at])
}

func isDense(r rune) bool {
	if r >= 0x4e00 && r <= 0x9fff { // Han, nearly always
		return true
	}
	return r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー')
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// searchable tells that a text has anything to look for.
func searchable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return isDense(r) || isWordRune(r) }) >= 0
}
