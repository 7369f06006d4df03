package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// explain adds the words of whoever missed a duty to the explanation that is
// asked for: nobody is judged unheard.
func (d *decision) explain() error {
	if !slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool { return mayExplain(t, d.c.Actor) }) {
		return refuse(Forbidden, "", "nothing_to_explain", "no explanation is asked of you")
	}
	return d.correspond()
}

func mayExplain(t record.Task, actor roles.Actor) bool {
	return t.Kind == TaskExplanation && t.State == record.TaskOpen && t.OfPerson == actor.Person
}

// hearExplanation records what follows from a miss: nothing, a cause in the
// system, a warning or discipline, always with reasons.
func (d *decision) hearExplanation() error {
	t, err := d.heard(TaskExplanation)
	if err != nil {
		return err
	}
	f := record.Facts{Content: d.sayReason()}
	d.endTask(&f, t, record.TaskDone, d.c.Result)
	d.emit(d.row.Event, f)
	return nil
}
