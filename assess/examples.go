package assess

// Example is a worked example that a pack carries, with the finding that the pack
// gives to its facts.
type Example struct {
	Kind    Kind
	Name    Text
	Story   Text
	Finding Finding
}

// Examples computes the worked examples of packs. A case that its pack cannot
// assess is left out; the pack's own test says so.
func Examples(packs ...Pack) []Example {
	var list []Example
	for _, p := range packs {
		for _, c := range p.TestCases() {
			if _, finding, err := p.Assess(c.Line); c.Example && err == nil {
				list = append(list, Example{p.Head().Kind, c.Name, c.Story, finding})
			}
		}
	}
	return list
}

// Reading is a row that rests on more than the words of the law, for lawyers to
// confirm or to change.
type Reading struct {
	Row  string
	Text Text
	Basis
}

// Readings lists the rows of a pack whose certainty is not "text".
func Readings(p Pack) []Reading {
	var list []Reading
	add := func(row string, text Text, b Basis) {
		if b.Certainty != ByText {
			list = append(list, Reading{row, text, b})
		}
	}
	switch x := p.(type) {
	case *SeriousnessPack:
		for _, c := range x.Categories {
			add(c.ID, c.Name, c.Basis)
		}
		for _, c := range x.Classes {
			add(c.ID, c.Name, c.Basis)
		}
		for _, i := range x.Items {
			add(i.ID, i.Text, i.Basis)
		}
		for _, m := range x.Mitigations {
			add(m.ID, m.Text, m.Basis)
		}
		for _, s := range x.Sentences {
			add(s.ID, s.Text, s.Basis)
		}
	case *DisclosurePack:
		for _, r := range x.path.tableRows() {
			add(r.ID, r.Text, r.Basis)
		}
	case *CirculationPack:
		for _, r := range x.Rows() {
			add(r.ID, r.Text, r.Basis)
		}
		add("triple_authorization", x.Triple.Text, x.Triple.Basis)
	case *BreachPack:
		for _, d := range x.Duties {
			add(d.ID, d.Text, d.Basis)
		}
	case *ClausePack:
		for _, c := range x.Clauses {
			add(c.ID, c.Brief, Basis{Certainty: c.Certainty})
		}
	}
	return list
}
