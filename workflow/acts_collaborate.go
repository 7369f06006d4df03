package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// Acts between agencies on one case, whose lead stays answerable throughout.
const (
	Consult              Action = "consult"
	AnswerConsultation   Action = "answer_consultation"
	WithdrawConsultation Action = "withdraw_consultation"
	InviteJoint          Action = "invite_joint"
	AcceptJoint          Action = "accept_joint"
	RefuseJoint          Action = "refuse_joint"
	LeaveJoint           Action = "leave_joint"
	EndJoint             Action = "end_joint"
)

// Kinds of duty of other agencies.
const (
	DutyConsult = "consult_answer"
	DutyJoint   = "joint_answer"
)

// The kinds of tasks of other agencies. A joint task has no duty: who takes
// part sees and comments, the lead answers.
const (
	TaskConsultation    = "consultation"
	TaskJointInvitation = "joint_invitation"
	TaskJoint           = "joint"
)

var collaborationTasks = []TaskRule{
	{Kind: TaskConsultation, Duty: DutyConsult, Results: []string{"answered"}},
	{Kind: TaskJointInvitation, Duty: DutyJoint, Results: []string{"accepted"}},
	{Kind: TaskJoint, Results: []string{"left", "ended"}},
}

var collaborationRows = []Transition{
	{Action: Consult, From: open, Permission: roles.Collaborate, Reason: true, Fields: []string{"to"}, Opens: DutyConsult, Event: "consultation.asked"},
	{Action: AnswerConsultation, From: open, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Ends: DutyConsult, Event: "consultation.answered"},
	{Action: WithdrawConsultation, From: open, Permission: roles.Collaborate, Fields: []string{"task"}, Ends: DutyConsult, Event: "consultation.withdrawn"},
	{Action: InviteJoint, From: open, Permission: roles.Collaborate, Reason: true, Fields: []string{"to"}, Opens: DutyJoint, Event: "joint.invited"},
	{Action: AcceptJoint, From: open, Permission: roles.AnswerTask, Fields: []string{"task"}, Ends: DutyJoint, Event: "joint.accepted"},
	{Action: RefuseJoint, From: open, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Ends: DutyJoint, Event: "joint.refused"},
	{Action: LeaveJoint, From: open, Permission: roles.LeaveJoint, Reason: true, Fields: []string{"task"}, Event: "joint.left"},
	{Action: EndJoint, From: open, Permission: roles.Collaborate, Reason: true, Fields: []string{"task"}, Event: "joint.ended"},
}

var collaborationTaskActs = []taskAct{
	{AnswerConsultation, []string{TaskConsultation}, doer},
	{WithdrawConsultation, []string{TaskConsultation}, giver},
	{AcceptJoint, []string{TaskJointInvitation}, doer},
	{RefuseJoint, []string{TaskJointInvitation}, doer},
	{LeaveJoint, []string{TaskJoint}, member},
	{EndJoint, []string{TaskJoint, TaskJointInvitation}, giver},
}

// collaborate asks another agency, or takes it in or out. No clock of the case
// moves by it: asking gains no time.
func (d *decision) collaborate() error {
	switch d.c.Action {
	case Consult:
		return d.askAgency(TaskConsultation)
	case InviteJoint:
		return d.askAgency(TaskJointInvitation)
	case AcceptJoint:
		return d.acceptJoint()
	case AnswerConsultation:
		return d.finishTask(record.TaskDone, "answered")
	case RefuseJoint:
		return d.finishTask(record.TaskRefused, "")
	case LeaveJoint:
		return d.finishTask(record.TaskDone, "left")
	case EndJoint:
		return d.finishTask(record.TaskWithdrawn, "ended")
	default:
		return d.finishTask(record.TaskWithdrawn, "")
	}
}

// askAgency opens a task of a kind for the agency's intake post, once at a
// time for each agency.
func (d *decision) askAgency(kind string) error {
	to, err := d.otherAgency()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool { return t.State == record.TaskOpen && t.To == to.ID && sameAsk(t.Kind, kind) }) {
		return refuse(WrongTime, "to", "asked_already", "this agency was asked already")
	}
	var f record.Facts
	if err := d.openTask(&f, record.Task{Kind: kind, To: to.ID}, to.Intake); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// sameAsk reports whether an open task stands in the way of asking again: an
// agency that takes part is not invited once more.
func sameAsk(open, asked string) bool {
	return open == asked || asked == TaskJointInvitation && open == TaskJoint
}

// otherAgency is the one named by the command: not the one that leads, and
// able to handle the case. Why it is not able is not said.
func (d *decision) otherAgency() (roles.Agency, error) {
	to, ok := d.env.Org.Agency(d.c.To)
	switch {
	case !ok:
		return to, refuse(Invalid, "to", "agency_unknown", "no such agency")
	case to.ID == d.w.Incident.Agency:
		return to, refuse(Invalid, "to", "same_agency", "the case lies there already")
	case d.env.Org.Conflicted(to.Intake, d.w.Incident.Accused, d.env.Now):
		return to, refuse(Invalid, "to", "agency_excluded", "this agency cannot handle the case")
	}
	return to, nil
}

// acceptJoint ends the invitation and lets the agency take part.
func (d *decision) acceptJoint() error {
	t, err := d.task()
	if err != nil {
		return err
	}
	var f record.Facts
	d.endTask(&f, t, record.TaskDone, "accepted")
	if err := d.openTask(&f, record.Task{Kind: TaskJoint, To: t.To}, record.ID{}); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// endTasksOf ends what was asked of an agency that leads the case from now on:
// nobody is asked by themselves.
func (d *decision) endTasksOf(f *record.Facts, agency *roles.ID) {
	if agency == nil {
		return
	}
	for _, t := range d.w.Tasks {
		if t.State == record.TaskOpen && t.To == *agency && (t.Kind == TaskConsultation || sameAsk(t.Kind, TaskJointInvitation)) {
			d.endTask(f, t, record.TaskWithdrawn, "")
		}
	}
}
