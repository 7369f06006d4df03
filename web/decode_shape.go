package web

import (
	"bytes"
	"encoding"
	"encoding/json"
	"mime"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// shapeCheck compares a JSON document with a Go type before anything is
// decoded, and collects what does not fit.
type shapeCheck struct {
	errors []FieldError
}

func (s *shapeCheck) fault(pointer, detail string) {
	if len(s.errors) < maxJSONErrors {
		s.errors = append(s.errors, FieldError{pointer, detail})
	}
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	anything        = reflect.TypeFor[any]()
	timeType        = reflect.TypeFor[time.Time]()
)

// value checks raw, which is valid JSON, against type t.
func (s *shapeCheck) value(raw []byte, t reflect.Type, pointer string, depth int) {
	raw = bytes.TrimSpace(raw)
	switch {
	case depth > maxJSONDepth:
		s.fault(pointer, "is nested too deeply")
	case hasOwnForm(t):
		s.ownForm(raw, t, pointer, depth)
	case t.Kind() == reflect.Pointer && isNull(raw):
	case t.Kind() == reflect.Pointer:
		s.value(raw, t.Elem(), pointer, depth)
	case raw[0] == '{':
		s.object(raw, t, pointer, depth)
	case raw[0] == '[':
		s.array(raw, t, pointer, depth)
	default:
		s.scalar(raw, t, pointer)
	}
}

func isNull(raw []byte) bool { return string(raw) == "null" }

var ownForms sync.Map // reflect.Type → bool

func hasOwnForm(t reflect.Type) bool {
	if known, ok := ownForms.Load(t); ok {
		return known == true
	}
	p := reflect.PointerTo(t)
	own := t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && (p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler))
	ownForms.Store(t, own)
	return own
}

// ownForm tries a type that decodes itself at its own place, so that a failure
// has a pointer; what is inside must still be free of duplicates.
func (s *shapeCheck) ownForm(raw []byte, t reflect.Type, pointer string, depth int) {
	if isNull(raw) && !takesNull(t) {
		s.fault(pointer, "must not be null; leave it out instead")
		return
	}
	before := len(s.errors)
	s.value(raw, anything, pointer, depth)
	if len(s.errors) == before && json.Unmarshal(raw, reflect.New(t).Interface()) != nil {
		s.fault(pointer, ownFormDetail(t))
	}
}

// takesNull tells types that mean something by null from those that only
// ignore it.
func takesNull(t reflect.Type) bool {
	return t != timeType && reflect.PointerTo(t).Implements(jsonUnmarshaler)
}

func ownFormDetail(t reflect.Type) string {
	if t == timeType {
		return "must be a date and time as in RFC 3339"
	}
	return "does not have the expected form"
}

func (s *shapeCheck) object(raw []byte, t reflect.Type, pointer string, depth int) {
	fieldType, ok := memberTypes(t)
	if !ok {
		s.fault(pointer, "must be "+wanted(t)+", not an object")
		return
	}
	seen := map[string]bool{}
	members(raw, func(key string, member []byte) {
		at := child(pointer, key)
		inner, known := fieldType(key)
		switch {
		case seen[key]:
			s.fault(at, "is given twice")
		case !known:
			s.fault(at, "is not a known field")
		case strings.ContainsRune(key, 0):
			s.fault(at, "must not hold the NUL character in a name")
		default:
			s.value(member, inner, at, depth+1)
		}
		seen[key] = true
	})
}

func (s *shapeCheck) array(raw []byte, t reflect.Type, pointer string, depth int) {
	inner := anything
	switch {
	case (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && t.Elem().Kind() != reflect.Uint8:
		inner = t.Elem()
	case t.Kind() != reflect.Interface:
		s.fault(pointer, "must be "+wanted(t)+", not a list")
		return
	}
	i := 0
	items(raw, func(item []byte) {
		s.value(item, inner, pointer+"/"+strconv.Itoa(i), depth+1)
		i++
	})
	if t.Kind() == reflect.Array && i != t.Len() {
		s.fault(pointer, "must have exactly "+strconv.Itoa(t.Len())+" items")
	}
}

func (s *shapeCheck) scalar(raw []byte, t reflect.Type, pointer string) {
	switch {
	case isNull(raw):
		if t.Kind() != reflect.Interface {
			s.fault(pointer, "must be "+wanted(t)+", not null; leave it out instead")
		}
	case !(raw[0] == '"' && t.Kind() == reflect.String) && json.Unmarshal(raw, reflect.New(t).Interface()) != nil:
		s.fault(pointer, "must be "+wanted(t))
	case raw[0] == '"' && holdsNUL(raw):
		s.fault(pointer, "must not hold the NUL character")
	}
}

// holdsNUL decodes only a text that could hold one: in valid JSON it is always
// escaped.
func holdsNUL(raw []byte) bool {
	if !bytes.Contains(raw, escapedNUL) {
		return false
	}
	var text string
	return json.Unmarshal(raw, &text) != nil || strings.ContainsRune(text, 0)
}

var escapedNUL = []byte(`\u0000`)

func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number within range"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number from 0 within range"
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return "base64 text"
		}
		return "a list"
	case reflect.Interface:
		return "a JSON value within range"
	default:
		return "an object"
	}
}

// child is the pointer of a member. A key that does not look like a field name
// may hold anything, so the pointer then stays at the object.
func child(pointer, key string) string {
	if !plainKey(key) {
		return pointer
	}
	return pointer + "/" + key
}

// plainKey reports whether a key is of at most 64 letters, digits, _ and -,
// beginning with a letter or _.
func plainKey(key string) bool {
	for i, c := range []byte(key) {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return key != "" && len(key) <= 64
}

func mediaType(header string) string {
	m, _, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	return m
}
