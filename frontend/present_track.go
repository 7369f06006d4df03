package frontend

import (
	"slices"
	"strconv"

	"gongzhi/locale"
	"gongzhi/workflow"
)

// trackCasePage is the filer's view. Days are shown, never times: whoever looks over a shoulder learns no hour.
func trackCasePage(receipt string, v workflow.TrackView) TrackCasePage {
	page := TrackCasePage{
		Reference: v.Reference, Receipt: receipt, Status: stateTag(v.State), Next: nextSteps(v), Questions: questionsOf(v.Messages),
		Files: v.Evidence, Open: v.CanAnswer, Add: evidenceFields(nil, nil), Acts: trackActs(receipt, v, formState{}), Withdrawn: v.Withdrawn,
	}
	sayMatter(&page, v)
	if v.Level > 0 && len(page.Next) > 0 {
		page.Next[0].What = bracketed(page.Next[0].What, K("track.risen", "n", v.Level))
	}
	for _, step := range slices.Backward(v.Progress) {
		page.Course = append(page.Course, progress(step))
	}
	nameWhoHasIt(page.Course, v)
	for _, r := range v.Readings {
		page.Readings = append(page.Readings, readingEvent(r))
	}
	return page
}

// nameWhoHasIt says at the newest miss of the step that runs now which office it rose to; Course is newest first.
func nameWhoHasIt(course []Event, v workflow.TrackView) {
	for n, step := range slices.Backward(v.Progress) {
		if step.Kind == "duty.missed" && v.Level > 0 && v.NextStep != "" {
			at := len(v.Progress) - 1 - n
			course[at].Title = bracketed(course[at].Title, K("track.missed_now", "office", office(v.NextOffice)))
			return
		}
	}
}

// eventWord is what a kind of event is called; a kind that has no words yet is still progress.
func eventWord(kind string) Text {
	key := "words.event_" + eventCode(kind)
	return func(p *locale.Printer) string {
		if p.Has(key) {
			return p.T(key)
		}
		return p.T("track.step")
	}
}

var readFields = []string{"identity", "contact", "respondents", "evidence", "export"}

func readingEvent(r workflow.ReadingView) Event {
	field := r.Field
	if !known(readFields, field) {
		field = "other"
	}
	who := Plain(r.Reader)
	if post := Named(r.Post); post != nil && who != nil {
		who = bracketed(who, post)
	}
	e := Event{Title: K("track.read_"+field, "who", who), When: DateOf(r.At)}
	if r.Purpose != "" {
		e.Text = K("track.read_why", "purpose", r.Purpose)
	}
	return e
}

// questionsOf pairs the agency's questions with the filer's answers, oldest first: an answer belongs to the oldest
// question that has none, and one that nobody asked for stands alone.
func questionsOf(messages []workflow.MessageView) []Question {
	ordered := slices.SortedStableFunc(slices.Values(messages), func(a, b workflow.MessageView) int { return a.At.Compare(b.At) })
	var list []Question
	for _, m := range ordered {
		switch m.Kind {
		case "question":
			list = append(list, Question{ID: strconv.Itoa(len(list) + 1), Asked: m.Body, By: Plain(m.Author), When: DateOf(m.At)})
		case "answer":
			at := slices.IndexFunc(list, func(q Question) bool { return q.Answer == "" })
			if at < 0 {
				list = append(list, Question{ID: strconv.Itoa(len(list) + 1), When: DateOf(m.At)})
				at = len(list) - 1
			}
			list[at].Answer = m.Body
		}
	}
	return list
}

// answeredLast reports whether the filer's newest message says just this: the same form sent twice.
func answeredLast(messages []workflow.MessageView, answer string) bool {
	var newest workflow.MessageView
	for _, m := range messages {
		if m.Kind == "answer" && !m.At.Before(newest.At) {
			newest = m
		}
	}
	return newest.Kind == "answer" && newest.Body == answer
}
