package frontend

import (
	"net/url"

	"gongzhi/record"
	"gongzhi/workflow"
)

// move is what the reader asked for with the button they pressed on a step.
type move string

const (
	moveNext   move = "next"
	moveBack   move = "back"
	moveAdd    move = "add"
	moveUpload move = "upload"
)

// turn is the outcome of one posted step: the page to show next.
type turn struct {
	step StepPage
	// check is set when the check page comes next, start when the reader went back from the first question.
	check, start bool
}

// answer reads the posted answers of a step into the draft and decides what comes next. Answers are always kept, also
// when the reader goes back or changes the language; they are judged only on the way forward.
func answer(d *Draft, draftID string, form url.Values, today string) turn {
	index := stepIndex(form.Get("step"))
	if index < 0 {
		return turn{step: stepPage(0, draftID, d, nil)}
	}
	steps[index].read(d, form)
	stay := func(found problems) turn {
		page := stepPage(index, draftID, d, found)
		page.FromCheck = form.Get("from") == "check"
		return turn{step: page}
	}
	if form.Get("switch_language") != "" || form.Get("remove") != "" {
		return stay(nil)
	}
	switch move(form.Get("go")) {
	case moveAdd, moveUpload:
		return stay(nil)
	case moveBack:
		return stepBack(index, draftID, d, form.Get("from") == "check")
	case moveNext: // below, as for a form that names no move
	}
	if found := steps[index].check(d, today); len(found) > 0 {
		return stay(found)
	}
	if form.Get("from") == "check" || index == len(steps)-1 {
		return turn{check: true}
	}
	return turn{step: stepPage(index+1, draftID, d, nil)}
}

func stepBack(index int, draftID string, d *Draft, fromCheck bool) turn {
	switch {
	case fromCheck:
		return turn{check: true}
	case index == 0:
		return turn{start: true}
	}
	return turn{step: stepPage(index-1, draftID, d, nil)}
}

// review answers the check page: a Change link leads to its step, and sending needs every step to be right. The
// second result says that the draft may be filed.
func review(d *Draft, draftID string, form url.Values, today string) (turn, bool) {
	if index := stepIndex(form.Get("goto")); index >= 0 {
		page := stepPage(index, draftID, d, nil)
		page.FromCheck = true
		return turn{step: page}, false
	}
	if form.Get("go") != "send" {
		return turn{check: true}, false
	}
	if index := firstUnfinished(d, today); index < len(steps) {
		page := stepPage(index, draftID, d, steps[index].check(d, today))
		page.FromCheck = true
		return turn{step: page}, false
	}
	return turn{}, true
}

// counts are the pieces by category that can be read; the steps have refused the others.
func (d *Draft) counts() map[string]int64 {
	counts := map[string]int64{}
	for category, typed := range d.Pieces {
		if n, ok := wholeNumber(typed); ok {
			counts[category] = n
		}
	}
	return counts
}

// Submission turns the answers into what is filed. It expects a draft in which no step found a problem.
func (d *Draft) Submission() workflow.Submission {
	s := workflow.Submission{
		Title: d.Title, Narrative: d.Narrative, Violation: d.Violation, Sector: d.Sector, Region: d.RegionCode,
		Pieces: d.counts(), Filer: workflow.SubmittedFiler{Kind: d.Filer, Name: d.Name, Contact: d.Contact},
	}
	s.Urgent, s.Joins = d.Urgent, d.Joins
	if received, ok := beijingTime(d.Day, d.Time); d.Behalf && ok {
		s.Behalf = &workflow.Behalf{Channel: d.Channel, ReceivedAt: received}
	}
	if s.Region == "" {
		s.Region = d.Province
	}
	for _, r := range d.Respondents {
		s.Respondents = append(s.Respondents, workflow.SubmittedParty(r))
	}
	for _, file := range d.Evidence {
		s.Evidence = append(s.Evidence, file.Stored)
	}
	if day, ok := d.Occurred.Date(); ok {
		s.OccurredOn = record.Date(day)
	}
	if day, ok := d.Discovered.Date(); ok {
		s.DiscoveredOn = record.Date(day)
	}
	if n, ok := wholeNumber(d.Persons); ok {
		s.Persons = &n
	}
	return s
}
