package api

import (
	"slices"

	"gongzhi/publication"
	"gongzhi/workflow"
)

// action is one row of what the actions endpoint takes, read from the tables
// of the domain. openapi.yaml lists the same; a test compares them.
type action struct {
	name    string
	second  bool     // a second person must confirm it
	reason  string   // required, optional or none
	fields  []string // further fields it takes, by JSON name
	ifMatch bool     // decided on a version that the caller must name
	does    does
}

// does says whom an action is for.
type does int

const (
	onCase does = iota
	saying
	onPublication
	byFiler
)

const (
	reasonRequired = "required"
	reasonOptional = "optional"
	reasonNone     = "none"
)

// elsewhere are rows of the table that are no acts on this endpoint: they
// belong to the system, or have an address of their own.
var elsewhere = []workflow.Action{
	workflow.File, workflow.ImportHistorical, workflow.Amend, workflow.TimePassed, workflow.Redirect, workflow.HandOver, workflow.DrawCase,
	workflow.AddEvidence, workflow.Unseal, workflow.ReadEvidence, workflow.ExportCase, workflow.Join, workflow.Cosign, workflow.ConfirmOutcome,
	workflow.Serve,
	workflow.ReplyServed, workflow.ObjectAtDoor, workflow.AddServedEvidence, workflow.PromiseRectify, workflow.SubmitRectify,
}

// sayings leave a message on a stream of their own: no version to lose.
var sayings = []workflow.Action{workflow.Comment, workflow.Ask, workflow.Answer, workflow.Explain}

// besides stand on a stream of their own too: a finding moves nothing.
var besides = []workflow.Action{workflow.Assess, workflow.OverrideFinding}

// filing acts are done by those who filed, who see no version.
var filing = workflow.FilerActs

// publicFields are the fields of the publication track's acts.
var publicFields = map[publication.Action][]string{
	publication.Propose: {"title", "summary", "verification", "kept"},
}

var actions = readActions()

func readActions() []action {
	var list []action
	for _, t := range workflow.Transitions {
		if !slices.Contains(elsewhere, t.Action) {
			list = append(list, caseAction(t))
		}
	}
	for _, t := range publication.Transitions {
		list = append(list, action{
			name: string(t.Action), reason: reasonOf(t.Reason), fields: publicFields[t.Action], does: onPublication,
		})
	}
	return list
}

func caseAction(t workflow.Transition) action {
	a := action{name: string(t.Action), second: t.Second, reason: reasonOf(t.Reason), fields: t.Fields, ifMatch: true}
	if slices.Contains(besides, t.Action) {
		a.ifMatch = false
	}
	if slices.Contains(sayings, t.Action) {
		a.does, a.reason, a.ifMatch = saying, reasonNone, false
		if t.Action != workflow.Comment && t.Action != workflow.Explain && !slices.Contains(a.fields, "report") {
			a.fields = append(slices.Clone(a.fields), "report")
		}
	}
	if slices.Contains(filing, t.Action) {
		a.does, a.ifMatch = byFiler, false
	}
	if t.Action == workflow.Rate {
		a.reason, a.fields = reasonNone, append(slices.Clone(a.fields), "body")
	}
	if t.Action == workflow.ProposePublicInterest {
		a.ifMatch = false // an organization asks about a case of which it knows no version
	}
	return a
}

func reasonOf(required bool) string {
	if required {
		return reasonRequired
	}
	return reasonOptional
}

func actionNamed(name string) (action, bool) {
	i := slices.IndexFunc(actions, func(a action) bool { return a.name == name })
	if i < 0 {
		return action{}, false
	}
	return actions[i], true
}
