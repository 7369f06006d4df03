package frontend

// MinePage is what somebody who filed signed in sees of their report, and what they may do about it.
type MinePage struct {
	Reference string
	Status    Tag
	Errors    []Problem
	Done      *Banner
	Next      []NextStep
	Course    []Event
	Acts      []Act
	Withdrawn bool
	// Interest leads an organization to its proposals of a public-interest referral; empty for everybody else.
	Interest string
	// Back is the list that the report stands in.
	Back string
}

// Template is "mine".
func (MinePage) Template() string { return "mine" }

// Title names the page.
func (MinePage) Title() Text { return K("track.case_title") }

// Problems are shown on top.
func (p MinePage) Problems() []Problem { return p.Errors }
