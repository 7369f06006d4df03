package workflow

import (
	"time"

	"gongzhi/record"
)

// TimerWindow ends the earliest right of a case that has an end: a time to
// reply, to rectify, to ask again. Its end has an effect and no blame.
const TimerWindow = "task_window"

// Lapsed is the result of a task whose time ran out without anybody to blame.
const Lapsed = "lapsed"

// WindowEnded is the kind of event that a right's end leaves.
const WindowEnded = "window.ended"

// endWindows ends the rights whose time is over.
func (d *decision) endWindows() {
	var f record.Facts
	for _, t := range d.w.Tasks {
		if t.State == record.TaskOpen && !t.Until.IsZero() && !t.Until.After(d.env.Now) {
			d.endTask(&f, t, record.TaskDone, Lapsed)
		}
	}
	if len(f.Tasks) > 0 {
		d.emit(WindowEnded, f)
	}
}

// nextWindow is the earliest end of an open right.
func nextWindow(w World) (time.Time, bool) {
	var next time.Time
	for _, t := range w.Tasks {
		if t.State == record.TaskOpen && !t.Until.IsZero() && (next.IsZero() || t.Until.Before(next)) {
			next = t.Until
		}
	}
	return next, !next.IsZero()
}

// setWindow keeps the timer at the earliest end of an open right.
func (d *decision) setWindow(c *record.Change) {
	idle := d.c.Action == TimePassed && len(c.Events) == 0
	next, ok := nextWindow(d.w)
	key := record.TimerKey{Kind: TimerWindow, Subject: d.w.Incident.ID}
	switch {
	case ok && len(c.Tasks) > 0:
		c.Timers = append(c.Timers, record.Timer{TimerKey: key, FireAt: next})
	case !ok && (d.window || idle):
		c.Unset = append(c.Unset, key)
	}
}
