package api

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"gongzhi/web"
	"gongzhi/workflow"
	"gongzhi/workflow/region"
)

// parameter checks the text of one query parameter against its schema. Its
// answers are our own: a library's would quote the value.
type parameter struct {
	schema  *openapi3.Schema
	pattern *regexp.Regexp
}

func newParameter(s *openapi3.Schema) (*parameter, error) {
	p := &parameter{schema: s}
	if s.Pattern == "" {
		return p, nil
	}
	var err error
	p.pattern, err = regexp.Compile(s.Pattern)
	return p, err
}

// languageParameter is read by web.Language on every route.
const languageParameter = "lang"

// checkQuery names every query parameter that is unknown, given twice or of
// the wrong form. A misspelt filter must not look like an empty one.
func (op *operation) checkQuery(query url.Values) error {
	var faults []web.FieldError
	for name, values := range query {
		p, known := op.query[name]
		switch {
		case name == languageParameter:
		case !known:
			faults = append(faults, web.FieldError{Pointer: pointerOf(name), Detail: "is not a known parameter"})
		case len(values) != 1:
			faults = append(faults, web.FieldError{Pointer: "/" + name, Detail: "is given twice"})
		default:
			if detail := p.fault(name, values[0]); detail != "" {
				faults = append(faults, web.FieldError{Pointer: "/" + name, Detail: detail})
			}
		}
	}
	if len(faults) > 0 {
		return web.Invalid(faults...)
	}
	return nil
}

var plainName = regexp.MustCompile(`^[a-z_]{1,32}$`)

// pointerOf names a parameter unless its name may be anything.
func pointerOf(name string) string {
	if plainName.MatchString(name) {
		return "/" + name
	}
	return ""
}

// fault says what is wrong with a value, or nothing. An empty value is none.
func (p *parameter) fault(name, value string) string {
	switch s := p.schema; {
	case value == "":
		return ""
	case s.Type.Is("integer"):
		return integerFault(s, value)
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		return "must be text in UTF-8"
	case len(s.Enum) > 0:
		return enumFault(s.Enum, value)
	case s.MaxLength != nil && uint64(utf8.RuneCountInString(value)) > *s.MaxLength:
		return fmt.Sprintf("at most %d characters", *s.MaxLength)
	case p.pattern != nil && !p.pattern.MatchString(value):
		return "does not have the expected form"
	case s.Format == "date":
		return dateFault(value)
	case name == "region":
		return regionFault(value)
	}
	return ""
}

func integerFault(s *openapi3.Schema, value string) string {
	n, err := strconv.Atoi(value)
	if err != nil || (s.Min != nil && float64(n) < *s.Min) || (s.Max != nil && float64(n) > *s.Max) {
		return fmt.Sprintf("must be a whole number from %.0f to %.0f", *s.Min, *s.Max)
	}
	return ""
}

func enumFault(allowed []any, value string) string {
	names := make([]string, 0, len(allowed))
	for _, a := range allowed {
		if a == value {
			return ""
		}
		names = append(names, fmt.Sprint(a))
	}
	return "must be one of " + strings.Join(names, ", ")
}

func dateFault(value string) string {
	if _, ok := workflow.ParseDate(value); !ok {
		return "must be a day that exists, YYYY-MM-DD"
	}
	return ""
}

func regionFault(code string) string {
	if code != "unknown" && !region.Known(code) {
		return `not a GB/T 2260 code; use "unknown" where it is not known`
	}
	return ""
}
