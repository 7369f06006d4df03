package locale

import (
	"strconv"
	"time"
)

// beijing is Asia/Shanghai, without summer time since 1991; a fixed zone needs no zone database.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

var englishMonths = [...]string{"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"}

// Date writes the day of the instant in Beijing time: "2026年11月22日", "22 November 2026".
func (p *Printer) Date(t time.Time) string {
	if t.IsZero() {
		return p.T("common.not_known")
	}
	return p.ymd(t.In(beijing).Date())
}

// Day writes a calendar day given as YYYY-MM-DD, which has no zone. Anything else is returned as it is, an empty
// text as "not known".
func (p *Printer) Day(day string) string {
	if day == "" {
		return p.T("common.not_known")
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return p.ymd(t.Date())
}

func (p *Printer) ymd(year int, month time.Month, day int) string {
	if p.lang == En {
		return strconv.Itoa(day) + " " + englishMonths[month-1] + " " + strconv.Itoa(year)
	}
	return strconv.Itoa(year) + "年" + strconv.Itoa(int(month)) + "月" + strconv.Itoa(day) + "日"
}

// DateTime writes the instant to the minute in Beijing time and names the zone.
func (p *Printer) DateTime(t time.Time) string {
	if t.IsZero() {
		return p.T("common.not_known")
	}
	return p.T("common.date_time", "date", p.Date(t), "time", t.In(beijing).Format("15:04"))
}
