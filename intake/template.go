package intake

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"gongzhi/publication"
)

// part is a piece of a template: fixed text, or a column with a form.
type part struct {
	text   string
	column string
	form   string
}

// The forms of a column in a template.
const (
	formNumber = "number" // 56,021
	formText   = "text"   // HTML to plain text
	formURL    = "url"    // escaped as part of an address
	formHTML   = "html"   // as it is; only in the html field, which is sanitised
)

// parseTemplate reads {Column} and {Column:form}; {{ and }} are braces.
func parseTemplate(s string, intoHTML bool) ([]part, error) {
	var parts []part
	var text strings.Builder
	for s != "" {
		switch {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}"):
			text.WriteByte(s[0])
			s = s[2:]
		case s[0] == '}':
			return nil, errors.New("has a closing brace without an opening one; write }} for a brace")
		case s[0] == '{':
			end := strings.IndexByte(s, '}')
			if end < 0 {
				return nil, errors.New("has an opening brace without a closing one; write {{ for a brace")
			}
			p, err := parsePlace(s[1:end], intoHTML)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part{text: text.String()}, p)
			text.Reset()
			s = s[end+1:]
		default:
			text.WriteByte(s[0])
			s = s[1:]
		}
	}
	return append(parts, part{text: text.String()}), nil
}

func parsePlace(s string, intoHTML bool) (part, error) {
	column, form, _ := strings.Cut(s, ":")
	p := part{column: strings.TrimSpace(column), form: strings.TrimSpace(form)}
	switch {
	case p.column == "":
		return part{}, errors.New("has a place without a column")
	case !slices.Contains([]string{"", formNumber, formText, formURL, formHTML}, p.form):
		return part{}, fmt.Errorf("forms of a column are %s, %s, %s, %s", formNumber, formText, formURL, formHTML)
	case p.form == formHTML && !intoHTML:
		return part{}, errors.New("the form html belongs into the html field only")
	}
	return p, nil
}

// render fills a template. In the html field plain texts are escaped.
func (v *Value) render(row Row, intoHTML bool) (string, *RowError) {
	var b strings.Builder
	for _, p := range v.parts {
		b.WriteString(p.text)
		if p.column == "" {
			continue
		}
		s, fault := p.shown(row)
		if fault != nil {
			return "", fault
		}
		if intoHTML && p.form != formHTML {
			s = html.EscapeString(s)
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

// shown is the column in the form asked for.
func (p part) shown(row Row) (string, *RowError) {
	s, fault := row.text(p.column)
	if fault != nil || s == "" {
		return "", fault
	}
	switch p.form {
	case formNumber:
		n, ok := parseCount(s)
		if !ok {
			return "", &RowError{Field: p.column, Code: "number_form", Detail: "must be a whole number"}
		}
		return groupDigits(n), nil
	case formText:
		return publication.PlainText(s), nil
	case formURL:
		return url.PathEscape(s), nil
	}
	return s, nil
}

// columns lists the columns that a value reads.
func (v *Value) columns() []string {
	var list []string
	if v.Column != "" {
		list = append(list, v.Column)
	}
	for _, p := range v.parts {
		if p.column != "" {
			list = append(list, p.column)
		}
	}
	for _, r := range v.Rules {
		for column := range r.When {
			list = append(list, column)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
