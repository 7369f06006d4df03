package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// ServedView is all that a respondent sees of a case: what was made for them,
// what they said themselves, and where the case stands. It holds no field of a
// report.
type ServedView struct {
	Reference  string
	State      record.State
	Agency     roles.Text
	Served     []ServedText
	ReplyUntil time.Time // zero when the time to reply is over
	OrderUntil time.Time // the end of the time to rectify; zero for none
	Promised   time.Time // by when they promised to rectify
	Submitted  bool      // what they handed in waits for its check
	Course     []ServedStep
	Replies    []MessageView
	Files      int
	Actions    []Action
}

// ServedText is a wording that they were served.
type ServedText struct {
	Body string
	At   time.Time
}

// ServedStep is what came of a rectification.
type ServedStep struct {
	Kind   string
	Reason string // of a return, which the gate has read
	At     time.Time
}

// ServedActs lists what the respondent of w.Served may do now.
// What was handed in and waits for its check is not handed in again.
func ServedActs(w World, env Env) []Action {
	waits := len((&decision{w: w}).ownTasks(TaskReview)) > 0
	return slices.DeleteFunc(Possible(w, respondent, env), func(a Action) bool { return a == SubmitRectify && waits })
}
