package db

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// params are the parameters of a statement in PostgreSQL's binary form, one
// behind the other in one buffer. The driver finds out how to write each
// element anew; the statement of a filing has a hundred columns.
type params struct {
	buf  []byte
	ends []int // where each ends, negative for NULL
}

// Object ids of the types in arrays, which never change (pg_type.dat).
const (
	oidBool  = 16
	oidBytea = 17
	oidInt8  = 20
	oidInt4  = 23
	oidText  = 25
	oidTime  = 1184
	oidUUID  = 2950
)

// encode writes all arguments; it knows the types of arrays.go and their
// elements.
func (p *params) encode(args []any) error {
	p.buf = slices.Grow(p.buf, sizeOfTexts(args))
	for _, a := range args {
		if !p.value(a) && !p.array(a) {
			return fmt.Errorf("db: no binary form for %T", a)
		}
	}
	return nil
}

// sizeOfTexts is what the long ones among the arguments take, in bytes.
func sizeOfTexts(args []any) (size int) {
	for _, a := range args {
		list, _ := a.([]string)
		for _, s := range list {
			size += len(s) + 4
		}
	}
	return size
}

// values are the parameters as the driver takes them, nil for NULL.
func (p *params) values() [][]byte {
	list := make([][]byte, len(p.ends))
	from := 0
	for i, end := range p.ends {
		if end >= 0 {
			list[i] = p.buf[from:end:end]
			from = end
		}
	}
	return list
}

// value writes one that is no array, and reports whether it was one.
func (p *params) value(a any) bool {
	there, known := p.scalar(a)
	switch {
	case known && there:
		p.ends = append(p.ends, len(p.buf))
	case known:
		p.ends = append(p.ends, -1)
	}
	return known
}

func (p *params) array(a any) bool {
	switch a := a.(type) {
	case pgtype.FlatArray[pgtype.UUID]:
		elements(p, oidUUID, a)
	case pgtype.FlatArray[timeOf]:
		elements(p, oidTime, a)
	case []string:
		elements(p, oidText, a)
	case []*string:
		elements(p, oidText, a)
	case []bool:
		elements(p, oidBool, a)
	case []int32:
		elements(p, oidInt4, a)
	case []*int32:
		elements(p, oidInt4, a)
	case []int64:
		elements(p, oidInt8, a)
	case []*int64:
		elements(p, oidInt8, a)
	case [][]byte:
		elements(p, oidBytea, a)
	default:
		return false
	}
	p.ends = append(p.ends, len(p.buf))
	return true
}

// elements writes an array of one dimension: its head, then each element
// behind its length (array_recv of PostgreSQL).
func elements[T any](p *params, oid uint32, list []T) {
	head := len(p.buf)
	for _, n := range []uint32{1, 0, oid, uint32(len(list)), 1} { // dimensions, NULL in it, type, length, counted from
		p.buf = binary.BigEndian.AppendUint32(p.buf, n)
	}
	for i := range list {
		at := len(p.buf)
		p.buf = append(p.buf, 0, 0, 0, 0)
		there, _ := p.scalar(&list[i])
		size := uint32(len(p.buf) - at - 4)
		if !there {
			size = 0xffffffff
			p.buf[head+7] = 1 // it holds NULL
		}
		binary.BigEndian.PutUint32(p.buf[at:], size)
	}
}

// scalar appends one value; there is false for NULL. Elements of arrays come
// as pointers, so that nothing is copied to the heap.
func (p *params) scalar(a any) (there, known bool) {
	switch a := a.(type) {
	case *pgtype.UUID:
		return p.uuid(*a), true
	case pgtype.UUID:
		return p.uuid(a), true
	case *timeOf:
		return p.time(*a), true
	case timeOf:
		return p.time(a), true
	case string:
		p.buf = append(p.buf, a...)
	case *string:
		return p.text(a), true
	case **string:
		return p.text(*a), true
	case bool:
		p.buf = append(p.buf, boolByte(a))
	case *bool:
		p.buf = append(p.buf, boolByte(*a))
	case []byte:
		p.buf = append(p.buf, a...)
		return a != nil, true
	case *[]byte:
		p.buf = append(p.buf, *a...)
		return *a != nil, true
	default:
		return p.number(a)
	}
	return true, true
}

func (p *params) number(a any) (there, known bool) {
	switch a := a.(type) {
	case int32:
		p.buf = binary.BigEndian.AppendUint32(p.buf, uint32(a))
	case int64:
		p.buf = binary.BigEndian.AppendUint64(p.buf, uint64(a))
	case *int32:
		if a == nil {
			return false, true
		}
		return p.number(*a)
	case *int64:
		if a == nil {
			return false, true
		}
		return p.number(*a)
	case **int32:
		return p.number(*a)
	case **int64:
		return p.number(*a)
	default:
		return false, false
	}
	return true, true
}

func (p *params) uuid(id pgtype.UUID) bool {
	if id.Valid {
		p.buf = append(p.buf, id.Bytes[:]...)
	}
	return id.Valid
}

func (p *params) text(s *string) bool {
	if s != nil {
		p.buf = append(p.buf, *s...)
	}
	return s != nil
}

// epoch is from when PostgreSQL counts its times, in microseconds.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

func (p *params) time(t timeOf) bool {
	if t.Valid {
		p.buf = binary.BigEndian.AppendUint64(p.buf, uint64(t.Time.UnixMicro()-epoch))
	}
	return t.Valid
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}
