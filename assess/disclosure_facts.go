package assess

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Names of the facts about disclosure.
const factDisclosure = "disclosure"

var disclosureDomains = []domain{
	{factDisclosure, []string{"voluntary", "compulsory", "illegal"}},
	{"public_scope", []string{"full", "restricted", unknown}},
	{"purpose", []string{"consistent", "deviates", unknown}},
	{"harm", []string{
		"none", "minor", "public_interest_minor", "serious_injury", "serious_property", "beyond_original_penalty", unknown,
	}},
	yesNo("refused"), yesNo("sold"), yesNo("sensitive"), yesNo("negligent"), yesNo("refused_order"),
	{"act", []string{"query", "aggregate", "republish", "use_only", unknown}},
	{"discloser", []string{"person", "authority", "enterprise", unknown}},
	{"acquisition", []string{"legal", "illegal", unknown}},
	{"knew", []string{yes, "false", unknown}},
	yesNo("should_have_known"),
}

// DisclosureFacts are the recorded facts that Disclosure reads. An empty text and
// a nil Knew say that nobody recorded it.
type DisclosureFacts struct {
	Disclosure  string `json:"disclosure"`             // voluntary, compulsory, illegal
	PublicScope string `json:"public_scope,omitempty"` // full, restricted
	Purpose     string `json:"purpose,omitempty"`      // consistent, deviates
	Harm        string `json:"harm,omitempty"`         // none, minor, public_interest_minor, serious_injury, serious_property, beyond_original_penalty
	Act         string `json:"act,omitempty"`          // query, aggregate, republish, use_only
	Discloser   string `json:"discloser,omitempty"`    // person, authority, enterprise
	Acquisition string `json:"acquisition,omitempty"`  // legal, illegal

	Refused         bool  `json:"refused,omitempty"` // the person asked for removal
	Sold            bool  `json:"sold,omitempty"`
	Sensitive       bool  `json:"sensitive,omitempty"`
	Negligent       bool  `json:"negligent,omitempty"`
	RefusedOrder    bool  `json:"refused_order,omitempty"`
	Knew            *bool `json:"knew"` // nil: no evidence either way
	ShouldHaveKnown bool  `json:"should_have_known,omitempty"`

	// Remarks are other members of the facts, kept as they came and not judged.
	Remarks map[string]json.RawMessage `json:"remarks,omitempty"`
}

// DisclosureFact names a fact of the decision tables and its values, for forms.
type DisclosureFact struct {
	Name   string
	Values []string
}

// DisclosureFactList lists the facts that Disclosure reads.
func DisclosureFactList() []DisclosureFact {
	var list []DisclosureFact
	for _, d := range disclosureDomains {
		list = append(list, DisclosureFact{d.name, slices.Clone(d.values)})
	}
	return list
}

// choice gives the fact with this name if it is one of several texts.
func (f *DisclosureFacts) choice(name string) *string {
	switch name {
	case factDisclosure:
		return &f.Disclosure
	case "public_scope":
		return &f.PublicScope
	case "purpose":
		return &f.Purpose
	case "harm":
		return &f.Harm
	case "act":
		return &f.Act
	case "discloser":
		return &f.Discloser
	case "acquisition":
		return &f.Acquisition
	}
	return nil
}

func (f *DisclosureFacts) flag(name string) *bool {
	switch name {
	case "refused":
		return &f.Refused
	case "sold":
		return &f.Sold
	case "sensitive":
		return &f.Sensitive
	case "negligent":
		return &f.Negligent
	case "refused_order":
		return &f.RefusedOrder
	case "should_have_known":
		return &f.ShouldHaveKnown
	}
	return nil
}

// point places the facts in the domains; the error is a *FactError.
func (f *DisclosureFacts) point() (point, error) {
	p := make(point, len(disclosureDomains))
	for i, d := range disclosureDomains {
		value := unknown
		if text := f.choice(d.name); text != nil {
			if *text != "" {
				value = *text
			}
		} else if flag := f.flag(d.name); flag != nil {
			value = strconv.FormatBool(*flag)
		} else if f.Knew != nil {
			value = strconv.FormatBool(*f.Knew)
		}
		v := slices.Index(d.values, value)
		if v < 0 {
			return nil, refuse(d.name, "unknown or missing value")
		}
		p[i] = uint8(v)
	}
	return p, nil
}

// DisclosureLine is one line of facts for `assess disclosure`. Seriousness, when
// given, are the facts of the same act for the Article 5 threshold.
type DisclosureLine struct {
	ID          json.RawMessage
	Facts       DisclosureFacts
	Seriousness *SeriousnessFacts
}

// DecodeDisclosure reads {"id","disclosure","facts","seriousness"} strictly. Other
// members of facts are kept as remarks; other members of the line are refused.
func DecodeDisclosure(data []byte) (DisclosureLine, error) {
	var line DisclosureLine
	r, err := newReader(data)
	if err != nil {
		return line, err
	}
	if err := r.object(func(key string) (err error) {
		switch key {
		case "id":
			line.ID, err = r.id()
		case factDisclosure:
			line.Facts.Disclosure, err = r.text()
		case "facts":
			return r.object(func(key string) error { return r.disclosureFact(key, &line.Facts) })
		case "seriousness":
			line.Seriousness = &SeriousnessFacts{}
			return r.object(func(key string) error { return r.caseOfSeriousness(key, line.Seriousness) })
		default:
			return r.unknown()
		}
		return err
	}); err != nil {
		return line, err
	}
	if err := r.end(); err != nil {
		return line, err
	}
	if line.Seriousness != nil {
		if err := line.Seriousness.Validate(); err != nil {
			return line, err
		}
	}
	_, err = line.Facts.point()
	return line, err
}

func (r *reader) disclosureFact(key string, f *DisclosureFacts) (err error) {
	if text := f.choice(key); text != nil && key != factDisclosure {
		*text, err = r.text()
		return err
	}
	if flag := f.flag(key); flag != nil {
		*flag, err = r.boolean()
		return err
	}
	if key == "knew" {
		f.Knew, err = r.maybe()
		return err
	}
	if f.Remarks == nil {
		f.Remarks = map[string]json.RawMessage{}
	}
	f.Remarks[key], err = r.raw()
	return err
}
