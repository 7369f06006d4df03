package clock

import (
	"maps"
	"slices"
	"time"
)

// Calendar knows the working days of one jurisdiction: weekdays, minus public
// holidays, plus make-up working days (调休).
type Calendar struct {
	id      string
	version string
	name    Text
	zone    *time.Location
	sources map[int]Source // by year with an official calendar
	special map[day]bool   // exceptions from the week: true works, false rests
}

// ID is the name by which rules refer to the calendar, such as "cn".
func (c *Calendar) ID() string { return c.id }

// Version changes whenever a year is added or corrected.
func (c *Calendar) Version() string { return c.version }

// Name is the calendar's title for readers.
func (c *Calendar) Name() Text { return c.name }

// Zone is the time zone in which the calendar's days begin and end.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Years lists the years with an official calendar, ascending.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.sources)) }

// Source cites the notice that fixed the holidays of a year. It reports false
// for a year without an official calendar.
func (c *Calendar) Source(year int) (Source, bool) {
	s, ok := c.sources[year]
	return s, ok
}

// Official reports whether the holidays of the year have been announced.
// Results that depend on any other year are provisional.
func (c *Calendar) Official(year int) bool {
	_, ok := c.sources[year]
	return ok
}

// IsWorkday reports whether the date on which t falls, in the calendar's zone,
// is a working day. In years that are not official only weekends rest.
func (c *Calendar) IsWorkday(t time.Time) bool { return c.works(dayOf(t, c.zone)) }

// WorkingMinutes counts the whole minutes between two instants that lie within
// working days. A working day has all its 24 hours: responsibility for a delay
// does not stop at the close of business. It is 0 when to is not after from.
func (c *Calendar) WorkingMinutes(from, to time.Time) int64 {
	var total time.Duration
	for d := dayOf(from, c.zone); from.Before(to); d++ {
		end := d.end(c.zone)
		if to.Before(end) {
			end = to
		}
		if c.works(d) {
			total += end.Sub(from)
		}
		from = end
	}
	return int64(total / time.Minute)
}

func (c *Calendar) works(d day) bool {
	if works, special := c.special[d]; special {
		return works
	}
	return !d.isWeekend()
}

// roll gives d, or the next working day when d is a rest day.
func (c *Calendar) roll(d day) day {
	for !c.works(d) {
		d++
	}
	return d
}

// addWorkdays gives the n-th working day after d.
func (c *Calendar) addWorkdays(d day, n int) day {
	for ; n > 0; n-- {
		d = c.roll(d + 1)
	}
	return d
}

// workdaysBetween counts the working days after from, up to and including to.
func (c *Calendar) workdaysBetween(from, to day) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if c.works(d) {
			n++
		}
	}
	return n
}

// provisional reports whether any date after from, up to and including to, lies
// in a year without an official calendar.
func (c *Calendar) provisional(from, to day) bool {
	for year := (from + 1).year(); year <= to.year(); year++ {
		if !c.Official(year) {
			return true
		}
	}
	return false
}
