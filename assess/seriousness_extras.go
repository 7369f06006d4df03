package assess

import "slices"

// MitigationShown tells how far the conditions of a mitigating provision are
// recorded. It never changes the grade.
type MitigationShown struct {
	ID      string   `json:"id"`
	State   string   `json:"state"`             // see the constants below
	Missing []string `json:"missing,omitempty"` // facts that nobody recorded
	Text    Text     `json:"text"`
	Basis
}

// States of a mitigation.
const (
	MitigationOpen      = "open"      // every condition is recorded; a person decides
	MitigationAsk       = "ask"       // a condition is not recorded yet
	MitigationExcluded  = "excluded"  // a recorded fact rules it out
	MitigationNotNeeded = "no_effect" // it does not concern this grade
)

func (p *SeriousnessPack) mitigation(f *SeriousnessFacts, grade Grade, cited map[string]bool) []MitigationShown {
	shown := []MitigationShown{}
	for _, m := range p.Mitigations {
		s := MitigationShown{ID: m.ID, Text: m.Text, Basis: m.Basis, State: MitigationOpen}
		for _, fact := range m.Requires {
			switch said := f.said(fact); {
			case said == nil:
				s.Missing = append(s.Missing, fact)
				s.State = MitigationAsk
			case !*said:
				s.State = MitigationExcluded
			}
			if s.State == MitigationExcluded {
				break
			}
		}
		for _, fact := range m.ExcludedBy {
			if said := f.said(fact); said != nil && *said {
				s.State = MitigationExcluded
			}
		}
		switch {
		case grade == GradeNone:
			s.State = MitigationNotNeeded
		case !slices.Contains(m.Grades, grade):
			s.State = MitigationExcluded
		}
		shown = append(shown, s)
		cite(cited, m.Sources)
	}
	return shown
}

// said gives a yes-or-no fact; nil says that nobody recorded it.
func (f *SeriousnessFacts) said(fact string) *bool {
	switch fact {
	case factReturned:
		return f.GainsReturned
	case factRepentance:
		return f.Repentance
	case factPriorAdmin:
		punished := f.PriorAdminMonthsAgo != nil
		return &punished
	}
	return f.flag(fact)
}

func (p *SeriousnessPack) sentencesFor(v *view, grade Grade, cited map[string]bool) []Sentence {
	bands := []Sentence{}
	for _, s := range p.Sentences {
		if s.Grade != grade || s.Flag != "" && nameSet(flagNames, []string{s.Flag})&v.flags == 0 {
			continue
		}
		bands = append(bands, s)
		cite(cited, s.Sources)
	}
	return bands
}
