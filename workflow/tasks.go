package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// TaskRule is one row of the table of tasks: what somebody else may be asked to
// do for a case while its lead stays answerable.
type TaskRule struct {
	Kind     string
	Duty     string   // kind of the duty it opens, some only later; empty for none
	Outlives bool     // its duty stays when the case ends
	Results  []string // how it may end, besides refused and withdrawn
}

// The kinds of tasks.
const (
	TaskExplanation = "explanation" // why a duty was missed, heard by a superior
	TaskTakeover    = "takeover"    // a superior leads the case until it is given back
	TaskSample      = "sample"      // a superior looks at a case that has ended
)

// Tasks is the whole of the tasks.
var Tasks = slices.Concat(supervisionTasks, collaborationTasks, breachTasks, referralTasks, respondentTasks, objectionTasks)

var supervisionTasks = []TaskRule{
	{Kind: TaskExplanation, Duty: DutyExplain, Outlives: true, Results: []string{"cleared", "systemic_cause", "warning", "discipline"}},
	{Kind: TaskTakeover, Results: []string{"returned"}},
	{Kind: TaskSample, Duty: DutySample, Outlives: true, Results: []string{FindingUpheld, FindingDeficient}},
}

// TaskRuleOf finds the row of a kind.
func TaskRuleOf(kind string) (TaskRule, bool) {
	i := slices.IndexFunc(Tasks, func(t TaskRule) bool { return t.Kind == kind })
	if i < 0 {
		return TaskRule{}, false
	}
	return Tasks[i], true
}

// ResultsOf are the results with which an act may end a task; nil where it
// takes none.
func ResultsOf(a Action) []string {
	row, ok := taskActOf(a)
	if !ok || len(row.kinds) == 0 {
		return nil
	}
	rule, _ := TaskRuleOf(row.kinds[0])
	return rule.Results
}

// outlives reports whether duties of a kind stay when their case ends.
func outlives(duty string) bool {
	return slices.ContainsFunc(Tasks, func(t TaskRule) bool { return t.Outlives && t.Duty == duty })
}

// openTask gives a task to a post, or to the next clean one above it, and
// adds it with its duty to the facts of the act's event. The caller fills what
// it is about beforehand.
func (d *decision) openTask(f *record.Facts, t record.Task, post roles.ID) error {
	rule, ok := TaskRuleOf(t.Kind)
	if !ok {
		return refuse(Invalid, "kind", "task_unknown", "no such task")
	}
	t.ID, t.Incident, t.State = d.src.ID(d.env.Now), d.w.Incident.ID, record.TaskOpen
	t.By, t.At = d.c.Actor.Person, d.env.Now
	if rule.Duty != "" {
		duty, err := d.open(rule.Duty, post, false)
		if err != nil {
			return err
		}
		t.Chain = duty.Chain
		f.Opened = append(f.Opened, duty)
	}
	f.Tasks = append(f.Tasks, t)
	return nil
}

// endTask ends a task and its duty: discharged by whoever acts where it was
// done or refused, cancelled where it was withdrawn.
func (d *decision) endTask(f *record.Facts, t record.Task, state record.TaskState, result string) {
	t.State, t.Result, t.EndedBy, t.EndedAt = state, result, d.c.Actor.Person, d.env.Now
	f.Tasks = append(f.Tasks, t)
	x, live := d.w.Duty(t.Chain)
	switch {
	case !live || ended(f, x.Chain):
	case state == record.TaskWithdrawn:
		f.Ended = append(f.Ended, d.cancel(x))
	default:
		f.Ended = append(f.Ended, d.discharge(x))
	}
}

// endTasks withdraws the tasks that do not outlive their case.
func (d *decision) endTasks(f *record.Facts) {
	d.closeHandling(f)
	for _, t := range d.w.Tasks {
		if rule, ok := TaskRuleOf(t.Kind); ok && !rule.Outlives && t.State == record.TaskOpen {
			d.endTask(f, t, record.TaskWithdrawn, "")
		}
	}
}

// explainFrom is the level from which on a miss must be explained: the second
// of a chain, counted from 0.
const explainFrom = 1

// askForExplanation opens, once while it is open, the duty of the superior to
// hear why a duty was missed again and to record what follows from it. An
// explanation that is missed itself only rises.
func (d *decision) askForExplanation(f *record.Facts, x record.Duty, who roles.ID, next record.Duty, top bool) error {
	asked := slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool {
		return t.Kind == TaskExplanation && t.OfChain == x.Chain && t.State == record.TaskOpen
	})
	if x.Kind == DutyExplain || x.Level < explainFrom || asked {
		return nil
	}
	post := next.Post
	if top && d.env.Org.Oversight != uuid.Nil {
		post = d.env.Org.Oversight // nobody hears their own explanation
	}
	if !d.canDecide(post, who) {
		post = d.env.Org.NextWhere(post, d.env.Now, func(id roles.ID) bool { return d.canDecide(id, who) })
	}
	err := d.openTask(f, record.Task{Kind: TaskExplanation, OfChain: x.Chain, OfLevel: x.Level, OfPerson: who}, post)
	return err
}
