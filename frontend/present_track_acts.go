package frontend

import (
	"slices"
	"strconv"

	"gongzhi/workflow"
)

// trackActs are the forms of what a filer may do besides answering: object to the outcome, say how it was, take the
// report back. Each carries the receipt, which stands in no address.
func trackActs(receipt string, v workflow.TrackView, form formState) []Act {
	var list []Act
	for _, action := range []workflow.Action{workflow.ConfirmRemedy, workflow.DisputeRemedy, workflow.Rate, workflow.Appeal, workflow.ReportRecurrence, workflow.WithdrawReport} {
		if slices.Contains(v.Actions, action) {
			list = append(list, trackAct(receipt, v, action, form))
		}
	}
	return list
}

func trackAct(receipt string, v workflow.TrackView, action workflow.Action, form formState) Act {
	name := string(action)
	a := Act{
		Action: name, ID: formID(name), URL: "/track/act", Label: K("track.act_" + name), Hint: K("track.act_" + name + "_hint"),
		Hidden: []Hidden{{Name: "receipt", Value: receipt}}, Open: form.is(name), Grave: action == workflow.WithdrawReport,
	}
	switch action {
	case workflow.Appeal:
		if v.AppealUntil != "" {
			a.Hint = K("track.act_appeal_until", "day", OnDay(string(v.AppealUntil)))
		}
		a.Fields = []Field{
			{Radios: form.list(name, "ground", K("track.appeal_ground"), appealGrounds(v.AppealGrounds))},
			form.textarea(name, "reason", K("track.appeal_reason"), K("track.appeal_reason_hint"), 5),
		}
	case workflow.Rate:
		a.Fields = []Field{
			{Radios: form.list(name, "confirmed", K("track.confirmed"), confirmations())},
			{Radios: form.list(name, "rating", K("track.rating"), ratings())},
			form.textarea(name, "body", K("track.rating_words"), K("track.rating_words_hint"), 3),
		}
	case workflow.ReportRecurrence:
		a.Fields = []Field{
			form.input(name, "respondent", "text", K("track.recurrence_respondent"), K("track.recurrence_respondent_hint"), 0),
			{Radios: form.list(name, "violation", K("track.recurrence_violation"), listed("violation", workflow.Violations))},
			form.textarea(name, "reason", K("track.remedy_reason"), nil, 3),
		}
	case workflow.ConfirmRemedy, workflow.DisputeRemedy:
		a.Fields = []Field{form.textarea(name, "reason", K("track.remedy_reason"), nil, 3)}
	default:
		a.Fields = []Field{form.textarea(name, "reason", K("track.withdraw_reason"), nil, 2)}
	}
	return a
}

func appealGrounds(left []string) []Option {
	var list []Option
	for _, g := range left {
		list = append(list, Option{Value: g, Label: word("ground", g)})
	}
	return list
}

func confirmations() []Option {
	var list []Option
	for _, c := range workflow.Confirmations {
		list = append(list, Option{Value: c, Label: K("track.confirmed_" + c)})
	}
	return list
}

func ratings() []Option {
	var list []Option
	for n := workflow.MaxRating; n > 0; n-- {
		list = append(list, Option{Value: strconv.Itoa(n), Label: K("track.rating_" + strconv.Itoa(n))})
	}
	return list
}

// progress is one step with what the filer is told of it: on which ground and why.
func progress(step workflow.TrackStep) Event {
	e := Event{Title: eventWord(step.Kind), When: OnDay(string(step.On))}
	var said []Text
	if step.Ground != "" {
		said = append(said, K("track.step_ground", "ground", wordOr("words.ground_"+step.Ground, step.Ground)))
	}
	if step.Cases > 0 {
		said = append(said, floodLine(step.Cases))
	}
	if step.Result != "" {
		said = append(said, wordOr("words.objection_"+step.Result, step.Result))
	}
	if step.Reason != "" {
		said = append(said, K("track.step_reason", "reason", step.Reason))
	}
	if step.Files > 0 {
		said = append(said, K("track.step_files", "n", step.Files))
	}
	e.Text = lines(said)
	return e
}
