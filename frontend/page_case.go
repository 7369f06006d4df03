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
	Errors    []Problem
	Answers   Answerer
	Clocks    []Clock
	Facts     []Row
	Parties   []Party
	Reports   []CaseReport
	Timeline  []Event
	Acts      []Act
	Proposals []Proposal
	Publish   *Publication
}

// Answerer is the one named person who answers for the next step.
type Answerer struct {
	Person, Post, Agency string
	// Via says why it is this person, such as "deputy"; nil when they hold the post.
	Via Text
}

// Clock is one duty with its rule, its law and how certain that law is.
type Clock struct {
	Stage  Text
	Lead   bool
	Level  int
	Holder string
	State  Tag
	Due    time.Time
	Left   time.Duration
	// Running is false for a clock that was discharged, missed, cancelled or paused.
	Running   bool
	Rule      Text
	Basis     string
	Certainty Text
}

// Tone colours the time left.
func (c Clock) Tone() string { return tone(c.Left, false) }

// Party is a respondent as the worker sees it.
type Party struct {
	Name       string
	Kind, Role Text
	CreditCode string
	// Remark warns, for instance, that the credit code's check character is wrong.
	Remark Text
}

// CaseReport is one of the reports joined in the incident.
type CaseReport struct {
	Number   int
	Received Text
	Filer    Text
	Text     []string
	Evidence []EvidenceRow
	// Sealed offers to open the filer's identity, which asks for a reason and is recorded.
	Sealed bool
}

// EvidenceRow is a stored file, only ever downloaded as an attachment.
type EvidenceRow struct {
	Name, URL string
	Size      Text
}

// Act is something that may be done now, as a form.
type Act struct {
	Action string
	Label  Text
	Hint   Text
	Fields []Field
	// Second says that a second person has to confirm.
	Second bool
	// Grave acts have a warning button.
	Grave bool
	// Open shows the form unfolded, because it came back with errors.
	Open bool
}

// Proposal waits for a second person.
type Proposal struct {
	ID     string
	Label  Text
	By     string
	Reason string
	When   Text
	// Mine cannot be confirmed by its own author.
	Mine bool
}

// Publication is the second track: what would be published, and what the gate found in it.
type Publication struct {
	State    Tag
	Preview  []string
	Findings []Finding
	Acts     []Act
	Since    Text
}

// Finding is a piece of personal data that the gate found: it must be masked or kept with a reason.
type Finding struct {
	ID    string
	Type  Text
	Field Text
	// Before, Hit and After show it in its context.
	Before, Hit, After string
	Certainty          Text
	Settled            Text
}

// Template is "case".
func (CasePage) Template() string { return "case" }

// Title is the case's reference and title.
func (p CasePage) Title() Text {
	return K("case.title", "reference", p.Reference, "title", p.CaseTitle)
}

// Problems are shown on top.
func (p CasePage) Problems() []Problem { return p.Errors }
