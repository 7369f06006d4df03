package frontend

import (
	"slices"

	"gongzhi/assess"
	"gongzhi/locale"
)

// lensOrder sets the typed model beside the three older theories.
var lensOrder = []string{assess.LensTyped, assess.LensSecondaryAuthorization, assess.LensPurposiveness, assess.LensObjectiveOpenness}

func (d *FindingDetail) disclosure(f *assess.DisclosureFinding) {
	d.Reason = lawWords(f.Reason)
	if len(f.Also) > 0 {
		also := make([]string, len(f.Also))
		for i, a := range f.Also {
			also[i] = string(a)
		}
		d.Notes = append(d.Notes, K("law.also", "paths", answerList("disclosure", also)))
	}
	if len(f.Ask) > 0 {
		d.Notes = append(d.Notes, K("law.ask_for", "facts", factList(f.Ask)))
	}
	if t := f.Threshold; t != nil {
		d.Notes = append(d.Notes, lawWords(t.Text), thresholdSaid(t))
	}
	for _, name := range lensOrder {
		l, ok := f.Lenses[name]
		if !ok {
			continue
		}
		answer := wordEither("law.lens_"+l.Answer, "law.answer_disclosure_"+l.Answer, l.Answer)
		d.Lenses = append(d.Lenses, LensShown{
			Name: lawWords(l.Name), Answer: answer, Reason: lawWords(l.Reason), Rule: lawWords(l.Rule), Criticism: lawWords(l.Criticism),
			Sources: lines(sourcesOf(f.Citations, l.Sources, l.Certainty)),
		})
	}
	d.changes("disclosure", f.Changes)
	for _, table := range []string{assess.TablePath, assess.LensSecondaryAuthorization, assess.LensPurposiveness, assess.LensObjectiveOpenness} {
		d.Tables = append(d.Tables, decisionTable(table, f.Steps, f.Citations))
	}
}

func thresholdSaid(t *assess.ThresholdShown) Text {
	switch {
	case t.Met == nil:
		return K("law.threshold_unknown")
	case *t.Met:
		return K("law.threshold_met", "grade", lawWords(t.Grade.Words()))
	}
	return K("law.threshold_not_met")
}

func (d *FindingDetail) changes(kind string, changes []assess.DecisionChange) {
	for _, c := range changes {
		d.Changes = append(d.Changes, K("law.change_line", "fact", factWords(c.Fact), "to", valueWords(c.Fact, c.To), "then", answerWords(kind, c.Then)))
	}
}

func decisionTable(name string, steps []assess.DecisionStep, sources []assess.Source) StepTable {
	table := StepTable{Title: wordOr("law.table_"+name, name)}
	for _, s := range steps {
		if s.Table == name {
			table.Steps = append(table.Steps, StepShown{
				Row: s.Row, Text: lawWords(s.Text), Met: s.Matched, Lines: append(checkLines(s.Checks), sourcesOf(sources, s.Sources, s.Certainty)...),
			})
		}
	}
	return table
}

func answerList(kind string, answers []string) Text {
	return joined(answers, func(a string) Text { return answerWords(kind, a) })
}

func factList(facts []string) Text { return joined(facts, factWords) }

func joined(list []string, words func(string) Text) Text {
	return func(p *locale.Printer) string {
		said := ""
		for i, x := range list {
			if i > 0 {
				said += p.T("common.comma") + gap(p)
			}
			said += words(x).In(p)
		}
		return said
	}
}

// columns are the questions of the circulation table.
var columns = []string{"informed", "identified", "public_use"}

func (d *FindingDetail) circulation(f *assess.CirculationFinding, packs *assess.Shelf) {
	d.Reason = lawWords(f.Reason)
	for _, c := range f.Conditions {
		d.Notes = append(d.Notes, lawWords(c.Text))
	}
	if len(f.Assumed) > 0 {
		d.Notes = append(d.Notes, K("law.ask_for", "facts", factList(f.Assumed)))
	}
	d.Grid = circulationGrid(f, packs)
	d.Rights = rightsGrid(f)
	d.TripleSays = tripleSaid(f.Triple.Satisfied)
	for _, a := range f.Triple.Authorizations {
		given := K("law.unknown")
		if a.Given != nil {
			given = yesNoWords(*a.Given)
		}
		d.Triple = append(d.Triple, Row{Key: lawWords(a.Text), Values: []Text{given}})
	}
	d.changes("circulation", f.Changes)
	d.Tables = []StepTable{decisionTable("table", f.Steps, f.Citations)}
}

func yesNoWords(yes bool) Text {
	if yes {
		return K("law.yes")
	}
	return K("law.no")
}

func tripleSaid(satisfied *bool) Text {
	switch {
	case satisfied == nil:
		return K("law.triple_unknown")
	case *satisfied:
		return K("law.triple_satisfied")
	}
	return K("law.triple_missing")
}

// circulationGrid is the proposal's table of eight rows; the column that never decides says so. Rows before it, of
// anonymised or abused data, are added where one of them decided.
func circulationGrid(f *assess.CirculationFinding, packs *assess.Shelf) *Grid {
	g := &Grid{Heads: []Text{K("law.col_row")}}
	for _, c := range columns {
		head := factWords(c)
		if slices.Contains(f.NoEffect, c) {
			head = K("law.col_never", "name", head)
		}
		g.Heads = append(g.Heads, head)
	}
	g.Heads = append(g.Heads, K("law.col_answer"), K("law.col_matched"))
	pack, ok := shelf(packs).Pack(f.Pack)
	if p, circulation := pack.(*assess.CirculationPack); ok && circulation {
		for _, r := range p.Rows() {
			row := GridRow{Cells: []Text{Plain(r.ID)}, Here: r.ID == f.Row}
			for _, c := range columns {
				row.Cells = append(row.Cells, valueList(c, r.When(c)))
			}
			g.Rows = append(g.Rows, GridRow{Cells: append(row.Cells, answerWords("circulation", r.Then), hereWords(row.Here)), Here: row.Here})
		}
	}
	return g
}

func hereWords(here bool) Text {
	if here {
		return K("law.here")
	}
	return nil
}

func rightsGrid(f *assess.CirculationFinding) *Grid {
	mechanisms := []string{"authorization", "utilization", "confrontation"}
	g := &Grid{Heads: []Text{nil}}
	for _, m := range mechanisms {
		g.Heads = append(g.Heads, K("law.mechanism_"+m))
	}
	for _, party := range []string{"subject", "holder", "user"} {
		row := GridRow{Cells: []Text{K("law.party_" + party)}}
		for _, m := range mechanisms {
			right := f.Parties[party][m]
			may := K("law.right_may_not")
			if right.May {
				may = K("law.right_may")
			}
			row.Cells = append(row.Cells, lines([]Text{may, lawWords(right.Text)}))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
