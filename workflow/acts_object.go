package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// The right to confront a request: whoever holds or uses the data contests it
// at their own door, and the agency answers with reasons before it decides.
const (
	ObjectAtDoor    Action = "object_at_door"
	AnswerObjection Action = "answer_objection"
)

// DutyObjection is the duty to answer an objection; it lies with whoever leads
// the request and goes where the lead goes.
const DutyObjection = "objection_answer"

// TaskObjection is an objection that waits for its answer.
const TaskObjection = "objection"

// How an objection is answered.
const (
	ObjectionSustained = "sustained"
	ObjectionDismissed = "dismissed"
)

// objectors are the roles in which a respondent may contest a request: the
// right belongs to whoever controls the data, not to everybody who is named.
var objectors = []string{"holder", "user"}

var objectionTasks = []TaskRule{
	{Kind: TaskObjection, Duty: DutyObjection, Results: []string{ObjectionSustained, ObjectionDismissed}},
}

var objectionRows = []Transition{
	{Action: ObjectAtDoor, Of: requests, From: []record.State{record.Accepted, record.Investigating}, Permission: roles.ReplyServed, Reason: true, Fields: []string{"ground"}, Opens: DutyObjection, Event: ObjectedEvent},
	{Action: AnswerObjection, Of: requests, From: []record.State{record.Accepted, record.Investigating}, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task", "result"}, Ends: DutyObjection, Event: ObjectionAnsweredEvent},
}

// ObjectedEvent is the event of an objection at the door of its respondent;
// ObjectionAnsweredEvent that of its answer.
const (
	ObjectedEvent          = "request.objected_at_door"
	ObjectionAnsweredEvent = "request.objection_answered"
)

var objectionTaskActs = []taskAct{
	{ObjectAtDoor, []string{TaskService}, served}, // within the time to reply, which it does not lengthen
	{AnswerObjection, []string{TaskObjection}, answering},
}

// objectAtDoor opens the duty to answer. The due time of the request stays what
// it is, and so does the respondent's time to reply.
func (d *decision) objectAtDoor() error {
	lead, ok := d.w.Lead()
	switch {
	case !ok:
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	case !slices.Contains(objectors, d.w.ServedAs):
		return refuse(Forbidden, "", "not_holder", "only whoever holds or uses the data may object to the request")
	case !slices.Contains(Objections, d.c.Ground):
		return refuse(Invalid, "ground", "not_listed", "choose the ground of the objection")
	case len(d.ownTasks(TaskObjection)) > 0:
		return refuse(WrongTime, "action", "objected_already", "an objection of yours waits for its answer")
	case slices.Contains(d.request().Grounds[d.w.Served.Respondent.String()], d.c.Ground):
		return refuse(WrongTime, "ground", "ground_used", "this ground was answered before")
	}
	var f record.Facts
	if err := d.openTask(&f, record.Task{Kind: TaskObjection, To: d.w.Served.Respondent, Ground: d.c.Ground}, lead.Post); err != nil {
		return err
	}
	f.Detail, f.Ground, f.Content = d.keepRequest(d.request().ObjectedBy(d.w.Served.Respondent, d.c.Ground, d.env.Now)), d.c.Ground, d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// answerObjection answers with reasons, which both sides read. Nobody's request
// falls to an objection that they were not asked about.
func (d *decision) answerObjection() error {
	t, err := d.task()
	rule, _ := TaskRuleOf(TaskObjection)
	switch {
	case err != nil:
		return err
	case !slices.Contains(rule.Results, d.c.Result):
		return refuse(Invalid, "result", "not_listed", "sustained or dismissed")
	case d.c.Result == ObjectionSustained && d.w.AskedAt.Before(t.At):
		return refuse(WrongTime, "action", "not_heard", "first ask the person about the objection: both sides are heard")
	}
	var f record.Facts
	d.endTask(&f, t, record.TaskDone, d.c.Result)
	f.Ground, f.Content = t.Ground, d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// unanswered reports whether an objection still waits for its answer.
func (d *decision) unanswered() bool {
	return slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool { return t.Kind == TaskObjection && t.State == record.TaskOpen })
}

// followLead moves the duties to answer objections to where the lead goes.
func (d *decision) followLead(to roles.ID, move func(record.Duty, roles.ID) record.DutyMove) []record.DutyMove {
	var list []record.DutyMove
	for _, t := range d.w.Tasks {
		x, live := d.w.Duty(t.Chain)
		if t.Kind == TaskObjection && t.State == record.TaskOpen && live && t.Chain != uuid.Nil && x.Post != to {
			list = append(list, move(x, to))
		}
	}
	return list
}
