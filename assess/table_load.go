package assess

import (
	"fmt"
	"slices"
)

// table compiles the rows of a decision table and proves that each can match and
// that none is missing.
func (d *document) table(name string, files []decisionRowFile, domains []domain, answers []string, h *Header) decisionTable {
	t := decisionTable{name: name, domains: domains}
	before, seen := len(d.faults), map[string]bool{}
	for i, f := range files {
		where := path{name, i}
		d.id(where.at("id"), f.ID, seen)
		if !slices.Contains(answers, f.Then) {
			d.fault(where.at("then"), "then: must be one of %v", answers)
		}
		for j, also := range f.Also {
			if also == f.Then || !slices.Contains(answers, also) {
				d.fault(where.at("also", j), "also: must be another one of %v", answers)
			}
		}
		for j, ask := range f.Ask {
			if !slices.ContainsFunc(domains, func(x domain) bool { return x.name == ask }) {
				d.fault(where.at("ask", j), "ask: unknown fact")
			}
		}
		d.bothLanguages(where.at("text"), "text", f.Text)
		d.basis(where, f.Basis, h)
		t.rows = append(t.rows, DecisionRow{
			ID: f.ID, Then: f.Then, Text: f.Text, Also: f.Also, Ask: f.Ask, Basis: f.Basis,
			box: d.box(where.at("when"), f.When, domains),
		})
	}
	if len(d.faults) == before {
		d.coverage(&t)
	}
	return t
}

func (d *document) box(where path, when map[string]any, domains []domain) box {
	b := everything(domains)
	for fact, value := range when {
		i := slices.IndexFunc(domains, func(x domain) bool { return x.name == fact })
		if i < 0 {
			d.fault(where.at(fact), "when: unknown fact")
			continue
		}
		set := d.values(where.at(fact), value, domains[i])
		if set == 0 {
			d.fault(where.at(fact), "when: no value is left")
		}
		b[i] = set
	}
	return b
}

// values reads "x", [x, y] or {not: x}.
func (d *document) values(where path, value any, of domain) uint32 {
	switch v := value.(type) {
	case map[string]any:
		inner, ok := v["not"]
		if !ok || len(v) != 1 {
			d.fault(where, "when: a value, a list of values or {not: …} is expected")
			return 0
		}
		return (1<<len(of.values) - 1) &^ d.values(where.at("not"), inner, of)
	case []any:
		var set uint32
		for i, element := range v {
			bit := d.value(where.at(i), element, of)
			if set&bit != 0 {
				d.fault(where.at(i), "when: listed twice")
			}
			set |= bit
		}
		return set
	}
	return d.value(where, value, of)
}

func (d *document) value(where path, value any, of domain) uint32 {
	var name string
	switch v := value.(type) {
	case string:
		name = v
	case bool:
		name = fmt.Sprint(v)
	}
	i := slices.Index(of.values, name)
	if i < 0 {
		d.fault(where, "when: %s must be one of %v", of.name, of.values)
		return 0
	}
	return 1 << i
}

// coverage refuses rows that earlier rows always take the place of, and
// combinations of facts that no row matches.
func (d *document) coverage(t *decisionTable) {
	var earlier []box
	for i, r := range t.rows {
		rest, ok := without([]box{r.box}, earlier...)
		if !ok {
			d.fault(path{t.name}, "%s: too complex to check", t.name)
			return
		}
		if len(rest) == 0 {
			d.fault(path{t.name, i}, "unreachable: earlier rows match whatever this row would")
		}
		earlier = append(earlier, r.box)
	}
	gap, ok := without([]box{everything(t.domains)}, earlier...)
	switch {
	case !ok:
		d.fault(path{t.name}, "%s: too complex to check", t.name)
	case len(gap) > 0:
		d.fault(path{t.name, len(t.rows) - 1}, "gap: no row for %s", gap[0].example(t.domains))
	}
}
