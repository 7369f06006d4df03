package assess

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Outcome says whether data may circulate by the table of a circulation pack.
type Outcome string

// Outcomes. Outside says that the table does not apply: the data are anonymised.
const (
	OutcomeCan       Outcome = "can"
	OutcomeCannot    Outcome = "cannot"
	OutcomeRetrieval Outcome = "retrieval"
	OutcomeOutside   Outcome = "outside"
)

var (
	outcomeAnswers = []string{"can", "cannot", "retrieval", "outside"}
	partyNames     = []string{"subject", "holder", "user"}
	mechanismNames = []string{"authorization", "utilization", "confrontation"}
	tripleNames    = []string{"authorized_collection", "authorized_by_holder", "authorized_by_user"}
)

var circulationDomains = []domain{
	yesNo("informed"), yesNo("identified"), yesNo("public_use"), yesNo("anonymised"),
	yesNo("abuse"), yesNo("resale_for_illegal_profit"), yesNo("beyond_authorization"),
}

// CirculationPack decides whether data may circulate, as a proposal.
type CirculationPack struct {
	Header
	Conditions []Statement // hold for every "can"
	Rights     []Right
	Triple     TripleRule
	Cases      []Case

	table decisionTable
	idle  []string // columns that never decide
}

// Right is what one party may decide by one mechanism, and in which outcomes.
type Right struct {
	Party     string    `json:"party" yaml:"party"`         // subject, holder, user
	Mechanism string    `json:"mechanism" yaml:"mechanism"` // authorization, utilization, confrontation
	In        []Outcome `json:"in" yaml:"in"`
	Text      Text      `json:"text" yaml:"text"`
	Basis     `yaml:",inline"`
}

// TripleRule is the triple-authorization rule, shown beside the table.
type TripleRule struct {
	Text           Text            `json:"text" yaml:"text"`
	Authorizations []Authorization `json:"authorizations" yaml:"authorizations"`
	Basis          `yaml:",inline"`
}

// Authorization is one of the three that the rule asks for.
type Authorization struct {
	ID    string `json:"id" yaml:"id"`
	Text  Text   `json:"text" yaml:"text"`
	Given *bool  `json:"given" yaml:"-"` // nil: nobody recorded it
}

// CirculationFacts are the recorded facts that Circulation reads; nil says that
// nobody recorded it.
type CirculationFacts struct {
	Informed               *bool `json:"informed"`
	Identified             *bool `json:"identified"`
	PublicUse              *bool `json:"public_use"`
	Anonymised             *bool `json:"anonymised,omitempty"`
	Abuse                  *bool `json:"abuse,omitempty"`
	ResaleForIllegalProfit *bool `json:"resale_for_illegal_profit,omitempty"`
	BeyondAuthorization    *bool `json:"beyond_authorization,omitempty"`

	// What the triple-authorization rule asks for.
	AuthorizedCollection *bool `json:"authorized_collection,omitempty"`
	AuthorizedByHolder   *bool `json:"authorized_by_holder,omitempty"`
	AuthorizedByUser     *bool `json:"authorized_by_user,omitempty"`
}

// CirculationFinding is the outcome with the rights of each party. It is a policy
// lens and never a finding of legality.
type CirculationFinding struct {
	Kind       Kind        `json:"kind"`
	Outcome    Outcome     `json:"outcome"`
	Row        string      `json:"row"`
	Reason     Text        `json:"reason"`
	Conditions []Statement `json:"conditions,omitempty"` // with "can" only
	// NoEffect lists the columns that never decide, Assumed the questions that
	// nobody answered and that were taken as "no".
	NoEffect []string `json:"no_effect"`
	Assumed  []string `json:"assumed,omitempty"`
	// Parties: by party, then mechanism.
	Parties   map[string]map[string]RightShown `json:"parties"`
	Triple    TripleShown                      `json:"triple_authorization"`
	Steps     []DecisionStep                   `json:"steps"`
	Changes   []DecisionChange                 `json:"what_would_change"`
	Citations []Source                         `json:"citations"`
	Label     Text                             `json:"label,omitzero"`
	Pack      Ref                              `json:"pack"`
}

// RightShown says whether a party may decide now.
type RightShown struct {
	May     bool     `json:"may"`
	Text    Text     `json:"text"`
	Sources []string `json:"sources"`
}

