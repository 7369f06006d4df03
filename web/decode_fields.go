package web

import (
	"reflect"
	"strings"
	"sync"
)

// memberTypes returns which members an object of type t may have and their
// types; ok is false if t is no object.
func memberTypes(t reflect.Type) (member func(key string) (reflect.Type, bool), ok bool) {
	switch t.Kind() {
	case reflect.Interface:
		return func(string) (reflect.Type, bool) { return anything, true }, true
	case reflect.Map:
		return func(string) (reflect.Type, bool) { return t.Elem(), true }, true
	case reflect.Struct:
		fields := fieldsOf(t)
		return func(key string) (reflect.Type, bool) {
			inner, known := fields[key]
			return inner, known
		}, true
	default:
		return nil, false
	}
}

var knownFields sync.Map // reflect.Type → map[string]reflect.Type

func fieldsOf(t reflect.Type) map[string]reflect.Type {
	found, _ := knownFields.Load(t)
	if fields, ok := found.(map[string]reflect.Type); ok {
		return fields
	}
	fields := map[string]reflect.Type{}
	collectFields(t, fields)
	knownFields.Store(t, fields)
	return fields
}

// collectFields gathers the JSON names of a struct's fields. Outer names win
// over those of embedded structs, as in encoding/json.
func collectFields(t reflect.Type, fields map[string]reflect.Type) {
	var embedded []reflect.Type
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		if inner, ok := embeddedStruct(f); ok && name == "" {
			embedded = append(embedded, inner)
			continue
		}
		if !f.IsExported() || tag == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if _, taken := fields[name]; !taken {
			fields[name] = f.Type
		}
	}
	for _, inner := range embedded {
		collectFields(inner, fields)
	}
}

func embeddedStruct(f reflect.StructField) (reflect.Type, bool) {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t, f.Anonymous && t.Kind() == reflect.Struct
}
