package frontend

import (
	"strconv"
	"strings"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

// nextSteps says what comes next in a case: who does what by when, and what the filer will hear.
func nextSteps(v workflow.TrackView) []NextStep {
	steps := []NextStep{{What: K("report.next_questions")}, {What: K("report.next_outcome")}}
	if v.NextStep == "" {
		return nil
	}
	first := NextStep{What: word("stage", v.NextStep), Who: K("report.next_by", "office", office(v.NextOffice))}
	switch {
	case v.Paused:
		first.When = K("track.paused", "ground", groundWord(v.Ground))
	case v.DueOn != "":
		first.When = K("report.next_until", "date", OnDay(string(v.DueOn)))
	}
	return append([]NextStep{first}, steps...)
}

func groundWord(ground string) Text {
	if ground == "" {
		return K("words.duty_paused")
	}
	return word("ground", ground)
}

// office names agency, post and the person who answers.
func office(w workflow.Who) Text {
	return func(p *locale.Printer) string {
		lang := domainLang(p.Lang())
		var parts []string
		for _, part := range []string{w.Agency.In(lang), w.Post.In(lang), w.Person} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		if p.Lang() == locale.En {
			return strings.Join(parts, ", ")
		}
		return strings.Join(parts, " ")
	}
}

// advised are the violations after which people have to look after their accounts and money.
var advised = []string{"leak", "sale", "theft", "illegal_provision", "malicious_disclosure"}

func adviceFor(violation string) []Text {
	if known(advised, violation) {
		return []Text{K("report.advice_leak")}
	}
	return nil
}

// refusedFields finds the form field, and with it the step, for the JSON pointer of a refused field.
var refusedFields = map[string]string{
	"/title": "title", "/narrative": "narrative", "/violation": "violation", "/region": "region", "/sector": "sector",
	"/occurred_on": "occurred-year", "/discovered_on": "discovered-year", "/persons_affected": "persons",
	"/evidence": "files", "/filer": "filer", "/filer/kind": "filer", "/filer/name": "own_name", "/filer/contact": "contact",
}

var fieldSteps = map[string]string{
	"title": "what", "narrative": "what", "violation": "violation", "region": "where", "sector": "where",
	"occurred-year": "when", "discovered-year": "when", "persons": "data", "files": "evidence", "filer": "contact", "own_name": "contact",
	"contact": "contact",
}

var partyFields = map[string]string{"kind": "kind", "role": "role", "name": "name", "credit_code": "code"}

// refusedStep is the step on which the first refused field is asked, with what is wrong on that step.
func refusedStep(refused record.Refusals) (index int, found problems) {
	step := ""
	for _, r := range refused {
		field, at := refusedField(r.Field)
		if step == "" {
			step = at
		}
		if at == step {
			found.add(field, K("errors.refused"))
		}
	}
	return max(stepIndex(step), 0), found
}

func refusedField(pointer string) (field, step string) {
	if field, ok := refusedFields[pointer]; ok {
		return field, fieldSteps[field]
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	switch {
	case len(parts) == 3 && parts[0] == "respondents":
		n, err := strconv.Atoi(parts[1])
		if name, ok := partyFields[parts[2]]; ok && err == nil {
			return name + strconv.Itoa(n+1), "who"
		}
		return "kind1", "who"
	case len(parts) == 2 && parts[0] == "pieces":
		return "pieces_" + parts[1], "data"
	case parts[0] == "respondents":
		return "kind1", "who"
	}
	return "narrative", "what"
}
