package frontend

import (
	"strconv"
	"time"

	"gongzhi/record"
	"gongzhi/workflow"
)

// shownDraws is how many drawings list their cases on the desk's page.
const shownDraws = 12

const drawForm = "draw_sample"

// SamplesPage is the public list of drawings, with the recipe by which anybody draws again.
type SamplesPage struct{ Draws []DrawRow }

// DrawRow is a month that was drawn.
type DrawRow struct {
	Month          string
	Closings, Size int64
	Entry          int64
	Seed           string
	At             time.Time
	Tickets        string // address
	Recipe         string
	Cases          []DrawnRow // on the desk, those that the reader sees
}

// DrawnRow is a drawn case.
type DrawnRow struct {
	Reference, URL, Title string
	Says                  Text
}

// Template is "samples".
func (SamplesPage) Template() string { return "samples" }

// Title names the page.
func (SamplesPage) Title() Text { return K("accountability.samples_title") }

// DeskSamplesPage is where a superior has a month drawn.
type DeskSamplesPage struct {
	Draws  []DrawRow
	Form   *Act
	Done   *Banner
	Errors []Problem
}

// Template is "desk-samples".
func (DeskSamplesPage) Template() string { return "desk-samples" }

// Title names the page.
func (DeskSamplesPage) Title() Text { return K("accountability.samples_title") }

// Problems are shown on top.
func (p DeskSamplesPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p DeskSamplesPage) FormID() string {
	if p.Form == nil {
		return ""
	}
	return p.Form.ID
}

func samplesPage(draws []record.Draw, site string) SamplesPage {
	return SamplesPage{drawRows(draws, site)}
}

func drawRows(draws []record.Draw, site string) []DrawRow {
	var rows []DrawRow
	for _, d := range draws {
		tickets := ticketsURL + d.Month + ".txt"
		rows = append(rows, DrawRow{
			Month: d.Month, Closings: int64(d.Closings), Size: int64(d.Size), Entry: d.Entry, Seed: d.SeedText(), At: d.At, Tickets: tickets,
			Recipe: "curl -s " + site + tickets + " |\n  " + workflow.DrawRecipe(d.Month, d.Seed, d.Size),
		})
	}
	return rows
}

func deskSamplesPage(draws []record.Draw, now time.Time, form formState) DeskSamplesPage {
	page := DeskSamplesPage{Draws: drawRows(draws, ""), Errors: form.found}
	if form.typed == nil {
		form = formState{act: drawForm, typed: map[string][]string{"month": {workflow.DrawableMonth(now)}}}
	}
	page.Form = &Act{
		Action: drawForm, ID: formID(drawForm), URL: deskSamplesURL, Label: K("accountability.draw_month"), Button: K("accountability.draw"), Open: true,
		Fields: []Field{form.input(drawForm, "month", "text", K("accountability.draw_which"), K("accountability.draw_which_hint"), 10)},
	}
	return page
}

func drawnCases(cases []workflow.DrawnCase) []DrawnRow {
	rows := make([]DrawnRow, 0, len(cases))
	for _, c := range cases {
		says := K("accountability.drawn_waits")
		switch {
		case c.Result != "":
			says = wordOr("case.result_"+c.Result, c.Result)
		case c.Sample == "":
			says = K("accountability.drawn_none")
		}
		rows = append(rows, DrawnRow{Reference: c.Reference, URL: caseURL(c.Reference), Title: c.Title, Says: says})
	}
	return rows
}

// EntryURL is the page of the log's entry.
func (r DrawRow) EntryURL() string { return "/audit/entry?index=" + strconv.FormatInt(r.Entry, 10) }
