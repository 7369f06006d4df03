package frontend

import (
	"slices"

	"gongzhi/record"
	"gongzhi/workflow"
)

// ServedEnterPage asks for the code of a respondent's door.
type ServedEnterPage struct {
	Fields []Field
	Errors []Problem
}

// Template is "served-enter".
func (ServedEnterPage) Template() string { return "served-enter" }

// Title names the door.
func (ServedEnterPage) Title() Text { return K("served.title") }

// Problems are shown on top.
func (p ServedEnterPage) Problems() []Problem { return p.Errors }

func servedEnterPage(found problems) ServedEnterPage {
	code := Field{Input: &Input{Name: "code", ID: "code", Label: K("served.code"), Width: 30, Error: found.of("code")}}
	return ServedEnterPage{Fields: []Field{code}, Errors: found}
}

// ServedPage is all that a respondent sees.
type ServedPage struct {
	Reference, Code string
	Status          Tag
	Agency          Text
	Done            *Banner
	Errors          []Problem
	Rights          []Text // what can be done until when
	Served          []ServedLine
	Course          []Event
	Replies         []ServedLine
	Files           Text
	Acts            []Act
	Add             []Field // nil when no file can come any more
	Answering       string
}

// ServedLine is a wording with its day.
type ServedLine struct {
	Body string
	When Text
}

// Template is "served".
func (ServedPage) Template() string { return "served" }

// Title names the door.
func (ServedPage) Title() Text { return K("served.title") }

// Problems are shown on top.
func (p ServedPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p ServedPage) FormID() string {
	if p.Answering != "" {
		return p.Answering
	}
	return "again"
}

func servedPage(code string, v workflow.ServedView, form formState) ServedPage {
	p := ServedPage{
		Reference: v.Reference, Code: code, Status: stateTag(v.State), Agency: K("served.agency", "agency", Named(v.Agency)),
		Rights: servedRights(v), Errors: form.found, Acts: servedActs(code, v, form),
	}
	for _, t := range v.Served {
		p.Served = append(p.Served, ServedLine{Body: t.Body, When: DateOf(t.At)})
	}
	for _, m := range v.Replies {
		p.Replies = append(p.Replies, ServedLine{Body: m.Body, When: DateOf(m.At)})
	}
	for _, step := range v.Course {
		e := Event{Title: eventWord(step.Kind), When: DateOf(step.At)}
		e.Text = servedWords(step)
		p.Course = append(p.Course, e)
	}
	if v.Files > 0 {
		p.Files = K("served.files", "n", v.Files)
	}
	if slices.Contains(v.Actions, workflow.AddServedEvidence) {
		p.Add = evidenceFields(nil, nil)
	}
	if form.act != "" {
		p.Answering = formID(form.act)
	}
	return p
}

// servedWords are what a respondent is told of a step besides its name.
func servedWords(step workflow.ServedStep) Text {
	var said []Text
	if step.Ground != "" {
		said = append(said, K("track.step_ground", "ground", wordOr("words.ground_"+step.Ground, step.Ground)))
	}
	if step.Result != "" {
		said = append(said, wordOr("words.objection_"+step.Result, step.Result))
	}
	switch {
	case step.Reason == "":
	case step.Ground != "":
		said = append(said, K("track.step_reason", "reason", step.Reason))
	default:
		said = append(said, K("served.returned", "reason", step.Reason))
	}
	return lines(said)
}

func servedRights(v workflow.ServedView) []Text {
	var said []Text
	if v.Right != "" {
		said = append(said, K("served.right", "right", word("right", v.Right)))
	}
	reply := K("served.reply_over")
	if !v.ReplyUntil.IsZero() {
		reply = K("served.reply_until", "when", At(v.ReplyUntil))
	}
	said = append(said, reply)
	if !v.OrderUntil.IsZero() {
		said = append(said, K("served.order_until", "when", At(v.OrderUntil)))
	}
	if !v.Promised.IsZero() {
		said = append(said, K("served.promised", "when", At(v.Promised)))
	}
	if v.Submitted {
		said = append(said, K("served.submitted"))
	}
	return said
}

// servedActs are the forms of a respondent; each carries the code, which stands
// in no address.
func servedActs(code string, v workflow.ServedView, form formState) []Act {
	var list []Act
	for _, action := range []workflow.Action{workflow.ReplyServed, workflow.ObjectAtDoor, workflow.PromiseRectify, workflow.SubmitRectify} {
		if !slices.Contains(v.Actions, action) {
			continue
		}
		name := string(action)
		a := Act{
			Action: name, ID: formID(name), URL: "/respondent/act", Label: K("served.act_" + name), Hint: K("served.act_" + name + "_hint"),
			Hidden: []Hidden{{Name: "code", Value: code}}, Open: form.is(name),
		}
		switch action {
		case workflow.ReplyServed:
			a.Fields = []Field{form.textarea(name, "body", K("served.body"), nil, 6)}
		case workflow.ObjectAtDoor:
			a.Fields = []Field{
				{Radios: form.list(name, "ground", K("served.ground"), listed("ground", workflow.Objections))},
				form.textarea(name, "reason", K("served.why"), K("served.why_hint"), 5),
			}
		case workflow.PromiseRectify:
			a.Fields = []Field{
				form.textarea(name, "reason", K("served.measures"), nil, 4), form.input(name, "due", "date", K("served.due"), nil, 10),
				form.input(name, "due_time", "time", K("served.due_time"), nil, 5),
			}
		default:
			a.Fields = []Field{form.textarea(name, "reason", K("served.measures"), nil, 4)}
		}
		list = append(list, a)
	}
	return list
}

// serve is the form that opens a respondent's door, where the reader may.
func (s sight) serve() *Act {
	if !slices.Contains(s.view.Actions, workflow.Serve) {
		return nil
	}
	name := string(workflow.Serve)
	return &Act{
		Action: name, ID: formID(name), URL: caseURL(s.view.Incident.Reference) + "/serve", Label: K("case.act_" + name), Hint: K("case.act_" + name + "_hint"),
		Open: s.form.is(name), Fields: []Field{
			s.choice(name, "to", s.respondents()), s.textarea(name, "body", K("case.field_body_serve"), nil, 6),
			s.textarea(name, "reason", K("case.field_kept_serve"), nil, 2),
		},
	}
}

// respondents are those accused; an individual's name stays sealed.
func (s sight) respondents() []Option {
	var list []Option
	for n, r := range s.view.Respondents {
		label := Plain(r.Name)
		if r.Sealed || r.Name == "" {
			label = K("case.respondent_n", "n", n+1)
		}
		if r.ID != (record.ID{}) {
			list = append(list, Option{Value: r.ID.String(), Label: label})
		}
	}
	return list
}
