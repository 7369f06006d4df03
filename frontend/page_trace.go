package frontend

import "time"

// TracePage says whose each minute of a case was: a page and a sheet to print.
type TracePage struct {
	Reference string
	From, To  time.Time
	Open      bool
	// Total and Delay are minutes in words; Summary says in one sentence who had most of the delay.
	Total, Delay TraceMinutes
	Summary      Text
	Shares       []TraceShare
	Spans        []TraceSpan
	Misses       []TraceMiss
	Seal         TraceSeal
}

// TraceMinutes are minutes by the clock and minutes of working days.
type TraceMinutes struct{ Clock, Working int64 }

// TraceShare is what one person in one post had of the time.
type TraceShare struct {
	Person       Text
	Post, Agency Text
	Duty         Text
	Level        int
	How          Tag
	TraceMinutes
}

// TraceSpan is a stretch of time with one answer.
type TraceSpan struct {
	From, To time.Time
	Stage    Text
	TraceShare
	Via Text
	// Pause says the legal ground, who asked and who agreed; nil for none.
	Pause Text
}

// TraceMiss is a duty that was missed, and the superior's that followed.
type TraceMiss struct {
	Duty         Text
	Level        int
	Who          Text
	Due, Missed  time.Time
	Superior     Text
	SuperiorDuty Text
}

// TraceSeal says how far the public log has the case; Root is empty before the first checkpoint.
type TraceSeal struct {
	Size, Entry int64
	Root        string
	Covered     bool
	At          time.Time
}

// Template is "trace".
func (TracePage) Template() string { return "trace" }

// Title names the page.
func (TracePage) Title() Text { return K("accountability.trace_title") }
