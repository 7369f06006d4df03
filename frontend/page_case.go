package frontend

import "time"

// CasePage is everything that a worker sees of one incident, and the acts that are open to them.
type CasePage struct {
	Reference string
	// Version guards every act: a form sent from an older page is refused kindly.
	Version   int64
	CaseTitle string
	Status    Tag
	Done      *Banner
	// MergedInto is the case that this one became part of; Merged are those that became part of this one.
	MergedInto string
	Merged     []string
	// Similar are cases that may be the same matter.
	Similar []SimilarCase
	Errors  []Problem
	// Answers is nil when the case is closed: then nobody has to do anything.
	Answers *Answerer
	// Clocks run or are paused; Past ones ended.
	Clocks, Past []Clock
	Facts        []Row
	Parties      []Party
	Told         string
	Reports      []CaseReport
	Evidence     []EvidenceRow
	Messages     []CaseMessage
	// Talk are the forms to write to colleagues or to a filer.
	Talk   []Act
	Unseal *Act
	// Serve opens a respondent's door.
	Serve     *Act
	Readings  []Event
	Proposals []Proposal
	// Tasks are what others do for the case now.
	Tasks    []TaskLine
	Acts     []ActGroup
	Publish  *Publication
	Law      *LawSection
	Timeline []Event
	// Answering is the id of the form that the page answers, empty when it answers none.
	Answering string
}

// SimilarCase is a case that may be the same matter, and why. Merge leads to the filled-in form, where it may be merged.
type SimilarCase struct {
	Reference, Title string
	Status           Tag
	Received         Text
	Why              []Text
	Merge            string
}

// Answerer is the one named person who answers for the next step.
type Answerer struct {
	Person       string
	Post, Agency Text
	// Via says why it is this person; nil when they hold the post.
	Via Text
	// Step is what they must do, Due by when.
	Step Text
	Due  time.Time
	Left time.Duration
	// Paused means that no time runs.
	Paused bool
}

// Tone colours the time left.
func (a Answerer) Tone() string { return tone(a.Left, a.Paused) }

// Clock is one duty with its rule, its law and how certain that law is.
type Clock struct {
	Stage  Text
	Lead   bool
	Level  int
	Holder Text
	State  Tag
	Due    time.Time
	Left   time.Duration
	// Running is false for a clock that was discharged, missed, cancelled or paused.
	Running bool
	// Ended says when and by whom it ended, or who missed it.
	Ended Text
	// Ground is the legal ground of a pause with its longest time.
	Ground Text
	Rule   RuleLine
	// Provisional warns that the period reaches into a year whose holidays are not official yet.
	Provisional bool
}

// RuleLine is the rule behind a clock: how long, under which text, how certain.
type RuleLine struct {
	Limit, Basis, Certainty, Note Text
	URL                           string
	Version                       string
	// Older says that the clock keeps a rule older than the one shown.
	Older bool
}

// Tone colours the time left.
func (c Clock) Tone() string { return tone(c.Left, false) }

// Party is a respondent as the worker sees it.
type Party struct {
	// Name is nil where it is sealed.
	Name       Text
	Kind, Role Text
	CreditCode string
}

// CaseReport is one of the reports joined in the incident, without its sealed fields.
type CaseReport struct {
	Number int
	Lines  []Text
}

// EvidenceRow is a stored file, only ever downloaded as an attachment.
type EvidenceRow struct {
	Name, URL string
	About     Text
}

// CaseMessage is a comment among colleagues, a question to a filer or an answer.
type CaseMessage struct {
	Kind, By, When Text
	Body           string
	// Tone is "question", "answer" or "".
	Tone string
}

// Act is something that may be done now, as a form of its own.
type Act struct {
	Action string
	// ID is the form's id.
	ID  string
	URL string
	// Version of the case goes along where the act is guarded by it; 0 for none.
	Version int64
	Label   Text
	Hint    Text
	// Hidden fields go along unseen.
	Hidden []Hidden
	Fields []Field
	// Button is Label when nil.
	Button Text
	// Second says that a second person has to confirm.
	Second bool
	// Grave acts have a warning button.
	Grave bool
	// Open shows the form unfolded, because it came back with errors.
	Open bool
}

// Hidden is an unseen field.
type Hidden struct{ Name, Value string }

// Says is the button's words.
func (a Act) Says() Text {
	if a.Button != nil {
		return a.Button
	}
	return a.Label
}

// Proposal waits for a second person. Answers are the forms with which the reader may answer it.
type Proposal struct {
	Label   Text
	By      string
	Lines   []Text
	Reason  string
	When    Text
	Due     Text
	Mine    bool
	Answers []Act
}

// TaskLine is what somebody else does for the case.
type TaskLine struct {
	Label      Text
	Since, Due Text
	Reason     string
}

// Publication is the second track: what is public, what would be, and what the gate finds in it.
type Publication struct {
	State Tag
	Since Text
	// URL is the public page, empty when there is none.
	URL string
	// Pending waits for its second person.
	Pending  *PublicDraft
	Versions []Event
	// Propose is the form with its findings, nil when the reader may not propose now.
	Propose *Act
	// Findings stand in the Propose form: each must be masked or kept.
	Findings []Finding
	Acts     []Act
}

// PublicDraft is a wording that waits for its second person.
type PublicDraft struct {
	Title, Summary, Note string
	Verification         Text
	By                   Text
	Kept                 string
	// Shown is what the page says beside the wording: parties and outcome.
	Shown []Row
	// Hints are what the gate still finds in it.
	Hints []Finding
}

// Finding is a piece of personal data that the gate found: it must be masked or kept with a reason.
type Finding struct {
	// Name is the field of the choice.
	Name  string
	Type  Text
	Field Text
	// Before, Hit and After show it in its context; Masked is what would stand there.
	Before, Hit, After, Masked string
	Certainty                  Text
	Keep                       bool
	// Blocks means that the page cannot go out with it unless a reason is given.
	Blocks bool
}

// Template is "case".
func (CasePage) Template() string { return "case" }

// Title is the case's reference and title.
func (p CasePage) Title() Text {
	return K("case.title", "reference", p.Reference, "title", p.CaseTitle)
}

// Problems are shown on top.
func (p CasePage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p CasePage) FormID() string { return p.Answering }

// UnsealedPage shows a sealed value once, after the reading was recorded.
type UnsealedPage struct {
	Reference string
	What      Text
	Values    []string
	Purpose   string
}

// Template is "unsealed".
func (UnsealedPage) Template() string { return "unsealed" }

// Title says what it is.
func (UnsealedPage) Title() Text { return K("case.unsealed_title") }
