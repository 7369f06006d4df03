package assess

import (
	"encoding/json"
	"slices"
)

type disclosureFile struct {
	Head                   headerFile        `yaml:",inline"`
	Lenses                 []Lens            `yaml:"lenses"`
	Threshold              Statement         `yaml:"threshold"`
	Path                   []decisionRowFile `yaml:"path"`
	SecondaryAuthorization []decisionRowFile `yaml:"secondary_authorization"`
	Purposiveness          []decisionRowFile `yaml:"purposiveness"`
	ObjectiveOpenness      []decisionRowFile `yaml:"objective_openness"`
	Cases                  []caseFile        `yaml:"cases"`
}

// LoadDisclosure reads a pack of kind disclosure; see LoadSeriousness. It proves
// besides that every combination of facts meets a row and every row can be met.
func LoadDisclosure(data []byte, name string) (*DisclosurePack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	var f disclosureFile
	if err := doc.decode(&f); err != nil {
		return nil, err
	}
	p := &DisclosurePack{Header: doc.header(f.Head, KindDisclosure), Lenses: f.Lenses, Threshold: f.Threshold}
	doc.lenses(p)
	doc.bothLanguages(path{"threshold", "text"}, "text", f.Threshold.Text)
	doc.basis(path{"threshold"}, f.Threshold.Basis, &p.Header)
	p.path = doc.table(TablePath, f.Path, disclosureDomains, pathAnswers, &p.Header)
	for i, rows := range [][]decisionRowFile{f.SecondaryAuthorization, f.Purposiveness, f.ObjectiveOpenness} {
		p.lenses = append(p.lenses, doc.table(lensNames[i], rows, disclosureDomains, lensAnswers, &p.Header))
	}
	p.Cases = doc.cases(f.Cases, &p.Header)
	if err := doc.err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (d *document) lenses(p *DisclosurePack) {
	seen := map[string]bool{}
	for i, l := range p.Lenses {
		where := path{"lenses", i}
		d.id(where.at("id"), l.ID, seen)
		if l.ID != LensTyped && !slices.Contains(lensNames, l.ID) {
			d.fault(where.at("id"), "id: not the name of a lens")
		}
		d.bothLanguages(where.at("name"), "name", l.Name)
		d.bothLanguages(where.at("rule"), "rule", l.Rule)
		d.bothLanguages(where.at("criticism"), "criticism", l.Criticism)
		d.basis(where, l.Basis, &p.Header)
	}
	for _, name := range append([]string{LensTyped}, lensNames...) {
		if !seen[name] {
			d.fault(path{"lenses"}, "lenses: %s is missing", name)
		}
	}
}

// TestCases gives the pack's own cases.
func (p *DisclosurePack) TestCases() []Case { return p.Cases }

// Assess judges one line of facts. The threshold is that of the newest pack for
// the same jurisdiction which comes with the program.
func (p *DisclosurePack) Assess(line []byte) (json.RawMessage, Finding, error) {
	decoded, err := DecodeDisclosure(line)
	if err != nil {
		return decoded.ID, nil, err
	}
	var seriousness *SeriousnessFinding
	if decoded.Seriousness != nil {
		rules, err := FindAs[*SeriousnessPack](Default(), KindSeriousness, p.Jurisdiction, "")
		if err != nil {
			return decoded.ID, nil, err
		}
		if seriousness, err = Seriousness(rules, *decoded.Seriousness); err != nil {
			return decoded.ID, nil, err
		}
	}
	finding, err := Disclosure(p, decoded.Facts, seriousness)
	return found(decoded.ID, finding, err)
}
