package clock

import (
	"time"
	_ "time/tzdata" // zones must not depend on the host's files
)

// secondsPerDay is exact because civil dates are computed in UTC, which has no
// daylight saving time.
const secondsPerDay = 24 * 60 * 60

// day is a civil date, counted in days since 1970-01-01. Dates carry no zone,
// so that adding days never meets a missing or doubled hour.
type day int64

// dayOf gives the civil date on which t falls in zone.
func dayOf(t time.Time, zone *time.Location) day {
	year, month, date := t.In(zone).Date()
	return newDay(year, month, date)
}

func newDay(year int, month time.Month, date int) day {
	return day(time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// parseDay reads an ISO 8601 date, YYYY-MM-DD.
func parseDay(s string) (day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return newDay(t.Date()), nil
}

func (d day) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d day) year() int { return d.utc().Year() }

func (d day) isWeekend() bool {
	weekday := d.utc().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// start is the first instant of the date in zone.
func (d day) start(zone *time.Location) time.Time {
	year, month, date := d.utc().Date()
	return time.Date(year, month, date, 0, 0, 0, 0, zone)
}

// end is 24:00 of the date in zone: the first instant of the following date.
func (d day) end(zone *time.Location) time.Time { return (d + 1).start(zone) }

// addMonths gives the same day n months later, or the last day of that month
// where it has no such day (Civil Code 202).
func (d day) addMonths(n int) day {
	year, month, date := d.utc().Date()
	lastOfMonth := time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return newDay(lastOfMonth.Year(), lastOfMonth.Month(), min(date, lastOfMonth.Day()))
}