// TripleShown is the rule with what is recorded; Satisfied is nil while an
// authorization that is not refused is not recorded.
type TripleShown struct {
	Satisfied *bool `json:"satisfied"`
	TripleRule
}

// Circulation decides by a pack whether data may circulate.
func Circulation(p *CirculationPack, f CirculationFacts) (*CirculationFinding, error) {
	at, assumed := f.point()
	row := p.table.decide(at)
	out := &CirculationFinding{
		Kind: KindCirculation, Outcome: Outcome(row.Then), Row: row.ID, Reason: row.Text, NoEffect: p.idle,
		Steps: p.table.steps(at), Changes: p.table.changes(at), Label: p.Label, Pack: p.Ref(),
		Parties: map[string]map[string]RightShown{},
	}
	if out.Outcome == OutcomeCan || out.Outcome == OutcomeCannot {
		out.Assumed = assumed
	}
	cited := map[string]bool{}
	if out.Outcome == OutcomeCan {
		out.Conditions = p.Conditions
		for _, c := range p.Conditions {
			cite(cited, c.Sources)
		}
	}
	for _, r := range p.Rights {
		if out.Parties[r.Party] == nil {
			out.Parties[r.Party] = map[string]RightShown{}
		}
		out.Parties[r.Party][r.Mechanism] = RightShown{slices.Contains(r.In, out.Outcome), r.Text, r.Sources}
		cite(cited, r.Sources)
	}
	out.Triple = p.triple(f)
	cite(cited, p.Triple.Sources)
	for _, s := range out.Steps {
		cite(cited, s.Sources)
	}
	out.Citations = p.cited(cited)
	return out, nil
}

func (p *CirculationPack) triple(f CirculationFacts) TripleShown {
	shown := TripleShown{TripleRule: p.Triple}
	shown.Authorizations = slices.Clone(p.Triple.Authorizations)
	satisfied, recorded := true, true
	for i := range shown.Authorizations {
		a := &shown.Authorizations[i]
		a.Given = *f.answer(a.ID)
		recorded = recorded && a.Given != nil
		satisfied = satisfied && (a.Given == nil || *a.Given)
	}
	if recorded || !satisfied {
		shown.Satisfied = &satisfied
	}
	return shown
}

// answer gives the place of the fact with this name, or nil.
func (f *CirculationFacts) answer(name string) **bool {
	switch name {
	case "informed":
		return &f.Informed
	case "identified":
		return &f.Identified
	case "public_use":
		return &f.PublicUse
	case "anonymised":
		return &f.Anonymised
	case "abuse":
		return &f.Abuse
	case "resale_for_illegal_profit":
		return &f.ResaleForIllegalProfit
	case "beyond_authorization":
		return &f.BeyondAuthorization
	case "authorized_collection":
		return &f.AuthorizedCollection
	case "authorized_by_holder":
		return &f.AuthorizedByHolder
	case "authorized_by_user":
		return &f.AuthorizedByUser
	}
	return nil
}

// point places the facts; what nobody answered counts as "no", and the first three
// questions are then listed as assumed.
func (f *CirculationFacts) point() (p point, assumed []string) {
	p = make(point, len(circulationDomains))
	for i, d := range circulationDomains {
		answer := *f.answer(d.name)
		if answer == nil && i < 3 {
			assumed = append(assumed, d.name)
		}
		p[i] = uint8(slices.Index(d.values, strconv.FormatBool(answer != nil && *answer)))
	}
	return p, assumed
}

// DecodeCirculation reads {"id","informed",…} strictly. The facts may also stand
// in a member "facts".
func DecodeCirculation(data []byte) (id json.RawMessage, f CirculationFacts, err error) {
	r, err := newReader(data)
	if err != nil {
		return nil, f, err
	}
	fact := func(key string) error {
		answer := f.answer(key)
		if answer == nil {
			return r.unknown()
		}
		if *answer != nil {
			return r.refuse("given twice")
		}
		var err error
		*answer, err = r.maybe()
		return err
	}
	err = r.object(func(key string) (err error) {
		switch key {
		case "id":
			id, err = r.id()
			return err
		case "facts":
			return r.object(fact)
		}
		return fact(key)
	})
	if err == nil {
		err = r.end()
	}
	return id, f, err
}
