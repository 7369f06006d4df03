package record

import "time"

// Task is what somebody else does for a case while its lead stays answerable:
// an agency that is consulted, a body that a case is referred to, a superior
// who hears why a duty was missed.
type Task struct {
	ID       ID        `json:"id"`
	Incident ID        `json:"incident"`
	Kind     string    `json:"kind"` // a row of workflow.Tasks
	State    TaskState `json:"state"`
	Chain    ID        `json:"chain,omitzero"`    // the duty to do it; zero for none
	To       ID        `json:"to,omitzero"`       // the agency, outside body or respondent that it is for
	Post     ID        `json:"post,omitzero"`     // the post that took a case over or samples it
	OfChain  ID        `json:"of_chain,omitzero"` // the duty that it is about
	OfLevel  int       `json:"of_level,omitempty"`
	OfPerson ID        `json:"of_person,omitzero"` // whom it is about
	By       ID        `json:"by,omitzero"`        // who gave it; zero for the system
	EndedBy  ID        `json:"ended_by,omitzero"`
	Result   string    `json:"result,omitempty"` // one of the kind's results
	Ground   string    `json:"ground,omitempty"` // the legal ground of a referral
	Until    time.Time `json:"until,omitzero"`   // the end of a right: an event without blame; zero for none
	At       time.Time `json:"at"`
	EndedAt  time.Time `json:"ended_at,omitzero"`
}

// Service is a respondent's own door to a case: what they were served is a text
// of the case beside it.
type Service struct {
	ID         ID
	Incident   ID
	Respondent ID
	Code       []byte // keyed hash of the code
	At         time.Time
}

// TaskState is where a task stands.
type TaskState string

// The states of a task.
const (
	TaskOpen      TaskState = "open"
	TaskDone      TaskState = "done"
	TaskRefused   TaskState = "refused"
	TaskWithdrawn TaskState = "withdrawn"
)
