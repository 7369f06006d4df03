package assess

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Case is a test that a pack carries: a line of facts and the part of the finding
// that must come out. A worked example is also told to readers.
type Case struct {
	Name    Text
	Story   Text // what happened, for worked examples
	Example bool
	Line    json.RawMessage // one line of facts, as on the command line
	Want    map[string]any  // members of the finding
	Sources []string
}

type caseFile struct {
	Name    Text           `yaml:"name"`
	Story   Text           `yaml:"story"`
	Example bool           `yaml:"example"`
	Line    map[string]any `yaml:"line"`
	Want    map[string]any `yaml:"want"`
	Sources []string       `yaml:"sources"`
}

func (d *document) cases(files []caseFile, h *Header) []Case {
	var cases []Case
	for i, f := range files {
		where := path{"cases", i}
		d.bothLanguages(where.at("name"), "name", f.Name)
		if f.Example {
			d.bothLanguages(where.at("story"), "story", f.Story)
		}
		d.citations(where, f.Sources, h)
		if len(f.Line) == 0 || len(f.Want) == 0 {
			d.fault(where, "case: line and want are required")
		}
		line, err := json.Marshal(f.Line)
		want, ok := plain(f.Want)
		if err != nil || !ok {
			d.fault(where, "case: line and want must be plain values")
			continue
		}
		cases = append(cases, Case{f.Name, f.Story, f.Example, line, want, f.Sources})
	}
	return cases
}

// CaseResult tells how one case of a pack came out; it passed when Differences is
// empty.
type CaseResult struct {
	Name        Text     `json:"name"`
	Differences []string `json:"differences,omitempty"`
}

// Passed reports whether the finding was as the case wants it.
func (r CaseResult) Passed() bool { return len(r.Differences) == 0 }

// RunCases tests a pack with its own cases.
func RunCases(p Pack) []CaseResult {
	var results []CaseResult
	for _, c := range p.TestCases() {
		results = append(results, CaseResult{c.Name, c.run(p)})
	}
	return results
}

func (c Case) run(p Pack) []string {
	_, finding, err := p.Assess(c.Line)
	if err != nil {
		return []string{"line: " + err.Error()}
	}
	got, ok := plain(finding)
	if !ok {
		return []string{"finding: cannot be written as JSON"}
	}
	return differences("", c.Want, got)
}

// differences compares the members that want names; others may be anything.
func differences(where string, want, got map[string]any) []string {
	var found []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		field := join(where, key)
		wanted, nested := want[key].(map[string]any)
		have, exists := got[key]
		inner, isObject := have.(map[string]any)
		switch {
		case !exists && want[key] != nil:
			found = append(found, field+": the finding has no such member")
		case nested && isObject:
			found = append(found, differences(field, wanted, inner)...)
		case !reflect.DeepEqual(want[key], have):
			found = append(found, fmt.Sprintf("%s: want %s, got %s", field, asJSON(want[key]), asJSON(have)))
		}
	}
	return found
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	return string(b)
}

// plain takes a value through JSON, so that values of files and of findings
// compare as readers of JSON see them.
func plain(v any) (map[string]any, bool) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var m map[string]any
	return m, dec.Decode(&m) == nil
}
