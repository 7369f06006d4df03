package intake

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongzhi/record"
)

// resultColumns are added to every row of the result file.
var resultColumns = []string{"status", "reference", "field", "error_code", "error_detail"}

// statusFailed is the status of a refused row; others have their outcome.
const statusFailed = "failed"

// resultFile is the input with five more columns, in the input's format (CSV
// for XLSX). Only its owner may read it: the input may hold personal data.
type resultFile struct {
	file    *os.File
	path    string
	out     *bufio.Writer
	form    shape
	columns []string // names of the added columns
	table   *csv.Writer
	rows    int
}

// createResult writes beside the final name; Close moves it there.
func createResult(path string, form shape) (*resultFile, error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("intake: result file: %w", err)
	}
	f := &resultFile{file: file, path: path, out: bufio.NewWriter(file), form: form}
	f.columns = freeNames(form.header)
	if err := f.begin(); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return f, nil
}

// freeNames are the added columns' names, told apart from the input's own.
func freeNames(taken []string) []string {
	names := slices.Clone(resultColumns)
	for i := range names {
		for slices.Contains(taken, names[i]) {
			names[i] = "import_" + names[i]
		}
	}
	return names
}

func (f *resultFile) begin() error {
	if f.form.kind != kindCSV {
		return nil
	}
	if f.form.mark {
		if _, err := f.out.WriteString(byteOrderMark); err != nil {
			return err
		}
	}
	f.table = csv.NewWriter(f.out)
	f.table.Comma = f.form.delimiter
	return f.table.Write(neutralised(slices.Concat(f.form.header, f.columns)))
}

// Write adds a row with what came of it.
func (f *resultFile) Write(row Row, res Result) error {
	added := describe(res)
	if f.table != nil {
		cells := make([]string, len(f.form.header))
		copy(cells, row.cells)
		if extra := len(row.cells) - len(cells); extra > 0 {
			added[4] += fmt.Sprintf("; %d columns are not repeated here", extra)
		}
		return f.table.Write(neutralised(slices.Concat(cells, added)))
	}
	_, err := f.out.WriteString(f.separator() + f.object(row, added))
	f.rows++
	return err
}

func (f *resultFile) separator() string {
	switch {
	case f.form.kind == kindJSONL && f.rows > 0:
		return "\n"
	case f.form.kind == kindJSONL:
		return ""
	case f.rows > 0:
		return ",\n"
	}
	return "[\n"
}

func (f *resultFile) object(row Row, added []string) string {
	taken := make([]string, len(row.members))
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range row.members {
		taken[i] = m.name
		b.WriteString(quote(m.name) + ":" + oneLine(m.value) + ",")
	}
	for i, name := range freeNames(taken) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(name) + ":" + quote(added[i]))
	}
	if row.members == nil {
		fmt.Fprintf(&b, `,"line":%d`, row.Line)
	}
	b.WriteByte('}')
	return b.String()
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

// describe are the values of the added columns.
func describe(res Result) []string {
	if res.Err == nil {
		return []string{string(res.Outcome), res.Reference, "", "", ""}
	}
	e := rowErrorOf(res.Err)
	return []string{statusFailed, res.Reference, e.Field, e.Code, e.Detail}
}

// rowErrorOf turns an error into what a person may read; the text of unknown
// errors stays out of it.
func rowErrorOf(err error) *RowError {
	var row *RowError
	if errors.As(err, &row) {
		return row
	}
	var several record.Refusals
	if errors.As(err, &several) && len(several) > 0 {
		err = several[0]
	}
	if r, ok := record.AsRefusal(err); ok {
		return &RowError{Field: strings.ReplaceAll(strings.Trim(r.Field, "/"), "/", "."), Code: r.Code, Detail: r.Detail}
	}
	return &RowError{Code: "internal", Detail: "could not be stored"}
}

// Close finishes the file and gives it its name.
func (f *resultFile) Close() error {
	err := errors.Join(f.finish(), f.out.Flush(), f.file.Close())
	if err != nil {
		return fmt.Errorf("intake: result file: %w", errors.Join(err, os.Remove(f.file.Name())))
	}
	if err := os.Rename(f.file.Name(), f.path); err != nil {
		return fmt.Errorf("intake: result file: %w", err)
	}
	return nil
}

func (f *resultFile) finish() error {
	end := ""
	switch {
	case f.table != nil:
		f.table.Flush()
		return f.table.Error()
	case f.form.kind == kindJSON && f.rows == 0:
		end = "[]\n"
	case f.form.kind == kindJSON:
		end = "\n]\n"
	case f.rows > 0:
		end = "\n"
	}
	_, err := io.WriteString(f.out, end)
	return err
}

// withoutResult takes off the columns of an earlier result file.
func withoutResult(members []member) []member {
	at := len(members) - len(resultColumns)
	if at <= 0 {
		return members
	}
	for i, m := range members[at:] {
		if m.name != resultColumns[i] {
			return members
		}
	}
	return members[:at]
}

// formulaStarts begin a formula in spreadsheets, or are skipped before one.
const formulaStarts = "=+-@\t\r"

// neutralised keeps spreadsheets from running what somebody else wrote: such
// cells get an apostrophe in front.
func neutralised(cells []string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsRune(formulaStarts, rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

func unneutralise(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formulaStarts, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// oneLine is a value as it was, without the white space between its parts.
func oneLine(raw json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return "null"
	}
	return b.String()
}
