package clock

func (d *document) rule(path []any, r ruleFile, book validity, rb *Rulebook) Rule {
	rule := Rule{
		Kind: r.Kind, Name: r.Name, Calendar: r.Calendar, Source: r.Source, Certainty: r.Certainty, Note: r.Note,
		Limit:     d.limit(path, "limit", r.Limit, false),
		Ladder:    d.ladder(at(path, "ladder"), r.Ladder, false),
		ownLadder: len(r.Ladder) > 0,
		valid:     d.validity(path, r.ValidFrom, r.ValidTo, book),
	}
	if r.Demo != nil {
		rule.demoLimit = d.limit(at(path, "demo"), "limit", r.Demo.Limit, true)
		rule.demoLadder = d.ladder(at(path, "demo", "ladder"), r.Demo.Ladder, true)
	}
	if !isName(r.Kind) {
		d.fault(at(path, "kind"), "kind: lower-case letters, digits and _ are expected")
	}
	if _, ok := rb.calendars[r.Calendar]; !ok {
		d.fault(at(path, "calendar"), "calendar: unknown or missing")
	}
	d.described(path, r.Name, r.Source, r.Certainty, r.Note)
	for _, other := range rb.rules {
		if other.Kind == rule.Kind && other.valid.overlaps(rule.valid) {
			d.fault(at(path, "kind"), "validity overlaps that of another rule of the same kind")
		}
	}
	return rule
}

func (d *document) ground(path []any, g groundFile, rb *Rulebook) Ground {
	ground := Ground{
		ID: g.ID, Name: g.Name, Source: g.Source, Certainty: g.Certainty, Note: g.Note,
		Longest: d.limit(path, "longest", g.Longest, false),
	}
	if g.Demo != nil {
		ground.demoLongest = d.limit(path, "demo", g.Demo, true)
	}
	if !isName(g.ID) {
		d.fault(at(path, "id"), "id: lower-case letters, digits and _ are expected")
	}
	if _, twice := rb.Ground(g.ID); twice {
		d.fault(at(path, "id"), "id: listed twice")
	}
	d.described(path, g.Name, g.Source, g.Certainty, g.Note)
	return ground
}

// described checks what readers need in order to judge a figure.
func (d *document) described(path []any, name Text, source Source, certainty Certainty, note Text) {
	if !name.Complete() {
		d.fault(at(path, "name"), "name: zh and en are required")
	}
	d.source(at(path, "source"), source)
	if !certainty.known() {
		d.fault(at(path, "certainty"), "certainty: must be one of text, case, arguable, inferred, proposal")
	}
	if certainty != ByText && !note.Complete() {
		d.fault(at(path, "note"), "note: zh and en are required unless certainty is text")
	}
}

func (d *document) limit(path []any, field string, l *Limit, demo bool) Limit {
	if l == nil {
		d.fault(path, "%s: missing", field)
		return Limit{}
	}
	d.checkLimit(at(path, field), *l, demo)
	return *l
}

func (d *document) checkLimit(path []any, l Limit, demo bool) {
	if err := l.Validate(); err != nil {
		d.fault(path, "%s", err)
	} else if l.Unit == Seconds && !demo {
		d.fault(path, "seconds are allowed in demo only")
	}
}

// ladder reads the rungs, whose levels must run 1, 2, 3 … without a gap.
func (d *document) ladder(path []any, rungs []rungFile, demo bool) []Limit {
	var ladder []Limit
	for i, rung := range rungs {
		if rung.Level != i+1 {
			d.fault(at(path, i), "ladder: level %d is expected here", i+1)
		}
		l := Limit{N: rung.N, Unit: rung.Unit}
		d.checkLimit(at(path, i), l, demo)
		ladder = append(ladder, l)
	}
	return ladder
}

// inheritLadders gives the common ladder to the rules without one of their own.
func (d *document) inheritLadders(rules []Rule) {
	for i := range rules {
		if rules[i].ownLadder {
			rules[i].LadderCertainty = rules[i].Certainty
			continue
		}
		common := commonLadder(rules, rules[i].valid)
		if common == nil {
			d.fault([]any{"rules", i}, "ladder: missing, and no rule of kind escalated covers the same time")
			continue
		}
		rules[i].Ladder, rules[i].LadderCertainty = common.Ladder, common.Certainty
		if len(rules[i].demoLadder) == 0 {
			rules[i].demoLadder = common.demoLadder
		}
	}
}

func commonLadder(rules []Rule, v validity) *Rule {
	for i := range rules {
		r := &rules[i]
		if r.Kind == KindEscalated && r.ownLadder && r.valid.from <= v.from && v.last() <= r.valid.last() {
			return r
		}
	}
	return nil
}

// validity reads a span of dates; what a rule leaves out it takes from the book.
func (d *document) validity(path []any, from, to string, book validity) validity {
	v := book
	if from != "" {
		v.from = d.date(at(path, "valid_from"), "valid_from", from)
	}
	if to != "" {
		v.until = d.date(at(path, "valid_to"), "valid_to", to)
	}
	switch {
	case v.from == 0:
		d.fault(path, "valid_from: missing")
	case v.last() < v.from:
		d.fault(at(path, "valid_to"), "valid_to: lies before valid_from")
	case v.from < book.from || v.last() > book.last():
		d.fault(at(path, "valid_from"), "validity: reaches beyond that of the rulebook")
	}
	return v
}

func (d *document) date(path []any, field, s string) day {
	date, err := parseDay(s)
	if err != nil {
		d.fault(path, "%s: a date YYYY-MM-DD is expected", field)
	}
	return date
}
