package frontend

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"gongzhi/assess"
	"gongzhi/locale"
)

// assessPage is the form for the facts of a kind, prefilled from the case.
func (s sight) assessPage(kind string) AssessPage {
	reference := s.view.Incident.Reference
	page := AssessPage{
		Reference: reference, CaseTitle: s.view.Title, Back: caseURL(reference), URL: assessURL(reference, kind), Kind: kindWords(kind),
		Hint: K("law.kind_" + kind + "_hint"), Errors: s.form.found,
	}
	if s.form.typed == nil {
		s.form = formState{act: "assess", typed: s.prefilled(kind)}
	} else {
		page.Answering = formID("assess")
	}
	switch assess.Kind(kind) {
	case assess.KindSeriousness:
		page.Groups = s.seriousnessGroups()
		if s.view.Incident.Violation == "leak" {
			page.Warning = K("law.breached_note")
		}
	case assess.KindDisclosure:
		page.Groups = s.disclosureGroups()
	case assess.KindCirculation:
		page.Groups = s.circulationGroups()
	case assess.KindBreach:
		page.Groups = s.breachGroups()
	case assess.KindClauses:
	}
	page.Groups = append(page.Groups, s.rulesGroup(kind))
	return page
}

// actsOf are the acts that a kind of violation speaks of; a leak speaks of none, because the organization whose data
// leaked is no offender by that.
var actsOf = map[string]string{
	"sale": "sell", "illegal_provision": "provide", "malicious_disclosure": "provide", "theft": "acquire", "illegal_collection": "acquire",
}

// prefilled are the facts that the case knows already.
func (s sight) prefilled(kind string) url.Values {
	known, i := url.Values{}, s.view.Incident
	switch assess.Kind(kind) {
	case assess.KindSeriousness:
		if act := actsOf[i.Violation]; act != "" {
			known.Set("acts", act)
		}
		for category, n := range i.Pieces {
			known.Set("pieces_"+category, strconv.FormatInt(n, 10))
		}
	case assess.KindBreach:
		if i.Persons != nil {
			known.Set("persons", strconv.FormatInt(*i.Persons, 10))
		}
		if known.Set("on", string(i.DiscoveredOn)); i.DiscoveredOn == "" {
			known.Set("on", string(i.OccurredOn))
		}
	case assess.KindDisclosure, assess.KindCirculation, assess.KindClauses:
	}
	return known
}

func (s sight) lawInput(name string, label, hint Text, width int) Field {
	field := s.form.input("assess", name, "text", label, hint, width)
	field.Input.Numeric = width <= 10 && width > 0
	return field
}

func (s sight) lawChecks(name string, label Text, options []Option) Field {
	for i := range options {
		options[i].Chosen = slices.Contains(s.form.typed[name], options[i].Value)
	}
	return Field{Checks: &Choice{Name: name, ID: fieldID("assess", name), Label: label, Options: options, Small: true, Error: s.form.wrong("assess", name)}}
}

func (s sight) lawRadios(name string, label Text, options []Option) Field {
	return Field{Radios: s.form.list("assess", name, label, options)}
}

func yesNoOptions() []Option {
	return []Option{{Value: "yes", Label: K("law.yes")}, {Value: "no", Label: K("law.no")}, {Value: "unknown", Label: K("law.unknown")}}
}

func (s sight) seriousnessGroups() []FieldGroup {
	var acts, flags, consequences []Option
	for _, a := range assess.Acts() {
		acts = append(acts, Option{Value: string(a), Label: lawWords(a.Words())})
	}
	for _, name := range seriousnessFlags {
		flags = append(flags, Option{Value: name, Label: factWords(name)})
	}
	for _, name := range assess.Consequences() {
		consequences = append(consequences, Option{Value: name, Label: lawWords(assess.ConsequenceWords(name))})
	}
	return []FieldGroup{
		{Fields: []Field{s.lawChecks("acts", K("law.acts"), acts)}},
		{Title: K("law.pieces"), Hint: K("law.pieces_hint"), Fields: s.pieceFields()},
		{Fields: []Field{
			s.lawInput("illegal_income_cny", K("law.income"), K("law.money_hint"), 10), s.lawInput("profit_from_use_cny", K("law.profit"), nil, 10),
			s.lawChecks("flags", K("law.circumstances"), flags),
			s.lawInput("prior_admin_months_ago", K("law.prior_admin"), K("law.prior_admin_hint"), 4),
			s.lawChecks("consequences", K("law.consequences"), consequences),
			s.lawRadios("gains_returned", K("law.returned"), yesNoOptions()), s.lawRadios("repentance", K("law.repentance"), yesNoOptions()),
		}},
		{Title: K("law.transactions"), Hint: K("law.transactions_hint"), Folded: true, Open: s.typedTransactions(), Fields: s.transactionFields()},
	}
}

