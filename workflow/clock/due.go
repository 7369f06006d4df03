package clock

import "time"

// Due is the instant at which a period that starts at start has run out, by the
// counting rules in the package comment. Limits outside 1 to 10,000 count as the
// nearer of the two; an unknown unit counts as calendar days, so that a damaged
// limit never means "no limit" (loaders refuse both).
//
// The result is provisional when it depends on the holidays of a year without
// an official calendar. Exact periods never do.
func Due(start time.Time, l Limit, c *Calendar) (due time.Time, provisional bool) {
	n := min(max(l.N, 1), maxN)
	if l.Exact() {
		return start.Add(time.Duration(n) * l.step()), false
	}
	first := dayOf(start, c.zone)
	switch l.Unit {
	case WorkingDays:
		last := c.addWorkdays(first, n)
		return last.end(c.zone), c.provisional(first, last)
	case Months:
		return c.endOn(first.addMonths(n))
	default:
		return c.endOn(first + day(n))
	}
}

// Resume is the due time after a lawful pause, for a period of limit l that was
// due at due, stood still at pausedAt and runs again from resumedAt.
//
//   - Minutes and hours: later by exactly the time of the pause.
//   - Calendar days and months: later by as many days as lie between the date of
//     the pause and the date of resuming (the day on which the pause begins is
//     not counted, like the first day of any period), then rolled to a working day.
//   - Working days: later by the working days among those days.
//
// So a pause within one day moves no period in days, and one pause counts the
// same as two that meet. The due time never moves earlier. It does not move at
// all when no time passed, or when the pause began at the due time or later:
// nothing was left to stand still.
//
// The result is provisional when the shift depends on the holidays of a year
// without an official calendar.
func Resume(due, pausedAt, resumedAt time.Time, l Limit, c *Calendar) (resumed time.Time, provisional bool) {
	if !resumedAt.After(pausedAt) || !pausedAt.Before(due) {
		return due, false
	}
	if l.Exact() {
		return due.Add(resumedAt.Sub(pausedAt)), false
	}
	last := dayOf(due.Add(-1), c.zone) // due is 24:00 of the last day
	from, to := dayOf(pausedAt, c.zone), dayOf(resumedAt, c.zone)
	if from == to {
		return due, false
	}
	if l.Unit != WorkingDays {
		return c.endOn(last + to - from)
	}
	n := c.workdaysBetween(from, to)
	shiftedLast := c.addWorkdays(last, n)
	if n > 0 {
		due = shiftedLast.end(c.zone)
	}
	return due, c.provisional(from, to) || c.provisional(last, shiftedLast)
}

// endOn ends a period on the given last day, or on the next working day.
func (c *Calendar) endOn(last day) (due time.Time, provisional bool) {
	rolled := c.roll(last)
	return rolled.end(c.zone), c.provisional(last-1, rolled)
}

// step is the length of one unit of an exact limit.
func (l Limit) step() time.Duration {
	switch l.Unit {
	case Seconds:
		return time.Second
	case Minutes:
		return time.Minute
	default:
		return time.Hour
	}
}
