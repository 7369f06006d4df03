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
	Right      string // what a request asks for; empty for a case of abuse. Who asks is not told
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

// ServedStep is what came of a rectification or an objection.
type ServedStep struct {
	Kind   string
	Ground string // of an objection of theirs and its answer
	Result string // of its answer
	Reason string // their own of an objection; of a return or an answer, which the gate has read
	At     time.Time
}

// ServedActs lists what the respondent of w.Served may do now.
// What was handed in and waits for its check is not handed in again.
func ServedActs(w World, env Env) []Action {
	d := &decision{w: w}
	waits, objected := len(d.ownTasks(TaskReview)) > 0, len(d.ownTasks(TaskObjection)) > 0
	objector := slices.Contains(objectors, w.ServedAs)
	return slices.DeleteFunc(Possible(w, respondent, env), func(a Action) bool {
		return a == SubmitRectify && waits || a == ObjectAtDoor && (objected || !objector)
	})
}
