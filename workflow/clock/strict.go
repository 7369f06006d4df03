package clock

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxSource and maxNesting bound what the parser is given: it recurses once per
// level of nesting, a stack overflow cannot be recovered from, and deep brackets
// take it quadratic time.
const (
	maxSource  = 128 << 10
	maxNesting = 64
)

// LoadError is one fault in a rule or calendar file. Line and Column count from
// 1; they are 0 when the fault is in the file as a whole.
type LoadError struct {
	File         string
	Line, Column int
	Reason       string
}

func (e *LoadError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Reason)
}

// document is a parsed YAML file that can say where a fault stands and collects
// all of them, so that an author sees every fault at once.
type document struct {
	file   string
	root   ast.Node
	faults []error
}

// decode parses data strictly into target: unknown fields, repeated keys,
// anchors and second documents are refused.
func decode(data []byte, file string, target any) (doc *document, err error) {
	// The parser panics on some malformed input; that is a fault of the file.
	defer func() {
		if recover() != nil {
			doc, err = nil, &LoadError{File: file, Reason: "malformed YAML"}
		}
	}()
	if err := tooLarge(data); err != nil {
		return nil, &LoadError{File: file, Reason: err.Error()}
	}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, locateParseError(file, err)
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		return nil, &LoadError{File: file, Reason: "exactly one YAML document is expected"}
	}
	doc = &document{file: file, root: parsed.Docs[0].Body}
	if err := doc.refuseSurprises(); err != nil {
		return nil, err
	}
	if err := yaml.NodeToValue(doc.root, target, yaml.Strict()); err != nil {
		return nil, locateParseError(file, err)
	}
	return doc, nil
}

func tooLarge(data []byte) error {
	if len(data) > maxSource {
		return fmt.Errorf("file is larger than %d bytes", maxSource)
	}
	depth := 0
	for _, b := range data {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > maxNesting {
			return errors.New("brackets are nested too deeply")
		}
	}
	return nil
}

// locateParseError keeps the parser's reason and position, and drops the quoted
// source text that its Error method would add.
func locateParseError(file string, err error) error {
	fault := &LoadError{File: file, Reason: "malformed YAML"}
	var detailed yaml.Error
	if errors.As(err, &detailed) {
		fault.Reason = detailed.GetMessage()
		fault.Line, fault.Column = position(detailed.GetToken())
	}
	return fault
}

func position(t *token.Token) (line, column int) {
	if t == nil || t.Position == nil {
		return 0, 0
	}
	return t.Position.Line, t.Position.Column
}

// refuseSurprises keeps the files plain: what a line says stands in that line,
// and a number is the number that a reader sees. YAML would read 010 as eight,
// and 7.5 would silently become 7.
func (d *document) refuseSurprises() error {
	finder := &surpriseFinder{}
	ast.Walk(finder, d.root)
	if finder.found == nil {
		return nil
	}
	line, column := position(finder.found.GetToken())
	return &LoadError{d.file, line, column, finder.reason}
}

type surpriseFinder struct {
	found  ast.Node
	reason string
}

var plainInteger = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

func (f *surpriseFinder) Visit(n ast.Node) ast.Visitor {
	if f.found != nil {
		return nil
	}
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		f.found, f.reason = n, "anchors, aliases, merges and tags are not allowed"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		if !plainInteger.MatchString(n.GetToken().Value) {
			f.found, f.reason = n, "numbers must be plain decimal integers (quote a text)"
		}
	}
	return f
}

// fault records a reason at the node that path leads to (map keys as strings,
// list indices as ints), or at the nearest node above it that exists.
func (d *document) fault(path []any, format string, args ...any) {
	node := d.root
	for _, step := range path {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	line, column := position(firstToken(node))
	d.faults = append(d.faults, &LoadError{d.file, line, column, fmt.Sprintf(format, args...)})
}

// err joins the recorded faults, or is nil when there are none.
func (d *document) err() error { return errors.Join(d.faults...) }

func child(node ast.Node, step any) ast.Node {
	switch n := node.(type) {
	case *ast.MappingNode:
		for _, value := range n.Values {
			if value.Key.GetToken().Value == fmt.Sprint(step) {
				return value.Value
			}
		}
	case *ast.SequenceNode:
		if i, ok := step.(int); ok && i < len(n.Values) {
			return n.Values[i]
		}
	}
	return nil
}

// firstToken is where a reader would point: a mapping begins at its first key.
func firstToken(node ast.Node) *token.Token {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken()
	}
	return node.GetToken()
}

// at appends steps to a path without sharing its memory.
func at(path []any, steps ...any) []any {
	return append(append(make([]any, 0, len(path)+len(steps)), path...), steps...)
}
