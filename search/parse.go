package search

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Grammar, in the words of a user:
//
//	query  = { [ "-" ] ( word | "\"" phrase "\"" ) | field ":" value }
//	field  = status | region | sector | violation | from | to | agency
//
// Quotes may be typographic (“ ”, 「 」) and colons full-width, as Chinese input
// methods type them. A value may be quoted. Words with a colon that name no
// field are words.

const (
	maxQuery = 500 // code points
	maxTerms = 20  // words, phrases and filters together
)

var closingQuote = map[rune]rune{'"': '"', '“': '”', '”': '”', '「': '」', '『': '』', '＂': '＂'}

var regionValue = regexp.MustCompile(`^(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|unknown)$`)

// ParseQuery reads a search. The error is a *SyntaxError.
func ParseQuery(s string) (Query, error) {
	p := &parser{input: []rune(strings.ToValidUTF8(s, " "))}
	if len(p.input) > maxQuery {
		return Query{}, p.fail(maxQuery, "query is too long")
	}
	for count := 0; ; count++ {
		p.skipSpace()
		if p.done() {
			break
		}
		if count == maxTerms {
			return Query{}, p.fail(p.at, "too many words and filters")
		}
		if err := p.item(); err != nil {
			return Query{}, err
		}
	}
	if p.query.From != "" && p.query.To != "" && p.query.From > p.query.To {
		return Query{}, p.fail(p.toAt, "to is before from")
	}
	return p.query, nil
}

type parser struct {
	input []rune
	at    int
	toAt  int // where the last to: stands
	query Query
}

func (p *parser) fail(at int, reason string) error { return &SyntaxError{at + 1, reason} }

func (p *parser) done() bool { return p.at >= len(p.input) }

func (p *parser) skipSpace() {
	for !p.done() && unicode.IsSpace(p.input[p.at]) {
		p.at++
	}
}

// item reads one word, phrase or filter.
func (p *parser) item() error {
	start := p.at
	not := p.minus()
	if name, ok := p.field(); ok {
		if not {
			return p.fail(start, "a filter cannot be excluded")
		}
		return p.filter(name, start)
	}
	text, phrase, err := p.text()
	if err != nil {
		return err
	}
	if text = Fold(text); searchable(text) {
		p.query.Terms = append(p.query.Terms, Term{text, phrase, not})
	} else if not {
		return p.fail(start, "nothing to exclude after the minus")
	}
	return nil
}

func (p *parser) minus() bool {
	if r := p.input[p.at]; r != '-' && r != '－' && r != '−' {
		return false
	}
	p.at++
	return true
}

// field reads the name of a filter and its colon, if one stands here.
func (p *parser) field() (name string, ok bool) {
	end := p.at
	for end < len(p.input) && unicode.IsLetter(p.input[end]) {
		end++
	}
	if end == len(p.input) || p.input[end] != ':' && p.input[end] != '：' {
		return "", false
	}
	switch name = Fold(string(p.input[p.at:end])); name {
	case "status", "region", "sector", "violation", "from", "to", "agency":
		p.at = end + 1
		return name, true
	}
	return "", false
}

// text reads a quoted phrase, or up to white space or an opening quote.
func (p *parser) text() (text string, phrase bool, err error) {
	start := p.at
	if p.done() {
		return "", false, nil
	}
	if closing, quoted := closingQuote[p.input[p.at]]; quoted {
		for end := p.at + 1; end < len(p.input); end++ {
			if p.input[end] == closing {
				p.at = end + 1
				return string(p.input[start+1 : end]), true, nil
			}
		}
		return "", false, p.fail(start, "quotation mark is not closed")
	}
	for !p.done() && !unicode.IsSpace(p.input[p.at]) && closingQuote[p.input[p.at]] == 0 {
		p.at++
	}
	return string(p.input[start:p.at]), false, nil
}

// plainValue reports whether a filter's value has 1 to 64 letters, digits, dots,
// dashes and low lines.
func plainValue(v string) bool {
	n := utf8.RuneCountInString(v)
	return n > 0 && n <= 64 && !strings.ContainsFunc(v, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N) && !strings.ContainsRune("_.-", r)
	})
}

func (p *parser) filter(name string, start int) error {
	valueAt := p.at
	raw, _, err := p.text()
	if err != nil {
		return err
	}
	value := Fold(raw)
	if !plainValue(value) {
		return p.fail(valueAt, name+" needs a value of letters, digits, dots and dashes")
	}
	switch name {
	case "from", "to":
		return p.day(name, value, start, valueAt)
	case "region":
		if !regionValue.MatchString(value) {
			return p.fail(valueAt, "region needs 2, 4 or 6 digits of GB/T 2260, or unknown")
		}
	}
	list := p.list(name)
	*list = append(*list, value)
	return nil
}

func (p *parser) list(name string) *[]string {
	switch name {
	case "status":
		return &p.query.Status
	case "region":
		return &p.query.Region
	case "sector":
		return &p.query.Sector
	case "violation":
		return &p.query.Violation
	}
	return &p.query.Agency
}

func (p *parser) day(name, value string, start, valueAt int) error {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return p.fail(valueAt, name+" needs a day as YYYY-MM-DD")
	}
	end := &p.query.From
	if name == "to" {
		end, p.toAt = &p.query.To, start
	}
	if *end != "" {
		return p.fail(start, name+" is given twice")
	}
	*end = value
	return nil
}
