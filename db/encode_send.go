package db

import (
	"context"
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
// encoded here. The driver keeps it prepared under its own text.
func (db *DB) execEncoded(ctx context.Context, sql string, args []any) error {
	p, _ := buffers.Get().(*params)
	defer p.putBack()
	if err := p.encode(args); err != nil {
		return err
	}
	conn, err := db.hot.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	statement, err := conn.Conn().Prepare(ctx, sql, sql)
	if err != nil {
		return err
	}
	_, err = conn.Conn().PgConn().ExecStatement(ctx, statement, p.values(), binaryForm, nil).Close()
	return err
}

func (p *params) putBack() {
	if cap(p.buf) > mostKept {
		return
	}
	p.buf, p.ends = p.buf[:0], p.ends[:0]
	buffers.Put(p)
}
