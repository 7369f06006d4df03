package assess

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// reader walks JSON strictly: every field once, in its exact spelling, of the
// type asked for. Errors carry the field's path and never a value.
type reader struct {
	dec  *json.Decoder
	path string
}

func newReader(data []byte) (*reader, error) {
	if !utf8.Valid(data) {
		return nil, &FactError{Reason: "not UTF-8"}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return &reader{dec: dec}, nil
}

// end refuses anything after the object.
func (r *reader) end() error {
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return &FactError{Reason: "more than one JSON value"}
	}
	return nil
}

func (r *reader) refuse(format string, args ...any) error { return refuse(r.path, format, args...) }

// token reads the next token; broken JSON becomes an error without its content.
func (r *reader) token() (json.Token, error) {
	t, err := r.dec.Token()
	if err != nil {
		return nil, refuse(r.path, "malformed JSON")
	}
	return t, nil
}

// object calls field for every key; field must read exactly one value. Unknown
// keys are refused by field through unknown.
func (r *reader) object(field func(key string) error) error {
	if t, err := r.token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return r.refuse("must be an object")
	}
	outer, seen := r.path, map[string]bool{}
	for r.dec.More() {
		t, err := r.token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return r.refuse("malformed JSON")
		}
		r.path = join(outer, key)
		if seen[key] {
			return r.refuse("given twice")
		}
		seen[key] = true
		if err := field(key); err != nil {
			return err
		}
		r.path = outer
	}
	_, err := r.token()
	return err
}

func (r *reader) unknown() error { return r.refuse("unknown field") }

// list calls element for every element; element must read exactly one value.
func (r *reader) list(element func(i int) error) error {
	if t, err := r.token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return r.refuse("must be a list")
	}
	outer := r.path
	for i := 0; r.dec.More(); i++ {
		r.path = outer + "[" + strconv.Itoa(i) + "]"
		if err := element(i); err != nil {
			return err
		}
	}
	r.path = outer
	_, err := r.token()
	return err
}

func (r *reader) boolean() (bool, error) {
	t, err := r.token()
	if err != nil {
		return false, err
	}
	b, ok := t.(bool)
	if !ok {
		return false, r.refuse("must be true or false")
	}
	return b, nil
}

// maybe reads true, false or null (not known).
func (r *reader) maybe() (*bool, error) {
	t, err := r.token()
	if err != nil || t == nil {
		return nil, err
	}
	b, ok := t.(bool)
	if !ok {
		return nil, r.refuse("must be true, false or null")
	}
	return &b, nil
}

func (r *reader) text() (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", r.refuse("must be a text")
	}
	return s, nil
}

func (r *reader) whole() (int64, error) {
	t, err := r.token()
	if err != nil {
		return 0, err
	}
	n, ok := t.(json.Number)
	if !ok {
		return 0, r.refuse("must be a whole number")
	}
	i, err := strconv.ParseInt(n.String(), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, r.refuse("out of range")
	case err != nil:
		return 0, r.refuse("must be a whole number")
	}
	return i, nil
}

// decimal reads a number, or a text with one, digit by digit as written.
func (r *reader) decimal() (Decimal, error) {
	t, err := r.token()
	if err != nil {
		return Decimal{}, err
	}
	var written string
	switch v := t.(type) {
	case json.Number:
		written = v.String()
	case string:
		written = v
	default:
		return Decimal{}, r.refuse("must be a number")
	}
	d, err := ParseDecimal(written)
	if err != nil {
		return Decimal{}, r.refuse("%s", err)
	}
	return d, nil
}

// raw keeps the next value as it is.
func (r *reader) raw() (json.RawMessage, error) {
	var m json.RawMessage
	if err := r.dec.Decode(&m); err != nil {
		return nil, refuse(r.path, "malformed JSON")
	}
	return m, nil
}

// id reads a line's id: a text, a number or null.
func (r *reader) id() (json.RawMessage, error) {
	m, err := r.raw()
	if err == nil && (m[0] == '{' || m[0] == '[') {
		return nil, r.refuse("must be a text or a number")
	}
	return m, err
}

func join(outer, key string) string {
	if outer == "" {
		return shortened(key)
	}
	return outer + "." + shortened(key)
}
