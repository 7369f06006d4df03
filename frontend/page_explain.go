package frontend

import (
	"time"

	"gongzhi/workflow"
)

// ExplainPage asks somebody why duties of theirs were missed. It shows the misses and their own words and nothing else of
// the case, which may have been given to others since.
type ExplainPage struct {
	Reference string
	Misses    []ExplainedMiss
	Said      []CaseMessage
	Write     *Act
	Done      *Banner
	Errors    []Problem
}

// ExplainedMiss is one of the misses.
type ExplainedMiss struct {
	Duty                Text
	Level               int
	Post, Agency, Hears Text
	Opened, Due, Missed time.Time
	HearBy              time.Time
}

// Template is "explain".
func (ExplainPage) Template() string { return "explain" }

// Title names the page.
func (ExplainPage) Title() Text { return K("worker.explain_title") }

// Problems are shown on top.
func (p ExplainPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p ExplainPage) FormID() string {
	if p.Write == nil {
		return ""
	}
	return p.Write.ID
}

func explainURL(reference string) string { return caseURL(reference) + "/explanation" }

func explainPage(v workflow.ExplainView, form formState) ExplainPage {
	name := string(workflow.Explain)
	page := ExplainPage{
		Reference: v.Reference, Errors: form.found, Said: caseMessages(v.Said),
		Write: &Act{Action: name, ID: formID(name), URL: explainURL(v.Reference), Label: K("case.act_" + name), Hint: K("case.act_" + name + "_hint"), Button: K("worker.explain_send"), Open: true,
			Fields: []Field{form.textarea(name, "body", K("worker.explain_words"), nil, 6)}},
	}
	for _, m := range v.Misses {
		page.Misses = append(page.Misses, ExplainedMiss{
			Duty: dutyKind(m.Duty), Level: m.Level, Post: Named(m.Post), Agency: Named(m.Agency), Hears: Named(m.HeardBy),
			Opened: m.OpenedAt, Due: m.DueAt, Missed: m.MissedAt, HearBy: m.HearBy,
		})
	}
	return page
}
