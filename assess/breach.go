package assess

import (
	"encoding/json"
	"slices"
	"strconv"
)

// BreachPack says what an organization owes whose data leaked, were changed or
// lost. It never grades that organization by an offender's thresholds.
type BreachPack struct {
	Header
	Grades []BreachGrade
	Duties []BreachDuty
	Cases  []Case
}

// BreachGrade is a row of the incident grades: a number of persons or a direct
// loss. The first row reached names the grade.
type BreachGrade struct {
	Grade   string `json:"grade" yaml:"grade"`
	Measure string `json:"measure" yaml:"measure"` // persons, direct_loss_cny
	AtLeast int64  `json:"at_least" yaml:"at_least"`
	Basis   `yaml:",inline"`
}

// Limit is a length of time, as the clocks of workflow count it.
type Limit struct {
	N    int    `json:"n" yaml:"n"`
	Unit string `json:"unit" yaml:"unit"` // minutes, hours, calendar_days
}

// BreachDuty is something owed after a breach. A duty without a limit is owed at
// once, without a figure in the text.
type BreachDuty struct {
	ID     string `json:"duty"`
	Armed  bool   `json:"armed"` // opens a real duty; otherwise shown only
	Who    Text   `json:"who"`
	To     Text   `json:"to"`
	Text   Text   `json:"text"`
	Starts string `json:"starts"`          // occurred, found, aware, received, handling_ended
	Limit  *Limit `json:"limit,omitempty"` // nil: at once
	Validity
	Basis
	box box
}

// BreachBelow is the grade below the gravest three; it has no firm figure.
const BreachBelow = "below"

var (
	breachGrades   = []string{"particularly_major", "major", "relatively_major", BreachBelow}
	breachStarts   = []string{"occurred", "found", "aware", "received", "handling_ended"}
	breachUnits    = []string{"minutes", "hours", "calendar_days"}
	breachMeasures = []string{"persons", "direct_loss_cny"}
)

var breachDomains = []domain{
	{"operator", []string{"cii", "state_organ", "other", unknown}},
	{"grade", breachGrades},
	{"role", []string{"controller", "processor"}},
	yesNo("network_data"), yesNo("product_flaw_national_or_public"), yesNo("harm_averted"),
	yesNo("authority_orders_notice"), yesNo("risk_unlikely"), yesNo("high_risk"), yesNo("data_unintelligible"),
	yesNo("disproportionate_effort"),
}

// BreachFacts are the recorded facts that Breach reads.
type BreachFacts struct {
	On         string // YYYY-MM-DD of the incident; empty for the newest rules
	Operator   string // cii, state_organ, other; empty when not known
	Role       string // controller (default) or processor
	Persons    int64  // persons whose information leaked
	DirectLoss Decimal
	flags      map[string]bool
}

// Set records a yes-or-no fact: network_data, product_flaw_national_or_public,
// harm_averted, authority_orders_notice, risk_unlikely, high_risk,
// data_unintelligible, disproportionate_effort. Unknown names are refused.
func (f *BreachFacts) Set(fact string, value bool) error {
	i := slices.IndexFunc(breachDomains, func(d domain) bool { return d.name == fact })
	if i < 3 {
		return refuse(shortened(fact), "unknown field")
	}
	if f.flags == nil {
		f.flags = map[string]bool{}
	}
	f.flags[fact] = value
	return nil
}

// BreachFinding lists what is owed, to whom and by when.
type BreachFinding struct {
	Kind      Kind          `json:"kind"`
	Grade     string        `json:"incident_grade,omitempty"`
	GradedBy  []BreachGrade `json:"graded_by"`
	Duties    []BreachDuty  `json:"duties"`
	Citations []Source      `json:"citations"`
	Label     Text          `json:"label,omitzero"`
	Pack      Ref           `json:"pack"`
}

// Breach lists the duties of the breached by a pack.
func Breach(p *BreachPack, f BreachFacts) (*BreachFinding, error) {
	if f.On != "" && !isDay(f.On) {
		return nil, refuse("on", "must be a date, YYYY-MM-DD")
	}
	if err := checkCount("persons", f.Persons); err != nil {
		return nil, err
	}
	out := &BreachFinding{
		Kind: KindBreach, GradedBy: []BreachGrade{}, Duties: []BreachDuty{}, Label: p.Label, Pack: p.Ref(),
	}
	cited := map[string]bool{}
	out.grade(p, f, cited)
	at, err := f.point(out.Grade)
	if err != nil {
		return nil, err
	}
	for _, d := range p.Duties {
		if d.box.contains(at) && d.appliesOn(f.On) {
			out.Duties = append(out.Duties, d)
			cite(cited, d.Sources)
		}
	}
	out.Citations = p.cited(cited)
	return out, nil
}

// grade finds the gravest grade reached; all rows reached are kept.
func (f *BreachFinding) grade(p *BreachPack, facts BreachFacts, cited map[string]bool) {
	f.Grade = BreachBelow
	for _, g := range p.Grades {
		reached := facts.Persons >= g.AtLeast
		if g.Measure == "direct_loss_cny" {
			reached = facts.DirectLoss.Cmp(Yuan(g.AtLeast)) >= 0
		}
		if !reached {
			continue
		}
		f.GradedBy = append(f.GradedBy, g)
		cite(cited, g.Sources)
		if slices.Index(breachGrades, g.Grade) < slices.Index(breachGrades, f.Grade) {
			f.Grade = g.Grade
		}
	}
}

func (f *BreachFacts) point(grade string) (point, error) {
	p := make(point, len(breachDomains))
	for i, d := range breachDomains {
		value := strconv.FormatBool(f.flags[d.name])
		switch d.name {
		case "operator":
			value = orElse(f.Operator, unknown)
		case "role":
			value = orElse(f.Role, "controller")
		case "grade":
			value = grade
		}
		v := slices.Index(d.values, value)
		if v < 0 {
			return nil, refuse(d.name, "unknown value")
		}
		p[i] = uint8(v)
	}
	return p, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// DecodeBreach reads {"id","facts":{…}} strictly.
func DecodeBreach(data []byte) (id json.RawMessage, f BreachFacts, err error) {
	r, err := newReader(data)
	if err != nil {
		return nil, f, err
	}
	err = r.object(func(key string) (err error) {
		switch key {
		case "id":
			id, err = r.id()
		case "facts":
			return r.object(func(key string) error { return r.breachFact(key, &f) })
		default:
			return r.unknown()
		}
		return err
	})
	if err == nil {
		err = r.end()
	}
	return id, f, err
}

func (r *reader) breachFact(key string, f *BreachFacts) (err error) {
	switch key {
	case "on":
		f.On, err = r.text()
	case "operator":
		f.Operator, err = r.text()
	case "role":
		f.Role, err = r.text()
	case "persons":
		f.Persons, err = r.whole()
	case "direct_loss_cny":
		f.DirectLoss, err = r.decimal()
	default:
		if f.Set(key, false) != nil {
			return r.unknown()
		}
		f.flags[key], err = r.boolean()
	}
	return err
}

// appliesOn tells whether the row was in force; an empty day asks for rows that
// have no end.
func (d *BreachDuty) appliesOn(day string) bool {
	if day == "" {
		return d.Validity.To == ""
	}
	return d.Covers(day)
}
