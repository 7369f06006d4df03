package frontend

// SignInPage asks for e-mail and password.
type SignInPage struct {
	Email  string
	Errors []Problem
	Fields []Field
	// Demo lists the accounts of a demonstration.
	Demo []DemoAccount
	// Next is where to go afterwards: a path of this site.
	Next string
}

// DemoAccount is shown on the sign-in page in demo mode only.
type DemoAccount struct {
	Role            Text
	Post            string
	Name            string
	Email, Password string
}

// Template is "sign-in".
func (SignInPage) Template() string { return "sign-in" }

// Title names the page.
func (SignInPage) Title() Text { return K("worker.sign_in_title") }

// Problems are shown on top.
func (p SignInPage) Problems() []Problem { return p.Errors }

// TrackPage asks for the receipt.
type TrackPage struct {
	Fields []Field
	Errors []Problem
}

// Template is "track".
func (TrackPage) Template() string { return "track" }

// Title names the page.
func (TrackPage) Title() Text { return K("track.title") }

// Problems are shown on top.
func (p TrackPage) Problems() []Problem { return p.Errors }

// TrackCasePage is the filer's view of their case. It answers a POST and carries the receipt only in hidden fields.
type TrackCasePage struct {
	Reference string
	Receipt   string
	CaseTitle string
	Status    Tag
	Errors    []Problem
	Done      *Banner
	Next      []NextStep
	Questions []Question
	Course    []Event
	// Readings lists who opened the filer's identity, when and why.
	Readings []Event
	Evidence []DraftFile
	Add      []Field
	Public   string
}

// Question is asked by an official and answered by the filer.
type Question struct {
	ID     string
	Asked  string
	By     Text
	When   Text
	Answer string
	Error  Text
}

// Template is "track-case".
func (TrackCasePage) Template() string { return "track-case" }

// Title names the page.
func (TrackCasePage) Title() Text { return K("track.case_title") }

// Problems are shown on top.
func (p TrackCasePage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits.
func (TrackCasePage) FormID() string { return "again" }

// TextPage is a page of plain sections: about, help, privacy and the like.
type TextPage struct {
	// Area names the messages: "about" reads about.title, about.lead.
	Area     string
	Sections []Section
}

// Section is a heading with paragraphs.
type Section struct {
	Title Text
	Body  []Text
	Links []Link
}

// Link leads somewhere.
type Link struct {
	Says Text
	URL  string
}

// Template is "text".
func (TextPage) Template() string { return "text" }

// Title is the area's.
func (p TextPage) Title() Text {
	if p.Area == "" {
		return K("pages.about_title")
	}
	return K("pages." + p.Area + "_title")
}

// Lead is the area's first sentence.
func (p TextPage) Lead() Text {
	if p.Area == "" {
		return nil
	}
	return K("pages." + p.Area + "_lead")
}

// ErrorPage says what went wrong and what to do. It names no detail that outsiders must not learn.
type ErrorPage struct {
	// Status is the HTTP status: 404, 409, 413, 429, 500 or 503; any other reads like 500.
	Status int
	// ID finds the matter in the log; empty on anonymous routes.
	ID string
}

// Template is "error".
func (ErrorPage) Template() string { return "error" }

var errorNames = map[int]string{400: "bad", 404: "not_found", 409: "conflict", 413: "too_large", 429: "too_many", 503: "unavailable"}

func (p ErrorPage) name() string {
	if name, ok := errorNames[p.Status]; ok {
		return name
	}
	return "internal"
}

// Title says what happened.
func (p ErrorPage) Title() Text { return K("errors.page_" + p.name()) }

// Help says what to do.
func (p ErrorPage) Help() Text { return K("errors.page_" + p.name() + "_help") }
