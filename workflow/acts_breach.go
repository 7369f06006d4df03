package workflow

import (
	"slices"
	"strings"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
)

// Acts on what a breached organization owes. The organization itself has no post
// here: the post that leads the case answers for it that the notice was given,
// and for passing it on.
const (
	ConfirmBreachNotice Action = "confirm_breach_notice"
	PassOnBreach        Action = "pass_on_breach"
	LiftBreachTask      Action = "lift_breach_task"
)

// Kinds of duty after a breach, by who must tell whom how fast. Their lengths and
// sources are in the rulebook.
const (
	DutyBreachNotice      = "breach_notice"       // at once, without a figure in the text
	DutyBreachNoticeCII   = "breach_notice_cii"   // operator of critical infrastructure
	DutyBreachNoticeOrgan = "breach_notice_organ" // central or state organ
	DutyBreachNoticeOther = "breach_notice_other" // other operator
	DutyBreachNoticeFlaw  = "breach_notice_flaw"  // flaw of a product that touches the public interest
	DutyBreachPassOn      = "breach_pass_on"
	DutyBreachPassOnCII   = "breach_pass_on_cii"
)

// The kinds of tasks after a breach. Which duty they have depends on the kind of
// operator, so the table names none.
const (
	TaskBreachNotice = "breach_notice"
	TaskBreachPassOn = "breach_pass_on"
)

// BreachEvent is the kind of event that a breach finding leaves on the case when
// it opens duties.
const BreachEvent = "breach.duties_opened"

var breachTasks = []TaskRule{
	{Kind: TaskBreachNotice, Results: []string{"given"}},
	{Kind: TaskBreachPassOn, Results: []string{"passed_on"}},
}

var breachRows = []Transition{
	{Action: ConfirmBreachNotice, Of: incidents, From: open, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Event: "breach.notice_confirmed"},
	{Action: PassOnBreach, Of: incidents, From: open, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Event: "breach.passed_on"},
	{Action: LiftBreachTask, Of: incidents, From: open, Permission: roles.Urge, Reason: true, Fields: []string{"task"}, Event: "breach.task_lifted"},
}

var breachTaskActs = []taskAct{
	{ConfirmBreachNotice, []string{TaskBreachNotice}, answering},
	{PassOnBreach, []string{TaskBreachPassOn}, answering},
	{LiftBreachTask, []string{TaskBreachNotice, TaskBreachPassOn}, giver},
}

// breach ends a task after a breach. Only a superior may lift one: whoever
// answers for it cannot make a coming miss vanish.
func (d *decision) breach() error {
	switch d.c.Action {
	case ConfirmBreachNotice:
		return d.finishTask(record.TaskDone, "given")
	case PassOnBreach:
		return d.finishTask(record.TaskDone, "passed_on")
	default:
		return d.finishTask(record.TaskWithdrawn, "")
	}
}

// owed is one duty to open: its task and its kind in the rulebook.
type owed struct{ task, duty string }

// opensDuties reports whether an assessment may open duties: that of a breach
// under the law of the PRC. Other jurisdictions are shown and never armed.
func opensDuties(a *Assessment) bool {
	return a != nil && assess.Kind(a.Kind) == assess.KindBreach && strings.HasPrefix(orElse(a.Jurisdiction, "CN"), "CN")
}

// owedBy lists what a breach finding arms, each once. A duty that begins only when
// handling has ended has not begun.
func owedBy(f *assess.BreachFinding) []owed {
	var list []owed
	for _, x := range f.Duties {
		o, ok := owedFor(x)
		if ok && x.Armed && !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	return list
}

func owedFor(x assess.BreachDuty) (owed, bool) {
	notice := func(duty string) (owed, bool) { return owed{TaskBreachNotice, duty}, true }
	switch {
	case x.Starts == "handling_ended":
		return owed{}, false
	case x.Limit == nil:
		return notice(DutyBreachNotice)
	case x.Limit.Unit == "minutes":
		return owed{TaskBreachPassOn, DutyBreachPassOnCII}, true
	case x.Starts == "received":
		return owed{TaskBreachPassOn, DutyBreachPassOn}, true
	}
	switch x.Limit.N {
	case 1:
		return notice(DutyBreachNoticeCII)
	case 2:
		return notice(DutyBreachNoticeOrgan)
	case 4:
		return notice(DutyBreachNoticeOther)
	default:
		return notice(DutyBreachNoticeFlaw)
	}
}

// openBreachDuties opens what a finding says is due, unless the case has it open
// already. This changes the case, and so its version: there is something new to do.
func (d *decision) openBreachDuties(finding assess.Finding) error {
	f, ok := finding.(*assess.BreachFinding)
	lead, led := d.w.Lead()
	if !ok || !led || !opensDuties(d.c.Assess) {
		return nil
	}
	var facts record.Facts
	for _, o := range owedBy(f) {
		if d.owesAlready(o) {
			continue
		}
		if err := d.openTask(&facts, record.Task{Kind: o.task}, lead.Post); err != nil {
			return err
		}
		duty, err := d.open(o.duty, lead.Post, false)
		if err != nil {
			return err
		}
		facts.Tasks[len(facts.Tasks)-1].Chain = duty.Chain
		facts.Opened = append(facts.Opened, duty)
	}
	if len(facts.Opened) > 0 {
		d.emit(BreachEvent, facts)
	}
	return nil
}

func (d *decision) owesAlready(o owed) bool {
	return slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool {
		x, live := d.w.Duty(t.Chain)
		return t.Kind == o.task && t.State == record.TaskOpen && live && x.Kind == o.duty
	})
}
