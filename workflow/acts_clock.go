package workflow

import (
	"time"

	"gongzhi/record"
)

// TimerPauseEnd ends a pause at its longest permitted time.
const TimerPauseEnd = "pause_end"

func (d *decision) checkPause(lead record.Duty, ground string) error {
	if lead.State != record.Armed || !lead.DueAt.After(d.env.Now) {
		return refuse(WrongTime, "action", "cannot_pause", "only a running clock that is not overdue can be paused")
	}
	until, ok := d.pauseUntil(lead, ground)
	switch {
	case !ok:
		return refuse(Invalid, "ground", "ground_unknown", "not a legal ground for a pause")
	case !until.After(d.env.Now):
		return refuse(WrongTime, "action", "pause_used_up", "the longest time of a pause is used up")
	}
	return nil
}

// pauseUntil is the latest end of a pause that begins now: the ground's
// longest time less what earlier pauses of this level lasted.
func (d *decision) pauseUntil(lead record.Duty, ground string) (time.Time, bool) {
	end, ok := d.env.Rules.PauseEnd(ground, d.env.Now)
	return end.Add(-time.Duration(lead.PausedFor) * time.Second), ok
}

// rescale pauses, resumes or urges the lead duty.
func (d *decision) rescale() error {
	lead, ok := d.w.Lead()
	if !ok {
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	}
	switch d.c.Action {
	case Pause:
		return d.pause(lead)
	case Resume:
		return d.resume(lead, d.env.Now)
	default:
		return d.urge(lead)
	}
}

func (d *decision) pause(lead record.Duty) error {
	if err := d.checkPause(lead, d.c.Ground); err != nil {
		return err
	}
	until, _ := d.pauseUntil(lead, d.c.Ground)
	at := d.env.Now
	due := dueOf(lead)
	due.State, due.PausedAt, due.PauseUntil, due.Ground = record.Paused, &at, &until, d.c.Ground
	d.emit(d.row.Event, record.Facts{Rescaled: []record.DutyDue{due}})
	d.out.Timers = append(d.out.Timers, record.Timer{
		TimerKey: record.TimerKey{Kind: TimerPauseEnd, Subject: d.w.Incident.ID}, FireAt: until, Chain: lead.Chain,
	})
	return nil
}

// dueOf is a duty's clock as it stands.
func dueOf(x record.Duty) record.DutyDue {
	return record.DutyDue{
		Chain: x.Chain, Level: x.Level, State: x.State, DueAt: x.DueAt, BaseDueAt: x.BaseDueAt, Provisional: x.Provisional, PausedFor: x.PausedFor,
	}
}

// resume arms the duty again; at is when the pause ended, which is never later
// than its longest permitted time, however late anybody noticed. What is given
// back is counted once over all pauses of the level, so that many short ones
// gain no more than one long one.
func (d *decision) resume(lead record.Duty, at time.Time) error {
	if lead.State != record.Paused || lead.PausedAt == nil {
		return refuse(WrongTime, "action", "not_paused", "the clock is not paused")
	}
	if lead.PauseUntil != nil && lead.PauseUntil.Before(at) {
		at = *lead.PauseUntil
	}
	total := time.Duration(lead.PausedFor)*time.Second + at.Sub(*lead.PausedAt)
	whole, began := lead, at.Add(-total)
	whole.DueAt, whole.PausedAt = lead.BaseDueAt, &began
	clk, err := d.env.Rules.Resume(whole, at)
	if err != nil {
		return err
	}
	due := dueOf(lead)
	due.State, due.PausedFor, due.Provisional = record.Armed, int64(total/time.Second), lead.Provisional || clk.Provisional
	if due.DueAt = lead.DueAt; clk.DueAt.After(due.DueAt) {
		due.DueAt = clk.DueAt
	}
	d.emit("duty.resumed", record.Facts{Rescaled: []record.DutyDue{due}})
	return nil
}

// shifted is a duty due at another time. What a later pause is counted from
// moves along and earlier pauses stay counted: else each urge, merge or mark
// would give the longest pause anew, or give an earlier one back twice.
func shifted(x record.Duty, to time.Time) record.Duty {
	x.BaseDueAt, x.DueAt = x.BaseDueAt.Add(to.Sub(x.DueAt)), to
	return x
}

// pausedBefore is a duty that counts at least the pauses of another.
func pausedBefore(x record.Duty, seconds int64) record.Duty {
	if more := seconds - x.PausedFor; more > 0 {
		x.BaseDueAt, x.PausedFor = x.BaseDueAt.Add(-time.Duration(more)*time.Second), seconds
	}
	return x
}

// endPause lets a paused lead duty run again, so that what was left of it can be
// told.
func (d *decision) endPause() error {
	if lead, ok := d.w.Lead(); ok && lead.State == record.Paused {
		return d.resume(lead, d.env.Now)
	}
	return nil
}

// urge (督办) shortens the lead duty, never lengthens it.
func (d *decision) urge(lead record.Duty) error {
	switch {
	case lead.State != record.Armed:
		return refuse(WrongTime, "action", "not_armed", "the clock is not running")
	case !d.c.Due.After(d.env.Now):
		return refuse(Invalid, "due", "due_past", "the new time must be in the future")
	case !d.c.Due.Before(lead.DueAt):
		return refuse(Invalid, "due", "due_not_earlier", "the new time must be earlier than the present one")
	}
	due := dueOf(shifted(lead, d.c.Due))
	d.emit(d.row.Event, record.Facts{Rescaled: []record.DutyDue{due}, Content: d.sayReason()})
	return nil
}
