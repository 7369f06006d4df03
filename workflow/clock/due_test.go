package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDue(t *testing.T) {
	for _, c := range []struct {
		why, start  string
		limit       Limit
		want        string
		provisional bool
	}{
		{"first day not counted", "2026-03-02 00:00", Limit{1, CalendarDays}, "2026-03-04 00:00", false},
		{"time of day does not matter", "2026-03-02 23:59", Limit{1, CalendarDays}, "2026-03-04 00:00", false},
		{"ends on Saturday, rolls to Monday", "2026-03-02 10:00", Limit{5, CalendarDays}, "2026-03-10 00:00", false},
		{"ends on a made-up Saturday, stays", "2026-02-23 10:00", Limit{5, CalendarDays}, "2026-03-01 00:00", false},
		{"ends in National Day, rolls past it", "2026-09-03 10:00", Limit{30, CalendarDays}, "2026-10-09 00:00", false},
		{"90 days across Spring Festival", "2025-11-20 10:00", Limit{90, CalendarDays}, "2026-02-25 00:00", false},
		{"7 working days in a plain week", "2026-03-02 10:00", Limit{7, WorkingDays}, "2026-03-12 00:00", false},
		{"7 working days over Spring Festival 2025", "2025-01-24 10:00", Limit{7, WorkingDays}, "2025-02-11 00:00", false},
		{"7 working days over Spring Festival 2026", "2026-02-13 10:00", Limit{7, WorkingDays}, "2026-03-03 00:00", false},
		{"7 working days over National Day 2025", "2025-09-26 10:00", Limit{7, WorkingDays}, "2025-10-14 00:00", false},
		{"7 working days over National Day 2026", "2026-09-29 10:00", Limit{7, WorkingDays}, "2026-10-15 00:00", false},
		{"starts on a Sunday", "2026-03-08 10:00", Limit{1, WorkingDays}, "2026-03-10 00:00", false},
		{"over New Year with a working Sunday", "2025-12-31 10:00", Limit{1, WorkingDays}, "2026-01-05 00:00", false},
		{"31 January plus a month", "2026-01-31 10:00", Limit{1, Months}, "2026-03-01 00:00", false}, // 28 February is a made-up Saturday
		{"29 February plus twelve months", "2024-02-29 10:00", Limit{12, Months}, "2025-03-01 00:00", false},
		{"31 January 2024 plus a month, leap year", "2024-01-31 10:00", Limit{1, Months}, "2024-03-01 00:00", true},
		{"month ends on Sunday, rolls", "2026-02-08 10:00", Limit{1, Months}, "2026-03-10 00:00", false},
		{"two months end in the holiday", "2026-08-01 10:00", Limit{2, Months}, "2026-10-09 00:00", false},
		{"30 minutes through midnight of a holiday", "2026-09-30 23:50", Limit{30, Minutes}, "2026-10-01 00:20", false},
		{"hours through the weekend", "2026-03-06 22:00", Limit{72, Hours}, "2026-03-09 22:00", false},
		{"year without calendar, weekends only", "2027-09-30 10:00", Limit{3, WorkingDays}, "2027-10-06 00:00", true},
		{"reaches into a year without calendar", "2026-12-30 10:00", Limit{2, WorkingDays}, "2027-01-02 00:00", true},
		{"ends before it", "2026-12-30 10:00", Limit{1, WorkingDays}, "2027-01-01 00:00", false},
		{"hours are never provisional", "2027-09-30 10:00", Limit{24, Hours}, "2027-10-01 10:00", false},
		{"a damaged unit is no endless period", "2026-03-02 10:00", Limit{1, "years"}, "2026-03-04 00:00", false},
	} {
		due, provisional := Due(shanghai(t, c.start), c.limit, CN())
		assert.Equal(t, c.want, format(due), c.why)
		assert.Equal(t, c.provisional, provisional, c.why)
	}
}

func TestResume(t *testing.T) {
	for _, c := range []struct {
		why, due, paused, resumed string
		unit                      Unit
		want                      string
		provisional               bool
	}{
		{"no time passed", "2026-03-12 00:00", "2026-03-05 10:00", "2026-03-05 10:00", WorkingDays, "2026-03-12 00:00", false},
		{"within a day", "2026-03-12 00:00", "2026-03-05 10:00", "2026-03-05 18:00", WorkingDays, "2026-03-12 00:00", false},
		{"two working days", "2026-03-12 00:00", "2026-03-03 10:00", "2026-03-05 09:00", WorkingDays, "2026-03-14 00:00", false},
		{"weekend gives no working day", "2026-03-12 00:00", "2026-03-06 10:00", "2026-03-08 10:00", WorkingDays, "2026-03-12 00:00", false},
		{"calendar days, rolled", "2026-03-12 00:00", "2026-03-03 10:00", "2026-03-06 09:00", CalendarDays, "2026-03-17 00:00", false},
		{"months shift by days", "2026-03-12 00:00", "2026-03-03 10:00", "2026-03-04 09:00", Months, "2026-03-13 00:00", false},
		{"minutes exactly", "2026-03-03 10:30", "2026-03-03 10:10", "2026-03-03 11:25", Minutes, "2026-03-03 11:45", false},
		{"resumed before it was paused", "2026-03-12 00:00", "2026-03-05 10:00", "2026-03-04 10:00", CalendarDays, "2026-03-12 00:00", false},
		{"paused at the due time: nothing left", "2026-03-12 00:00", "2026-03-12 00:00", "2026-03-20 10:00", CalendarDays, "2026-03-12 00:00", false},
		{"into a year without calendar", "2026-12-31 00:00", "2026-12-28 10:00", "2026-12-31 09:00", WorkingDays, "2027-01-05 00:00", true},
	} {
		due, provisional := Resume(shanghai(t, c.due), shanghai(t, c.paused), shanghai(t, c.resumed), Limit{1, c.unit}, CN())
		assert.Equal(t, c.want, format(due), c.why)
		assert.Equal(t, c.provisional, provisional, c.why)
	}
}

