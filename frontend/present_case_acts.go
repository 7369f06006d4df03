package frontend

import (
	"slices"

	"gongzhi/record"
	"gongzhi/workflow"
)

// elsewhere are the acts that have places of their own on the page, and those that no worker's form can do.
var elsewhere = []workflow.Action{
	workflow.File, workflow.ImportHistorical, workflow.Amend, workflow.Confirm, workflow.Decline, workflow.Withdraw,
	workflow.Comment, workflow.Ask, workflow.Answer, workflow.AddEvidence, workflow.Unseal, workflow.ReadEvidence, workflow.ExportCase, workflow.TimePassed, workflow.Redirect,
	workflow.ProposePublicInterest,
	workflow.HandOver, workflow.DrawCase, workflow.Explain,
	workflow.Assess, workflow.OverrideFinding,
	workflow.Appeal, workflow.WithdrawReport, workflow.Rate, workflow.Join,
	workflow.Cosign, workflow.ConfirmOutcome,
	workflow.ConfirmRemedy, workflow.DisputeRemedy, workflow.ReportRecurrence, workflow.Serve,
	workflow.ReplyServed, workflow.ObjectAtDoor, workflow.AddServedEvidence, workflow.PromiseRectify, workflow.SubmitRectify,
}

// silent acts keep no reason.
var silent = []workflow.Action{workflow.Resume}

// grave acts end a case; their button warns.
var grave = []workflow.Action{workflow.Reject, workflow.Close, workflow.CloseWithdrawn, workflow.Uphold, workflow.Merge, workflow.TurnDown}

// acts are the rows of the table that are open to the reader now, each as a form.
func (s sight) acts() []Act {
	var list []Act
	for _, row := range workflow.Transitions {
		if slices.Contains(s.view.Actions, row.Action) && !slices.Contains(elsewhere, row.Action) {
			list = append(list, s.act(row))
		}
	}
	return list
}

func (s sight) act(row workflow.Transition) Act {
	name := string(row.Action)
	a := Act{
		Action: name, ID: formID(name), URL: caseURL(s.view.Incident.Reference) + "/actions", Version: s.view.Incident.Version,
		Label: K("case.act_" + name), Hint: K("case.act_" + name + "_hint"),
		Second: row.Second, Grave: slices.Contains(grave, row.Action), Open: s.form.is(name),
	}
	if row.Second {
		a.Button = K("case.propose", "act", a.Label)
	}
	for _, field := range row.Fields {
		a.Fields = append(a.Fields, s.actFields(row.Action, field)...)
	}
	if !slices.Contains(silent, row.Action) {
		a.Fields = append(a.Fields, s.reason(name, row.Reason))
	}
	return a
}

// actFields are the controls of a further field of the table.
func (s sight) actFields(action workflow.Action, field string) []Field {
	act := string(action)
	switch field {
	case "to":
		return []Field{s.choice(act, "to", s.receivers(action))}
	case "task":
		return []Field{s.taskChoice(action)}
	case "due":
		return s.dueFields(act)
	case "ended":
		return s.endedFields(act)
	case "other":
		return []Field{s.otherField(action)}
	case "ground":
		return s.groundFields(action)
	case "result":
		if action == workflow.DecideRequest {
			return []Field{s.radios(act, "result", listed("result", workflow.RequestResults))}
		}
		return []Field{s.radios(act, "result", s.results(action))}
	case "body":
		return []Field{s.form.input(act, "body", "", K("case.field_body_"+act), nil, 0)}
	case "founded":
		return []Field{s.radios(act, "founded", []Option{
			{Value: "yes", Label: K("case.founded")}, {Value: "no", Label: K("case.unfounded")}})}
	case "fine", "confiscation", "compensation", "discipline", "orders":
		return s.consequenceFields(act, field)
	case "path":
		return []Field{s.radios(act, "path", pathOptions())}
	case "title":
		return []Field{s.startingWith(s.form.input(act, "title", "text", K("case.field_title"), nil, 0), s.view.Title)}
	case "summary":
		return []Field{s.startingWith(s.textarea(act, "summary", K("case.field_summary"), nil, 6), s.view.Narrative)}
	case "because":
		return []Field{s.textarea(act, "because", K("case.field_because"), nil, 3)}
	case "clauses":
		return []Field{s.clauseChecks(act), s.textarea(act, "clauses", K("case.clauses"), K("case.clauses_hint"), 3)}
	}
	return nil
}

