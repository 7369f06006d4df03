package clock

import (
	"errors"
	"fmt"
)

// Unit is the unit in which a period is counted.
type Unit string

// Units of periods. Seconds exist for demonstrations only; no rule in force may
// use them.
const (
	Seconds      Unit = "seconds"
	Minutes      Unit = "minutes"
	Hours        Unit = "hours"
	CalendarDays Unit = "calendar_days"
	WorkingDays  Unit = "working_days"
	Months       Unit = "months"
)

// maxN bounds every loop over days; no period in law comes near it.
const maxN = 10_000

// Reasons for which a Limit is refused.
var (
	ErrUnknownUnit = errors.New("unit must be one of minutes, hours, calendar_days, working_days, months (seconds in demo only)")
	ErrRange       = fmt.Errorf("n must be between 1 and %d", maxN)
)

// Limit is the length of a period, such as 7 working days.
type Limit struct {
	N    int  `json:"n" yaml:"n"`
	Unit Unit `json:"unit" yaml:"unit"`
}

// Validate refuses unknown units and lengths below 1 or above 10,000. Seconds
// pass: whether they are allowed depends on where the limit stands.
func (l Limit) Validate() error {
	if _, known := unitNames[l.Unit]; !known {
		return ErrUnknownUnit
	}
	if l.N < 1 || l.N > maxN {
		return ErrRange
	}
	return nil
}

// Exact reports whether the period runs through nights and holidays to an exact
// instant, instead of ending with a day.
func (l Limit) Exact() bool {
	return l.Unit == Seconds || l.Unit == Minutes || l.Unit == Hours
}

// In writes the limit for readers of lang: "zh" for Chinese, anything else for
// English.
func (l Limit) In(lang string) string {
	name := unitNames[l.Unit]
	if lang == "zh" {
		return fmt.Sprintf("%d%s", l.N, name.zh)
	}
	if l.N == 1 {
		return "1 " + name.one
	}
	return fmt.Sprintf("%d %s", l.N, name.many)
}

func (l Limit) String() string { return l.In("en") }

var unitNames = map[Unit]struct{ zh, one, many string }{
	Seconds:      {"秒", "second", "seconds"},
	Minutes:      {"分钟", "minute", "minutes"},
	Hours:        {"小时", "hour", "hours"},
	CalendarDays: {"日", "calendar day", "calendar days"},
	WorkingDays:  {"个工作日", "working day", "working days"},
	Months:       {"个月", "month", "months"},
}
