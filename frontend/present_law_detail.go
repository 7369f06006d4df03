package frontend

import (
	"slices"
	"strconv"

	"gongzhi/assess"
	"gongzhi/locale"
	"gongzhi/workflow"
)

// findingDetail is everything behind a finding.
func (s sight) findingDetail(f workflow.FindingView) FindingDetail {
	d := FindingDetail{Given: factRows(f.Facts)}
	read, err := assess.ReadFinding(assess.Kind(f.Kind), f.Body)
	if err != nil {
		return d
	}
	switch x := read.(type) {
	case *assess.SeriousnessFinding:
		d.seriousness(x)
	case *assess.DisclosureFinding:
		d.disclosure(x)
	case *assess.CirculationFinding:
		d.circulation(x, s.packs)
	case *assess.BreachFinding:
		d.Duties = dutyItems(x.Duties)
		for _, g := range x.GradedBy {
			d.Notes = append(d.Notes, K("law.graded_"+map[string]string{"persons": "persons", "direct_loss_cny": "loss"}[g.Measure], "n", Count(g.AtLeast)))
		}
	}
	return d
}

func (d *FindingDetail) seriousness(f *assess.SeriousnessFinding) {
	for _, c := range f.Changes {
		d.Changes = append(d.Changes, lawWords(c.Text))
	}
	for _, o := range f.OpenItems {
		d.Open = append(d.Open, LawItem{ID: o.Item, Text: lawWords(o.Text)})
	}
	for _, m := range f.Mitigation {
		d.Mitigation = append(d.Mitigation, LawItem{ID: m.ID, Text: lawWords(m.Text), Lines: []Text{K("law.mitigation_" + m.State)}})
	}
	for _, s := range f.Sentences {
		d.Sentences = append(d.Sentences, LawItem{ID: s.ID, Text: lawWords(s.Text), Lines: sourcesOf(f.Citations, s.Sources, s.Certainty)})
	}
	table := StepTable{Title: K("law.table_seriousness")}
	for _, s := range f.Steps {
		shown := StepShown{Row: s.Row, Text: lawWords(s.Text), Met: s.Met}
		if s.Value != "" {
			shown.Lines = append(shown.Lines, K("law.step_value", "value", s.Value, "at_least", s.AtLeast))
		}
		if s.Missing != "" {
			shown.Lines = append(shown.Lines, K("law.step_missing", "missing", s.Missing))
		}
		shown.Lines = append(shown.Lines, checkLines(s.Checks)...)
		shown.Lines = append(shown.Lines, sourcesOf(f.Citations, s.Sources, s.Certainty)...)
		table.Steps = append(table.Steps, shown)
	}
	d.Tables = []StepTable{table}
}

// sourcesOf says what a row rests on, and how firmly.
func sourcesOf(all []assess.Source, ids []string, certainty assess.Certainty) []Text {
	var list []Text
	for _, s := range all {
		if slices.Contains(ids, s.ID) {
			list = append(list, K("law.source_line", "source", Text(func(p *locale.Printer) string { return s.In(domainLang(p.Lang())) }),
				"certainty", K("case.certainty_"+string(certainty))))
		}
	}
	return list
}

func checkLines(checks []assess.Check) []Text {
	var list []Text
	for _, c := range checks {
		key := "law.step_check"
		if c.None {
			key = "law.step_none_of"
		}
		list = append(list, K(key, "fact", factWords(c.Fact), "want", valueList(c.Fact, c.Want), "have", valueList(c.Fact, c.Have)))
	}
	return list
}

// factWords names a fact of any kind for people.
func factWords(fact string) Text {
	if t := assess.FactWords(fact); t != (assess.Text{}) {
		return lawWords(t)
	}
	return wordOr("law.fact_"+fact, fact)
}

// valueWords says one value of a fact.
func valueWords(fact, value string) Text {
	switch value {
	case "true":
		return K("law.yes")
	case "false":
		return K("law.no")
	case "unknown":
		return K("law.unknown")
	}
	switch fact {
	case "acts":
		return lawWords(assess.Act(value).Words())
	case "consequences":
		return lawWords(assess.ConsequenceWords(value))
	case "pieces":
		return word("piece", value)
	case "grade":
		return answerWords("breach_duties", value)
	case "operator", "role":
		return wordOr("law."+fact+"_"+value, value)
	}
	return wordOr("law.value_"+fact+"_"+value, value)
}

func valueList(fact string, values []string) Text {
	return func(p *locale.Printer) string {
		if len(values) == 0 {
			return p.T("law.nothing")
		}
		said := ""
		for i, v := range values {
			if i > 0 {
				said += p.T("common.comma") + gap(p)
			}
			said += valueWords(fact, v).In(p)
		}
		return said
	}
}

// dutyItems are duties of the breached: who owes what to whom, by when.
func dutyItems(duties []assess.BreachDuty) []LawItem {
	var list []LawItem
	for _, x := range duties {
		item := LawItem{ID: x.ID, Text: lawWords(x.Text), Lines: []Text{K("law.duty_owes", "who", lawWords(x.Who), "to", lawWords(x.To))}}
		switch {
		case !x.Armed:
			item.Lines = append(item.Lines, K("law.duty_shown_only"))
		case x.Limit == nil:
			item.Lines = append(item.Lines, K("law.duty_at_once"))
		default:
			item.Lines = append(item.Lines, K("law.duty_limit", "limit", K("law.limit_"+x.Limit.Unit, "n", strconv.Itoa(x.Limit.N)), "start", K("law.start_"+x.Starts)))
		}
		list = append(list, item)
	}
	return list
}
