package workflow

import (
	"time"

	"gongzhi/record"
)

// China is the zone in which days are counted and dates are shown.
var China = mustZone("Asia/Shanghai")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.FixedZone("CST", 8*60*60)
	}
	return zone
}

// DateOf is the day of an instant in the zone of the product.
func DateOf(t time.Time) record.Date { return record.Date(t.In(China).Format(time.DateOnly)) }

// ParseDate reads YYYY-MM-DD strictly; impossible days are refused.
func ParseDate(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, China)
	return t, err == nil
}
