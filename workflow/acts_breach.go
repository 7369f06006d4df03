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
	EndBreachHandling   Action = "end_breach_handling"
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
	DutyBreachClosing     = "breach_closing_report" // begins when handling has ended
)

// The kinds of tasks after a breach. Which duty the first two have depends on the
// kind of operator, so the table names none.
const (
	TaskBreachNotice  = "breach_notice"
	TaskBreachPassOn  = "breach_pass_on"
	TaskBreachClosing = "breach_closing"
)

// BreachEvent is the kind of event that a breach finding leaves on the case when
// it opens duties.
const BreachEvent = "breach.duties_opened"

var breachTasks = []TaskRule{
	{Kind: TaskBreachNotice, Results: []string{"given"}},
	{Kind: TaskBreachPassOn, Results: []string{"passed_on"}},
	{Kind: TaskBreachClosing, Duty: DutyBreachClosing, Outlives: true, Results: []string{"given"}},
}

var breachRows = []Transition{
	{Action: ConfirmBreachNotice, Of: incidents, From: everywhere, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Event: "breach.notice_confirmed"},
	{Action: EndBreachHandling, Of: incidents, From: open, Permission: roles.Investigate, Reason: true, Fields: []string{"task", "ended"}, Opens: DutyBreachClosing, Event: "breach.handling_ended"},
	{Action: PassOnBreach, Of: incidents, From: open, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Event: "breach.passed_on"},
	{Action: LiftBreachTask, Of: incidents, From: everywhere, Permission: roles.Urge, Reason: true, Fields: []string{"task"}, Event: "breach.task_lifted"},
}

var breachTaskActs = []taskAct{
	{ConfirmBreachNotice, []string{TaskBreachNotice, TaskBreachClosing}, answering},
	{EndBreachHandling, []string{TaskBreachClosing}, awaited},
	{PassOnBreach, []string{TaskBreachPassOn}, answering},
	{LiftBreachTask, []string{TaskBreachNotice, TaskBreachPassOn, TaskBreachClosing}, giver},
}

// breach ends a task after a breach. Only a superior may lift one: whoever
// answers for it cannot make a coming miss vanish.
func (d *decision) breach() error {
	switch d.c.Action {
	case ConfirmBreachNotice:
		return d.finishTask(record.TaskDone, "given")
	case EndBreachHandling:
		return d.endBreachHandling()
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

// owedBy lists what a breach finding arms, each once.
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
		return owed{TaskBreachClosing, DutyBreachClosing}, true
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

// openBreachDuties opens what a finding says is due. This changes the case, and so its version: there is something new to do.
func (d *decision) openBreachDuties(finding assess.Finding) error {
	f, ok := finding.(*assess.BreachFinding)
	lead, led := d.w.Lead()
	if !ok || !led || !opensDuties(d.c.Assess) {
		return nil
	}
	var facts record.Facts
	for _, o := range owedBy(f) {
		arm := d.armBreach
		if o.task == TaskBreachClosing {
			arm = d.awaitClosing
		}
		if err := arm(&facts, o, lead.Post); err != nil {
			return err
		}
	}
	if len(facts.Tasks) > 0 {
		d.emit(BreachEvent, facts)
	}
	return nil
}

// armBreach opens one duty with its task, unless the case has it open already.
func (d *decision) armBreach(f *record.Facts, o owed, post roles.ID) error {
	if d.owesAlready(o) {
		return nil
	}
	if err := d.openTask(f, record.Task{Kind: o.task}, post); err != nil {
		return err
	}
	duty, err := d.open(o.duty, post, false)
	if err != nil {
		return err
	}
	f.Tasks[len(f.Tasks)-1].Chain = duty.Chain
	f.Opened = append(f.Opened, duty)
	return nil
}

func (d *decision) owesAlready(o owed) bool {
	return slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool {
		x, live := d.w.Duty(t.Chain)
		return t.Kind == o.task && t.State == record.TaskOpen && live && x.Kind == o.duty
	})
}
