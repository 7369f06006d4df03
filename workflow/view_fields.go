package workflow

import (
	"reflect"

	"gongzhi/roles"
)

// Readable clears every field of a case that the standing does not open, by the
// one table of fields: a field without a row is empty for everybody.
func Readable(v CaseView, s roles.Standing) CaseView {
	fields := reflect.ValueOf(&v).Elem()
	for i := range fields.NumField() {
		if !s.MayRead(fields.Type().Field(i).Name) {
			fields.Field(i).SetZero()
		}
	}
	return v
}
