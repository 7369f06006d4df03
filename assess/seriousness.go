package assess

import (
	"math/big"
	"strconv"
)

// SeriousnessFinding is the answer with everything that led to it. It grades an
// act, never an organization whose data were taken.
type SeriousnessFinding struct {
	Kind         Kind              `json:"kind"`
	Grade        Grade             `json:"grade"`
	Items        []string          `json:"items"`                    // every item of the lower tier that is met
	AggravatedBy []string          `json:"aggravated_by"`            // every item of the higher tier that is met
	OpenItems    []OpenItem        `json:"open_items"`               // for people to weigh; never decided here
	Counted      map[string]int64  `json:"counted_pieces,omitempty"` // by article 11, where transactions were given
	Categories   []CountedCategory `json:"categories"`
	Steps        []Step            `json:"steps"`
	Mitigation   []MitigationShown `json:"mitigation"`
	Sentences    []Sentence        `json:"sentences"`
	Changes      []Change          `json:"what_would_change"`
	Citations    []Source          `json:"citations"`
	Label        Text              `json:"label,omitzero"`
	Pack         Ref               `json:"pack"`
}

// OpenItem is offered to the person who decides.
type OpenItem struct {
	Item  string `json:"item"`
	Grade Grade  `json:"grade"`
	Text  Text   `json:"text"`
	Basis
}

// CountedCategory says where pieces of a category were placed, and how firmly.
type CountedCategory struct {
	ID     string `json:"id"`
	Pieces int64  `json:"pieces"`
	Name   Text   `json:"name"`
	Basis
}

// Step is one row applied to the facts. With the steps alone the grade can be
// computed again: see Replay.
type Step struct {
	Row       string    `json:"row"`
	Item      string    `json:"item"`
	Grade     Grade     `json:"grade"`
	UnlessMet []string  `json:"unless_met,omitempty"` // items that the item gives way to
	Checks    []Check   `json:"checks,omitempty"`
	Measure   string    `json:"measure,omitempty"`
	Parts     []Part    `json:"parts,omitempty"`
	Value     string    `json:"value,omitempty"`    // exact: a decimal, or a fraction in lowest terms
	AtLeast   string    `json:"at_least,omitempty"` // the figure; reaching it suffices
	Missing   string    `json:"missing,omitempty"`  // how far the figure is; empty when reached
	Met       bool      `json:"met"`
	Text      Text      `json:"text,omitzero"`
	Sources   []string  `json:"sources,omitempty"`
	Certainty Certainty `json:"certainty,omitempty"`
}

// Check is a condition on one fact. Any of the wanted values suffices.
type Check struct {
	Fact  string   `json:"fact"`
	Want  []string `json:"want"`
	Have  []string `json:"have"`
	None  bool     `json:"none,omitempty"` // none of the wanted values may be there
	Holds bool     `json:"holds"`
}

// Part is a summand of the value: Pieces times Weight, over Scale where the value
// is a proportion.
type Part struct {
	Categories []string `json:"categories"`
	Pieces     int64    `json:"pieces"`
	Per        int64    `json:"per,omitempty"` // the threshold that the pieces are a share of
	Item       string   `json:"item,omitempty"`
}

// Seriousness grades facts by a pack. The error is a *FactError when the facts
// cannot be.
func Seriousness(p *SeriousnessPack, f SeriousnessFacts) (*SeriousnessFinding, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	v, err := p.newView(&f)
	if err != nil {
		return nil, err
	}
	met := p.met(&v)
	out := &SeriousnessFinding{
		Kind: KindSeriousness, Grade: p.highest(met), Items: []string{}, AggravatedBy: []string{}, OpenItems: []OpenItem{},
		Label: p.Label, Pack: p.Ref(),
	}
	cited := map[string]bool{}
	out.list(p, met, cited)
	out.Steps = make([]Step, 0, len(p.rows))
	for i := range p.rows {
		out.Steps = append(out.Steps, p.step(&v, &p.rows[i], met))
	}
	out.place(p, &f, &v, cited)
	out.Mitigation = p.mitigation(&f, out.Grade, cited)
	out.Sentences = p.sentencesFor(&v, out.Grade, cited)
	out.Changes = p.changes(&v, out.Grade)
	for _, s := range out.Steps {
		cite(cited, s.Sources)
	}
	out.Citations = p.cited(cited)
	return out, nil
}

// GradeOf gives the grade alone, for work on many facts.
func GradeOf(p *SeriousnessPack, f SeriousnessFacts) (Grade, error) {
	if err := f.Validate(); err != nil {
		return GradeNone, err
	}
	v, err := p.newView(&f)
	return p.grade(&v), err
}

func cite(cited map[string]bool, ids []string) {
	for _, id := range ids {
		cited[id] = true
	}
}

func (f *SeriousnessFinding) list(p *SeriousnessPack, met []bool, cited map[string]bool) {
	for i, item := range p.Items {
		switch {
		case item.Open:
			f.OpenItems = append(f.OpenItems, OpenItem{item.ID, item.Grade, item.Text, item.Basis})
			cite(cited, item.Sources)
		case !met[i]:
		case item.Grade == GradeEspeciallySerious:
			f.AggravatedBy = append(f.AggravatedBy, item.ID)
		default:
			f.Items = append(f.Items, item.ID)
		}
	}
}

func (f *SeriousnessFinding) place(p *SeriousnessPack, facts *SeriousnessFacts, v *view, cited map[string]bool) {
	f.Categories = []CountedCategory{}
	if facts.Transactions != nil {
		f.Counted = map[string]int64{}
	}
	for i, name := range categoryNames {
		n := v.counted[i]
		if n == 0 {
			continue
		}
		c, _ := p.Category(name)
		f.Categories = append(f.Categories, CountedCategory{name, n, c.Name, c.Basis})
		cite(cited, c.Sources)
		if facts.Transactions != nil {
			f.Counted[name] = n
		}
	}
}

// step records how one row saw the facts. A row whose act or condition fails
// still says how far its figure is.
func (p *SeriousnessPack) step(v *view, r *row, met []bool) Step {
	item := &p.Items[r.item]
	s := Step{
		Row: r.id, Item: item.ID, Grade: item.Grade, UnlessMet: item.UnlessMet, Checks: v.checks(r),
		Measure: string(r.measure), Met: v.meets(r), Text: item.Text, Sources: item.Sources, Certainty: item.Certainty,
	}
	if s.Met && len(item.UnlessMet) > 0 {
		s.Met = met[r.item]
	}
	var value *big.Rat
	switch r.measure {
	case measurePieces, measureRatio:
		sum := v.sum(r)
		for i := range r.parts {
			q := &r.parts[i]
			s.Parts = append(s.Parts, Part{q.list, v.amount(q), q.per, q.item})
		}
		if r.scale == 1 && r.atLeast.IsInt() { // the usual case needs no fractions
			s.Value, s.AtLeast = strconv.FormatInt(sum, 10), r.figure
			if sum < r.need {
				s.Missing = strconv.FormatInt(r.need-sum, 10)
			}
			return s
		}
		value = big.NewRat(sum, r.scale)
	case measureIncome:
		value = v.income
	case measureProfit:
		value = v.profit
	case measureNothing:
		return s
	}
	s.Value, s.AtLeast = exact(value), r.figure
	if value.Cmp(r.atLeast) < 0 {
		s.Missing = exact(new(big.Rat).Sub(r.atLeast, value))
	}
	return s
}
