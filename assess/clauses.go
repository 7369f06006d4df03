package assess

import (
	"encoding/json"
	"slices"
)

// ClausePack is a catalogue of provisions that findings and orders may cite.
type ClausePack struct {
	Header
	Clauses []Clause
}

// Clause is one version of a provision: what it asks for, of whom, where and
// since when.
type Clause struct {
	ID         string   `json:"id"`
	Law        Text     `json:"law"`
	Locator    Text     `json:"locator"`
	Brief      Text     `json:"brief"` // paraphrase, never a quotation
	Industries []string `json:"industries"`
	Uses       []string `json:"uses"` // finding: may be found breached; order: an order may rest on it
	Validity
	Certainty Certainty `json:"certainty"`
}

// AllIndustries is the industry of clauses that bind everybody.
const AllIndustries = "all"

var (
	clauseIndustries = []string{
		AllIndustries, "government", "telecom", "internet", "finance", "health", "education", "logistics", "retail",
		"property", "employment", "other",
	}
	clauseUses = []string{"finding", "order"}
)

// Find lists the clauses in force on day (YYYY-MM-DD; empty for those without an
// end) that bind industry and serve use; empty texts ask for all.
func (p *ClausePack) Find(industry, use, day string) []Clause {
	var found []Clause
	for _, c := range p.Clauses {
		binds := industry == "" || slices.Contains(c.Industries, industry) || slices.Contains(c.Industries, AllIndustries)
		serves := use == "" || slices.Contains(c.Uses, use)
		if binds && serves && c.inForce(day) {
			found = append(found, c)
		}
	}
	return found
}

// Clause gives the version of a clause in force on day.
func (p *ClausePack) Clause(id, day string) (Clause, bool) {
	for _, c := range p.Clauses {
		if c.ID == id && c.inForce(day) {
			return c, true
		}
	}
	return Clause{}, false
}

// Cite gives the clauses with these ids in force on day, or a *FactError that
// names the place of the first one that is not.
func (p *ClausePack) Cite(ids []string, day string) ([]Clause, error) {
	var cited []Clause
	for _, id := range ids {
		c, ok := p.Clause(id, day)
		if !ok {
			return nil, refuse("clauses", "not in the catalogue on that day")
		}
		cited = append(cited, c)
	}
	return cited, nil
}

func (c Clause) inForce(day string) bool {
	if day == "" {
		return c.To == ""
	}
	return c.Covers(day)
}

type (
	clausesFile struct {
		Head    headerFile   `yaml:",inline"`
		Clauses []clauseFile `yaml:"clauses"`
	}
	clauseFile struct {
		ID         string    `yaml:"id"`
		Law        Text      `yaml:"law"`
		Locator    Text      `yaml:"locator"`
		Brief      Text      `yaml:"brief"`
		Industries []string  `yaml:"industries"`
		Uses       []string  `yaml:"uses"`
		ValidFrom  string    `yaml:"valid_from"`
		ValidTo    string    `yaml:"valid_to"`
		Certainty  Certainty `yaml:"certainty"`
	}
)

// LoadClauses reads a pack of kind clauses; see LoadSeriousness. Versions of one
// clause follow each other in time without overlap and without gap.
func LoadClauses(data []byte, name string) (*ClausePack, error) {
	doc, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	var f clausesFile
	if err := doc.decode(&f); err != nil {
		return nil, err
	}
	p := &ClausePack{Header: doc.header(f.Head, KindClauses)}
	for i, c := range f.Clauses {
		p.Clauses = append(p.Clauses, doc.clause(path{"clauses", i}, c, p))
	}
	if err := doc.err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (d *document) clause(where path, f clauseFile, p *ClausePack) Clause {
	c := Clause{
		ID: f.ID, Law: f.Law, Locator: f.Locator, Brief: f.Brief, Industries: f.Industries, Uses: f.Uses,
		Certainty: f.Certainty, Validity: d.validity(where, f.ValidFrom, f.ValidTo, p.Validity),
	}
	d.id(where.at("id"), f.ID, map[string]bool{})
	d.bothLanguages(where.at("law"), "law", f.Law)
	d.bothLanguages(where.at("locator"), "locator", f.Locator)
	d.bothLanguages(where.at("brief"), "brief", f.Brief)
	if len(f.Industries) == 0 || len(f.Uses) == 0 {
		d.fault(where, "industries and uses: at least one of each is required")
	}
	d.names(where.at("industries"), clauseIndustries, f.Industries, "unknown industry")
	d.names(where.at("uses"), clauseUses, f.Uses, "must be finding or order")
	if !f.Certainty.known() {
		d.fault(where.at("certainty"), "certainty: %s", certainties)
	}
	for _, earlier := range slices.Backward(p.Clauses) {
		if earlier.ID == f.ID {
			if problem := c.problemAfter(earlier.Validity); problem != "" {
				d.fault(where.at("valid_from"), "%s", problem)
			}
			break
		}
	}
	return c
}

// TestCases is empty: a catalogue decides nothing.
func (p *ClausePack) TestCases() []Case { return nil }

// Assess refuses: a catalogue decides nothing.
func (p *ClausePack) Assess([]byte) (json.RawMessage, Finding, error) {
	return nil, nil, refuse("", "a catalogue of clauses assesses no facts")
}
