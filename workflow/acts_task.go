package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// side says who of those with the permission may act on a task.
type side int

const (
	giver     side = iota // whoever leads the case, or another to whom the permission is enough
	doer                  // answers for the task's duty, and neither gave it nor leads the case
	answering             // answers for the task's duty, leading the case or not
	served                // reached the case by a respondent's code, whose time still runs
	member                // serves in the agency that the task is for
	awaited               // its duty has not begun; whoever the permission is enough for
	hearer                // answers for the task's duty, and is not the person it is about
)

// taskAct is one row of the table of acts on a task.
type taskAct struct {
	action Action
	kinds  []string // of tasks that the act may concern
	by     side
}

// taskActs lists the acts that concern one open task of a case.
var taskActs = slices.Concat(supervisionTaskActs, collaborationTaskActs, breachTaskActs, referralTaskActs, respondentTaskActs, objectionTaskActs)

func taskActOf(a Action) (taskAct, bool) {
	i := slices.IndexFunc(taskActs, func(t taskAct) bool { return t.action == a })
	if i < 0 {
		return taskAct{}, false
	}
	return taskActs[i], true
}

// TasksFor lists the open tasks on which an actor may do an act now. Whether
// the actor has the permission at all is the table's to say.
func TasksFor(w World, a Action, actor roles.Actor, env Env) []record.Task {
	row, ok := taskActOf(a)
	if !ok {
		return nil
	}
	var list []record.Task
	for _, t := range w.Tasks {
		if t.State == record.TaskOpen && slices.Contains(row.kinds, t.Kind) && row.by.fits(w, t, actor, env) {
			list = append(list, t)
		}
	}
	return list
}

func (s side) fits(w World, t record.Task, actor roles.Actor, env Env) bool {
	switch s {
	case doer:
		x, live := w.Duty(t.Chain)
		lead, led := w.Lead()
		return live && t.By != actor.Person && env.Org.AnswersFor(actor.Person, x.Post, env.Now) &&
			(!led || !env.Org.AnswersFor(actor.Person, lead.Post, env.Now))
	case answering:
		x, live := w.Duty(t.Chain)
		return live && env.Org.AnswersFor(actor.Person, x.Post, env.Now)
	case hearer:
		return t.OfPerson != actor.Person && isCalled(w, t, actor, env) && !(t.Kind == TaskSample && w.decided(actor.Person))
	case awaited:
		return t.State == record.TaskOpen && t.Chain == (record.ID{})
	case served:
		mine := w.Served != nil && (t.To == w.Served.Respondent || t.To == (record.ID{}))
		return mine && (t.Until.IsZero() || t.Until.After(env.Now))
	case member:
		return slices.ContainsFunc(env.Org.PostsServed(actor.Person, env.Now), func(p roles.Post) bool { return p.Agency == t.To })
	default:
		return true
	}
}

// task is the one that the command names, or the only one that the act can
// concern.
func (d *decision) task() (record.Task, error) {
	list := TasksFor(d.w, d.c.Action, d.c.Actor, d.env)
	if d.c.Task == (record.ID{}) && len(list) == 1 {
		return list[0], nil
	}
	for _, t := range list {
		if t.ID == d.c.Task {
			return t, nil
		}
	}
	return record.Task{}, refuse(Invalid, "task", "task_unknown", "no such task")
}

// finishTask performs an act that only ends a task, with its reason.
func (d *decision) finishTask(state record.TaskState, result string) error {
	t, err := d.task()
	if err != nil {
		return err
	}
	var f record.Facts
	d.endTask(&f, t, state, result)
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}
