package frontend

import (
	"slices"
	"strings"

	"gongzhi/assess"
	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

// lawWords is a text of a rule pack, which has both languages.
func lawWords(t assess.Text) Text {
	if t == (assess.Text{}) {
		return nil
	}
	return func(p *locale.Printer) string { return t.In(domainLang(p.Lang())) }
}

// kindWords names what is assessed.
func kindWords(kind string) Text { return K("law.kind_" + kind) }

// answerWords is a grade, path, outcome or incident grade in words.
func answerWords(kind, answer string) Text {
	return wordEither("law.answer_"+kind+"_"+answer, "law.answer_none_recorded", answer)
}

var answerTones = map[string]string{
	"serious": "warm", "especially_serious": "bad", "criminal_referral": "bad", "administrative": "warm", "contested": "warm",
	"cannot": "warm", "retrieval": "bad", "particularly_major": "bad", "major": "bad", "relatively_major": "warm",
}

// law is the section of the case page; nil where there is nothing to show.
func (s sight) law() *LawSection {
	section := &LawSection{Supposed: s.supposed()}
	for _, f := range s.view.Findings {
		section.Findings = append(section.Findings, s.findingShown(f))
	}
	if slices.Contains(s.view.Actions, workflow.Assess) {
		for _, kind := range assess.FindingKinds() {
			section.Assess = append(section.Assess, Link{
				Says: K("law.assess_as", "kind", kindWords(string(kind))), URL: assessURL(s.view.Incident.Reference, string(kind)),
			})
		}
	}
	if len(section.Findings) == 0 && len(section.Assess) == 0 && section.Supposed == nil {
		return nil
	}
	return section
}

func assessURL(reference, kind string) string { return caseURL(reference) + "/assess/" + kind }

func findingURL(reference string, id record.ID) string {
	return caseURL(reference) + "/findings/" + id.String()
}

// findingShown is the head of a finding: what a reader must see without opening anything.
func (s sight) findingShown(f workflow.FindingView) FindingShown {
	url := findingURL(s.view.Incident.Reference, f.ID)
	shown := FindingShown{
		ID: f.ID.String(), URL: url, PrintURL: url + "/print", Kind: kindWords(f.Kind), Answer: answerWords(f.Kind, f.Answer),
		Tone: answerTones[f.Answer], Pack: K("law.pack_version", "id", f.Pack, "version", f.Version),
		Made:  K("law.made_by", "name", f.By, "at", At(f.At)),
		Rules: K("law.not_by_case", "jurisdiction", K("law.jurisdiction_"+f.Jurisdiction), "day", OnDay(string(f.Day))),
	}
	for _, o := range f.Overrides {
		shown.Overrides = append(shown.Overrides, OverrideShown{
			Says: K("law.override_line", "name", o.By, "answer", answerWords(f.Kind, o.Answer)), When: At(o.At), Reason: o.Reason,
		})
	}
	read, err := assess.ReadFinding(assess.Kind(f.Kind), f.Body)
	if err != nil {
		return shown // a finding of a later version of the program: its head is still known
	}
	shown.fill(read)
	return shown
}

func (f *FindingShown) fill(read assess.Finding) {
	f.ItemsTitle = K("law.row_decides")
	switch x := read.(type) {
	case *assess.SeriousnessFinding:
		f.ItemsTitle, f.Label, f.Citations = K("law.items"), lawWords(x.Label), citations(x.Citations, decidingSources(x))
		for _, id := range x.Deciding() {
			f.Items = append(f.Items, LawItem{ID: id, Text: itemText(x.Steps, id)})
		}
	case *assess.DisclosureFinding:
		f.Label, f.Citations = lawWords(x.Label), citations(x.Citations, matchedSources(x.Steps, assess.TablePath))
		f.Items = []LawItem{{ID: strings.Join(x.Deciding(), ", "), Text: lawWords(x.Reason)}}
	case *assess.CirculationFinding:
		f.Label, f.Citations = lawWords(x.Label), citations(x.Citations, matchedSources(x.Steps, ""))
		f.Items = []LawItem{{ID: x.Row, Text: lawWords(x.Reason)}}
	case *assess.BreachFinding:
		f.ItemsTitle, f.Label, f.Citations = K("law.duties_found"), lawWords(x.Label), citations(x.Citations, nil)
		f.Items = dutyItems(x.Duties)
	}
}

func itemText(steps []assess.Step, item string) Text {
	i := slices.IndexFunc(steps, func(s assess.Step) bool { return s.Item == item })
	if i < 0 {
		return nil
	}
	return lawWords(steps[i].Text)
}

// decidingSources are those of the items met; of all rows where none is met.
func decidingSources(f *assess.SeriousnessFinding) []string {
	var ids []string
	for _, s := range f.Steps {
		if s.Met {
			ids = append(ids, s.Sources...)
		}
	}
	return ids
}

func matchedSources(steps []assess.DecisionStep, table string) []string {
	for _, s := range steps {
		if s.Matched && (table == "" || s.Table == table) {
			return s.Sources
		}
	}
	return nil
}

// citations are the sources with these ids; all where no id is given.
func citations(sources []assess.Source, only []string) []Citation {
	var list []Citation
	for _, c := range sources {
		if len(only) == 0 || slices.Contains(only, c.ID) {
			list = append(list, Citation{
				Says: func(p *locale.Printer) string { return c.In(domainLang(p.Lang())) }, Brief: lawWords(c.Brief), URL: c.URL,
				Certainty: K("case.certainty_" + string(c.Certainty)),
			})
		}
	}
	return list
}

// supposed shows, of an imported record, how somebody who sold the accounts would be graded; it is no finding on the
// organization whose data were taken and is shown only as the supposition that it is.
func (s sight) supposed() *Supposed {
	i := s.view.Incident
	if i.Origin != "historical" || i.Persons == nil || *i.Persons <= 0 {
		return nil
	}
	pack, ok := seriousnessPack(s.packs)
	if !ok {
		return nil
	}
	const residual = "other"
	h, err := assess.IfEachAccountWerePiece(pack, residual, *i.Persons)
	if err != nil {
		return nil
	}
	return &Supposed{Label: lawWords(h.Label), Lines: []Text{
		K("law.hypothetical_line", "n", Count(h.Pieces), "category", word("piece", residual), "grade", lawWords(h.Grade.Words())),
		K("law.pack_version", "id", h.Pack.ID, "version", h.Pack.Version),
	}}
}
