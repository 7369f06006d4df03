package db

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/stretchr/testify/require"
)

// TestParamsAreEncodedAsTheDriverDoes compares with the driver's own encoding,
// byte by byte.
func TestParamsAreEncodedAsTheDriverDoes(t *testing.T) {
	id := func(valid bool) pgtype.UUID { return pgtype.UUID{Bytes: uuid.New(), Valid: valid} }
	when := at(time.Date(1987, 6, 5, 4, 3, 2, 1_999, time.FixedZone("", 3600)))
	text, i4, i8 := "字 and more", int32(-7), int64(1)<<40
	for n, c := range []struct {
		oid uint32
		arg any
	}{
		{pgtype.UUIDArrayOID, pgtype.FlatArray[pgtype.UUID]{id(true), id(false), id(true)}},
		{pgtype.UUIDArrayOID, pgtype.FlatArray[pgtype.UUID]{}},
		{pgtype.TimestamptzArrayOID, pgtype.FlatArray[timeOf]{when, maybe(nil), at(time.Now())}},
		{pgtype.TextArrayOID, []string{"", text, "x"}},
		{pgtype.TextArrayOID, []string{}},
		{pgtype.TextArrayOID, []*string{nil, &text}},
		{pgtype.BoolArrayOID, []bool{true, false}},
		{pgtype.Int4ArrayOID, []int32{i4, 0, 1 << 30}},
		{pgtype.Int4ArrayOID, []*int32{nil, &i4}},
		{pgtype.Int8ArrayOID, []int64{i8, -i8}},
		{pgtype.Int8ArrayOID, []*int64{&i8, nil}},
		{pgtype.ByteaArrayOID, [][]byte{nil, {}, {1, 2, 0}}},
		{pgtype.UUIDOID, id(true)},
		{pgtype.UUIDOID, id(false)},
		{pgtype.TimestamptzOID, when},
		{pgtype.TimestamptzOID, maybe(nil)},
		{pgtype.TextOID, text},
		{pgtype.TextOID, &text},
		{pgtype.TextOID, (*string)(nil)},
		{pgtype.BoolOID, true},
		{pgtype.Int4OID, i4},
		{pgtype.Int4OID, (*int32)(nil)},
		{pgtype.Int8OID, i8},
		{pgtype.Int8OID, &i8},
		{pgtype.ByteaOID, []byte{0, 255}},
		{pgtype.ByteaOID, []byte(nil)},
	} {
		want, err := pgtype.NewMap().Encode(c.oid, pgtype.BinaryFormatCode, c.arg, nil)
		require.NoError(t, err)
		p := &params{}
		require.NoError(t, p.encode([]any{"before", c.arg, []byte(nil), "after"}))
		got := p.values()
		require.Equal(t, want, got[1], "%d: %T", n, c.arg)
		require.Equal(t, [][]byte{[]byte("before"), nil, []byte("after")}, [][]byte{got[0], got[2], got[3]})
	}
	require.ErrorContains(t, (&params{}).encode([]any{struct{}{}}), "no binary form")
}
