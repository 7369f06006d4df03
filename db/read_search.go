package db

import (
	"errors"
	"time"

	"gongzhi/record"
	"gongzhi/search"
	"gongzhi/workflow"
)

// filter adds the filters of a typed search on the incident i; its words are a
// hunt's. day is the column that from: and to: mean.
func (q *query) filter(text, day string) error {
	q.fickle = true
	s, err := search.ParseQuery(text)
	if err != nil {
		return refuseSearch(err)
	}
	q.anyOf("i.state", s.Status)
	q.anyOf("i.sector", s.Sector)
	q.anyOf("i.violation", s.Violation)
	q.within("i.region", s.Region)
	if len(s.Agency) > 0 {
		q.add(` AND i.agency_id IN (SELECT g.id FROM agency g WHERE lower(g.name_zh) LIKE ANY (?::text[]) OR lower(g.name_en) LIKE ANY (?::text[]))`,
			patterns(s.Agency), patterns(s.Agency))
	}
	q.between(day, record.Date(s.From), record.Date(s.To))
	return nil
}

func patterns(literals []string) []string {
	out := make([]string, len(literals))
	for i, l := range literals {
		out[i] = search.LikePattern(l)
	}
	return out
}

func (q *query) anyOf(column string, values []string) {
	if len(values) > 0 {
		q.add(` AND `+column+` = ANY (?::text[])`, values)
	}
}

// within matches region codes by their leading digits; trailing pairs of
// zeros stand for the whole province or city (GB/T 2260).
func (q *query) within(column string, codes []string) {
	if len(codes) == 0 {
		return
	}
	q.fickle = true
	prefixes := make([]string, len(codes))
	for i, c := range codes {
		prefixes[i] = search.LikePattern(regionPrefix(c))[1:]
	}
	q.add(` AND `+column+` LIKE ANY (?::text[])`, prefixes)
}

func regionPrefix(code string) string {
	for len(code) > 2 && len(code)%2 == 0 && code[len(code)-2:] == "00" {
		code = code[:len(code)-2]
	}
	return code
}

// between bounds a time by days, both included, in the zone of the product.
func (q *query) between(column string, from, to record.Date) {
	if t, ok := workflow.ParseDate(string(from)); ok {
		q.add(` AND `+column+` >= ?`, t)
	}
	if t, ok := workflow.ParseDate(string(to)); ok {
		q.add(` AND `+column+` < ?`, t.In(workflow.China).AddDate(0, 0, 1).In(time.UTC))
	}
}

func refuseSearch(err error) error {
	var wrong *search.SyntaxError
	if errors.As(err, &wrong) {
		return record.Refuse(record.Invalid, "q", "search_invalid", wrong.Error())
	}
	return err
}
