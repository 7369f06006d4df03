package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongzhi/publication"
	"gongzhi/workflow"
)

// use is where a mapping uses a value.
type use struct {
	path  string
	value *Value
}

// uses lists every value of the mapping with its place.
func (m *Mapping) uses() []use {
	f := m.Fields
	list := []use{
		{"$.external_id", m.ExternalID}, {"$.credit.source", m.Credit.Source}, {"$.credit.url", m.Credit.URL},
		{"$.credit.licence", m.Credit.Licence}, {"$.fields.title", f.Title}, {"$.fields.narrative", f.Narrative},
		{"$.fields.html", f.HTML}, {"$.fields.violation", f.Violation}, {"$.fields.region", f.Region},
		{"$.fields.sector", f.Sector}, {"$.fields.occurred_on", f.OccurredOn}, {"$.fields.discovered_on", f.DiscoveredOn},
		{"$.fields.received_at", f.ReceivedAt}, {"$.fields.persons_affected", f.Persons},
		{"$.fields.verification", f.Verification}, {"$.filer.kind", m.Filer.Kind}, {"$.filer.name", m.Filer.Name},
		{"$.filer.contact", m.Filer.Contact}, {"$.pieces.classes", m.Pieces.Classes}, {"$.pieces.count", m.Pieces.Count},
		{"$.kept", m.Kept}, {"$.amendment_note", m.AmendmentNote},
	}
	for _, category := range slices.Sorted(maps.Keys(m.Pieces.Counts)) {
		list = append(list, use{"$.pieces.counts." + category, m.Pieces.Counts[category]})
	}
	for i, p := range m.Respondents {
		at := fmt.Sprintf("$.respondents[%d]", i)
		list = append(list, use{at + ".kind", p.Kind}, use{at + ".role", p.Role}, use{at + ".name", p.Name}, use{at + ".credit_code", p.CreditCode})
	}
	return slices.DeleteFunc(list, func(u use) bool { return u.value == nil })
}

// check finds everything that can be known to be wrong before the first row.
func (m *Mapping) check() error {
	for _, step := range []func() error{m.checkHead, m.checkRequired, m.checkOrigin, m.checkPieces, m.checkValues, m.checkWords} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mapping) checkHead() error {
	switch {
	case m.Source == "":
		return m.fault("$.source", "source is required")
	case strings.ContainsFunc(m.Source, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }):
		return m.fault("$.source", "source takes small letters, digits and hyphens")
	case m.Origin != OriginReport && m.Origin != OriginHistorical:
		return m.fault("$.origin", "origin must be report or historical")
	case m.Format.Kind != "" && !slices.Contains(kinds, m.Format.Kind):
		return m.fault("$.format.kind", "kind must be one of "+strings.Join(kinds, ", "))
	case !slices.Contains([]string{"", encodingUTF8, encodingGB}, m.Format.Encoding):
		return m.fault("$.format.encoding", "encoding must be utf-8 or gb18030")
	case m.Format.Delimiter != "" && (utf8.RuneCountInString(m.Format.Delimiter) != 1 || strings.ContainsAny(m.Format.Delimiter, "\"\r\n\uFFFD")):
		return m.fault("$.format.delimiter", "delimiter is one character, no quote and no line break")
	}
	return nil
}

func (m *Mapping) checkRequired() error {
	required := []use{
		{"$.external_id", m.ExternalID}, {"$.fields.title", m.Fields.Title}, {"$.fields.narrative", m.Fields.Narrative},
		{"$.fields.violation", m.Fields.Violation},
	}
	if m.Origin == OriginHistorical {
		required = append(required, use{"$.credit.source", m.Credit.Source}, use{"$.credit.url", m.Credit.URL},
			use{"$.credit.licence", m.Credit.Licence}, use{"$.fields.received_at", m.Fields.ReceivedAt})
	}
	for _, u := range required {
		if u.value == nil {
			return m.fault(u.path, strings.TrimPrefix(u.path, "$.")+" is required")
		}
	}
	return nil
}

// checkOrigin refuses what would be read and then silently dropped.
func (m *Mapping) checkOrigin() error {
	other := []use{
		{"$.fields.html", m.Fields.HTML}, {"$.fields.verification", m.Fields.Verification}, {"$.kept", m.Kept},
		{"$.amendment_note", m.AmendmentNote}, {"$.credit.source", m.Credit.Source},
	}
	if m.Origin == OriginHistorical {
		other = []use{{"$.filer.kind", m.Filer.Kind}, {"$.filer.name", m.Filer.Name}, {"$.filer.contact", m.Filer.Contact}}
	}
	for _, u := range other {
		if u.value != nil {
			return m.fault(u.path, strings.TrimPrefix(u.path, "$.")+" has no use where the origin is "+m.Origin)
		}
	}
	return nil
}

func isCategory(s string) bool { return slices.Contains(workflow.PieceCategories, s) }

