package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"unicode/utf8"
)

const (
	maxJSON       = 4 << 20 // bytes; routes set their own, lower limits
	maxJSONDepth  = 32
	maxJSONErrors = 20 // named in one answer
)

// DecodeStrict reads one JSON value into dst, a pointer to a type with json
// tags. Unlike encoding/json it refuses unknown fields (names are compared
// exactly), duplicate keys, trailing data, null where nothing may be absent,
// text that is not UTF-8 or holds NUL, and more than 32 levels. The error is a
// Problem that names each field by JSON pointer and never a value; dst is then
// untouched. Errors of the reader are returned as they are.
func DecodeStrict(r io.Reader, dst any) error {
	body, err := io.ReadAll(io.LimitReader(r, maxJSON+1))
	if err != nil {
		return err
	}
	if len(body) > maxJSON {
		return TooLarge()
	}
	if err := checkDocument(body); err != nil {
		return err
	}
	target := reflect.TypeOf(dst)
	if target == nil || target.Kind() != reflect.Pointer {
		return errors.New("web: DecodeStrict needs a pointer")
	}
	s := shapeCheck{}
	s.value(body, target.Elem(), "", 1)
	if len(s.errors) > 0 {
		return Invalid(s.errors...)
	}
	return fill(body, dst)
}

// fill decodes into a fresh value first, so that a failure leaves dst alone.
func fill(body []byte, dst any) error {
	fresh := reflect.New(reflect.TypeOf(dst).Elem())
	if err := json.Unmarshal(body, fresh.Interface()); err != nil {
		return Invalid(FieldError{Detail: "does not have the expected form"}) // its text may quote a value
	}
	reflect.ValueOf(dst).Elem().Set(fresh.Elem())
	return nil
}

// checkDocument refuses what is not exactly one JSON value in UTF-8.
func checkDocument(body []byte) error {
	trimmed := bytes.TrimSpace(body)
	switch {
	case len(trimmed) == 0:
		return Invalid(FieldError{Detail: "the body is empty"})
	case !utf8.Valid(body):
		return Invalid(FieldError{Detail: "the body is not UTF-8"})
	case json.Valid(body):
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	var first json.RawMessage
	if dec.Decode(&first) == nil {
		return Invalid(FieldError{Detail: "there is more after the JSON value"})
	}
	return Invalid(FieldError{Detail: "the body is not valid JSON"})
}

// RequireJSON refuses a request whose body is not declared as JSON. Forms of
// other sites cannot declare it without asking first, so this also helps
// against forged requests.
func RequireJSON(r *http.Request) error {
	if mediaType(r.Header.Get("Content-Type")) != "application/json" {
		return UnsupportedMedia("Send application/json.")
	}
	return nil
}
