package intake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds against archives that unpack to more than they seem; sheets above the
// second are unpacked to a temporary file instead of memory.
const (
	maxUnzipped = 512 << 20
	maxInMemory = 16 << 20
)

// xlsxRows reads one sheet with a header row. Values are the stored ones, not
// as they are shown, so that dates and numbers do not depend on cell formats.
type xlsxRows struct {
	file     *excelize.File
	rows     *excelize.Rows
	header   []string
	own      bool
	date1904 bool
	line     int
	number   int
}

func openXLSX(path, sheet string) (_ rowReader, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("intake: data file: %w", err)
	}
	file, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory})
	if err != nil {
		return nil, fmt.Errorf("intake: %s is not an XLSX workbook that can be read", filepath.Base(path))
	}
	x := &xlsxRows{file: file}
	if err := x.start(sheet); err != nil {
		return nil, fmt.Errorf("intake: %s: %w", filepath.Base(path), joinClose(err, x))
	}
	return x, nil
}

func (x *xlsxRows) start(sheet string) error {
	if sheet == "" {
		sheet = x.file.GetSheetName(0)
	}
	if at, err := x.file.GetSheetIndex(sheet); err != nil || at < 0 {
		return errors.New("the workbook has no such sheet: see format.sheet in the mapping")
	}
	if props, err := x.file.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		x.date1904 = *props.Date1904
	}
	var err error
	if x.rows, err = x.file.Rows(sheet); err != nil {
		return errors.New("the sheet cannot be read")
	}
	cells, err := x.cells()
	if errors.Is(err, io.EOF) {
		return errors.New("the sheet is empty: a header row is required")
	}
	if err != nil {
		return err
	}
	x.header, x.own, err = cleanHeader(cells)
	return err
}

// cells returns the next row that is not blank.
func (x *xlsxRows) cells() ([]string, error) {
	for x.rows.Next() {
		x.line++
		cells, err := x.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, fmt.Errorf("row %d of the sheet cannot be read", x.line)
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			return cells, nil
		}
	}
	if x.rows.Error() != nil {
		return nil, fmt.Errorf("the sheet cannot be read beyond row %d", x.line)
	}
	return nil, io.EOF
}

// Shape tells the form for the result file: a table with a byte order mark, so
// that spreadsheets open it in the right encoding.
func (x *xlsxRows) Shape() shape {
	return shape{kind: kindCSV, header: x.header, delimiter: ',', mark: true}
}

// Next reads a row; cells missing at the end are empty.
func (x *xlsxRows) Next() (Row, error) {
	cells, err := x.cells()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		return Row{}, fmt.Errorf("intake: %w", err)
	}
	x.number++
	width := len(x.header)
	if x.own {
		width += len(resultColumns)
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	for len(cells) > width && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	row := Row{Number: x.number, Line: x.line, cells: cells, spreadsheet: true, date1904: x.date1904}
	return fillRow(row, x.header, x.own), nil
}

// Close removes temporary files of the workbook.
func (x *xlsxRows) Close() error {
	var err error
	if x.rows != nil {
		err = x.rows.Close()
	}
	return errors.Join(err, x.file.Close())
}
