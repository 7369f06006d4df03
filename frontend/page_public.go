package frontend

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
}

// HomePage is the entrance.
type HomePage struct {
	Latest []Card
	// Published, Open and Missed count incidents; Persons adds up the persons affected by the published ones.
	Published, Open, Missed, Persons int64
}

// Template is "home".
func (HomePage) Template() string { return "home" }

// Title is what the service is for.
func (HomePage) Title() Text { return K("public.home_title") }

// IncidentsPage is the list of published incidents.
type IncidentsPage struct {
	Query    string
	Filters  []*Choice
	Active   []Filter
	ClearURL string
	Total    int64
	Cards    []Card
	Pager    Pager
	// FeedQuery carries the filters, "?…" or empty, to the filtered feeds.
	FeedQuery string
	Credits   []Credit
}

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
	Narrative []string
	// Dates are the five: occurred, discovered, received, published, changed.
	Dates      []Row
	Facts      []Row
	Clocks     []PublicClock
	Reply      *Reply
	Versions   []Version
	Milestones []Event
	Credits    []Credit
	Permalink  string
	Withdrawn  Text
}

// PublicClock is a deadline as the public sees it: whether it is kept, never how it was set.
type PublicClock struct {
	Stage Text
	State Tag
	Due   Text
}

// Reply is what the respondent answered, or that it was asked.
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

// NoticesPage lists the public notices: offices at the top that let a deadline pass.
type NoticesPage struct {
	Notices []Notice
	Pager   Pager
}

// Notice is a fixed form without free text.
type Notice struct {
	Number string
	Agency string
	Stage  Text
	Late   Text
	When   Text
}

// Template is "notices".
func (NoticesPage) Template() string { return "notices" }

// Title names the list.
func (NoticesPage) Title() Text { return K("notices.title") }
