package frontend

import (
	"gongzhi/record"
	"gongzhi/workflow"
)

func overviewPage(v workflow.Overview) OverviewPage {
	page := OverviewPage{Backlog: backlogBars(v.Backlog), Stages: stageBars(v.ByState)}
	var opened, missed, live, late int64
	for _, bar := range page.Backlog {
		opened += bar.N
	}
	for _, r := range v.Missed {
		page.Missed = append(page.Missed, missedRow(r))
		missed, live, late = missed+r.Missed, live+r.Live, late+r.Late
	}
	page.Figures = []Figure{
		{K("worker.figure_open"), opened, false}, {K("worker.figure_live"), live, false},
		{K("worker.figure_overdue"), late, late > 0}, {K("worker.figure_missed"), missed, missed > 0},
	}
	return page
}

// missedRow counts what a person missed in a post; the share is of the duties that ended with them, done or missed.
func missedRow(r workflow.MissedRow) MissedRow {
	row := MissedRow{
		Post: Named(r.Who.Post), Agency: Named(r.Who.Agency), Person: r.Who.Person, Via: viaNote(r.Who.Via),
		Missed: r.Missed, InTime: r.OnTime, Live: r.Live, Late: r.Late,
	}
	ended := r.Missed + r.OnTime
	row.Percent = percent(r.Missed, ended)
	row.Share = K("worker.share_none")
	if ended > 0 {
		row.Share = K("worker.share", "missed", r.Missed, "ended", ended)
	}
	return row
}

// percent of a whole, rounded; anything above nothing is at least 1, so that its bar can be seen.
func percent(n, of int64) int {
	if of <= 0 || n <= 0 {
		return 0
	}
	return int(max(1, (n*100+of/2)/of))
}

func backlogBars(rows []workflow.BacklogRow) []Bar {
	var bars []Bar
	for _, r := range rows {
		bars = append(bars, Bar{Label: wordOr("worker.age_"+ageKey(r.Bucket), r.Bucket), N: r.N})
	}
	return scaled(bars)
}

// ageKey names a bucket of days for the catalogue.
func ageKey(bucket string) string {
	return map[string]string{"0-7": "week", "8-30": "month", "31-90": "quarter", "91+": "older"}[bucket]
}

func stageBars(byState map[record.State]int64) []Bar {
	var bars []Bar
	for _, state := range record.AllStates {
		if n := byState[state]; n > 0 {
			bars = append(bars, Bar{Label: word("status", string(state)), N: n})
		}
	}
	return scaled(bars)
}

// scaled measures each bar against the longest.
func scaled(bars []Bar) []Bar {
	var longest int64
	for _, b := range bars {
		longest = max(longest, b.N)
	}
	for i := range bars {
		bars[i].Percent = percent(bars[i].N, longest)
	}
	return bars
}
