package search

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Query is a parsed search: terms that must all (or must not) occur, and filters.
// Several values of one filter mean "one of them".
type Query struct {
	Terms     []Term
	Status    []string
	Region    []string // GB/T 2260 codes or their leading digits, or "unknown"
	Sector    []string
	Violation []string
	Agency    []string
	From, To  string // days YYYY-MM-DD, both included; empty for open
}

// Term is a word or a quoted phrase, folded.
type Term struct {
	Text   string
	Phrase bool
	Not    bool
}

// SyntaxError says what is wrong with a query and where. Position counts code
// points from 1. It never repeats the input.
type SyntaxError struct {
	Position int
	Reason   string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("search: position %d: %s", e.Position, e.Reason)
}

// Empty tells that the query asks for nothing in particular.
func (q Query) Empty() bool {
	return len(q.Terms)+len(q.Status)+len(q.Region)+len(q.Sector)+len(q.Violation)+len(q.Agency) == 0 && q.From == "" && q.To == ""
}

// Tokens are those that every result must have. They are necessary and not
// sufficient: Literals decide. None means that the index cannot help.
func (q Query) Tokens() []string {
	var all []string
	for _, t := range q.Terms {
		if !t.Not {
			all = append(all, QueryTokens(t.Text)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Literals are the strings that the folded text of every result contains.
func (q Query) Literals() []string { return q.literals(false) }

// NotLiterals are the strings that no folded text of a result contains. Excluded
// single words are not among them: TSQuery excludes those, and only as words.
func (q Query) NotLiterals() []string { return q.literals(true) }

func (q Query) literals(not bool) []string {
	var all []string
	for _, t := range q.Terms {
		if t.Not == not && !(not && t.isToken()) && !slices.Contains(all, t.Text) {
			all = append(all, t.Text)
		}
	}
	return all
}

// Unsure are the literals that a text may lack although it has all tokens:
// phrases, and words that are more than one token or none.
func (q Query) Unsure() []string {
	var all []string
	for _, t := range q.Terms {
		if !t.Not && !t.isToken() && !slices.Contains(all, t.Text) {
			all = append(all, t.Text)
		}
	}
	return all
}

// MonthToken is the token of a text that belongs to the month of a time, in the
// time's zone. No word is written like it.
func MonthToken(at time.Time) string { return at.Format("@2006-01") }

// isToken tells that the term is exactly one token of the index.
func (t Term) isToken() bool {
	tokens := QueryTokens(t.Text)
	return len(tokens) == 1 && tokens[0] == t.Text
}

// TSQuery writes the tokens as text for a cast to PostgreSQL's tsquery, such as
// 'leak' & '泄露' & !'spam', in one of some months where any are given. It matches
// vectors made by array_to_tsvector and is empty where the query has no tokens.
func (q Query) TSQuery(months ...string) string {
	var parts []string
	for _, token := range q.Tokens() {
		parts = append(parts, quoteLexeme(token))
	}
	for _, t := range q.Terms {
		if t.Not && t.isToken() {
			parts = append(parts, "!"+quoteLexeme(t.Text))
		}
	}
	if len(months) > 0 {
		quoted := make([]string, len(months))
		for i, m := range months {
			quoted[i] = quoteLexeme(m)
		}
		parts = append(parts, "("+strings.Join(quoted, " | ")+")")
	}
	return strings.Join(parts, " & ")
}

// quoteLexeme quotes a token for the text form of tsquery.
func quoteLexeme(token string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(token) + "'"
}
