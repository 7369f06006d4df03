package search

import (
	"sort"
	"strings"
	"unicode"
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
func Tokens(text string) []string { return collect(text, true) }

// QueryTokens returns the tokens that every text containing the phrase must
// have. A lone Chinese character yields none, since in a text it may have
// neighbours.
func QueryTokens(phrase string) []string { return collect(phrase, false) }

func collect(text string, singles bool) []string {
	seen := map[string]bool{}
	for _, run := range runs(Fold(text)) {
		for _, token := range run.tokens(singles) {
			if len(seen) >= MaxTokens {
				break
			}
			seen[token] = true
		}
	}
	sorted := make([]string, 0, len(seen))
	for token := range seen {
		sorted = append(sorted, token)
	}
	sort.Strings(sorted)
	return sorted
}

// run is a stretch of characters of one kind.
type run struct {
	chars []rune
	dense bool // written without spaces between words
}

func (r run) tokens(singles bool) []string {
	switch {
	case !r.dense:
		return []string{string(r.chars[:min(len(r.chars), maxWord)])}
	case len(r.chars) > 1:
		pairs := make([]string, 0, len(r.chars)-1)
		for i := range r.chars[1:] {
			pairs = append(pairs, string(r.chars[i:i+2]))
		}
		return pairs
	case singles:
		return []string{string(r.chars)}
	}
	return nil
}

func runs(folded string) []run {
	var all []run
	joined := false // the previous character belongs to the last run
	for _, r := range folded {
		dense := isDense(r)
		switch {
		case !dense && !isWordRune(r):
			joined = false
		case joined && all[len(all)-1].dense == dense:
			last := &all[len(all)-1]
			last.chars = append(last.chars, r)
		default:
			all = append(all, run{[]rune{r}, dense})
			joined = true
		}
	}
	return all
}

func isDense(r rune) bool {
	return r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー')
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// searchable tells that a text has anything to look for.
func searchable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return isDense(r) || isWordRune(r) }) >= 0
}
