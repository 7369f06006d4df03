package frontend

import (
	"time"

	"gongzhi/workflow"
)

// SecondPage lists what waits for the reader as second person.
type SecondPage struct{ Rows []SecondRow }

// SecondRow is one proposal.
type SecondRow struct {
	URL   string
	Title Text
	Kind  Text
	// Lines say who proposed it and since when it waits.
	Lines []Text
	// Timed is false for what has no time limit of its own; then Due and Left mean nothing.
	Timed       bool
	Due         time.Time
	Left        time.Duration
	Paused      bool
	Provisional bool
}

// Tone colours the time left.
func (r SecondRow) Tone() string {
	if !r.Timed {
		return ""
	}
	return tone(r.Left, r.Paused)
}

// Template is "second".
func (SecondPage) Template() string { return "second" }

// Title names the list.
func (SecondPage) Title() Text { return K("worker.second_title") }

func secondRow(w workflow.Waiting, now time.Time) SecondRow {
	row := SecondRow{
		URL: waitingURL(w), Title: Plain(w.Title), Kind: K("worker.second_kind_" + w.Kind),
		Lines: []Text{K("worker.second_by", "name", w.ProposedBy, "when", At(w.At))},
	}
	act := wordOr("case.act_"+w.Act, w.Act)
	if w.Kind == workflow.WaitingOrganisation {
		act = orgActLabel(w.Act)
		row.Title = act
	} else {
		row.Lines = append([]Text{K("worker.second_case", "act", act, "reference", w.Reference)}, row.Lines...)
	}
	if w.Pack != "" {
		row.Lines = append([]Text{Plain(w.Pack)}, row.Lines...)
	}
	if w.DueAt != nil {
		row.Timed, row.Due, row.Left = true, *w.DueAt, w.DueAt.Sub(now)
	}
	return row
}
