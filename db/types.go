package db

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// prepareConn teaches a connection our types: uuid.UUID without a detour over
// text, where NULL is the zero id, and times in UTC.
func prepareConn(_ context.Context, conn *pgx.Conn) error {
	m := conn.TypeMap()
	m.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapUUIDEncode}, m.TryWrapEncodePlanFuncs...)
	m.TryWrapScanPlanFuncs = append([]pgtype.TryWrapScanPlanFunc{wrapUUIDScan}, m.TryWrapScanPlanFuncs...)
	m.RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
	return nil
}

// sqlUUID is a uuid.UUID in pgx's terms.
type sqlUUID uuid.UUID

// ScanUUID implements pgtype.UUIDScanner.
func (u *sqlUUID) ScanUUID(v pgtype.UUID) error {
	*u = sqlUUID(v.Bytes) // zero where NULL
	return nil
}

// UUIDValue implements pgtype.UUIDValuer.
func (u sqlUUID) UUIDValue() (pgtype.UUID, error) { return pgtype.UUID{Bytes: u, Valid: true}, nil }

type uuidEncode struct{ next pgtype.EncodePlan }

func (p *uuidEncode) SetNext(next pgtype.EncodePlan) { p.next = next }

func (p *uuidEncode) Encode(value any, buf []byte) ([]byte, error) {
	id, ok := value.(uuid.UUID)
	if !ok {
		return nil, fmt.Errorf("a uuid is to be encoded, not a %T", value)
	}
	return p.next.Encode(sqlUUID(id), buf)
}

func wrapUUIDEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	if id, ok := value.(uuid.UUID); ok {
		return &uuidEncode{}, sqlUUID(id), true
	}
	return nil, nil, false
}

type uuidScan struct{ next pgtype.ScanPlan }

func (p *uuidScan) SetNext(next pgtype.ScanPlan) { p.next = next }

func (p *uuidScan) Scan(src []byte, dst any) error {
	id, ok := dst.(*uuid.UUID)
	if !ok {
		return fmt.Errorf("a uuid is to be scanned, not into a %T", dst)
	}
	return p.next.Scan(src, (*sqlUUID)(id))
}

func wrapUUIDScan(target any) (pgtype.WrappedScanPlanNextSetter, any, bool) {
	if id, ok := target.(*uuid.UUID); ok {
		return &uuidScan{}, (*sqlUUID)(id), true
	}
	return nil, nil, false
}
