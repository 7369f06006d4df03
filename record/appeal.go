package record

import "time"

// Appeal is a filer's objection to how a case was decided. It holds what the
// case goes back to where the decision stands.
type Appeal struct {
	ID       ID     `json:"id"`
	Incident ID     `json:"incident"`
	Report   ID     `json:"report"` // whose filer appeals
	Ground   string `json:"ground"`
	State    string `json:"state"`
	From     State  `json:"from"`   // where the case stood
	Agency   ID     `json:"agency"` // whose decision it is
	Chain    ID     `json:"chain"`  // the duty to review
	// The duty that the appeal interrupted, for a case that was not over yet.
	// Left is what remained of its time, in seconds: nobody gains by an appeal
	// more than the review itself takes.
	Kind    string     `json:"kind,omitempty"`
	Post    ID         `json:"post,omitzero"`
	Risen   ID         `json:"risen,omitzero"`
	Level   int        `json:"level,omitempty"`
	Left    int64      `json:"left,omitempty"`
	At      time.Time  `json:"at"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
}

// The states of an appeal.
const (
	AppealOpen       = "open"
	AppealUpheld     = "upheld"     // the decision stands
	AppealOverturned = "overturned" // the case goes on
	AppealOutdated   = "outdated"   // of a decision that an overturning or reopening has undone since
)

// Told is one report of a case as decisions need it.
type Told struct {
	Report       ID
	Filer        ID // signed-in person, zero for none
	Organization ID
	Withdrawn    bool
	OnBehalf     string     // how it came to whoever wrote it down; empty where the filer did
	RatedAt      *time.Time // when its filer last said how the outcome was
}

// Satisfaction is what a filer says of the outcome, once per closing. It holds
// no words: those are sealed in a message.
type Satisfaction struct {
	ID        ID        `json:"id"`
	Incident  ID        `json:"incident"`
	Report    ID        `json:"report"`
	ClosedAt  time.Time `json:"closed_at"`
	Confirmed string    `json:"confirmed"` // yes, partly, no
	Rating    int       `json:"rating"`    // 1 to 5
	At        time.Time `json:"at"`
}
