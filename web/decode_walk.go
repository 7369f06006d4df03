package web

import (
	"bytes"
	"encoding/json"
)

// The functions here step through JSON that is known to be valid, so that they
// look only for where things end.

// members calls each with every member of an object, in order.
func members(raw []byte, each func(key string, value []byte)) {
	for i := next(raw, 1); raw[i] != '}'; {
		end := i + textEnd(raw[i:])
		key := keyOf(raw[i:end])
		from := next(raw, next(raw, end)+1) // behind the colon
		to := from + valueEnd(raw[from:])
		each(key, raw[from:to])
		if i = next(raw, to); raw[i] == ',' {
			i = next(raw, i+1)
		}
	}
}

// items calls each with every item of a list, in order.
func items(raw []byte, each func(value []byte)) {
	for i := next(raw, 1); raw[i] != ']'; {
		to := i + valueEnd(raw[i:])
		each(raw[i:to])
		if i = next(raw, to); raw[i] == ',' {
			i = next(raw, i+1)
		}
	}
}

// next is the place of the first byte from i on that is not white space.
func next(raw []byte, i int) int {
	for raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r' {
		i++
	}
	return i
}

// valueEnd is where the value ends with which raw begins.
func valueEnd(raw []byte) int {
	switch raw[0] {
	case '"':
		return textEnd(raw)
	case '{', '[':
		return nestEnd(raw)
	}
	if n := bytes.IndexAny(raw, ",]} \n\t\r"); n >= 0 {
		return n
	}
	return len(raw)
}

// textEnd is where the text ends with which raw begins.
func textEnd(raw []byte) int {
	for i := 1; ; i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// nestEnd is where the object or list ends with which raw begins.
func nestEnd(raw []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch raw[i] {
		case '"':
			i += textEnd(raw[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}

// keyOf is the text of a member's name.
func keyOf(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var key string
	_ = json.Unmarshal(raw, &key) // it is valid
	return key
}
