package workflow

import (
	"time"

	"gongzhi/record"
)

// Clock is the answer of the rulebook when a duty opens.
type Clock struct {
	Rule        string
	Version     string
	DueAt       time.Time
	Provisional bool // the period reaches into a year without an official calendar
}

// Rules are the duty rules and calendars as data: how long, counted how.
type Rules interface {
	// Clock gives the due time of a level of a kind of duty that opens at
	// start. version pins the rule of an older level of the chain; empty takes
	// the rule in force.
	Clock(kind string, level int, start time.Time, version string) (Clock, error)
	// PauseEnd gives the latest end of a pause on a legal ground that began at
	// a time, or false where the law knows no such ground.
	PauseEnd(ground string, pausedAt time.Time) (time.Time, bool)
	// Resume gives the due time of a duty after a pause that ends at a time.
	Resume(d record.Duty, at time.Time) (Clock, error)
}
