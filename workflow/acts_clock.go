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
	if _, ok := d.env.Rules.PauseEnd(ground, d.env.Now); !ok {
		return refuse(Invalid, "ground", "ground_unknown", "not a legal ground for a pause")
	}
	return nil
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
	end, _ := d.env.Rules.PauseEnd(d.c.Ground, d.env.Now)
	at := d.env.Now
	d.emit(d.row.Event, record.Facts{Rescaled: []record.DutyDue{{
		Chain: lead.Chain, Level: lead.Level, State: record.Paused, DueAt: lead.DueAt,
		Provisional: lead.Provisional, PausedAt: &at, Ground: d.c.Ground,
	}}})
	d.out.Timers = append(d.out.Timers, record.Timer{
		TimerKey: record.TimerKey{Kind: TimerPauseEnd, Subject: d.w.Incident.ID}, FireAt: end, Chain: lead.Chain,
	})
	return nil
}

// resume arms the duty again; at is when the pause ended, which is never later
// than its longest permitted time, however late anybody noticed.
func (d *decision) resume(lead record.Duty, at time.Time) error {
	if lead.State != record.Paused || lead.PausedAt == nil {
		return refuse(WrongTime, "action", "not_paused", "the clock is not paused")
	}
	if end, ok := d.env.Rules.PauseEnd(lead.Ground, *lead.PausedAt); ok && end.Before(at) {
		at = end
	}
	clk, err := d.env.Rules.Resume(lead, at)
	if err != nil {
		return err
	}
	d.emit("duty.resumed", record.Facts{Rescaled: []record.DutyDue{{
		Chain: lead.Chain, Level: lead.Level, State: record.Armed, DueAt: clk.DueAt, Provisional: lead.Provisional || clk.Provisional,
	}}})
	d.out.Unset = append(d.out.Unset, record.TimerKey{Kind: TimerPauseEnd, Subject: d.w.Incident.ID})
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
	d.emit(d.row.Event, record.Facts{
		Rescaled: []record.DutyDue{{Chain: lead.Chain, Level: lead.Level, State: record.Armed, DueAt: d.c.Due.UTC(), Provisional: lead.Provisional}},
		Content:  d.sayReason(),
	})
	return nil
}