// pieceFields ask for a number in each category, in plain words with examples and the identifiers of the W3C DPV.
func (s sight) pieceFields() []Field {
	pack, ok := seriousnessPack(s.packs)
	var fields []Field
	for _, category := range assess.Categories() {
		var hint Text
		if ok {
			if c, named := pack.Category(category); named {
				hint = K("law.piece_hint", "plain", lawWords(c.Plain), "examples", lawWords(c.Examples), "dpv", codes(c.DPV))
			}
		}
		fields = append(fields, s.lawInput("pieces_"+category, word("piece", category), hint, 10))
	}
	return fields
}

func codes(list []string) Text {
	return func(p *locale.Printer) string {
		if len(list) == 0 {
			return "—"
		}
		said := ""
		for i, c := range list {
			if i > 0 {
				said += p.T("common.comma") + gap(p)
			}
			said += c
		}
		return said
	}
}

func (s sight) typedTransactions() bool {
	return slices.ContainsFunc(s.form.found, func(p Problem) bool { return len(p.Field) > 18 && p.Field[:18] == "assess-transaction" }) ||
		s.form.value("assess", "transaction_1_act") != "" || s.form.value("assess", "transaction_1_count") != ""
}

func (s sight) transactionFields() []Field {
	acts, categories := []Option{}, []Option{}
	for _, a := range assess.Acts() {
		acts = append(acts, Option{Value: string(a), Label: lawWords(a.Words())})
	}
	for _, c := range assess.Categories() {
		categories = append(categories, Option{Value: c, Label: word("piece", c)})
	}
	var fields []Field
	for n := range transactionRows {
		field := func(name string) string { return fmt.Sprintf("transaction_%d_%s", n+1, name) }
		fields = append(fields, Field{Inset: K("law.transaction_n", "n", strconv.Itoa(n+1))},
			Field{Select: s.form.list("assess", field("act"), K("law.transaction_act"), withNone(slices.Clone(acts)))},
			Field{Select: s.form.list("assess", field("category"), K("law.transaction_category"), withNone(slices.Clone(categories)))},
			s.lawInput(field("count"), K("law.transaction_count"), nil, 10), s.lawInput(field("set"), K("law.transaction_set"), nil, 20),
			s.lawInput(field("recipient"), K("law.transaction_recipient"), nil, 20),
			s.lawInput(field("proved_duplicates"), K("law.transaction_duplicates"), nil, 10),
			s.lawInput(field("proved_untrue"), K("law.transaction_untrue"), nil, 10))
	}
	return fields
}

func (s sight) disclosureGroups() []FieldGroup {
	var fields []Field
	for _, fact := range assess.DisclosureFactList() {
		options := yesNoOptions()
		if !isYesNo(fact.Values) {
			options = nil
			for _, v := range fact.Values {
				options = append(options, Option{Value: v, Label: valueWords(fact.Name, v)})
			}
		}
		fields = append(fields, s.lawRadios(fact.Name, factWords(fact.Name), options))
	}
	return []FieldGroup{{Fields: fields}}
}

func (s sight) circulationGroups() []FieldGroup {
	var fields []Field
	for _, name := range assess.CirculationFactNames() {
		fields = append(fields, s.lawRadios(name, factWords(name), yesNoOptions()))
	}
	return []FieldGroup{{Fields: fields}}
}

func (s sight) breachGroups() []FieldGroup {
	choices := func(fact string, values ...string) []Option {
		var list []Option
		for _, v := range values {
			list = append(list, Option{Value: v, Label: wordOr("law."+fact+"_"+v, v)})
		}
		return list
	}
	var flags []Option
	for _, name := range assess.BreachFlagNames() {
		flags = append(flags, Option{Value: name, Label: factWords(name)})
	}
	return []FieldGroup{{Fields: []Field{
		s.lawRadios("operator", K("law.operator"), choices("operator", "cii", "state_organ", "other", "unknown")),
		s.lawRadios("role", K("law.role"), choices("role", "controller", "processor")),
		s.lawInput("persons", K("law.persons"), nil, 10), s.lawInput("direct_loss_cny", K("law.loss"), K("law.money_hint"), 10),
		s.lawChecks("flags", K("law.circumstances"), flags),
	}}}
}

// rulesGroup asks for the day whose rules apply and, for a breach, the jurisdiction.
func (s sight) rulesGroup(kind string) FieldGroup {
	label := K("law.day_of_rules")
	if assess.Kind(kind) == assess.KindBreach {
		label = K("law.incident_day")
	}
	g := FieldGroup{Fields: []Field{s.lawInput("on", label, K("law.day_of_rules_hint"), 10)}}
	if assess.Kind(kind) == assess.KindBreach {
		g.Fields = append(g.Fields, s.lawRadios("jurisdiction", K("law.jurisdiction"), []Option{
			{Value: "CN", Label: K("law.jurisdiction_CN")}, {Value: "EU", Label: K("law.jurisdiction_EU")}}))
	}
	return g
}
