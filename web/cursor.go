package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
)

const maxCursor = 1024 // characters

// FilterHash names a list: the query parameters without those that only move
// in it (cursor, limit) or change its words (lang).
func FilterHash(query url.Values) string {
	kept := url.Values{}
	for name, values := range query {
		if name != "cursor" && name != "limit" && name != "lang" {
			kept[name] = values
		}
	}
	sum := sha256.Sum256([]byte(kept.Encode())) // Encode sorts by name
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

type cursor[T any] struct {
	Filter string `json:"f"`
	At     T      `json:"at"`
}

// NewCursor writes a position in the list of a filter as an opaque text. It is
// not secret and not signed: a position is input like any other, and must
// hold nothing the caller may not see.
func NewCursor[T any](filter string, at T) (string, error) {
	b, err := json.Marshal(cursor[T]{filter, at})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// ParseCursor reads a position back, or returns InvalidCursor if it is damaged
// or was given for another filter.
func ParseCursor[T any](text, filter string) (T, error) {
	var c, none cursor[T]
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(text) > maxCursor {
		return none.At, InvalidCursor()
	}
	if DecodeStrict(bytes.NewReader(b), &c) != nil || c.Filter != filter {
		return none.At, InvalidCursor()
	}
	return c.At, nil
}

// ParseLimit reads a page size: standard if empty, at most most, else invalid.
func ParseLimit(text string, standard, most int) (int, error) {
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, Invalid(FieldError{Pointer: "/limit", Detail: "must be a whole number from 1 to " + strconv.Itoa(most)})
	}
	return n, nil
}
