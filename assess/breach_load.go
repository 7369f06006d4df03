package assess

import (
	"encoding/json"
	"slices"
)

type (
	breachFile struct {
		Head   headerFile       `yaml:",inline"`
		Grades []BreachGrade    `yaml:"grades"`
		Duties []breachDutyFile `yaml:"duties"`
		Cases  []caseFile       `yaml:"cases"`
	}
	breachDutyFile struct {
		ID        string         `yaml:"id"`
		Armed     bool           `yaml:"armed"`
		When      map[string]any `yaml:"when"`
		Who       Text           `yaml:"who"`
		To        Text           `yaml:"to"`
		Text      Text           `yaml:"text"`
		Starts    string         `yaml:"starts"`
		Limit     *Limit         `yaml:"limit"`
		ValidFrom string         `yaml:"valid_from"`
		ValidTo   string         `yaml:"valid_to"`
		Basis     `yaml:",inline"`
	}
)

// LoadBreach reads a pack of kind breach_duties; see LoadSeriousness. Versions of
// one duty follow each other in time without overlap and without gap.
func LoadBreach(data []byte, name string) (*BreachPack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	var f breachFile
	if err := doc.decode(&f); err != nil {
		return nil, err
	}
	p := &BreachPack{Header: doc.header(f.Head, KindBreach), Grades: f.Grades}
	doc.breachGrades(p)
	for i, d := range f.Duties {
		p.Duties = append(p.Duties, doc.breachDuty(path{"duties", i}, d, p))
	}
	p.Cases = doc.cases(f.Cases, &p.Header)
	if err := doc.err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (d *document) breachGrades(p *BreachPack) {
	for i, g := range p.Grades {
		where := path{"grades", i}
		if g.Grade == BreachBelow || !slices.Contains(breachGrades, g.Grade) {
			d.fault(where.at("grade"), "grade: must be one of %v", breachGrades[:3])
		}
		if !slices.Contains(breachMeasures, g.Measure) {
			d.fault(where.at("measure"), "measure: must be one of %v", breachMeasures)
		}
		d.figure(where.at("at_least"), g.AtLeast)
		d.basis(where, g.Basis, &p.Header)
		for _, other := range p.Grades[:i] {
			if other.Measure == g.Measure && other.AtLeast <= g.AtLeast {
				d.fault(where.at("at_least"), "unreachable: an earlier row of the same measure is reached first")
			}
		}
	}
}

func (d *document) breachDuty(where path, f breachDutyFile, p *BreachPack) BreachDuty {
	duty := BreachDuty{
		ID: f.ID, Armed: f.Armed, Who: f.Who, To: f.To, Text: f.Text, Starts: f.Starts, Limit: f.Limit, Basis: f.Basis,
		Validity: d.validity(where, f.ValidFrom, f.ValidTo, p.Validity),
		box:      d.box(where.at("when"), f.When, breachDomains),
	}
	d.id(where.at("id"), f.ID, map[string]bool{})
	d.bothLanguages(where.at("who"), "who", f.Who)
	d.bothLanguages(where.at("to"), "to", f.To)
	d.bothLanguages(where.at("text"), "text", f.Text)
	d.basis(where, f.Basis, &p.Header)
	if !slices.Contains(breachStarts, f.Starts) {
		d.fault(where.at("starts"), "starts: must be one of %v", breachStarts)
	}
	if l := f.Limit; l != nil && (l.N < 1 || l.N > 10_000 || !slices.Contains(breachUnits, l.Unit)) {
		d.fault(where.at("limit"), "limit: a positive number of %v is expected", breachUnits)
	}
	for _, earlier := range slices.Backward(p.Duties) {
		if earlier.ID == f.ID {
			if problem := duty.problemAfter(earlier.Validity); problem != "" {
				d.fault(where.at("valid_from"), "%s", problem)
			}
			break
		}
	}
	return duty
}

// TestCases gives the pack's own cases.
func (p *BreachPack) TestCases() []Case { return p.Cases }

// Assess lists the duties for one line of facts.
func (p *BreachPack) Assess(line []byte) (json.RawMessage, Finding, error) {
	id, facts, err := DecodeBreach(line)
	if err != nil {
		return id, nil, err
	}
	finding, err := Breach(p, facts)
	return found(id, finding, err)
}
