package frontend

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

// ordersShown is how many orders the form takes; the API takes more.
const ordersShown = 3

// consequenceFields are the controls of what follows from a decision.
func (s sight) consequenceFields(act, field string) []Field {
	switch field {
	case "fine", "confiscation", "compensation":
		return []Field{s.form.input(act, field, "", K("case.field_"+field), K("case.field_yuan_hint"), 10)}
	case "discipline":
		var list []Option
		for _, d := range workflow.Disciplines {
			list = append(list, Option{Value: d, Label: K("case.discipline_" + d)})
		}
		return []Field{{Select: s.form.list(act, field, K("case.field_discipline"), append([]Option{{Label: K("case.discipline_none")}}, list...))}}
	}
	var fields []Field
	for n := range ordersShown {
		kind, clauses, by := orderNames(n)
		var list []Option
		for _, o := range workflow.OrderKinds {
			list = append(list, Option{Value: o, Label: K("case.order_" + o)})
		}
		fields = append(fields,
			Field{Select: s.form.list(act, kind, K("case.field_order", "n", n+1), append([]Option{{Label: K("case.discipline_none")}}, list...))},
			s.form.input(act, clauses, "", K("case.field_order_clauses", "n", n+1), nil, 0),
			s.form.input(act, by, "date", K("case.field_order_by", "n", n+1), nil, 10))
	}
	return fields
}

func orderNames(n int) (kind, clauses, by string) {
	number := strconv.Itoa(n + 1)
	return "order_" + number, "order_clauses_" + number, "order_by_" + number
}

var yuanForm = regexp.MustCompile(`^([0-9]{1,11})(?:\.([0-9]{1,2}))?$`)

// fenOf reads yuan, with at most two decimals, exactly. Empty is nothing.
func fenOf(text string) (int64, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", "")
	if text == "" {
		return 0, true
	}
	m := yuanForm.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	fen, err := strconv.ParseInt(m[1]+(m[2] + "00")[:2], 10, 64)
	return fen, err == nil
}

// readConsequence reads a field of what follows from a decision.
func readConsequence(command *workflow.Command, field string, form url.Values, wrong func(code string)) {
	o := outcomeOf(command)
	amounts := map[string]*int64{"fine": &o.Fine, "confiscation": &o.Confiscation, "compensation": &o.Compensation}
	if into, is := amounts[field]; is {
		fen, ok := fenOf(form.Get(field))
		if *into = fen; !ok {
			wrong("amount_form")
		}
		return
	}
	if field == "discipline" {
		o.Discipline = form.Get(field)
		return
	}
	for n := range ordersShown {
		kind, cited, by := orderNames(n)
		if form.Get(kind) != "" {
			o.Ordered = append(o.Ordered, record.Order{Do: form.Get(kind), Clauses: clauses(strings.ReplaceAll(form.Get(cited), "；", "\n")), By: record.Date(form.Get(by))})
		}
	}
}

// consequencesSaid says what follows from a decision, money in yuan.
func consequencesSaid(o record.Outcome) []Text {
	var said []Text
	for _, row := range []struct {
		key string
		fen int64
	}{{"fine", o.Fine}, {"confiscation", o.Confiscation}, {"compensation", o.Compensation}} {
		if row.fen > 0 {
			said = append(said, K("case.said_"+row.key, "amount", yuan(row.fen)))
		}
	}
	if o.Discipline != "" {
		said = append(said, K("case.said_discipline", "discipline", wordOr("case.discipline_"+o.Discipline, o.Discipline)))
	}
	for _, order := range o.Ordered {
		said = append(said, K("case.said_order", "order", wordOr("case.order_"+order.Do, order.Do), "clauses", strings.Join(order.Clauses, "; "), "day", OnDay(string(order.By))))
	}
	return said
}

func yuan(fen int64) Text {
	return func(p *locale.Printer) string { return p.Number(fen/100) + fmt.Sprintf(".%02d", fen%100) }
}
