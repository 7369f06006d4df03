package answerability

import (
	"cmp"
	"slices"
)

// Closed is a line of the one public table from which every figure of the
// scorecards is made: how many ended duties, reopened cases or filers' words
// share these values. It names no case, no person and no day.
type Closed struct {
	Subject string `json:"subject"` // agency or respondent
	ID      string `json:"id"`      // of the agency, empty for those taken together; key of the respondent
	Class   string `json:"class"`   // of the post: officer, supervisor, leader
	Kind    string `json:"kind"`    // of the duty
	Month   string `json:"month"`   // YYYY-MM, in Beijing
	Outcome string `json:"outcome"`
	Level   int    `json:"level"`
	Minutes int64  `json:"working_minutes"` // of working days, rounded up to a Step
	N       int64  `json:"n"`
}

// Subjects of a line.
const (
	OfAgency     = "agency"
	OfRespondent = "respondent"
)

// Outcomes of a line. Done earns, Missed costs, Ended and Dismissed neither earn
// nor cost: closing and rejecting a case, and deciding that there is nothing in
// it, do no work that a score could reward. Ended and Flood together are the
// cases that ended, of which samples are drawn.
const (
	Done      = "done"
	Missed    = "missed"
	Ended     = "ended"
	Dismissed = "dismissed" // nothing found in it, or made part of another case
	Flood     = "flood"     // rejected as one of many sent to clog the office: counted apart, neither earns nor costs
	Reopened  = "reopened"
	Confirmed = "confirmed" // a filer says that the outcome is what was promised
	Disputed  = "disputed"
	Founded   = "founded" // respondents: a published case, decided
	Unfounded = "unfounded"
)

// Steps are the only durations that are published, in minutes of working days:
// coarse enough that a case cannot be known again by its length.
var Steps = []int64{
	60, 240, 720, 1440, 2 * 1440, 3 * 1440, 5 * 1440, 7 * 1440, 10 * 1440, 15 * 1440, 20 * 1440, 30 * 1440, 45 * 1440, 60 * 1440,
	90 * 1440, 120 * 1440, 180 * 1440, 365 * 1440,
}

// Step rounds minutes up to a step; what is longer than the last counts as it.
func Step(minutes int64) int64 {
	for _, s := range Steps {
		if minutes <= s {
			return s
		}
	}
	return Steps[len(Steps)-1]
}

// SmallestGroup is how many lines an agency must have in a month, for a class of
// post, before they are published under its name.
const SmallestGroup = 5

type group struct{ id, class, month string }

func (c Closed) group() group { return group{c.ID, c.Class, c.Month} }

// Publish makes the public table: only whole months, before the one named, and
// no group below SmallestGroup under its own name. Small groups of a class and a
// month are taken together without a name; where together they are still small,
// or only one, the smallest named group joins them, so that nothing follows by
// subtraction from a sum; where none is left they are withheld.
func Publish(lines []Closed, before string) []Closed {
	sizes := map[group]int64{}
	var out []Closed
	for _, c := range lines {
		switch {
		case c.Month >= before:
		case c.Subject == OfRespondent: // made of published pages alone
			out = append(out, c)
		default:
			sizes[c.group()] += c.N
		}
	}
	pooled, withheld := pool(sizes)
	for _, c := range lines {
		if c.Subject != OfAgency || c.Month >= before || withheld[c.group()] {
			continue
		}
		if pooled[c.group()] {
			c.ID = ""
		}
		out = append(out, c)
	}
	return Merge(out)
}

// pool says which groups lose their name and which are not shown.
func pool(sizes map[group]int64) (pooled, withheld map[group]bool) {
	pooled, withheld = map[group]bool{}, map[group]bool{}
	columns := map[group][]group{} // by class and month
	for g := range sizes {
		c := group{class: g.class, month: g.month}
		columns[c] = append(columns[c], g)
	}
	for _, groups := range columns {
		slices.SortFunc(groups, func(a, b group) int { return cmp.Or(cmp.Compare(sizes[a], sizes[b]), cmp.Compare(a.id, b.id)) })
		var sum int64
		n := 0
		for n < len(groups) && (sizes[groups[n]] < SmallestGroup || (n > 0 && (sum < SmallestGroup || n < 2))) {
			sum += sizes[groups[n]]
			n++
		}
		enough := sum >= SmallestGroup && n >= 2
		for _, g := range groups[:n] {
			pooled[g], withheld[g] = enough, !enough
		}
	}
	return pooled, withheld
}

// Merge adds equal lines up and puts them in order, so that their place says
// nothing.
func Merge(lines []Closed) []Closed {
	n := map[Closed]int64{}
	for _, c := range lines {
		key := c
		key.N = 0
		n[key] += c.N
	}
	out := make([]Closed, 0, len(n))
	for c, count := range n {
		c.N = count
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Closed) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Month, b.Month), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Minutes, b.Minutes))
	})
	return out
}
