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
