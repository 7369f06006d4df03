package frontend

import (
	"slices"

	"gongzhi/workflow"
)

// Names of the page's forms that are no rows of the tables.
const (
	actUnseal  = "unseal"
	actPropose = "publish_propose"
)

// talk are the forms to write: a comment to colleagues, a question to a filer, an answer.
func (s sight) talk() []Act {
	var list []Act
	for _, action := range []workflow.Action{workflow.Explain, workflow.Ask, workflow.Answer, workflow.Comment} {
		if slices.Contains(s.view.Actions, action) {
			list = append(list, s.write(string(action), action != workflow.Comment && action != workflow.Explain))
		}
	}
	return list
}

func (s sight) write(name string, toReport bool) Act {
	a := Act{
		Action: name, ID: formID(name), URL: caseURL(s.view.Incident.Reference) + "/messages",
		Label: K("case.act_" + name), Hint: K("case.act_" + name + "_hint"), Open: s.form.is(name),
	}
	if toReport {
		a.Hidden, a.Fields = s.whichReport(name)
	}
	a.Fields = append(a.Fields, s.textarea(name, "body", K("case.field_body"), nil, 4))
	return a
}

// whichReport asks for the report whose filer is meant, where there are several.
func (s sight) whichReport(act string) ([]Hidden, []Field) {
	reports := s.view.Reports
	if len(reports) == 1 {
		return []Hidden{{"report", reports[0].ID.String()}}, nil
	}
	var list []Option
	for n, r := range reports {
		list = append(list, Option{Value: r.ID.String(), Label: K("case.report_number", "n", n+1)})
	}
	return nil, []Field{{Select: s.form.list(act, "report", K("case.field_report"), withNone(list))}}
}

// unseal is the form that opens a sealed field: it asks why, since the reading is recorded and the filer told.
func (s sight) unseal() *Act {
	if !slices.Contains(s.view.Actions, workflow.Unseal) {
		return nil
	}
	fields := s.sealedOptions()
	if len(fields) == 0 {
		return nil
	}
	return &Act{
		Action: actUnseal, ID: formID(actUnseal), URL: caseURL(s.view.Incident.Reference) + "/unseal",
		Label: K("case.act_unseal"), Hint: K("case.sealed"), Open: s.form.is(actUnseal),
		Fields: []Field{
			{Radios: s.form.list(actUnseal, "field", K("case.field_sealed"), fields)},
			s.textarea(actUnseal, "purpose", K("case.field_purpose"), K("case.field_purpose_hint"), 3),
		},
	}
}

// sealedOptions are the sealed fields of the case; the value names report and field.
func (s sight) sealedOptions() []Option {
	var list []Option
	add := func(report, field string, n int) {
		list = append(list, Option{Value: field + ":" + report, Label: K("case.sealed_of", "n", n, "field", sealedField(field))})
	}
	for n, r := range s.view.Reports {
		if r.HasIdentity {
			add(r.ID.String(), "identity", n+1)
		}
		if r.HasContact {
			add(r.ID.String(), "contact", n+1)
		}
	}
	if slices.ContainsFunc(s.view.Respondents, func(r workflow.RespondentView) bool { return r.Sealed }) && len(s.view.Reports) > 0 {
		list = append(list, Option{Value: "respondents:" + s.view.Reports[0].ID.String(), Label: sealedField("respondents")})
	}
	return list
}

// proposals wait for a second person: the reader confirms or declines those of others and withdraws their own.
func (s sight) proposals() []Proposal {
	var list []Proposal
	for _, p := range s.view.Proposals {
		made := Proposal{
			Label: actLabel(string(p.Action)), By: p.ProposedBy, Reason: p.Reason, When: At(p.At), Mine: p.Mine,
			Lines: s.proposed(p.ID),
		}
		if !p.DueAt.IsZero() {
			made.Due = K("case.decide_by", "due", At(p.DueAt), "left", Left(p.DueAt.Sub(s.now)))
		}
		for _, action := range []workflow.Action{workflow.Confirm, workflow.Decline, workflow.Withdraw} {
			if p.Mine == (action == workflow.Withdraw) && slices.Contains(s.view.Actions, action) {
				made.Answers = append(made.Answers, s.answer(string(action), p))
			}
		}
		list = append(list, made)
	}
	return list
}

func (s sight) answer(action string, p workflow.ProposalView) Act {
	// The form's name carries the proposal, since a page may show several.
	name := action + "-" + p.ID.String()
	a := Act{
		Action: action, ID: formID(name), URL: caseURL(s.view.Incident.Reference) + "/actions",
		Version: s.view.Incident.Version, Label: K("case.act_" + action),
		Hidden: []Hidden{{"proposal", p.ID.String()}, {"form", name}}, Open: s.form.is(name),
	}
	if action == string(workflow.Decline) {
		a.Fields = []Field{s.reason(name, true)}
	}
	return a
}
