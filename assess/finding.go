package assess

import "slices"

// Finding is what all findings have in common.
type Finding interface {
	// Answer is the grade, path, outcome or incident grade.
	Answer() string
	// Deciding lists the items or rows that carry the answer.
	Deciding() []string
	// MadeBy names the pack's version.
	MadeBy() Ref
	// Brief leaves out what can be read in the pack: the texts, notes and
	// paraphrases of steps and citations. The answer can still be replayed.
	Brief() Finding
}

// Answer is the grade.
func (f *SeriousnessFinding) Answer() string { return string(f.Grade) }

// Deciding lists the items met.
func (f *SeriousnessFinding) Deciding() []string { return slices.Concat(f.Items, f.AggravatedBy) }

// MadeBy names the pack.
func (f *SeriousnessFinding) MadeBy() Ref { return f.Pack }

// Brief leaves out texts and conditions that hold; a row whose act or condition
// fails keeps only that.
func (f *SeriousnessFinding) Brief() Finding {
	b := *f
	b.Steps = slices.Clone(f.Steps)
	for i := range b.Steps {
		s := &b.Steps[i]
		s.Text, s.Sources, s.Certainty = Text{}, nil, ""
		failed := slices.IndexFunc(s.Checks, func(c Check) bool { return !c.Holds })
		if failed < 0 {
			s.Checks = nil
		} else {
			s.Checks = s.Checks[failed : failed+1]
			s.Measure, s.Value, s.AtLeast, s.Missing = "", "", "", ""
		}
		if failed >= 0 || s.Measure == string(measurePieces) {
			s.Parts = nil
		}
	}
	b.Changes = slices.Clone(f.Changes)
	for i := range b.Changes {
		b.Changes[i].Text = Text{}
	}
	b.Categories = slices.Clone(f.Categories)
	for i := range b.Categories {
		b.Categories[i].Note = Text{}
	}
	b.OpenItems = slices.Clone(f.OpenItems)
	for i := range b.OpenItems {
		b.OpenItems[i].Note = Text{}
	}
	b.Citations = withoutBriefs(f.Citations)
	return &b
}

// Answer is the path.
func (f *DisclosureFinding) Answer() string { return string(f.Path) }

// Deciding names the row of the typed model that matched.
func (f *DisclosureFinding) Deciding() []string { return matched(f.Steps, TablePath) }

// MadeBy names the pack.
func (f *DisclosureFinding) MadeBy() Ref { return f.Pack }

// Brief leaves out texts of steps and citations.
func (f *DisclosureFinding) Brief() Finding {
	b := *f
	b.Steps, b.Citations = withoutTexts(f.Steps), withoutBriefs(f.Citations)
	return &b
}

// Answer is the outcome.
func (f *CirculationFinding) Answer() string { return string(f.Outcome) }

// Deciding names the row that matched.
func (f *CirculationFinding) Deciding() []string { return []string{f.Row} }

// MadeBy names the pack.
func (f *CirculationFinding) MadeBy() Ref { return f.Pack }

// Brief leaves out texts of steps and citations.
func (f *CirculationFinding) Brief() Finding {
	b := *f
	b.Steps, b.Citations = withoutTexts(f.Steps), withoutBriefs(f.Citations)
	return &b
}

// Answer is the grade of the incident.
func (f *BreachFinding) Answer() string { return f.Grade }

// Deciding lists the duties.
func (f *BreachFinding) Deciding() []string {
	var ids []string
	for _, d := range f.Duties {
		ids = append(ids, d.ID)
	}
	return ids
}

// MadeBy names the pack.
func (f *BreachFinding) MadeBy() Ref { return f.Pack }

// Brief leaves out paraphrases of citations.
func (f *BreachFinding) Brief() Finding {
	b := *f
	b.Citations = withoutBriefs(f.Citations)
	return &b
}

func matched(steps []DecisionStep, table string) []string {
	for _, s := range steps {
		if s.Table == table && s.Matched {
			return []string{s.Row}
		}
	}
	return nil
}

func withoutTexts(steps []DecisionStep) []DecisionStep {
	steps = slices.Clone(steps)
	for i := range steps {
		steps[i].Text, steps[i].Sources, steps[i].Certainty = Text{}, nil, ""
	}
	return steps
}

func withoutBriefs(sources []Source) []Source {
	sources = slices.Clone(sources)
	for i := range sources {
		sources[i].Brief = Text{}
	}
	return sources
}
