package assess

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// unknown is the value of a fact that nobody recorded.
const unknown = "unknown"

// domain is a fact of a decision table with all values that it can have.
type domain struct {
	name   string
	values []string
}

func yesNo(name string) domain { return domain{name, []string{"false", yes}} }

// point is a value for every domain, by index.
type point []uint8

// box is a set of values for every domain, as bits; a row matches the points in
// its box.
type box []uint32

func everything(domains []domain) box {
	b := make(box, len(domains))
	for i, d := range domains {
		b[i] = 1<<len(d.values) - 1
	}
	return b
}

func (b box) contains(p point) bool {
	for i, v := range p {
		if b[i]&(1<<v) == 0 {
			return false
		}
	}
	return true
}

// minus gives boxes that hold exactly the points of b outside other.
func (b box) minus(other box) []box {
	for i := range b {
		if b[i]&other[i] == 0 {
			return []box{b}
		}
	}
	var rest []box
	inner := slices.Clone(b)
	for i := range b {
		if outside := inner[i] &^ other[i]; outside != 0 {
			piece := slices.Clone(inner)
			piece[i] = outside
			rest = append(rest, piece)
			inner[i] &= other[i]
		}
	}
	return rest
}

// maxBoxes bounds the work on tables that no person would write.
const maxBoxes = 20_000

// without takes rows out of boxes; ok is false when there are too many pieces.
func without(boxes []box, rows ...box) (rest []box, ok bool) {
	rest = boxes
	for _, r := range rows {
		var next []box
		for _, b := range rest {
			next = append(next, b.minus(r)...)
		}
		if rest = next; len(rest) > maxBoxes {
			return nil, false
		}
	}
	return rest, true
}

// example writes one point of a box, leaving out facts that may be anything.
func (b box) example(domains []domain) string {
	var said []string
	full := everything(domains)
	for i, set := range b {
		if set != full[i] {
			said = append(said, domains[i].name+" "+domains[i].values[bits.TrailingZeros32(set)])
		}
	}
	return strings.Join(said, ", ")
}

// DecisionRow is one row of a first-match table.
type DecisionRow struct {
	ID   string   `json:"row"`
	Then string   `json:"then"`
	Text Text     `json:"text"`
	Also []string `json:"also,omitempty"` // answers that stand beside it
	Ask  []string `json:"ask,omitempty"`  // facts for which evidence is missing
	Basis
	box box
}

// decisionTable decides by the first row that matches. Its rows together cover
// every combination of facts, which the loader proves.
type decisionTable struct {
	name    string
	domains []domain
	rows    []DecisionRow
}

type decisionRowFile struct {
	ID    string         `yaml:"id"`
	When  map[string]any `yaml:"when"`
	Then  string         `yaml:"then"`
	Text  Text           `yaml:"text"`
	Also  []string       `yaml:"also"`
	Ask   []string       `yaml:"ask"`
	Basis `yaml:",inline"`
}

// match gives the index of the first row that matches.
func (t *decisionTable) match(p point) int {
	return slices.IndexFunc(t.rows, func(r DecisionRow) bool { return r.box.contains(p) })
}

func (t *decisionTable) decide(p point) DecisionRow { return t.rows[t.match(p)] }

// DecisionStep is one row tried on the facts, up to the row that matched. A row
// that did not match shows the first condition that failed.
type DecisionStep struct {
	Table     string    `json:"table"`
	Row       string    `json:"row"`
	Then      string    `json:"then"`
	Checks    []Check   `json:"checks"`
	Matched   bool      `json:"matched"`
	Text      Text      `json:"text,omitzero"`
	Sources   []string  `json:"sources,omitempty"`
	Certainty Certainty `json:"certainty,omitempty"`
}

func (t *decisionTable) steps(p point) []DecisionStep {
	var steps []DecisionStep
	for i := range t.rows {
		r := &t.rows[i]
		s := DecisionStep{
			Table: t.name, Row: r.ID, Then: r.Then, Checks: t.checks(r, p), Matched: r.box.contains(p),
			Text: r.Text, Sources: r.Sources, Certainty: r.Certainty,
		}
		steps = append(steps, s)
		if s.Matched {
			break
		}
	}
	return steps
}

func (t *decisionTable) checks(r *DecisionRow, p point) []Check {
	checks := []Check{}
	full := everything(t.domains)
	for i, d := range t.domains {
		if r.box[i] == full[i] {
			continue
		}
		c := Check{Fact: d.name, Have: []string{d.values[p[i]]}, Holds: r.box[i]&(1<<p[i]) != 0}
		for v, name := range d.values {
			if r.box[i]&(1<<v) != 0 {
				c.Want = append(c.Want, name)
			}
		}
		if !c.Holds {
			return []Check{c}
		}
		checks = append(checks, c)
	}
	return checks
}

// ReplayDecision computes the answer of a table from the steps of a finding
// alone; it errs when a step's conclusion does not follow from its values.
func ReplayDecision(steps []DecisionStep, table string) (string, error) {
	for _, s := range steps {
		if s.Table != table {
			continue
		}
		matched := !slices.ContainsFunc(s.Checks, func(c Check) bool { return !c.follows() })
		if matched != s.Matched {
			return "", fmt.Errorf("row %s: its conclusion does not follow from its values", s.Row)
		}
		if matched {
			return s.Then, nil
		}
	}
	return "", fmt.Errorf("table %s: no row matched", table)
}
