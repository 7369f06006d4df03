package db

import (
	"context"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
)

// buffers are those of params between two statements. One that grew beyond
// mostKept is left to the collector.
var buffers = sync.Pool{New: func() any { return new(params) }}

const mostKept = 1 << 20 // bytes

// binaryForm is the format of every parameter.
var binaryForm = []int16{pgx.BinaryFormatCode}

// execEncoded runs a statement of the second pool with parameters that are
// encoded here.
func (db *DB) execEncoded(ctx context.Context, sql string, args []any) error {
	conn, err := db.hot.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return sendEncoded(ctx, conn.Conn(), sql, args)
}

// sendEncoded runs a statement with parameters that are encoded here. The
// driver keeps it prepared under its own text.
func sendEncoded(ctx context.Context, conn *pgx.Conn, sql string, args []any) error {
	p, _ := buffers.Get().(*params)
	defer p.putBack()
	if err := p.encode(args); err != nil {
		return err
	}
	statement, err := conn.Prepare(ctx, sql, sql)
	if err != nil {
		return err
	}
	conn.PgConn().Frontend().Send(room(len(p.buf) + 8*len(p.ends)))
	_, err = conn.PgConn().ExecStatement(ctx, statement, p.values(), binaryForm, nil).Close()
	return err
}

// room is no message: it makes room for the next one, whose parameters the
// driver appends one by one to a buffer that begins small each time. Grown by
// steps it would be allocated about five times over.
type room int

// roomForRest is for the names and formats around the parameters, in bytes.
const roomForRest = 4096

// Encode implements pgproto3.Message.
func (r room) Encode(dst []byte) ([]byte, error) { return slices.Grow(dst, int(r)+roomForRest), nil }

// Decode implements pgproto3.Message; nothing sends it.
func (room) Decode([]byte) error { return nil }

// Frontend implements pgproto3.FrontendMessage.
func (room) Frontend() {}

func (p *params) putBack() {
	if cap(p.buf) > mostKept {
		return
	}
	p.buf, p.ends = p.buf[:0], p.ends[:0]
	buffers.Put(p)
}
