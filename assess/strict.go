package assess

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The parser recurses once per level of nesting, a stack overflow cannot be
// recovered from, and deep brackets take it quadratic time.
const (
	maxPack    = 512 << 10 // bytes
	maxNesting = 32        // levels of brackets
	maxIndent  = 64        // columns
	maxFaults  = 50
)

// LoadError is one fault in a pack. Line and Column count from 1; they are 0 when
// the fault is in the file as a whole.
type LoadError struct {
	File         string
	Line, Column int
	Reason       string
}

func (e *LoadError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Reason)
}

// document is a parsed pack that can say where a fault stands. It collects all
// faults, so that an author sees them at once.
type document struct {
	file   string
	root   ast.Node
	faults []error
}

// parse reads one YAML document and refuses what would let a line mean something
// else than it shows.
func parse(data []byte, file string) (doc *document, err error) {
	// The parser panics on some malformed input; that is a fault of the file.
	defer func() {
		if recover() != nil {
			doc, err = nil, &LoadError{File: file, Reason: "malformed YAML"}
		}
	}()
	if reason := tooMuch(data); reason != "" {
		return nil, &LoadError{File: file, Reason: reason}
	}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, located(file, err)
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		return nil, &LoadError{File: file, Reason: "exactly one YAML document is expected"}
	}
	doc = &document{file: file, root: parsed.Docs[0].Body}
	if found := findSurprise(doc.root); found != nil {
		line, column := position(found.node.GetToken())
		return nil, &LoadError{file, line, column, found.reason}
	}
	return doc, nil
}

// decode fills target strictly: unknown fields, repeated keys and wrong types are
// refused.
func (d *document) decode(target any) (err error) {
	defer func() {
		if recover() != nil {
			err = &LoadError{File: d.file, Reason: "malformed YAML"}
		}
	}()
	if err := yaml.NodeToValue(d.root, target, yaml.Strict()); err != nil {
		return located(d.file, err)
	}
	return nil
}

func tooMuch(data []byte) string {
	if len(data) > maxPack {
		return fmt.Sprintf("file is larger than %d bytes", maxPack)
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
			return "brackets are nested too deeply"
		}
	}
	for line := range strings.Lines(string(data)) {
		if indent := len(line) - len(strings.TrimLeft(line, " -?")); indent > maxIndent {
			return "lines are indented too deeply"
		}
	}
	return ""
}

// located keeps the parser's reason and position and drops the quoted source
// text that its Error method would add.
func located(file string, err error) error {
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

// surprise is a construct that reads differently from how it looks: YAML would
// take 010 for eight, and 7.5 would silently become 7.
type surprise struct {
	node   ast.Node
	reason string
}

var plainInteger = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

type surpriseFinder struct{ found *surprise }

func findSurprise(root ast.Node) *surprise {
	finder := &surpriseFinder{}
	ast.Walk(finder, root)
	return finder.found
}

func (f *surpriseFinder) Visit(n ast.Node) ast.Visitor {
	if f.found != nil {
		return nil
	}
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		f.found = &surprise{n, "anchors, aliases, merges and tags are not allowed"}
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		if !plainInteger.MatchString(n.GetToken().Value) {
			f.found = &surprise{n, "numbers must be plain decimal integers (quote a text)"}
		}
	}
	return f
}

// path leads to a node: map keys as strings, list indices as ints.
type path []any

// at appends steps without sharing memory.
func (p path) at(steps ...any) path {
	return append(append(make(path, 0, len(p)+len(steps)), p...), steps...)
}

// fault records a reason at the node that where leads to, or at the nearest node
// above it that exists.
func (d *document) fault(where path, format string, args ...any) {
	if len(d.faults) >= maxFaults {
		return
	}
	line, column := position(firstToken(d.find(where)))
	d.faults = append(d.faults, &LoadError{d.file, line, column, fmt.Sprintf(format, args...)})
}

func (d *document) find(where path) ast.Node {
	node := d.root
	for _, step := range where {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	return node
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
