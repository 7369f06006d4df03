package intake

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// The kinds of data file.
const (
	kindCSV   = "csv"
	kindJSON  = "json" // an array of objects
	kindJSONL = "jsonl"
	kindXLSX  = "xlsx"
)

var kinds = []string{kindCSV, kindJSON, kindJSONL, kindXLSX}

// maxRow bounds the bytes of one row, so that a lost quote or bracket cannot
// pull the whole file into memory.
const maxRow = 16 << 20

// Row is one row of a data file.
type Row struct {
	Number int            // 1, 2, 3 …, without the header
	Line   int            // in the file, or the row of the sheet
	Values map[string]any // string, bool, json.Number, []any or nil by column
	Fault  *RowError      // set where the row itself could not be read

	cells       []string // as read, for the result file
	members     []member
	spreadsheet bool // dates may be day numbers
	date1904    bool
}

// rowReader streams the rows of a file. Next returns io.EOF after the last row
// and another error where it cannot go on; a bad row is a row with a fault.
type rowReader interface {
	Next() (Row, error)
	Shape() shape
	Close() error
}

// shape is what the result file keeps of the input's form.
type shape struct {
	kind      string
	header    []string
	delimiter rune
	mark      bool // starts with a byte order mark
}

// openRows opens a data file by the mapping's format, else by its name.
func openRows(path string, f Format) (rowReader, error) {
	kind := f.Kind
	if kind == "" {
		kind = strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	}
	if kind == "ndjson" {
		kind = kindJSONL
	}
	if kind == kindXLSX {
		return openXLSX(path, f.Sheet)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("intake: data file: %w", err)
	}
	rows, err := textRows(file, kind, f)
	if err != nil {
		return nil, fmt.Errorf("intake: %s: %w", filepath.Base(path), joinClose(err, file))
	}
	return closing{rows, file}, nil
}

func textRows(file io.Reader, kind string, f Format) (textReader, error) {
	if f.Encoding == encodingGB {
		file = transform.NewReader(file, simplifiedchinese.GB18030.NewDecoder())
	}
	switch kind {
	case kindCSV:
		return newCSV(file, f)
	case kindJSON:
		return newJSON(file)
	case kindJSONL:
		return newJSONL(file), nil
	}
	return nil, fmt.Errorf("unknown kind of file: name it .csv, .json, .jsonl or .xlsx, or say format.kind in the mapping")
}

type textReader interface {
	Next() (Row, error)
	Shape() shape
}

// closing closes the file with its reader.
type closing struct {
	textReader
	file io.Closer
}

func (c closing) Close() error { return c.file.Close() }

func joinClose(err error, c io.Closer) error {
	if closeErr := c.Close(); closeErr != nil {
		return fmt.Errorf("%w (and closing it: %w)", err, closeErr)
	}
	return err
}

const byteOrderMark = "\uFEFF"

var errRowTooLong = fmt.Errorf("a row is longer than %d MB: a quote or bracket is probably missing", maxRow>>20)

// bounded refuses to read on when one row takes too much.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRowTooLong
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

func badEncoding() *RowError {
	return &RowError{Code: "encoding", Detail: "is not UTF-8: save the file as UTF-8, or set format.encoding to gb18030 in the mapping"}
}
