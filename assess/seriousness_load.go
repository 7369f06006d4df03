package assess

import "slices"

type (
	seriousnessFile struct {
		Head        headerFile       `yaml:",inline"`
		Categories  []Category       `yaml:"categories"`
		Classes     []DataClass      `yaml:"classes"`
		Items       []Item           `yaml:"items"`
		Thresholds  []thresholdFile  `yaml:"thresholds"`
		Conditions  []conditionFile  `yaml:"conditions"`
		Proportions []proportionFile `yaml:"proportions"`
		Scaled      []scaledFile     `yaml:"scaled"`
		Mitigations []Mitigation     `yaml:"mitigations"`
		Sentences   []Sentence       `yaml:"sentences"`
		Cases       []caseFile       `yaml:"cases"`
	}
	whenFile struct {
		Flags        []string `yaml:"flags"`
		Consequences []string `yaml:"any_consequence"`
		AdminAtMost  *int     `yaml:"prior_admin_months_at_most"`
		SomePiecesOf []string `yaml:"some_pieces_of"`
	}
	thresholdFile struct {
		Item       string   `yaml:"item"`
		Acts       []Act    `yaml:"acts"`
		UnlessActs []Act    `yaml:"unless_acts"`
		When       whenFile `yaml:"when"`
		Measure    measure  `yaml:"measure"`
		Of         []string `yaml:"of"`
		AtLeast    int64    `yaml:"at_least"`
	}
	conditionFile struct {
		Item       string   `yaml:"item"`
		Acts       []Act    `yaml:"acts"`
		UnlessActs []Act    `yaml:"unless_acts"`
		When       whenFile `yaml:"when"`
	}
	proportionFile struct {
		Item    string   `yaml:"item"`
		Acts    []Act    `yaml:"acts"`
		When    whenFile `yaml:"when"`
		OfItems []string `yaml:"of_items"`
		AtLeast int64    `yaml:"at_least"`
	}
	scaledFile struct {
		Item    string   `yaml:"item"`
		Acts    []Act    `yaml:"acts"`
		When    whenFile `yaml:"when"`
		OfItems []string `yaml:"of_items"`
		Times   string   `yaml:"times"`
	}
)

// LoadSeriousness reads a pack of kind seriousness from strict YAML; name stands
// for the file in errors. It returns all faults joined, each a *LoadError with
// file, line and column: unknown names and fields, wrong types, rows that can
// never decide anything, items without a row, categories that count nowhere,
// citations of sources that the pack does not have.
func LoadSeriousness(data []byte, name string) (*SeriousnessPack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	var f seriousnessFile
	if err := doc.decode(&f); err != nil {
		return nil, err
	}
	p := &SeriousnessPack{
		Header: doc.header(f.Head, KindSeriousness), Categories: f.Categories, Classes: f.Classes,
		Items: f.Items, Mitigations: f.Mitigations, Sentences: f.Sentences,
	}
	doc.categories(p)
	doc.items(p)
	doc.seriousnessRows(&f, p)
	doc.mitigations(p)
	doc.sentences(p)
	p.Cases = doc.cases(f.Cases, &p.Header)
	if err := doc.err(); err != nil {
		return nil, err
	}
	p.index()
	return p, nil
}

func (d *document) categories(p *SeriousnessPack) {
	seen := map[string]bool{}
	for i, c := range p.Categories {
		where := path{"categories", i}
		d.id(where.at("id"), c.ID, seen)
		if !slices.Contains(categoryNames, c.ID) {
			d.fault(where.at("id"), "id: not a category of facts.pieces")
		}
		d.described(where, c.Name, c.DPV, c.Basis, &p.Header)
		d.bothLanguages(where.at("plain"), "plain", c.Plain)
		d.bothLanguages(where.at("examples"), "examples", c.Examples)
	}
	for _, name := range categoryNames {
		if !seen[name] {
			d.fault(path{"categories"}, "categories: %s is missing", name)
		}
	}
	seen = map[string]bool{}
	for i, c := range p.Classes {
		where := path{"classes", i}
		d.id(where.at("id"), c.ID, seen)
		if !slices.Contains(categoryNames, c.Category) {
			d.fault(where.at("category"), "category: unknown")
		}
		d.described(where, c.Name, c.DPV, c.Basis, &p.Header)
	}
}

func (d *document) described(where path, name Text, dpv []string, b Basis, h *Header) {
	d.bothLanguages(where.at("name"), "name", name)
	d.basis(where, b, h)
	for i, iri := range dpv {
		if !dpvForm.MatchString(iri) {
			d.fault(where.at("dpv", i), "dpv: an identifier such as pd:Location is expected")
		}
	}
}

func (d *document) items(p *SeriousnessPack) {
	seen := map[string]bool{}
	for i, item := range p.Items {
		where := path{"items", i}
		d.id(where.at("id"), item.ID, seen)
		if item.Grade.Rank() == 0 {
			d.fault(where.at("grade"), "grade: must be serious or especially_serious")
		}
		d.bothLanguages(where.at("text"), "text", item.Text)
		d.basis(where, item.Basis, &p.Header)
		for j, other := range item.UnlessMet {
			if k := p.item(other); k < 0 || k == i || len(p.Items[k].UnlessMet) > 0 {
				d.fault(where.at("unless_met", j), "unless_met: must name another item without unless_met")
			}
		}
	}
}

// item gives the index of the item with this id, or -1.
func (p *SeriousnessPack) item(id string) int {
	return slices.IndexFunc(p.Items, func(i Item) bool { return i.ID == id })
}

// Item gives the item with this id.
func (p *SeriousnessPack) Item(id string) (Item, bool) {
	if i := p.item(id); i >= 0 {
		return p.Items[i], true
	}
	return Item{}, false
}

// Category gives the description of a category of pieces.
func (p *SeriousnessPack) Category(id string) (Category, bool) {
	i := slices.IndexFunc(p.Categories, func(c Category) bool { return c.ID == id })
	if i < 0 {
		return Category{}, false
	}
	return p.Categories[i], true
}

func (d *document) mitigations(p *SeriousnessPack) {
	known := append([]string{factReturned, factRepentance, factPriorAdmin}, flagNames...)
	seen := map[string]bool{}
	for i, m := range p.Mitigations {
		where := path{"mitigations", i}
		d.id(where.at("id"), m.ID, seen)
		d.bothLanguages(where.at("text"), "text", m.Text)
		d.basis(where, m.Basis, &p.Header)
		for j, g := range m.Grades {
			if !g.known() {
				d.fault(where.at("grades", j), "grades: unknown grade")
			}
		}
		for j, fact := range m.Requires {
			if fact == factPriorAdmin || !slices.Contains(known, fact) {
				d.fault(where.at("requires", j), "requires: not the name of a yes-or-no fact")
			}
		}
		for j, fact := range m.ExcludedBy {
			if !slices.Contains(known, fact) {
				d.fault(where.at("excluded_by", j), "excluded_by: not the name of a fact")
			}
		}
	}
}

func (d *document) sentences(p *SeriousnessPack) {
	seen := map[string]bool{}
	for i, s := range p.Sentences {
		where := path{"sentences", i}
		d.id(where.at("id"), s.ID, seen)
		d.bothLanguages(where.at("text"), "text", s.Text)
		d.basis(where, s.Basis, &p.Header)
		if !s.Grade.known() {
			d.fault(where.at("grade"), "grade: unknown")
		}
		if s.Flag != "" && !slices.Contains(flagNames, s.Flag) {
			d.fault(where.at("flag"), "flag: not the name of a yes-or-no fact")
		}
	}
}
