package assess

import (
	"encoding/json"
	"slices"
)

type circulationFile struct {
	Head       headerFile        `yaml:",inline"`
	Table      []decisionRowFile `yaml:"table"`
	Conditions []Statement       `yaml:"conditions"`
	Rights     []Right           `yaml:"rights"`
	Triple     TripleRule        `yaml:"triple_authorization"`
	Cases      []caseFile        `yaml:"cases"`
}

// LoadCirculation reads a pack of kind circulation; see LoadSeriousness. It proves
// besides that the table has no gap and no unreachable row, and that each party
// has one right by each mechanism.
func LoadCirculation(data []byte, name string) (*CirculationPack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	var f circulationFile
	if err := doc.decode(&f); err != nil {
		return nil, err
	}
	p := &CirculationPack{
		Header: doc.header(f.Head, KindCirculation), Conditions: f.Conditions, Rights: f.Rights, Triple: f.Triple,
	}
	p.table = doc.table("table", f.Table, circulationDomains, outcomeAnswers, &p.Header)
	for i, c := range f.Conditions {
		doc.bothLanguages(path{"conditions", i, "text"}, "text", c.Text)
		doc.basis(path{"conditions", i}, c.Basis, &p.Header)
	}
	doc.rights(p)
	doc.triple(p)
	p.Cases = doc.cases(f.Cases, &p.Header)
	if err := doc.err(); err != nil {
		return nil, err
	}
	p.idle = p.table.idle()
	return p, nil
}

func (d *document) rights(p *CirculationPack) {
	seen := map[string]bool{}
	for i, r := range p.Rights {
		where := path{"rights", i}
		if !slices.Contains(partyNames, r.Party) {
			d.fault(where.at("party"), "party: must be one of %v", partyNames)
		}
		if !slices.Contains(mechanismNames, r.Mechanism) {
			d.fault(where.at("mechanism"), "mechanism: must be one of %v", mechanismNames)
		}
		for j, o := range r.In {
			if !slices.Contains(outcomeAnswers, string(o)) {
				d.fault(where.at("in", j), "in: must be one of %v", outcomeAnswers)
			}
		}
		key := r.Party + " " + r.Mechanism
		if seen[key] {
			d.fault(where, "rights: %s listed twice", shortened(key))
		}
		seen[key] = true
		d.bothLanguages(where.at("text"), "text", r.Text)
		d.basis(where, r.Basis, &p.Header)
	}
	for _, party := range partyNames {
		for _, mechanism := range mechanismNames {
			if !seen[party+" "+mechanism] {
				d.fault(path{"rights"}, "rights: %s %s is missing", party, mechanism)
			}
		}
	}
}

func (d *document) triple(p *CirculationPack) {
	where := path{"triple_authorization"}
	d.bothLanguages(where.at("text"), "text", p.Triple.Text)
	d.basis(where, p.Triple.Basis, &p.Header)
	seen := map[string]bool{}
	for i, a := range p.Triple.Authorizations {
		d.id(where.at("authorizations", i, "id"), a.ID, seen)
		d.bothLanguages(where.at("authorizations", i, "text"), "text", a.Text)
		if !slices.Contains(tripleNames, a.ID) {
			d.fault(where.at("authorizations", i, "id"), "id: must be one of %v", tripleNames)
		}
	}
	if len(p.Triple.Authorizations) != len(tripleNames) {
		d.fault(where, "authorizations: three are required")
	}
}

// idle lists the facts that never change the answer of the table, whatever the
// other facts are.
func (t *decisionTable) idle() []string {
	names := []string{}
	for i, d := range t.domains {
		if !t.decides(i) {
			names = append(names, d.name)
		}
	}
	return names
}

func (t *decisionTable) decides(fact int) bool {
	p := make(point, len(t.domains))
	for {
		other := slices.Clone(p)
		for v := range t.domains[fact].values {
			if other[fact] = uint8(v); t.decide(other).Then != t.decide(p).Then {
				return true
			}
		}
		if !t.next(p) {
			return false
		}
	}
}

// next counts p on to the next combination of facts.
func (t *decisionTable) next(p point) bool {
	for i := range p {
		if p[i]++; int(p[i]) < len(t.domains[i].values) {
			return true
		}
		p[i] = 0
	}
	return false
}

// TestCases gives the pack's own cases.
func (p *CirculationPack) TestCases() []Case { return p.Cases }

// Assess decides one line of facts.
func (p *CirculationPack) Assess(line []byte) (json.RawMessage, Finding, error) {
	id, facts, err := DecodeCirculation(line)
	if err != nil {
		return id, nil, err
	}
	finding, err := Circulation(p, facts)
	return found(id, finding, err)
}
