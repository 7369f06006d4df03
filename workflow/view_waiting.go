package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
)

// The kinds of what waits for a second person.
const (
	WaitingCase         = "case"         // an act on a case
	WaitingPublication  = "publication"  // a wording for the public
	WaitingOrganisation = "organisation" // a change of the organisation, or a rule pack
)

// Waiting is something that somebody else proposed and that the reader is asked
// to confirm or decline.
type Waiting struct {
	Kind             string
	Act              string // of the case, of the publication track or of the organisation
	Reference, Title string // of the case; empty for the organisation
	Proposal         record.ID
	Pack             string // rule pack whose adoption is proposed, with its version
	ProposedBy       string
	At               time.Time
	DueAt            *time.Time // nil where no clock runs: publication and organisation
}

// sortedBy is the due time, or where no clock runs the time of asking: what
// waits for a week stands before what is due tomorrow.
func (w Waiting) sortedBy() time.Time {
	if w.DueAt != nil {
		return *w.DueAt
	}
	return w.At
}

// SortWaiting puts first what is due, or was asked, first.
func SortWaiting(list []Waiting) {
	slices.SortStableFunc(list, func(a, b Waiting) int { return a.sortedBy().Compare(b.sortedBy()) })
}
