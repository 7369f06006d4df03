package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MappingError says what is wrong with a mapping file, and where. Line and
// column count from 1; 0 where the whole file is meant.
type MappingError struct {
	File         string
	Line, Column int
	Problem      string
}

// Error implements error, in the form that editors jump to.
func (e *MappingError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Problem
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Problem)
}

const maxMapping = 256 << 10

// LoadMapping reads and checks a mapping file. Every fault is a *MappingError.
func LoadMapping(path string) (*Mapping, error) {
	body, err := readSmall(path, maxMapping)
	if err != nil {
		return nil, &MappingError{File: path, Problem: "cannot be read: " + plainCause(err)}
	}
	m, err := parseMapping(path, body)
	if err != nil {
		return nil, err
	}
	if m.Pieces.Table != "" {
		if err := m.loadClasses(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func readSmall(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read from
	body, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = fmt.Errorf("larger than %d KB", limit>>10)
	}
	return body, err
}

func plainCause(err error) string {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func parseMapping(path string, body []byte) (*Mapping, error) {
	file, err := parser.ParseBytes(body, 0)
	if err != nil {
		return nil, yamlFault(path, err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, &MappingError{File: path, Problem: "must hold exactly one YAML document"}
	}
	m := &Mapping{}
	if err := yaml.NodeToValue(file.Docs[0].Body, m, yaml.Strict()); err != nil {
		return nil, yamlFault(path, err)
	}
	m.file, m.at = path, locator{file}
	return m, m.check()
}

func yamlFault(path string, err error) error {
	fault := &MappingError{File: path, Problem: "is not well-formed YAML"}
	var known yaml.Error
	if errors.As(err, &known) {
		fault.Problem = known.GetMessage()
		if t := known.GetToken(); t != nil && t.Position != nil {
			fault.Line, fault.Column = t.Position.Line, t.Position.Column
		}
	}
	return fault
}

// locator finds the place of a YAML path such as $.fields.title.
type locator struct{ file *ast.File }

// place is the path's own line and column, or those of the nearest part of the
// path that is there.
func (l locator) place(path string) (line, column int) {
	for path != "" && l.file != nil {
		p, err := yaml.PathString(path)
		if err == nil {
			if node, err := p.FilterFile(l.file); err == nil && node != nil {
				return start(node)
			}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 1, 1
}

// start is where a node begins; a mapping's own token is its first colon.
func start(node ast.Node) (line, column int) {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return start(n.Values[0])
		}
	case *ast.MappingValueNode:
		return start(n.Key)
	}
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line, t.Position.Column
	}
	return 1, 1
}

func (m *Mapping) fault(path, problem string) error {
	line, column := m.at.place(path)
	return &MappingError{File: m.file, Line: line, Column: column, Problem: problem}
}

const maxClasses = 4 << 20

// loadClasses reads the table of data classes.
func (m *Mapping) loadClasses(folder string) error {
	p := m.Pieces
	body, err := readSmall(filepath.Join(folder, filepath.FromSlash(p.Table)), maxClasses)
	if err != nil {
		return m.fault("$.pieces.table", "the table cannot be read: "+plainCause(err))
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), byteOrderMark))).ReadAll()
	if err != nil || len(rows) == 0 {
		return m.fault("$.pieces.table", "the table is not well-formed CSV with a header")
	}
	class, category := index(rows[0], p.ClassColumn), index(rows[0], p.CategoryColumn)
	if class < 0 {
		return m.fault("$.pieces.class_column", "the table has no such column")
	}
	if category < 0 {
		return m.fault("$.pieces.category_column", "the table has no such column")
	}
	m.classes = make(map[string]string, len(rows))
	for i, row := range rows[1:] {
		if !isCategory(row[category]) {
			return m.fault("$.pieces.table", fmt.Sprintf("row %d of the table names no category of pieces", i+1))
		}
		m.classes[row[class]] = row[category]
	}
	return nil
}

func index(list []string, want string) int {
	for i, s := range list {
		if s == want {
			return i
		}
	}
	return -1
}
