package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// A matter has the time to be looked into once. Whatever makes a case go on
// after it was decided or ended takes up the ladder where it stood: the level
// that was reached stays reached, and what was used of the time is used.
//
//   - Its own agency takes it up again (reopen): what was left of the time, and
//     where less is left than a superior has, the superior's own time, one level
//     up. It needs a second person of another agency: two people of one agency
//     could else park a case by ending it and taking it up later.
//   - Another agency orders it anew (an appeal that succeeds, a deficient
//     sample): what was left, at least the time of RuleAnew, for a duty that
//     nobody could do in what is left would be a miss by order.

// RuleAnew is the time for what another agency orders to be done anew.
const RuleAnew = "ordered_anew"

// had is the latest duty of a kind that led the case and was done.
func (w World) had(kind string) (record.Duty, bool) {
	var last record.Duty
	found := false
	for _, x := range slices.Concat(w.Had, w.Duties) {
		done := x.Lead && x.Kind == kind && x.State == record.Discharged && x.EndedAt != nil
		if done && (!found || laterDone(x, last)) {
			last, found = x, true
		}
	}
	return last, found
}

// laterDone orders duties by when they were done, those of one moment by which
// had less time.
func laterDone(a, b record.Duty) bool {
	if c := a.EndedAt.Compare(*b.EndedAt); c != 0 {
		return c > 0
	}
	return a.DueAt.Before(b.DueAt)
}

// HadKinds are the kinds of duty whose time is had once.
var HadKinds = []string{DutyInvestigation, DutyOpinion, DutyInquiry, DutyApplication}

// takeUp is the lead duty of a case that its own agency takes up again.
func (d *decision) takeUp(kind string, post roles.ID) (record.Duty, error) {
	had, ok := d.w.had(kind)
	if !ok {
		return d.open(kind, post, true)
	}
	level, left := had.Level, d.env.Now.Add(leftOf(had))
	clk, err := d.env.Rules.Clock(kind, max(had.Level, 1), d.env.Now, "")
	switch {
	case err != nil:
		return record.Duty{}, err
	case !left.Before(clk.DueAt):
		clk.DueAt, clk.Provisional = left, had.Provisional
	default: // not even a superior's time is left: it is the next superior's
		level++
		if clk, err = d.env.Rules.Clock(kind, level, d.env.Now, ""); err != nil {
			return record.Duty{}, err
		}
	}
	if level > had.Level {
		post = d.env.Org.NextClean(post, d.w.Incident.Accused, d.env.Now)
	}
	next, err := d.openAbove(kind, post, clk, level, had)
	if level == had.Level {
		next = pausedBefore(next, had.PausedFor)
	}
	return next, err
}

// anewAt is the lead duty of a case that another agency orders to be looked
// into again.
func (d *decision) anewAt(kind string, post roles.ID) (record.Duty, error) {
	had, ok := d.w.had(kind)
	if !ok {
		return d.open(kind, post, true)
	}
	whole, err := d.env.Rules.Clock(kind, 0, d.env.Now, "")
	if err != nil {
		return record.Duty{}, err
	}
	clk, err := d.env.Rules.Clock(RuleAnew, 0, d.env.Now, "")
	if err != nil {
		return record.Duty{}, err
	}
	clk.DueAt = earlier(clk.DueAt, whole.DueAt)
	if left := d.env.Now.Add(leftOf(had)); left.After(clk.DueAt) {
		clk.DueAt, clk.Provisional = left, had.Provisional
	}
	return d.openAbove(kind, post, clk, had.Level, had)
}

// leftOf is what was left of a duty's time when it was done.
func leftOf(x record.Duty) time.Duration { return max(0, x.DueAt.Sub(*x.EndedAt)) }

// openAbove opens a lead duty on a level that was reached before: its next miss
// goes above whatever the ladder has reached.
func (d *decision) openAbove(kind string, post roles.ID, clk Clock, level int, had record.Duty) (record.Duty, error) {
	next, err := d.openAt(kind, post, true, clk)
	had.Level = level
	next.Level, next.Start, next.Risen = level, level, d.moveAcross(had, next.Post).Risen
	return next, err
}

func (d *decision) checkReopen() error {
	switch {
	case d.w.Incident.Origin != originReport:
		return refuse(WrongTime, "action", "imported", "an imported record was never a case here")
	case d.w.decided(d.c.Actor.Person):
		return refuse(Forbidden, "", "decided_before", "whoever decided the case does not reopen it")
	}
	return nil
}

// reopen takes an ended case up again, because of new facts. Neither of the two
// people who agree on it ended one of its steps or agreed that it ended.
func (d *decision) reopen() error {
	if err := d.checkReopen(); err != nil {
		return err
	}
	agency, ok := d.env.Org.Agency(d.w.Incident.Agency)
	if !ok {
		return refuse(Busy, "", "no_receiver", "no agency can receive reports")
	}
	post := agency.Intake
	if had, ok := d.w.had(DutyInvestigation); ok && had.Level > 0 && d.postAgency(had.Post) == agency.ID {
		post = had.Post
	}
	next, err := d.takeUp(DutyInvestigation, post)
	if err != nil {
		return err
	}
	d.emit(d.row.Event, record.Facts{
		From: d.w.Incident.State, To: record.Investigating, Opened: []record.Duty{next}, Agency: d.agencyOf(next.Post),
		Appeals: d.outdated(), Content: d.sayReason(),
	})
	return nil
}

// reopening reports whether a proposal is to take an ended case up again: the
// one kind that waits while nobody leads the case.
func reopening(p record.Proposal) bool { return p.Action == string(Reopen) }

// mayAgree reports whether somebody had no part in what an act undoes or looks
// at again.
func mayAgree(w World, a Action, person roles.ID) bool {
	return mayReview(w, person) && (a != Reopen || !w.decided(person))
}

// fromOutside lists the acts whose second person comes from another agency than
// the one that leads: they give somebody time.
var fromOutside = []Action{Prolong, Reopen}
