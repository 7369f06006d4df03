package frontend

import (
	"slices"

	"gongzhi/roles"
	"gongzhi/workflow"
)

// tasks are what others do for the case now, oldest first.
func (s sight) tasks() []TaskLine {
	var list []TaskLine
	for _, t := range s.view.Tasks {
		line := TaskLine{Label: s.taskLabel(t), Since: K("case.task_since", "when", At(t.At)), Reason: t.Reason}
		if !t.DueAt.IsZero() {
			line.Due = K("case.task_due", "when", At(t.DueAt))
		}
		if !t.Until.IsZero() {
			line.Due = K("case.task_until", "when", At(t.Until))
		}
		list = append(list, line)
	}
	return list
}

func (s sight) taskLabel(t workflow.TaskView) Text {
	kind := wordOr("case.task_"+t.Kind, t.Kind)
	if t.For == (roles.Text{}) {
		return kind
	}
	return K("case.task_to", "kind", kind, "who", Named(t.For))
}

// taskChoice offers the tasks on which the reader may do an act; the only one
// is chosen beforehand.
func (s sight) taskChoice(action workflow.Action) Field {
	act, list := string(action), []Option(nil)
	for _, t := range s.view.Tasks {
		if slices.Contains(t.Actions, action) {
			list = append(list, Option{Value: t.ID.String(), Label: s.taskLabel(t)})
		}
	}
	if len(list) != 1 {
		list = withNone(list)
	}
	return Field{Select: s.form.list(act, "task", K("case.field_task"), list)}
}

// results are the ways in which the tasks that an act concerns may end.
func (s sight) results(action workflow.Action) []Option {
	var list []Option
	for _, t := range s.view.Tasks {
		for _, r := range t.Result {
			known := slices.ContainsFunc(list, func(o Option) bool { return o.Value == r })
			if slices.Contains(t.Actions, action) && !known {
				list = append(list, Option{Value: r, Label: wordOr("case.result_"+r, r)})
			}
		}
	}
	return list
}

// bodies are the bodies outside to which a case can be referred; an
// organization's proposal leads only to those that may sue.
func (s sight) bodies(action workflow.Action) []Option {
	var list []Option
	for _, b := range s.org.Bodies {
		if _, takes := s.org.Body(b.ID, s.now); takes && (action == workflow.Refer || b.Kind != roles.BodyPolice) {
			list = append(list, Option{Value: b.ID.String(), Label: Named(b.Name)})
		}
	}
	return list
}

func referralGrounds() []Option {
	var list []Option
	for _, g := range workflow.ReferralGrounds {
		list = append(list, Option{Value: g.ID, Label: wordOr("case.referral_ground_"+g.ID, g.ID)})
	}
	return list
}
