package frontend

import "strings"

// ReportStartPage says what is needed, how long it takes and how the person is protected, before the first question.
type ReportStartPage struct {
	// TakesIn says that whoever is signed in may file for somebody else.
	TakesIn bool
	// Hours is how long an unfinished draft is kept.
	Hours int
}

// Template is "report-start".
func (ReportStartPage) Template() string { return "report-start" }

// Title names the journey.
func (ReportStartPage) Title() Text { return K("report.start_title") }

// StepPage is one question of the report.
type StepPage struct {
	Step       string
	Number, Of int
	DraftID    string
	Fields     []Field
	Errors     []Problem
	Evidence   []DraftFile
	// Removable numbers the respondents that can be taken out again.
	Removable []int
	// FromCheck returns to the check page after this one.
	FromCheck bool
}

// Template is "report-step".
func (StepPage) Template() string { return "report-step" }

// Title is the question.
func (p StepPage) Title() Text {
	if p.Step == "" {
		return K("report.start_title")
	}
	return K("report.step_" + p.Step)
}

// Problems are shown on top.
func (p StepPage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits.
func (StepPage) FormID() string { return "step" }

// Lead is the sentence below the heading.
func (p StepPage) Lead() Text { return K("report.lead_" + p.Step) }

// HasHeading says whether a field is itself the page's heading.
func (p StepPage) HasHeading() bool { return p.Step == "violation" || p.Step == "contact" }

// MayAdd says whether the page offers another respondent.
func (p StepPage) MayAdd() bool { return p.Step == "who" && p.Number > 0 }

// CheckPage shows all answers before they are sent.
type CheckPage struct {
	DraftID string
	// Key makes the sending idempotent: the same page sent twice files once.
	Key    string
	Groups []Group
	Errors []Problem
}

// Group is a headed list of answers.
type Group struct {
	Title Text
	Rows  []Row
}

// Template is "report-check".
func (CheckPage) Template() string { return "report-check" }

// Title asks to check.
func (CheckPage) Title() Text { return K("report.check_title") }

// Problems are shown on top.
func (p CheckPage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits.
func (CheckPage) FormID() string { return "step" }

// ReceiptPage shows the receipt, once.
type ReceiptPage struct {
	Reference string
	Receipt   string
	// DraftID is the draft that goes once the receipt is saved.
	DraftID string
	Errors  []Problem
	Next    []NextStep
	// Promised is the day by which the public log holds the report, nil where there is no log.
	Promised Text
}

// NextStep says what happens, who does it and by when.
type NextStep struct {
	What Text
	Who  Text
	When Text
}

// Groups is the receipt in groups of four, as people copy it.
func (p ReceiptPage) Groups() []string { return groupsOfFour(p.Receipt) }

func groupsOfFour(code string) []string {
	var groups []string
	code = strings.ReplaceAll(code, "-", "")
	for len(code) > 4 {
		groups = append(groups, code[:4])
		code = code[4:]
	}
	return append(groups, code)
}

// Template is "report-receipt".
func (ReceiptPage) Template() string { return "report-receipt" }

// Title tells that the report was sent.
func (ReceiptPage) Title() Text { return K("report.receipt_title") }

// Problems are shown on top.
func (p ReceiptPage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits.
func (ReceiptPage) FormID() string { return "step" }

// DonePage ends the journey after the receipt was saved.
type DonePage struct {
	Reference string
	// Receipt and Violation let the page be shown again in the other language.
	Receipt   string
	Violation string
	Next      []NextStep
	Advice    []Text
}

// Template is "report-done".
func (DonePage) Template() string { return "report-done" }

// Title tells that all is done.
func (DonePage) Title() Text { return K("report.done_title") }

// FormID is the form that the language toggle submits.
func (DonePage) FormID() string { return "again" }