func (m *Mapping) checkPieces() error {
	p := m.Pieces
	for _, category := range slices.Sorted(maps.Keys(p.Counts)) {
		if !isCategory(category) {
			return m.fault("$.pieces.counts", "categories are "+strings.Join(workflow.PieceCategories, ", "))
		}
	}
	byClass := []bool{p.Classes != nil, p.Count != nil, p.Table != "", p.ClassColumn != "", p.CategoryColumn != ""}
	switch {
	case slices.Contains(byClass, true) && slices.Contains(byClass, false):
		return m.fault("$.pieces", "classes, count, table, class_column and category_column go together")
	case p.Unknown != "" && p.Unknown != unknownRefuse && p.Unknown != unknownSkip && !isCategory(p.Unknown):
		return m.fault("$.pieces.unknown", "unknown must be refuse, skip or a category of pieces")
	}
	return nil
}

func (m *Mapping) checkValues() error {
	for _, u := range m.uses() {
		if err := m.checkValue(u); err != nil {
			return err
		}
	}
	for i, p := range m.Respondents {
		at := fmt.Sprintf("$.respondents[%d]", i)
		if p.Kind == nil {
			return m.fault(at, "kind is required")
		}
		for j, c := range p.Unless {
			if err := m.checkCondition(fmt.Sprintf("%s.unless[%d]", at, j), c, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Mapping) checkValue(u use) error {
	v, given := u.value, 0
	for _, is := range []bool{v.Column != "", v.Template != "", v.Constant != "", len(v.Rules) > 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		return m.fault(u.path, "needs exactly one of column, template, constant, rules")
	}
	if v.Date != "" && dateForms[v.Date] == "" {
		return m.fault(u.path+".date", "date must be one of "+strings.Join(slices.Sorted(maps.Keys(dateForms)), ", "))
	}
	parts, err := parseTemplate(v.Template, u.path == "$.fields.html")
	if err != nil {
		return m.fault(u.path+".template", err.Error())
	}
	v.parts = parts
	for i, r := range v.Rules {
		if err := m.checkCondition(fmt.Sprintf("%s.rules[%d].when", u.path, i), r.When, i < len(v.Rules)-1); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mapping) checkCondition(path string, c Condition, needed bool) error {
	if len(c) == 0 && needed {
		return m.fault(path, "has no condition, so what follows would never be reached")
	}
	for _, column := range slices.Sorted(maps.Keys(c)) {
		list, isList := c[column].([]any)
		if !isList {
			list = []any{c[column]}
		}
		if len(list) == 0 || slices.ContainsFunc(list, func(v any) bool { _, ok := literal(v); return !ok }) {
			return m.fault(path, "compares with a text, number, boolean or a list of them")
		}
	}
	return nil
}

// checkWords holds the mapping's own words against the vocabularies.
func (m *Mapping) checkWords() error {
	type words struct {
		use
		allowed []string
	}
	list := []words{
		{use{"$.fields.violation", m.Fields.Violation}, workflow.Violations},
		{use{"$.fields.sector", m.Fields.Sector}, workflow.Sectors},
		{use{"$.fields.verification", m.Fields.Verification}, publication.Verifications},
		{use{"$.filer.kind", m.Filer.Kind}, workflow.FilerKinds},
	}
	for i, p := range m.Respondents {
		at := fmt.Sprintf("$.respondents[%d]", i)
		list = append(list, words{use{at + ".kind", p.Kind}, workflow.PartyKinds}, words{use{at + ".role", p.Role}, workflow.PartyRoles})
	}
	for _, w := range list {
		for _, said := range w.value.says() {
			if !slices.Contains(w.allowed, said.word) {
				return m.fault(w.path+said.path, "must be one of "+strings.Join(w.allowed, ", "))
			}
		}
	}
	return nil
}

type saying struct{ path, word string }

// says lists the words that a value may produce by itself.
func (v *Value) says() []saying {
	if v == nil {
		return nil
	}
	var list []saying
	if v.Constant != "" && v.Translate == nil {
		list = append(list, saying{".constant", v.Constant})
	}
	if v.Default != "" {
		list = append(list, saying{".default", v.Default})
	}
	for i, r := range v.Rules {
		if v.Translate == nil {
			list = append(list, saying{fmt.Sprintf(".rules[%d].value", i), r.Value})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(v.Translate)) {
		list = append(list, saying{".translate", v.Translate[key]})
	}
	return list
}

// fits refuses a mapping whose columns the data file does not have.
func (m *Mapping) fits(first Row) error {
	missing := func(column string) bool {
		_, there := first.Values[column]
		return !there && !slices.Contains(m.OptionalColumns, column)
	}
	const problem = "the data file has no column %q in its first row; list it under optional_columns where it may be missing"
	for _, u := range m.uses() {
		for _, column := range u.value.columns() {
			if missing(column) {
				return m.fault(u.path, fmt.Sprintf(problem, column))
			}
		}
	}
	for i, p := range m.Respondents {
		for j, c := range p.Unless {
			for column := range c {
				if missing(column) {
					return m.fault(fmt.Sprintf("$.respondents[%d].unless[%d]", i, j), fmt.Sprintf(problem, column))
				}
			}
		}
	}
	return nil
}
