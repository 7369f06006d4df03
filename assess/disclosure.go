package assess

import "encoding/json"

// Path is what the typed model recommends.
type Path string

// Paths. A criminal referral is a transfer to those who decide, never a
// conviction; "contested" says that courts or the paper leave it open.
const (
	PathNone             Path = "none"
	PathCivil            Path = "civil"
	PathAdministrative   Path = "administrative"
	PathCriminalReferral Path = "criminal_referral"
	PathContested        Path = "contested"
)

// Names of the decision tables of a disclosure pack, which are also its lenses.
const (
	TablePath                  = "path"
	LensTyped                  = "typed_model"
	LensSecondaryAuthorization = "secondary_authorization"
	LensPurposiveness          = "purposiveness"
	LensObjectiveOpenness      = "objective_openness"
)

var (
	pathAnswers = []string{"none", "civil", "administrative", "criminal_referral", "contested"}
	lensAnswers = []string{"no_offence", "may_be_offence", "depends"}
	lensNames   = []string{LensSecondaryAuthorization, LensPurposiveness, LensObjectiveOpenness}
)

// DisclosurePack judges the handling of public personal information.
type DisclosurePack struct {
	Header
	Lenses    []Lens
	Threshold Statement // said with every criminal path
	Cases     []Case

	path   decisionTable
	lenses []decisionTable
}

// Lens is a way to judge, with its rule and what is held against it.
type Lens struct {
	ID        string `json:"id" yaml:"id"`
	Name      Text   `json:"name" yaml:"name"`
	Rule      Text   `json:"rule" yaml:"rule"`
	Criticism Text   `json:"criticism" yaml:"criticism"`
	Basis     `yaml:",inline"`
}

// Statement is a sentence with its sources.
type Statement struct {
	Text  Text `json:"text" yaml:"text"`
	Basis `yaml:",inline"`
}

// DisclosureFinding is the path of the typed model beside the answers of the
// three older theories.
type DisclosureFinding struct {
	Kind      Kind                       `json:"kind"`
	Path      Path                       `json:"path"`
	Also      []Path                     `json:"also,omitempty"` // paths that stand beside it
	Ask       []string                   `json:"ask,omitempty"`  // facts for which evidence is missing
	Reason    Text                       `json:"reason"`
	Threshold *ThresholdShown            `json:"threshold,omitempty"`
	Lenses    map[string]LensAnswer      `json:"lenses"`
	Steps     []DecisionStep             `json:"steps"`
	Changes   []DecisionChange           `json:"what_would_change"`
	Remarks   map[string]json.RawMessage `json:"remarks,omitempty"`
	Citations []Source                   `json:"citations"`
	Label     Text                       `json:"label,omitzero"`
	Pack      Ref                        `json:"pack"`
}

// LensAnswer is what one lens says to the facts.
type LensAnswer struct {
	Answer    string    `json:"answer"`
	Row       string    `json:"row"`
	Reason    Text      `json:"reason"`
	Name      Text      `json:"name"`
	Rule      Text      `json:"rule"`
	Criticism Text      `json:"criticism"`
	Sources   []string  `json:"sources"`
	Certainty Certainty `json:"certainty"`
}

// ThresholdShown says whether the threshold of Article 5 is met, without which
// there is no offence of infringing citizens' personal information.
type ThresholdShown struct {
	Met   *bool `json:"met"` // nil: nobody recorded the facts for it
	Grade Grade `json:"grade,omitempty"`
	Pack  *Ref  `json:"pack,omitempty"`
	Statement
}

// DecisionChange is one fact that alone would lead elsewhere.
type DecisionChange struct {
	Fact string `json:"fact"`
	To   string `json:"to"`
	Then string `json:"then"`
	Row  string `json:"row"`
}

// Disclosure judges facts by a pack. seriousness is the finding on the same act by
// Article 5, or nil when nobody recorded the facts for it.
func Disclosure(p *DisclosurePack, f DisclosureFacts, seriousness *SeriousnessFinding) (*DisclosureFinding, error) {
	at, err := f.point()
	if err != nil {
		return nil, err
	}
	row := p.path.decide(at)
	out := &DisclosureFinding{
		Kind: KindDisclosure, Path: Path(row.Then), Ask: row.Ask, Reason: row.Text, Remarks: f.Remarks,
		Lenses: map[string]LensAnswer{}, Label: p.Label, Pack: p.Ref(),
	}
	for _, also := range row.Also {
		out.Also = append(out.Also, Path(also))
	}
	cited := map[string]bool{}
	out.lens(p, LensTyped, row, cited)
	out.Steps = p.path.steps(at)
	for i := range p.lenses {
		out.lens(p, p.lenses[i].name, p.lenses[i].decide(at), cited)
		out.Steps = append(out.Steps, p.lenses[i].steps(at)...)
	}
	if out.Path == PathCriminalReferral {
		out.Threshold = p.threshold(seriousness)
		cite(cited, p.Threshold.Sources)
	}
	out.Changes = p.path.changes(at)
	for _, s := range out.Steps {
		cite(cited, s.Sources)
	}
	out.Citations = p.cited(cited)
	return out, nil
}

func (f *DisclosureFinding) lens(p *DisclosurePack, name string, row DecisionRow, cited map[string]bool) {
	for _, l := range p.Lenses {
		if l.ID == name {
			f.Lenses[name] = LensAnswer{
				Answer: row.Then, Row: row.ID, Reason: row.Text, Name: l.Name, Rule: l.Rule, Criticism: l.Criticism,
				Sources: l.Sources, Certainty: row.Certainty,
			}
			cite(cited, l.Sources)
		}
	}
}

func (p *DisclosurePack) threshold(s *SeriousnessFinding) *ThresholdShown {
	shown := &ThresholdShown{Statement: p.Threshold}
	if s != nil {
		met := s.Grade.Rank() > 0
		shown.Met, shown.Grade, shown.Pack = &met, s.Grade, &s.Pack
	}
	return shown
}

// changes lists every single fact whose other value leads to another answer.
func (t *decisionTable) changes(p point) []DecisionChange {
	changes := []DecisionChange{}
	now := t.decide(p).Then
	for i, d := range t.domains {
		for v, name := range d.values {
			other := append(point(nil), p...)
			other[i] = uint8(v)
			if row := t.decide(other); row.Then != now {
				changes = append(changes, DecisionChange{d.name, name, row.Then, row.ID})
			}
		}
	}
	return changes
}
