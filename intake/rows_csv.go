package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// csvRows reads comma-separated values (RFC 4180) with a header line.
type csvRows struct {
	limit  *bounded
	csv    *csv.Reader
	form   shape
	own    bool // the header is that of a result file of ours
	number int
}

func newCSV(file io.Reader, f Format) (*csvRows, error) {
	buffered := bufio.NewReader(file)
	mark, err := skipMark(buffered)
	if err != nil {
		return nil, err
	}
	c := &csvRows{limit: &bounded{r: buffered, left: maxRow}, form: shape{kind: kindCSV, delimiter: ',', mark: mark}}
	if f.Delimiter != "" {
		c.form.delimiter, _ = utf8.DecodeRuneInString(f.Delimiter)
	}
	c.csv = csv.NewReader(c.limit)
	c.csv.Comma, c.csv.FieldsPerRecord = c.form.delimiter, -1
	return c, c.readHeader()
}

func skipMark(r *bufio.Reader) (bool, error) {
	head, err := r.Peek(len(byteOrderMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	if string(head) != byteOrderMark {
		return false, nil
	}
	_, err = r.Discard(len(byteOrderMark))
	return true, err
}

func (c *csvRows) readHeader() error {
	header, err := c.csv.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty: a header line is required")
	}
	if err != nil {
		return fmt.Errorf("header line: %w", err)
	}
	c.form.header, c.own, err = cleanHeader(header)
	return err
}

// cleanHeader checks column names. The columns of an earlier result file are
// taken off, so that a corrected result file can be imported as it is.
func cleanHeader(header []string) ([]string, bool, error) {
	names := make([]string, 0, len(header))
	for i, h := range header {
		h = strings.TrimSpace(h)
		switch {
		case !utf8.ValidString(h):
			return nil, false, badEncoding()
		case h == "":
			return nil, false, fmt.Errorf("column %d of the header has no name", i+1)
		case slices.Contains(names, h):
			return nil, false, fmt.Errorf("columns %d and %d of the header have the same name", slices.Index(names, h)+1, i+1)
		}
		names = append(names, h)
	}
	if at := len(names) - len(resultColumns); at > 0 && slices.Equal(names[at:], resultColumns) {
		return names[:at], true, nil
	}
	return names, false, nil
}

// Shape tells the form for the result file.
func (c *csvRows) Shape() shape { return c.form }

// Next reads a row; blank lines are skipped.
func (c *csvRows) Next() (Row, error) {
	c.limit.left = maxRow
	cells, err := c.csv.Read()
	var broken *csv.ParseError
	if err != nil && !errors.As(err, &broken) {
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		return Row{}, fmt.Errorf("intake: after row %d: %w", c.number, err)
	}
	c.number++
	row := Row{Number: c.number, cells: cells}
	if broken != nil {
		if !errors.Is(broken.Err, csv.ErrQuote) && !errors.Is(broken.Err, csv.ErrBareQuote) {
			return Row{}, fmt.Errorf("intake: after row %d: %w", c.number-1, broken.Err)
		}
		row.Line = broken.StartLine
		row.Fault = &RowError{Code: "csv_quote", Detail: fmt.Sprintf("a quote is wrong in line %d, column %d", broken.Line, broken.Column)}
		return row, nil
	}
	row.Line, _ = c.csv.FieldPos(0)
	return fillRow(row, c.form.header, c.own), nil
}

// fillRow names the cells of a row of a table.
func fillRow(row Row, header []string, own bool) Row {
	if own && len(row.cells) == len(header)+len(resultColumns) {
		row.cells = row.cells[:len(header)]
		for i, cell := range row.cells {
			row.cells[i] = unneutralise(cell)
		}
	}
	if len(row.cells) != len(header) {
		row.Fault = &RowError{Code: "column_count", Detail: fmt.Sprintf("has %d columns, the header has %d", len(row.cells), len(header))}
		return row
	}
	row.Values = make(map[string]any, len(header))
	for i, name := range header {
		if !utf8.ValidString(row.cells[i]) {
			row.Fault = badEncoding()
			row.Fault.Field = name
			return row
		}
		row.Values[name] = row.cells[i]
	}
	return row
}
