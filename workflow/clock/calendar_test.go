package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWorkdaysFollowTheOfficialNotices(t *testing.T) {
	for date, works := range map[string]bool{
		"2025-01-01": false, // New Year, Wednesday
		"2025-01-26": true,  // Sunday made up before Spring Festival
		"2025-01-27": true,  // Monday between
		"2025-01-28": false, // Spring Festival begins
		"2025-02-04": false, // and ends
		"2025-02-05": true,
		"2025-02-08": true,  // Saturday made up
		"2025-02-09": false, // ordinary Sunday
		"2025-09-28": true,  // Sunday made up before National Day
		"2025-10-08": false,
		"2025-10-09": true,
		"2025-10-11": true, // Saturday made up
		"2025-10-12": false,
		"2026-01-02": false, // Friday
		"2026-01-04": true,  // Sunday made up
		"2026-02-14": true,  // Saturday made up
		"2026-02-16": false, // Monday in Spring Festival
		"2026-02-24": true,
		"2026-02-28": true, // Saturday made up
		"2026-09-20": true,
		"2026-10-07": false,
		"2026-10-10": true,
		"2027-10-01": true, // Friday of a year not yet announced
		"2027-10-02": false,
	} {
		require.Equal(t, works, CN().IsWorkday(shanghai(t, date+" 12:00")), date)
	}
}

func TestWorkingDaysOfAYear(t *testing.T) {
	// 248 working days each, as anyone can count from the two notices.
	for _, year := range []int{2025, 2026} {
		from, to := newDay(year, time.January, 1)-1, newDay(year, time.December, 31)
		require.Equal(t, 248, CN().workdaysBetween(from, to), year)
	}
}

func TestADayBelongsToTheZone(t *testing.T) {
	// Friday 17:00 UTC is already Saturday in Shanghai.
	require.False(t, CN().IsWorkday(time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)))
	require.True(t, CN().IsWorkday(time.Date(2026, 3, 8, 17, 0, 0, 0, time.UTC)))
}

func TestOfficialYears(t *testing.T) {
	require.Equal(t, []int{2025, 2026}, CN().Years())
	require.True(t, CN().Official(2026))
	require.False(t, CN().Official(2027))
	source, ok := CN().Source(2025)
	require.True(t, ok)
	require.Contains(t, source.In("zh"), "国办发明电〔2024〕12号")
	_, ok = CN().Source(2027)
	require.False(t, ok)
}

func TestWorkingMinutes(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int64
	}{
		{"2026-03-02 09:00", "2026-03-02 10:30", 90},
		{"2026-03-06 23:00", "2026-03-09 01:00", 120},                 // Friday night to Monday morning
		{"2026-03-07 00:00", "2026-03-09 00:00", 0},                   // a weekend
		{"2026-02-13 00:00", "2026-02-25 00:00", 3 * 24 * 60},         // Friday, made-up Saturday, Tuesday after the festival
		{"2025-09-26 12:00", "2025-09-29 12:00", (12 + 24 + 12) * 60}, // a made-up Sunday inside
		{"2026-03-02 10:00", "2026-03-02 10:00", 0},
		{"2026-03-03 10:00", "2026-03-02 10:00", 0},
	} {
		require.Equal(t, c.want, CN().WorkingMinutes(shanghai(t, c.from), shanghai(t, c.to)), c.from)
	}
}

const calendarHead = `id: xx
version: "1"
name: {zh: 甲, en: a}
zone: Asia/Shanghai
years:
  2026:
    source: {title: {zh: 甲, en: a}, locator: {zh: 一, en: "1"}}
`

func TestCalendarFaultsAreLocated(t *testing.T) {
	for name, c := range map[string]struct{ yaml, want string }{
		"unknown field":        {calendarHead + "    holidays: [2026-01-01]\n    extra: 1\n", `c.yaml:9:5: unknown field "extra"`},
		"outside year":         {calendarHead + "    holidays: [2025-01-01]\n", "c.yaml:8:16: date lies outside the year"},
		"not a date":           {calendarHead + "    holidays: [2026-02-30]\n", "c.yaml:8:16: a date YYYY-MM-DD"},
		"backwards":            {calendarHead + "    holidays: [2026-01-02/2026-01-01]\n", "c.yaml:8:16: span ends before"},
		"listed twice":         {calendarHead + "    holidays: [2026-01-01, 2026-01-01]\n", "c.yaml:8:28: date is listed twice"},
		"make-up on a weekday": {calendarHead + "    holidays: [2026-01-01]\n    workdays: [2026-01-05]\n", "c.yaml:9:16: a make-up working day"},
		"both":                 {calendarHead + "    holidays: [2026-01-03]\n    workdays: [2026-01-03]\n", "c.yaml:9:16: date is listed twice"},
		"no holidays":          {calendarHead, "holidays: missing"},
		"unknown zone":         {"id: xx\nversion: \"1\"\nname: {zh: 甲, en: a}\nzone: Mars/Base\nyears: {}\n", "c.yaml:4:7: zone: unknown"},
		"no source":            {"id: xx\nversion: \"1\"\nname: {zh: 甲, en: a}\nzone: UTC\nyears:\n  2026:\n    holidays: [2026-01-01]\n", "c.yaml:7:5: source: title and locator"},
	} {
		_, err := LoadCalendar([]byte(c.yaml), "c.yaml")
		require.ErrorContains(t, err, c.want, name)
	}
	_, err := LoadCalendar([]byte(calendarHead+"    holidays: [2026-01-01]\n    workdays: [2026-01-04]\n"), "c.yaml")
	require.NoError(t, err)
}
