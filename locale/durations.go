package locale

import "time"

// span is a length of time in the largest one or two units that people say: days and hours, or hours and minutes.
type span struct {
	days, hours, minutes int
}

// From a week on, the hours beside the days are noise; so they are for a matter that is late by days.
const daysAlone = 7

func spanOf(d time.Duration) span {
	s := span{days: int(d / (24 * time.Hour)), hours: int(d % (24 * time.Hour) / time.Hour)}
	switch {
	case s.days >= daysAlone:
		s.hours = 0
	case s.days == 0:
		s.minutes = int(d % time.Hour / time.Minute)
	}
	return s
}

// TimeLeft says in words how long until a deadline: "还剩 2 天 3 小时", "2 days 3 hours left". A negative duration is
// overdue: "逾期 3 天", "3 days overdue". Parts of the smallest unit are dropped, so it never promises too much.
func (p *Printer) TimeLeft(d time.Duration) string {
	if d < 0 {
		return p.overdue(-d)
	}
	if d < time.Minute {
		return p.T("common.left_moment")
	}
	return p.T("common.left", "span", p.words(spanOf(d)))
}

func (p *Printer) overdue(d time.Duration) string {
	if d < time.Minute {
		return p.T("common.overdue_moment")
	}
	s := spanOf(d)
	if s.days > 0 {
		s.hours = 0
	}
	return p.T("common.overdue", "span", p.words(s))
}

// Duration says a length of time in one or two units: "2 天 3 小时", "2 days 3 hours".
func (p *Printer) Duration(d time.Duration) string {
	if d < time.Minute {
		return p.T("common.moment")
	}
	return p.words(spanOf(d))
}

func (p *Printer) words(s span) string {
	text := ""
	for _, unit := range []struct {
		key string
		n   int
	}{{"common.days", s.days}, {"common.hours", s.hours}, {"common.minutes", s.minutes}} {
		if unit.n == 0 {
			continue
		}
		if text != "" {
			text += " "
		}
		text += p.T(unit.key, "count", unit.n)
	}
	return text
}
