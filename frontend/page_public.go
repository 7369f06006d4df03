package frontend

import "html/template"

// Card is a published incident as lists show it.
type Card struct {
	Reference   string
	Title       string
	Summary     string
	Respondents []string
	// Occurred and Published are days, YYYY-MM-DD; Occurred may be empty.
	Occurred, Published string
	Status              Tag
	Verification        Text
	// Persons is the number of persons affected, 0 when not known.
	Persons int64
	// Credit names the source of an imported record, nil for one of our own.
	Credit *Credit
}

// HomePage is the entrance.
type HomePage struct {
	Latest []Card
	// Published and Historical count public pages, the second those of imported records; Notices the public notices of
	// delays. Open tells of the cases that are being handled, in steps: see roughly.
	Published, Historical, Notices int64
	Open                           Text
}

// roughly says a number in steps of 1, 2 and 5. A count that rose with each
// case would tell an accused office that one was filed.
func roughly(n int64) Text {
	if step := stepBelow(n); step > 0 {
		return K("public.more_than", "n", step)
	}
	return K("public.fewer_than", "n", int64(firstStep))
}

const firstStep = 10

// stepBelow is the step that a number has reached; 0 below the first.
func stepBelow(n int64) int64 {
	step := int64(0)
	for next := int64(firstStep); next <= n; next = nextStep(next) {
		step = next
	}
	return step
}

// nextStep follows 10, 20, 50, 100, 200 and so on.
func nextStep(n int64) int64 {
	lead := n
	for lead >= 10 {
		lead /= 10
	}
	if lead == 2 {
		return n / 2 * 5
	}
	return n * 2
}

// Template is "home".
func (HomePage) Template() string { return "home" }

// Title is what the service is for.
func (HomePage) Title() Text { return K("public.home_title") }

// IncidentsPage is the list of published incidents.
type IncidentsPage struct {
	Query    string
	Errors   []Problem
	Filters  []*Choice
	Active   []Filter
	ClearURL string
	// Found says how many incidents are on all pages of the list; nil where there are none or nobody counted.
	Found Text
	Cards []Card
	// Period says how far back a search looked that did not look at everything.
	Period *SearchPeriod
	Pager  Pager
	// FeedQuery carries the filters, "?…" or empty, to the filtered feeds.
	FeedQuery string
}

// Problems are shown on top.
func (p IncidentsPage) Problems() []Problem { return p.Errors }

// FeedFilter restricts the feeds that the page announces to its filters.
func (p IncidentsPage) FeedFilter() string { return p.FeedQuery }

// Filter is one filter in force, with the address of the list without it.
type Filter struct {
	Says   Text
	Remove string
}

// Credit names where records come from, as their licence demands.
type Credit struct {
	Says               Text
	Source, URL        string
	Licence, TermsLink string
}

// Template is "incidents".
func (IncidentsPage) Template() string { return "incidents" }

// Title names the list.
func (IncidentsPage) Title() Text { return K("public.list_title") }

// IncidentPage is the public page of one incident.
type IncidentPage struct {
	Card
	// MergedInto is the published case that this one became part of: its address stays and leads on.
	MergedInto string
	// Interest leads an organization to its proposals of a public-interest referral; empty for everybody else.
	Interest  string
	Narrative []string
	// HTML is the sanitised wording of an imported record, shown instead of Narrative.
	HTML template.HTML
	// Dates are the five: occurred, discovered, received, published, changed.
	Dates []Row
	Facts []Row
	Reply *Reply
	// MayReply says that a reply of the respondent would stand here; imported records have none.
	MayReply bool
	// Prolonged says of each time that the respondent got longer to rectify, until when, who agreed and why.
	Prolonged []Event
	Versions  []Version
	Permalink string
}

// Reply is what the respondent answered.
type Reply struct {
	By   string
	When Text
	Text []string
}

// Version is one published version of the page.
type Version struct {
	Number int
	When   Text
	Reason Text
}

// Template is "incident".
func (IncidentPage) Template() string { return "incident" }

// Title is the incident's own.
func (p IncidentPage) Title() Text {
	if p.Card.Title == "" {
		return K("public.untitled")
	}
	return Plain(p.Card.Title)
}

// WithdrawnPage stands at the address of a public page that was taken back.
type WithdrawnPage struct {
	Reference string
	Note      string
	When      Text
	Versions  []Version
}

// Template is "withdrawn".
func (WithdrawnPage) Template() string { return "withdrawn" }

// Title says what happened.
func (WithdrawnPage) Title() Text { return K("public.withdrawn_title") }

// NoticesPage lists the public notices: offices at the top that let a deadline pass.
type NoticesPage struct {
	Notices []Notice
	Pager   Pager
}

// Notice is a fixed form without free text.
type Notice struct {
	Number string
	Agency Text
	Stage  Text
	Late   Text
	When   Text
}

// Template is "notices".
func (NoticesPage) Template() string { return "notices" }

// Title names the list.
func (NoticesPage) Title() Text { return K("notices.title") }
