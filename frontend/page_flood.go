package frontend

import (
	"slices"
	"strconv"

	"gongzhi/workflow"
)

// The acts of the page of floods.
const (
	floodReject  = "reject_flood"
	floodConfirm = "confirm_flood"
	floodDecline = "decline_flood"
)

// FloodPage lists reports that tell the same, to be rejected in one act, and such acts that wait for the reader.
type FloodPage struct {
	Clusters  []Act
	Waiting   []FloodProposal
	Done      *Banner
	Errors    []Problem
	Answering string
}

// FloodProposal is a proposed rejection of many.
type FloodProposal struct {
	ID        string
	Label     Text
	Lines     []Text
	Reason    string
	Samples   []FloodSample
	Confirm   Act
	Decline   Act
	MoreCases int
}

// FloodSample is one of the cases, to be read before deciding.
type FloodSample struct{ URL, Title string }

// Template is "flood".
func (FloodPage) Template() string { return "flood" }

// Title names the page.
func (FloodPage) Title() Text { return K("worker.flood_title") }

// Problems are shown on top.
func (p FloodPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p FloodPage) FormID() string { return p.Answering }

func floodPage(desk workflow.FloodDesk, form formState) FloodPage {
	page := FloodPage{Errors: form.found}
	if form.act != "" {
		page.Answering = formID(form.act)
	}
	for i, cluster := range desk.Clusters {
		page.Clusters = append(page.Clusters, clusterForm(i, cluster, form))
	}
	for i, w := range desk.Waiting {
		page.Waiting = append(page.Waiting, floodProposal(i, w, form))
	}
	return page
}

// clusterForm has every case of a cluster chosen, unless the form came back with others.
func clusterForm(i int, cluster workflow.FloodCluster, form formState) Act {
	name := floodReject + "-" + strconv.Itoa(i)
	choice := &Choice{Name: "references", ID: fieldID(name, "references"), Label: K("worker.flood_cases"), Small: true, Error: form.wrong(name, "references")}
	for _, c := range cluster.Cases {
		choice.Options = append(choice.Options, Option{Value: c.Reference, Label: Plain(c.Reference + " " + c.Title), Hint: At(c.ReceivedAt),
			Chosen: !form.is(name) || slices.Contains(form.typed["references"], c.Reference)})
	}
	return Act{
		Action: floodReject, ID: formID(name), URL: floodURL, Label: K("worker.flood_cluster", "n", len(cluster.Cases), "title", cluster.Cases[0].Title),
		Hidden: []Hidden{{Name: "form", Value: name}}, Button: K("worker.flood_reject"), Second: true, Grave: true, Open: form.is(name),
		Fields: []Field{{Checks: choice}, form.textarea(name, "reason", K("worker.flood_reason"), K("worker.flood_reason_hint"), 3)},
	}
}

func floodProposal(i int, w workflow.FloodWaiting, form formState) FloodProposal {
	confirm, decline := floodConfirm+"-"+strconv.Itoa(i), floodDecline+"-"+strconv.Itoa(i)
	answer := func(action, name string, label Text) Act {
		return Act{Action: action, ID: formID(name), URL: floodURL, Label: label, Open: form.is(name),
			Hidden: []Hidden{{Name: "form", Value: name}, {Name: "batch", Value: w.Batch.String()}}}
	}
	p := FloodProposal{
		ID: "flood" + strconv.Itoa(i), Label: K("worker.flood_of", "n", w.Cases), Reason: w.Reason, MoreCases: w.Cases - len(w.Samples),
		Lines:   []Text{K("worker.second_by", "name", w.ProposedBy, "when", At(w.At)), K("worker.flood_due", "when", At(w.DueAt))},
		Confirm: answer(floodConfirm, confirm, K("worker.flood_confirm", "n", w.Cases)),
		Decline: answer(floodDecline, decline, K("worker.flood_decline", "n", w.Cases)),
	}
	p.Decline.Fields = []Field{form.textarea(decline, "reason", K("worker.flood_decline_reason"), nil, 3)}
	for _, c := range w.Samples {
		p.Samples = append(p.Samples, FloodSample{caseURL(c.Reference), c.Reference + " " + c.Title})
	}
	return p
}

// floodLine says how many reports one act rejected together.
func floodLine(cases int) Text {
	if cases == 1 {
		return K("case.line_flood_alone")
	}
	return K("case.line_flood", "n", cases)
}