// A pause of working days leaves as many of them as there were before.
func TestResumeKeepsTheRemainingWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := instant(t, "start")
		l := Limit{rapid.IntRange(1, 60).Draw(t, "n"), WorkingDays}
		due, _ := Due(start, l, CN())
		paused := start.Add(time.Duration(rapid.Int64Range(0, int64(due.Sub(start))-1).Draw(t, "paused")))
		resumed := paused.Add(time.Duration(rapid.IntRange(0, 120*24).Draw(t, "pause")) * time.Hour)
		later, _ := Resume(due, paused, resumed, l, CN())
		left := func(at, due time.Time) int {
			return CN().workdaysBetween(dayOf(at, CN().zone), dayOf(due.Add(-1), CN().zone))
		}
		require.Equal(t, left(paused, due), left(resumed, later))
	})
}

func instant(t *rapid.T, label string) time.Time {
	from := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	return from.Add(time.Duration(rapid.Int64Range(0, 4*366*24*60*60).Draw(t, label)) * time.Second)
}

var anyUnit = rapid.SampledFrom([]Unit{Seconds, Minutes, Hours, CalendarDays, WorkingDays, Months})

func TestDueProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start, later := instant(t, "start"), time.Duration(rapid.Int64Range(0, 40*24*3600).Draw(t, "later"))*time.Second
		n, more := rapid.IntRange(1, 200).Draw(t, "n"), rapid.IntRange(0, 50).Draw(t, "more")
		unit := anyUnit.Draw(t, "unit")
		due, _ := Due(start, Limit{n, unit}, CN())
		longer, _ := Due(start, Limit{n + more, unit}, CN())
		shifted, _ := Due(start.Add(later), Limit{n, unit}, CN())
		require.True(t, due.After(start), "the period has a length")
		require.False(t, longer.Before(due), "longer limits end later")
		require.False(t, shifted.Before(due), "later starts end later")
		if (Limit{n, unit}).Exact() {
			return
		}
		require.Equal(t, "00:00", due.In(CN().Zone()).Format("15:04"))
		require.True(t, CN().IsWorkday(due.Add(-1)), "the last day is a working day")
		if unit == WorkingDays {
			zone := CN().Zone()
			require.Equal(t, n, CN().workdaysBetween(dayOf(start, zone), dayOf(due.Add(-1), zone)))
		}
	})
}

func TestResumeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := instant(t, "start")
		l := Limit{rapid.IntRange(1, 100).Draw(t, "n"), anyUnit.Draw(t, "unit")}
		due, _ := Due(start, l, CN())
		paused := start.Add(time.Duration(rapid.Int64Range(-1000, 60*24*3600).Draw(t, "paused")) * time.Second)
		length := time.Duration(rapid.Int64Range(0, 60*24*3600).Draw(t, "length")) * time.Second
		more := time.Duration(rapid.Int64Range(0, 60*24*3600).Draw(t, "more")) * time.Second
		once, _ := Resume(due, paused, paused.Add(length), l, CN())
		longer, _ := Resume(due, paused, paused.Add(length+more), l, CN())
		none, _ := Resume(due, paused, paused, l, CN())
		require.True(t, none.Equal(due))
		require.False(t, once.Before(due), "never earlier")
		require.False(t, longer.Before(once), "longer pauses end later")
		laterDue, _ := Resume(due.Add(more), paused, paused.Add(length), l, CN())
		require.False(t, laterDue.Before(once), "later due times stay later")
	})
}

func TestWorkingMinutesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := instant(t, "from").Truncate(time.Minute)
		a := from.Add(time.Duration(rapid.IntRange(0, 100_000).Draw(t, "a")) * time.Minute)
		b := a.Add(time.Duration(rapid.IntRange(0, 100_000).Draw(t, "b")) * time.Minute)
		require.Equal(t, CN().WorkingMinutes(from, b), CN().WorkingMinutes(from, a)+CN().WorkingMinutes(a, b))
	})
}
