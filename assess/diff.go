package assess

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// Difference tells what the same facts give under another pack.
type Difference struct {
	Old     Ref      `json:"old"`
	New     Ref      `json:"new"`
	Was     string   `json:"was"`     // the answer under the old pack
	Becomes string   `json:"becomes"` // and under the new
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"` // items or rows that decide under one pack only
	Why     []Reason `json:"why,omitempty"`     // rows that see the facts differently
}

// Changed reports whether the answer or what carries it would change.
func (d *Difference) Changed() bool {
	return d.Was != d.Becomes || len(d.Added) > 0 || len(d.Removed) > 0
}

// Diff assesses one line of facts under two packs of one kind.
func Diff(older, newer Pack, line []byte) (*Difference, error) {
	if older.Head().Kind != newer.Head().Kind {
		return nil, errors.New("packs of different kinds cannot be compared")
	}
	_, was, err := older.Assess(line)
	if err != nil {
		return nil, fmt.Errorf("old pack: %w", err)
	}
	_, becomes, err := newer.Assess(line)
	if err != nil {
		return nil, fmt.Errorf("new pack: %w", err)
	}
	return compare(was, becomes), nil
}

func compare(was, becomes Finding) *Difference {
	d := &Difference{
		Old: was.MadeBy(), New: becomes.MadeBy(), Was: was.Answer(), Becomes: becomes.Answer(),
		Added:   only(becomes.Deciding(), was.Deciding()),
		Removed: only(was.Deciding(), becomes.Deciding()),
	}
	if d.Changed() {
		d.Why = reasons(was, becomes)
	}
	return d
}

func only(list, other []string) []string {
	var left []string
	for _, s := range list {
		if !slices.Contains(other, s) {
			left = append(left, s)
		}
	}
	return left
}

// Ways in which a row sees the facts differently.
const (
	ReasonNew        = "new"
	ReasonGone       = "gone"
	ReasonFigure     = "figure" // the row asks for another figure
	ReasonConditions = "conditions"
)

// Reason is a row that sees the facts differently; programs read it as a line of text.
type Reason struct {
	Row    string
	How    string
	Figure string // of the new pack, where How is ReasonFigure
	Was    string // of the old
}

// String is the reason in English.
func (r Reason) String() string {
	switch r.How {
	case ReasonFigure:
		return fmt.Sprintf("%s: figure %s, was %s", r.Row, r.Figure, r.Was)
	case ReasonConditions:
		return r.Row + ": conditions differ"
	default:
		return r.Row + ": " + r.How
	}
}

// MarshalText writes the reason as String does.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// reasons names the rows whose conclusion or figure differs.
func reasons(was, becomes Finding) []Reason {
	a, ok := was.(*SeriousnessFinding)
	b, fine := becomes.(*SeriousnessFinding)
	if !ok || !fine {
		return nil
	}
	var why []Reason
	for _, s := range b.Steps {
		i := slices.IndexFunc(a.Steps, func(o Step) bool { return o.Row == s.Row })
		switch {
		case i < 0 && s.Met:
			why = append(why, Reason{Row: s.Row, How: ReasonNew})
		case i >= 0 && a.Steps[i].Met != s.Met && a.Steps[i].AtLeast != s.AtLeast:
			why = append(why, Reason{Row: s.Row, How: ReasonFigure, Figure: fmt.Sprint(s.AtLeast), Was: fmt.Sprint(a.Steps[i].AtLeast)})
		case i >= 0 && a.Steps[i].Met != s.Met:
			why = append(why, Reason{Row: s.Row, How: ReasonConditions})
		}
	}
	for _, s := range a.Steps {
		if s.Met && !slices.ContainsFunc(b.Steps, func(o Step) bool { return o.Row == s.Row }) {
			why = append(why, Reason{Row: s.Row, How: ReasonGone})
		}
	}
	return why
}

// Past is a finding made before: the facts it was made from and the pack.
type Past struct {
	ID   string
	Pack Ref
	Line []byte // facts, as LineOf wrote them
}

// PreviewStep is the fate of one past finding. Err is set where the facts or the
// pack of that time cannot be read any more.
type PreviewStep struct {
	Done       int // how many were assessed, this one included
	ID         string
	Difference *Difference
	Err        error
}

// Preview re-assesses past findings under a new pack, one at a time, so that the
// caller can show progress and stop. Past findings themselves stay as they are.
func Preview(l Packs, newer Pack, past iter.Seq[Past]) iter.Seq[PreviewStep] {
	return func(yield func(PreviewStep) bool) {
		done := 0
		for p := range past {
			done++
			step := PreviewStep{Done: done, ID: p.ID}
			if older, ok := l.Pack(p.Pack); ok {
				step.Difference, step.Err = Diff(older, newer, p.Line)
			} else {
				step.Err = ErrNoPack
			}
			if !yield(step) {
				return
			}
		}
	}
}