// startingWith puts what is known into a field in which nobody typed yet.
func (s sight) startingWith(f Field, with string) Field {
	switch {
	case f.Input != nil && f.Input.Value == "":
		f.Input.Value = with
	case f.Textarea != nil && f.Textarea.Value == "":
		f.Textarea.Value = with
	}
	return f
}

// listed are the entries of one of the domain's lists as options.
func listed(family string, entries []string) []Option {
	var list []Option
	for _, e := range entries {
		list = append(list, Option{Value: e, Label: word(family, e)})
	}
	return list
}

func pathOptions() []Option {
	var list []Option
	for _, path := range workflow.Paths {
		list = append(list, Option{Value: path, Label: wordOr("case.path_"+path, path)})
	}
	return list
}

func (s sight) reason(act string, required bool) Field {
	if required {
		return s.textarea(act, "reason", wordEither("case.reason_"+act, "case.reason", ""), nil, 3)
	}
	return s.textarea(act, "reason", K("case.reason_optional"), nil, 2)
}

func (s sight) textarea(act, name string, label, hint Text, rows int) Field {
	return s.form.textarea(act, name, label, hint, rows)
}

func (f formState) textarea(act, name string, label, hint Text, rows int) Field {
	return Field{Textarea: &Textarea{Name: name, ID: fieldID(act, name), Label: label, Hint: hint, Rows: rows,
		Value: f.value(act, name), Error: f.wrong(act, name)}}
}

func (f formState) input(act, name, kind string, label, hint Text, width int) Field {
	return Field{Input: &Input{Name: name, ID: fieldID(act, name), Type: kind, Label: label, Hint: hint, Width: width,
		Value: f.value(act, name), Error: f.wrong(act, name)}}
}

// list makes a choice of options with what was chosen before.
func (f formState) list(act, name string, label Text, options []Option) *Choice {
	chosen := f.value(act, name)
	for i := range options {
		options[i].Chosen = chosen != "" && options[i].Value == chosen
	}
	return &Choice{Name: name, ID: fieldID(act, name), Label: label, Options: options, Small: true, Error: f.wrong(act, name)}
}

func (s sight) choice(act, name string, options []Option) Field {
	return Field{Select: s.form.list(act, name, K("case.field_"+name+"_"+act), withNone(options))}
}

func (s sight) radios(act, name string, options []Option) Field {
	return Field{Radios: s.form.list(act, name, K("case.field_"+name), options)}
}

// withNone puts "choose" before the entries of a select.
func withNone(options []Option) []Option {
	return append([]Option{{Label: K("case.choose")}}, options...)
}

// dueFields ask for day and time in Beijing, with the present time as the latest.
func (s sight) dueFields(act string) []Field {
	hint := K("case.due_hint")
	if lead, ok := s.lead(); ok {
		hint = K("case.due_before", "due", At(lead.DueAt))
	}
	date := s.form.input(act, "due", "date", K("case.field_due"), hint, 10)
	clock := s.form.input(act, "due_time", "time", K("case.field_due_time"), nil, 5)
	return []Field{date, clock}
}

// endedFields ask for day and time in Beijing at which the handling of a breach ended.
func (s sight) endedFields(act string) []Field {
	date := s.form.input(act, "ended", "date", K("case.field_ended"), K("case.ended_hint"), 10)
	clock := s.form.input(act, "ended_time", "time", K("case.field_ended_time"), nil, 5)
	return []Field{date, clock}
}

// receivers are the posts that a duty can be assigned to, or the agencies that a case can go to. Those in conflict
// with the case are left out.
func (s sight) receivers(action workflow.Action) []Option {
	switch action {
	case workflow.Assign:
		return s.posts()
	case workflow.SettleTransfer:
		return s.disputants()
	case workflow.Overturn:
		return s.chargeable()
	case workflow.NameRepresentative:
		return s.respondents()
	case workflow.Refer, workflow.AdoptPublicInterest:
		return s.bodies(action)
	default:
		return s.otherAgencies()
	}
}

