package assess

import (
	"encoding/json"

	"github.com/goccy/go-yaml/ast"
)

// Pack is a loaded rule pack of any kind.
type Pack interface {
	Head() *Header
	// TestCases are the cases that the pack carries to be tested with.
	TestCases() []Case
	// Assess decodes one line of facts strictly and gives its id and finding.
	Assess(line []byte) (id json.RawMessage, finding Finding, err error)
}

// Load reads a pack of any kind; see LoadSeriousness for what it refuses.
func Load(data []byte, name string) (Pack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	kind := path{"kind"}
	node, ok := doc.find(kind).(*ast.StringNode)
	if !ok {
		doc.fault(kind, "kind: missing")
		return nil, doc.err()
	}
	switch Kind(node.Value) {
	case KindSeriousness:
		return pack(LoadSeriousness(data, name))
	case KindDisclosure:
		return pack(LoadDisclosure(data, name))
	case KindCirculation:
		return pack(LoadCirculation(data, name))
	case KindBreach:
		return pack(LoadBreach(data, name))
	case KindClauses:
		return pack(LoadClauses(data, name))
	}
	doc.fault(kind, "kind: must be seriousness, disclosure, circulation, breach_duties or clauses")
	return nil, doc.err()
}

// pack keeps a nil pointer from becoming a Pack that is not nil.
func pack[P Pack](p P, err error) (Pack, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

// TestCases gives the pack's own cases.
func (p *SeriousnessPack) TestCases() []Case { return p.Cases }

// Assess grades one line of facts.
func (p *SeriousnessPack) Assess(line []byte) (json.RawMessage, Finding, error) {
	decoded, err := DecodeSeriousness(line)
	if err != nil {
		return decoded.ID, nil, err
	}
	finding, err := Seriousness(p, decoded.Facts)
	return found(decoded.ID, finding, err)
}

// found keeps a nil finding from becoming a Finding that is not nil.
func found[F Finding](id json.RawMessage, f F, err error) (json.RawMessage, Finding, error) {
	if err != nil {
		return id, nil, err
	}
	return id, f, nil
}
