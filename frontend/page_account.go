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
	// Done says what was done just before: an account was opened.
	Done *Banner
}

// DemoAccount is shown on the sign-in page in demo mode only.
type DemoAccount struct {
	Role            string
	Post            string
	Name            string
	Email, Password string
}

// RoleName is the role in words.
func (a DemoAccount) RoleName() Text { return K("worker.role_" + a.Role) }

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
	Status    Tag
	Errors    []Problem
	Done      *Banner
	Next      []NextStep
	Questions []Question
	Course    []Event
	// Readings lists who opened the filer's identity, when and why.
	Readings []Event
	// Files counts the pieces of evidence stored with the report.
	Files int
	Add   []Field
	// Acts are what the filer may do besides answering.
	Acts []Act
	// Answer is that to an opinion or an inquiry; AnswerNote says whether the public reads it.
	Answer     string
	AnswerNote Text
	// CanConfirm says that the person may say whether a request was carried out.
	CanConfirm bool
	// Invited says that the receipt opens the first account of whoever was admitted.
	Invited bool
	// Withdrawn says that the filer took the report back.
	Withdrawn bool
	// Open says that answers and evidence are still taken.
	Open bool
	// Proof is what the public log holds of the report, nil where there is no log.
	Proof *TrackProof
	// Public is the reference of the public page, empty before publication.
	Public string
}

// TrackProof says whether the proof of filing can be taken away yet.
type TrackProof struct {
	Says   Text
	Ready  bool
	Erased bool
}

// Question is asked by an official and answered by the filer.
type Question struct {
	ID     string
	Asked  string
	By     Text
	When   Text
	Answer string
	// Typed is an answer that could not be taken, with its Error.
	Typed string
	Error Text
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
	// Status is the HTTP status; one without words of its own reads like 500.
	Status int
	// ID finds the matter in the log; empty where nothing was logged.
	ID string
	// Kind, when set, names a message of its own instead of the status's: "draft_gone".
	Kind string
}

// Template is "error".
func (ErrorPage) Template() string { return "error" }

var errorNames = map[int]string{400: "bad", 401: "forbidden", 403: "forbidden", 404: "not_found", 405: "not_found",
	409: "conflict", 410: "gone", 412: "conflict", 413: "too_large", 415: "unprocessable", 422: "unprocessable",
	429: "too_many", 503: "unavailable"}

func (p ErrorPage) name() string {
	if p.Kind != "" {
		return p.Kind
	}
	if name, ok := errorNames[p.Status]; ok {
		return name
	}
	return "internal"
}

// Title says what happened.
func (p ErrorPage) Title() Text { return K("errors.page_" + p.name()) }

// Help says what to do.
func (p ErrorPage) Help() Text { return K("errors.page_" + p.name() + "_help") }