func (s sight) otherAgencies() []Option {
	var list []Option
	for _, a := range s.org.Agencies {
		if a.ID != s.view.Incident.Agency && !s.org.Conflicted(a.Intake, s.view.Incident.Accused, s.now) {
			list = append(list, Option{Value: a.ID.String(), Label: Named(a.Name)})
		}
	}
	return list
}

func (s sight) posts() []Option {
	lead, _ := s.lead()
	var list []Option
	for _, p := range s.org.Posts {
		if p.Agency != s.view.Incident.Agency || p.ID == lead.PostID || s.org.Conflicted(p.ID, s.view.Incident.Accused, s.now) {
			continue
		}
		who := s.personName(s.org.Answer(p.ID, s.now).Person)
		list = append(list, Option{Value: p.ID.String(), Label: K("case.holder", "person", who, "post", Named(p.Title))})
	}
	return list
}

// disputants are the two agencies of the transfer in dispute, from the last event that tells of one.
func (s sight) disputants() []Option {
	var last *record.Transfer
	var seq int64
	for _, e := range s.view.Timeline {
		if e.Facts.Transfer != nil && e.Seq >= seq {
			last, seq = e.Facts.Transfer, e.Seq
		}
	}
	if last == nil {
		return nil
	}
	n := naming{s: s}
	return []Option{
		{Value: last.From.String(), Label: n.of(last.From)}, {Value: last.To.String(), Label: n.of(last.To)},
	}
}

// otherField asks for the second case of an act: of those that became part of this one, a choice.
func (s sight) otherField(action workflow.Action) Field {
	act := string(action)
	if action != workflow.Unmerge {
		return s.form.input(act, "other", "text", K("case.field_other_"+act), K("case.field_other_hint"), 20)
	}
	var list []Option
	for _, m := range s.view.Merged {
		list = append(list, Option{Value: m.Reference, Label: Plain(m.Reference)})
	}
	return s.choice(act, "other", list)
}

// groundFields ask for the ground of a pause, or for one of the listed grounds of another act.
func (s sight) groundFields(action workflow.Action) []Field {
	if action == workflow.Refer {
		return []Field{s.radios(string(action), "ground", referralGrounds())}
	}
	listed := workflow.GroundsOf(action)
	if len(listed) == 0 {
		return []Field{s.radios(string(action), "ground", s.grounds())}
	}
	var list []Option
	for _, g := range listed {
		list = append(list, Option{Value: g, Label: word("ground", g)})
	}
	field := Field{Radios: s.form.list(string(action), "ground", K("case.field_ground_"+string(action)), list)}
	if action != workflow.Reject {
		return []Field{field}
	}
	return []Field{field, {Inset: K("case.reject_not_ours")}}
}

// chargeable are the agencies to which a reviewing agency may give a case: those below it and itself; the oversight
// office may give it to any. The one that decided comes first.
func (s sight) chargeable() []Option {
	here, decided := s.view.Incident.Agency, s.view.DecidedBy
	oversight, _ := s.org.Post(s.org.Oversight)
	var list []Option
	for _, a := range s.org.Agencies {
		below := here == oversight.Agency || slices.Contains(s.org.Lineage(a.ID), here)
		if !below || s.org.Conflicted(a.Intake, s.view.Incident.Accused, s.now) {
			continue
		}
		option := Option{Value: a.ID.String(), Label: Named(a.Name)}
		if a.ID == decided {
			list = append([]Option{option}, list...)
		} else {
			list = append(list, option)
		}
	}
	return list
}

// grounds are the lawful reasons for a pause, each with its longest time and its source.
func (s sight) grounds() []Option {
	if s.rules == nil {
		return nil
	}
	book, list := s.rules.InForce(), []Option(nil)
	for _, g := range book.Grounds() {
		list = append(list, Option{Value: g.ID, Label: lawText(g.Name), Hint: K("case.ground_hint",
			"longest", limitIn(book, g.Longest), "basis", sourceSaid(g.Source), "certainty", certaintyIn(book, g.Certainty))})
	}
	return list
}
