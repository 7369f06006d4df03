package main

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxYAML and maxBrackets bound what the parser is given: it recurses once a
// level, and a stack overflow cannot be recovered from.
const (
	maxYAML     = 4 << 20 // bytes: tens of thousands of posts
	maxBrackets = 64
)

// yamlDocument is a parsed file that can say where a fault stands.
type yamlDocument struct {
	file string
	root ast.Node
}

// decodeYAML reads one document strictly: unknown and repeated fields are
// refused. Errors say file:line:column.
func decodeYAML(text []byte, file string, into any) (doc *yamlDocument, err error) {
	defer func() { // the parser panics on some malformed input
		if recover() != nil {
			err = fmt.Errorf("%s:1:1: malformed YAML", file)
		}
	}()
	if tooDeep(text) {
		return nil, fmt.Errorf("%s:1:1: the file is too large or nested too deeply", file)
	}
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, placed(file, err)
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		return nil, fmt.Errorf("%s:1:1: exactly one YAML document is expected", file)
	}
	doc = &yamlDocument{file, parsed.Docs[0].Body}
	if err := yaml.NodeToValue(doc.root, into, yaml.Strict()); err != nil {
		return nil, placed(file, err)
	}
	return doc, nil
}

func tooDeep(text []byte) bool {
	depth := 0
	for _, b := range text {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > maxBrackets {
			return true
		}
	}
	return len(text) > maxYAML
}

// placed keeps the parser's reason and place and drops the text it quotes.
func placed(file string, err error) error {
	var detailed yaml.Error
	if !errors.As(err, &detailed) {
		return fmt.Errorf("%s:1:1: malformed YAML", file)
	}
	line, column := place(detailed.GetToken())
	return fmt.Errorf("%s:%d:%d: %s", file, line, column, detailed.GetMessage())
}

func place(t *token.Token) (line, column int) {
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return t.Position.Line, t.Position.Column
}

// fault is a reason at the node that the steps lead to (keys and indices), or
// at the nearest one above it.
func (d *yamlDocument) fault(reason string, steps ...any) error {
	node := d.root
	for _, s := range steps {
		next := yamlChild(node, s)
		if next == nil {
			break
		}
		node = next
	}
	t := node.GetToken()
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		t = m.Values[0].Key.GetToken()
	}
	line, column := place(t)
	return fmt.Errorf("%s:%d:%d: %s", d.file, line, column, reason)
}

func yamlChild(node ast.Node, step any) ast.Node {
	switch n := node.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			if v.Key.GetToken().Value == fmt.Sprint(step) {
				return v.Value
			}
		}
	case *ast.SequenceNode:
		if i, ok := step.(int); ok && i < len(n.Values) {
			return n.Values[i]
		}
	}
	return nil
}
