package embedded

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// ask sends one statement over the socket and returns the rows as text. It
// speaks just enough of PostgreSQL's protocol, version 3, for the supervisor's
// own three questions, since the driver belongs to package db alone.
// (PostgreSQL manual, chapter "Frontend/Backend Protocol".)
func ask(ctx context.Context, run, db, sql string) ([][]string, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", postgresSocket(run))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	deadline, ok := ctx.Deadline()
	if limit := time.Now().Add(30 * time.Second); !ok || deadline.After(limit) {
		deadline = limit
	}
	_ = conn.SetDeadline(deadline)
	startup := "\x00\x03\x00\x00user\x00" + database + "\x00database\x00" + db + "\x00\x00"
	if err := send(conn, 0, startup); err != nil {
		return nil, err
	}
	if _, err := receive(conn); err != nil {
		return nil, err
	}
	if err := send(conn, 'Q', sql+"\x00"); err != nil {
		return nil, err
	}
	return receive(conn)
}

func send(w io.Writer, kind byte, body string) error {
	var b []byte
	if kind != 0 {
		b = append(b, kind)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)+4))
	_, err := w.Write(append(b, body...))
	return err
}

// largestMessage bounds what a broken peer can make us allocate, in bytes.
const largestMessage = 1 << 20

// receive reads messages up to "ready for query" and collects the data rows.
func receive(r io.Reader) (rows [][]string, failed error) {
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil, errors.Join(failed, err)
		}
		n := binary.BigEndian.Uint32(head[1:])
		if n < 4 || n > largestMessage {
			return nil, fmt.Errorf("not a PostgreSQL message of %d bytes", n)
		}
		body := make([]byte, n-4)
		if _, err := io.ReadFull(r, body); err != nil {
			return nil, errors.Join(failed, err)
		}
		switch head[0] {
		case 'D':
			rows = append(rows, dataRow(body))
		case 'E':
			failed = errors.New(errorText(body))
		case 'Z':
			return rows, failed
		}
	}
}

// dataRow splits a row into its fields; NULL becomes the empty string.
func dataRow(b []byte) (row []string) {
	if len(b) < 2 {
		return nil
	}
	for b = b[2:]; len(b) >= 4; {
		n := int32(binary.BigEndian.Uint32(b))
		b = b[4:]
		if n < 0 || int(n) > len(b) {
			row = append(row, "")
			continue
		}
		row, b = append(row, string(b[:n])), b[n:]
	}
	return row
}

// errorText takes the message out of an error response.
func errorText(b []byte) string {
	for _, field := range bytes.Split(b, []byte{0}) {
		if len(field) > 0 && field[0] == 'M' {
			return string(field[1:])
		}
	}
	return "unknown error"
}
