package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// member is one name and value of an object, in the order of the file.
type member struct {
	name  string
	value json.RawMessage
}

// jsonRows reads the elements of one array, one at a time.
type jsonRows struct {
	limit  *bounded
	lines  *lineCounter
	dec    *json.Decoder
	number int
}

func newJSON(file io.Reader) (*jsonRows, error) {
	buffered := bufio.NewReader(file)
	if _, err := skipMark(buffered); err != nil {
		return nil, err
	}
	j := &jsonRows{limit: &bounded{r: buffered, left: maxRow}}
	j.lines = &lineCounter{r: j.limit, line: 1}
	j.dec = json.NewDecoder(j.lines)
	token, err := j.dec.Token()
	if err != nil || token != json.Delim('[') {
		return nil, errors.New("the file must hold one JSON array of objects")
	}
	return j, nil
}

// Shape tells the form for the result file.
func (j *jsonRows) Shape() shape { return shape{kind: kindJSON} }

// Next reads an element. A syntax error ends the file, because nobody can say
// where the next element begins.
func (j *jsonRows) Next() (Row, error) {
	j.limit.left = maxRow
	if !j.dec.More() {
		return Row{}, j.end()
	}
	var raw json.RawMessage
	if err := j.dec.Decode(&raw); err != nil {
		return Row{}, j.broken(err)
	}
	j.number++
	line := j.lines.at(j.dec.InputOffset() - int64(len(raw)))
	return objectRow(Row{Number: j.number, Line: line}, raw), nil
}

func (j *jsonRows) end() error {
	if _, err := j.dec.Token(); err != nil {
		return j.broken(err)
	}
	if _, err := j.dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("intake: line %d: something follows the end of the array", j.lines.at(j.dec.InputOffset()))
	}
	return io.EOF
}

// broken names the place, not the text: decoders quote what they read.
func (j *jsonRows) broken(err error) error {
	offset := j.dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = max(offset, syntax.Offset)
	}
	line := j.lines.at(offset)
	if errors.Is(err, errRowTooLong) {
		return fmt.Errorf("intake: line %d: %w", line, errRowTooLong)
	}
	return fmt.Errorf("intake: after row %d, near line %d: the JSON ends or is not well-formed", j.number, line)
}

// lineCounter knows the line of an offset that lies ahead of the last one
// asked for; it remembers only line ends that were read and not yet passed.
type lineCounter struct {
	r    io.Reader
	read int64
	ends []int64
	line int
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

func (l *lineCounter) at(offset int64) int {
	passed := 0
	for passed < len(l.ends) && l.ends[passed] < offset {
		passed++
	}
	l.line += passed
	l.ends = append(l.ends[:0], l.ends[passed:]...)
	return l.line
}

// jsonLines reads one object a line; blank lines are skipped.
type jsonLines struct {
	r      *bufio.Reader
	line   int
	number int
}

func newJSONL(file io.Reader) *jsonLines {
	return &jsonLines{r: bufio.NewReaderSize(file, 64<<10)}
}

// Shape tells the form for the result file.
func (j *jsonLines) Shape() shape { return shape{kind: kindJSONL} }

// Next reads a line.
func (j *jsonLines) Next() (Row, error) {
	for {
		line, tooLong, err := j.readLine()
		if err != nil {
			return Row{}, err
		}
		j.line++
		if j.line == 1 {
			line = bytes.TrimPrefix(line, []byte(byteOrderMark))
		}
		if line = bytes.TrimSpace(line); len(line) == 0 && !tooLong {
			continue
		}
		j.number++
		row := Row{Number: j.number, Line: j.line}
		if tooLong {
			row.Fault = &RowError{Code: "row_too_long", Detail: errRowTooLong.Error()}
			return row, nil
		}
		return objectRow(row, line), nil
	}
}

func (j *jsonLines) readLine() (line []byte, tooLong bool, err error) {
	for {
		part, err := j.r.ReadSlice('\n')
		if len(line)+len(part) > maxRow {
			line, tooLong = nil, true
		}
		if !tooLong {
			line = append(line, part...)
		}
		switch {
		case err == nil, errors.Is(err, io.EOF) && (len(line) > 0 || tooLong):
			return line, tooLong, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		}
	}
}

// objectRow reads one object. Names that come twice are refused: nobody can
// say which value was meant.
func objectRow(row Row, raw []byte) Row {
	if !utf8.Valid(raw) {
		row.Fault = badEncoding()
		return row
	}
	members, fault := parseObject(raw)
	if fault != nil {
		row.Fault = fault
		return row
	}
	row.members = withoutResult(members)
	row.Values = make(map[string]any, len(row.members))
	for _, m := range row.members {
		var v any
		dec := json.NewDecoder(bytes.NewReader(m.value))
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil {
			row.Fault = notAnObject()
			return row
		}
		row.Values[m.name] = v
	}
	return row
}

func notAnObject() *RowError {
	return &RowError{Code: "not_an_object", Detail: "is not a well-formed JSON object"}
}

func parseObject(raw []byte) ([]member, *RowError) {
	if !json.Valid(raw) {
		return nil, notAnObject()
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return nil, notAnObject()
	}
	var list []member
	known := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		name, isText := token.(string)
		if err != nil || !isText {
			return nil, notAnObject()
		}
		if known[name] {
			return nil, &RowError{Code: "name_repeated", Detail: "the object has a name twice"}
		}
		known[name] = true
		m := member{name: name}
		if err := dec.Decode(&m.value); err != nil {
			return nil, notAnObject()
		}
		list = append(list, m)
	}
	return list, nil
}
