package frontend

import (
	"net/url"
)

// step is one page of the report: it shows its questions, reads the answers into the draft and says what is wrong.
type step struct {
	name   string
	fields func(d *Draft, found problems) []Field
	read   func(d *Draft, form url.Values)
	check  func(d *Draft, today string) problems
}

// steps are asked in this order.
var steps = []step{
	{"what", whatFields, readWhat, checkWhat},
	{"violation", violationFields, readViolation, checkViolation},
	{"who", whoFields, readWho, checkWho},
	{"where", whereFields, readWhere, checkWhere},
	{"when", whenFields, readWhen, checkWhen},
	{"data", dataFields, readData, checkData},
	{"evidence", evidenceFields, readEvidence, noProblems},
	{"contact", contactFields, readContact, checkContact},
}

// problems are the faults found in a page's answers.
type problems []Problem

func noProblems(*Draft, string) problems { return nil }

func (ps *problems) add(field string, says Text) {
	*ps = append(*ps, Problem{Field: field, Says: says})
}

// of returns what is wrong with a field, or nil.
func (ps problems) of(field string) Text {
	for _, p := range ps {
		if p.Field == field {
			return p.Says
		}
	}
	return nil
}

func stepIndex(name string) int {
	for i, s := range steps {
		if s.name == name {
			return i
		}
	}
	return -1
}

// firstUnfinished is the first step with a problem, or the number of steps when the draft can be sent.
func firstUnfinished(d *Draft, today string) int {
	for i, s := range steps {
		if len(s.check(d, today)) > 0 {
			return i
		}
	}
	return len(steps)
}

// stepPage shows a step with what is wrong in it.
func stepPage(index int, draftID string, d *Draft, found problems) StepPage {
	s := steps[index]
	return StepPage{
		Step: s.name, Number: index + 1, Of: len(steps), DraftID: draftID,
		Fields: s.fields(d, found), Errors: found, Evidence: evidenceRows(s.name, d),
		Removable: removable(s.name, d),
	}
}

func removable(step string, d *Draft) []int {
	if step != "who" || len(d.Respondents) < 2 {
		return nil
	}
	numbers := make([]int, len(d.Respondents))
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}

func evidenceRows(step string, d *Draft) []DraftFile {
	if step != "evidence" {
		return nil
	}
	return d.Evidence
}

// typed is an answer as it can be stored, without the blanks around it; an answer longer than limit runes is cut one rune beyond, so that
// the check still sees that it was too long.
func typed(form url.Values, name string, limit int) string {
	answer := []rune(clean(form.Get(name)))
	if len(answer) > limit+1 {
		answer = answer[:limit+1]
	}
	return string(answer)
}

func tooLong(answer string, limit int) bool { return len([]rune(answer)) > limit }
