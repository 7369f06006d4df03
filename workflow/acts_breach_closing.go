package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// The closing report is due 30 days after handling ended (Measures on Reporting
// National Cybersecurity Incidents, art. 8). Until somebody records that end, its
// task waits without a clock; the end of the case ends the handling too, so that
// nobody gets rid of the report by ending the case first. Its time is had once
// for each case: a report that was given is owed no second time, and a duty that
// was lifted and is owed after all goes on at its level, by its time.

// awaitClosing puts the closing report on the list of what is owed.
func (d *decision) awaitClosing(f *record.Facts, o owed, post roles.ID) error {
	had, before := d.w.closing()
	if hasTask(d.w, o.task) || before && had.State == record.Discharged {
		return nil
	}
	t := record.Task{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Kind: o.task, State: record.TaskOpen, By: d.c.Actor.Person, At: d.env.Now,
	}
	if before {
		return d.closingAgain(f, t, had, post)
	}
	f.Tasks = append(f.Tasks, t)
	return nil
}

// closing is the latest duty of a closing report that was done or lifted.
func (w World) closing() (record.Duty, bool) {
	var last record.Duty
	found := false
	for _, x := range slices.Concat(w.Had, w.Duties) {
		over := x.Kind == DutyBreachClosing && (x.State == record.Discharged || x.State == record.Cancelled) && x.EndedAt != nil
		if over && (!found || laterDone(x, last)) {
			last, found = x, true
		}
	}
	return last, found
}

// closingAgain opens a lifted duty where it stood.
func (d *decision) closingAgain(f *record.Facts, t record.Task, had record.Duty, post roles.ID) error {
	if had.Level > 0 {
		post = had.Post
	}
	clk := Clock{Rule: had.Rule, Version: had.RuleVersion, DueAt: had.DueAt, Provisional: had.Provisional}
	next, err := d.closingDuty(post, clk)
	next.Level, next.Start, next.Risen = had.Level, had.Level, d.moveAcross(had, next.Post).Risen
	t.Chain = next.Chain
	f.Tasks, f.Opened = append(f.Tasks, t), append(f.Opened, next)
	return err
}

// closingDuty is due at the time given, at least as late as what is owed at once:
// what nobody could check in the time that is left would be a miss by order.
func (d *decision) closingDuty(post roles.ID, clk Clock) (record.Duty, error) {
	least, err := d.env.Rules.Clock(DutyBreachNotice, 0, d.env.Now, "")
	if err != nil {
		return record.Duty{}, err
	}
	if least.DueAt.After(clk.DueAt) {
		clk.DueAt, clk.Provisional = least.DueAt, least.Provisional
	}
	return d.openAt(DutyBreachClosing, post, false, clk)
}

// endBreachHandling records when handling ended. It happens once: the task has
// its duty from then on.
func (d *decision) endBreachHandling() error {
	t, err := d.task()
	lead, led := d.w.Lead()
	switch {
	case err != nil:
		return err
	case !led:
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	case d.c.Ended.IsZero():
		return refuse(Invalid, "ended", "ended_unreadable", "say when handling ended")
	case d.c.Ended.After(d.env.Now):
		return refuse(Invalid, "ended", "ended_future", "must not lie in the future")
	case d.c.Ended.Before(t.At.Truncate(time.Minute)): // forms say no seconds
		return refuse(Invalid, "ended", "ended_before_finding", "must not lie before the finding of the breach")
	}
	f := record.Facts{Content: d.sayReason()}
	if err := d.startClosing(&f, t, lead.Post, d.c.Ended); err != nil {
		return err
	}
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) startClosing(f *record.Facts, t record.Task, post roles.ID, ended time.Time) error {
	clk, err := d.env.Rules.Clock(DutyBreachClosing, 0, ended, "")
	if err != nil {
		return err
	}
	duty, err := d.closingDuty(post, clk)
	t.Chain = duty.Chain
	f.HandledAt, f.Tasks, f.Opened = ended, append(f.Tasks, t), append(f.Opened, duty)
	return err
}

// closeHandling starts the clock of a closing report that still waits when its
// case ends, for whoever led the case.
func (d *decision) closeHandling(f *record.Facts) {
	lead, led := d.w.Lead()
	for _, t := range d.w.Tasks {
		if led && t.Kind == TaskBreachClosing && awaited.fits(d.w, t, d.c.Actor, d.env) {
			if err := d.startClosing(f, t, lead.Post, d.env.Now); err != nil {
				d.failed = err
			}
		}
	}
}
