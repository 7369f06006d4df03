package record

import (
	"time"

	"gongzhi/roles"
)

// State is where an incident stands.
type State string

// The states of an incident. The first six are open.
const (
	Filed         State = "filed"
	Accepted      State = "accepted"
	Investigating State = "investigating"
	Decided       State = "decided"
	Rectifying    State = "rectifying"
	InReview      State = "in_review"
	Closed        State = "closed"
	Rejected      State = "rejected"
	Merged        State = "merged"
)

// AllStates lists the states in the order of a case's life.
var AllStates = []State{Filed, Accepted, Investigating, Decided, Rectifying, InReview, Closed, Rejected, Merged}

// Open reports whether somebody must answer for the next step.
func (s State) Open() bool {
	switch s {
	case Filed, Accepted, Investigating, Decided, Rectifying, InReview:
		return true
	case Closed, Rejected, Merged:
	}
	return false
}

// Date is a calendar day, YYYY-MM-DD; empty when unknown.
type Date string

// Matter is what kind of subject somebody must answer for. All matters share
// one life: a lead duty while they are open, one stream of events, one row.
type Matter string

// The matters.
const (
	MatterIncident    Matter = "incident"    // personal information was abused
	MatterOpinion     Matter = "opinion"     // an organization says what it thinks of an incident, an enterprise or an agency
	MatterInquiry     Matter = "inquiry"     // a newsroom asks
	MatterRequest     Matter = "request"     // a person wants data retrieved, erased, corrected or handed over
	MatterApplication Matter = "application" // an organization or a newsroom asks to be admitted
)

// Incident is the case that an agency works on: the hot, narrow row.
type Incident struct {
	ID           ID               `json:"id"`
	Reference    string           `json:"reference"` // public, GZ-XXXXX-XXXXX
	Version      int64            `json:"version"`
	Matter       Matter           `json:"matter"`
	About        ID               `json:"about,omitzero"` // the incident it is about; zero for none
	Urgent       bool             `json:"urgent,omitempty"`
	State        State            `json:"state"`
	Agency       ID               `json:"agency"`
	LeadChain    ID               `json:"lead_chain,omitzero"` // zero when not open
	LeadLevel    int              `json:"lead_level"`
	Origin       string           `json:"origin"` // report, historical
	Violation    string           `json:"violation"`
	Region       string           `json:"region"`
	Sector       string           `json:"sector"`
	OccurredOn   Date             `json:"occurred_on,omitempty"`
	DiscoveredOn Date             `json:"discovered_on,omitempty"`
	Persons      *int64           `json:"persons,omitempty"`
	Pieces       map[string]int64 `json:"pieces,omitempty"`
	Accused      []roles.Party    `json:"accused,omitempty"`
	Outcome      *Outcome         `json:"outcome,omitempty"`
	Detail       *Detail          `json:"detail,omitempty"` // of matters that are no incident
	Credit       *Credit          `json:"credit,omitempty"`
	ExternalID   string           `json:"external_id,omitempty"` // source:id of an imported record
	ReceivedAt   time.Time        `json:"received_at"`
	ChangedAt    time.Time        `json:"changed_at"`
	ClosedAt     *time.Time       `json:"closed_at,omitempty"`
}

// Outcome is what an agency decided.
type Outcome struct {
	Founded bool     `json:"founded"`
	Path    string   `json:"path"` // none, civil, administrative, criminal_referral
	Clauses []string `json:"clauses,omitempty"`
	Orders  bool     `json:"orders"` // rectification was ordered
	// What follows from it. Money in fen, exact, never negative.
	Fine         int64   `json:"fine,omitempty"`
	Confiscation int64   `json:"confiscation,omitempty"`
	Compensation int64   `json:"compensation,omitempty"`
	Discipline   string  `json:"discipline,omitempty"` // of people in public office
	Ordered      []Order `json:"ordered,omitempty"`
}

// Order is one thing that a decision orders, under which clauses and by when.
type Order struct {
	Do      string   `json:"do"` // one of workflow.OrderKinds
	Clauses []string `json:"clauses"`
	By      Date     `json:"by"` // the last day, in China
}

// Consequences reports whether anything follows from the decision.
func (o Outcome) Consequences() bool {
	return o.Fine != 0 || o.Confiscation != 0 || o.Compensation != 0 || o.Discipline != "" || len(o.Ordered) > 0
}

// Credit names the source of an imported record, shown wherever it is shown.
type Credit struct {
	Source  string `json:"source"`
	URL     string `json:"url"`
	Licence string `json:"licence"`
}

// Report is what somebody told us: immutable. Identity and contact are
// ciphertexts; for anonymous filers both are nil.
type Report struct {
	ID           ID
	Incident     ID
	Receipt      []byte // keyed hash of the receipt
	FilerKind    string // anonymous, pseudonymous, named, organization
	Filer        ID     // signed-in person, zero for anonymous
	Organization ID
	Identity     []byte // sealed name
	Contact      []byte // sealed contact
	OnBehalf     string // channel, when filed for somebody
	FiledOn      Date
	At           time.Time // not shown for anonymous filers: dates only
	Lang         string
}

// Text is the wording of an incident: title, narrative and the like, apart
// from the hot row and erasable.
type Text struct {
	Incident ID
	Field    string // title, narrative, reason:<event>, decision …
	Body     string
	Salt     []byte
	At       time.Time
}

// Respondent is somebody accused. Individuals' names are ciphertexts.
type Respondent struct {
	ID         ID
	Incident   ID
	Kind       string // enterprise, organ, individual, unknown
	Role       string // holder, user, discloser, other
	Name       string // empty for individuals
	SealedName []byte // individuals only
	CreditCode string
	Agency     ID // an organ that is one of our agencies
}

// Message is a comment among colleagues, a question to a filer or an answer.
type Message struct {
	ID       ID
	Incident ID
	Report   ID     // the report whose filer is asked or answers; zero for comments
	Kind     string // comment, question, answer
	Author   ID     // zero for the filer
	Sealed   []byte
	At       time.Time
}

// Evidence is an uploaded file; the sealed bytes lie in the evidence store.
type Evidence struct {
	ID        ID
	Incident  ID
	Report    ID
	Name      []byte // sealed original name
	MediaType string
	Size      int64 // bytes as stored
	Hash      []byte
	At        time.Time
}

// Publication is the public track beside a case.
type Publication struct {
	Incident    ID
	Version     int64 // of the stream
	State       PublicState
	Number      int // of the version that is public; 0 before the first
	Pending     int // of the version that waits for its second person; 0 for none
	PublishedAt *time.Time
	ChangedAt   time.Time
}

// PublicState is where publication stands.
type PublicState string

// The states of publication.
const (
	Unpublished PublicState = "unpublished"
	Proposed    PublicState = "proposed"
	Cleared     PublicState = "cleared"
	Published   PublicState = "published"
	Corrected   PublicState = "corrected"
	Withdrawn   PublicState = "withdrawn"
)

// PublicVersion is one wording of a public page. Numbers rise; versions are
// never changed.
type PublicVersion struct {
	Incident     ID
	Number       int
	Title        string
	Summary      string // plain text
	HTML         string // sanitised, only for imported records
	Verification string // unverified, plausible, verified, disputed, fabricated
	Kept         string // why the gate's findings stand, empty when none do
	Proposer     ID
	Clearer      ID
	Note         string // correction note
	ProposedAt   time.Time
	ClearedAt    *time.Time
	Parties      []PublicParty // the accused as the page shows them
	Outcome      *Outcome      // as it stood when the version was proposed
	Answer       string        `json:",omitempty"` // to an opinion or an inquiry, plain text
}

// PublicParty is an accused party as the public reads it. Name and code are
// empty where the public must not read them.
type PublicParty struct {
	Kind       string `json:"kind"`
	Role       string `json:"role"`
	Name       string `json:"name,omitempty"`
	CreditCode string `json:"credit_code,omitempty"`
}

// Reading is the recorded decision to open a sealed field, before it is opened.
type Reading struct {
	ID       ID
	Incident ID
	Report   ID
	Field    string
	Reader   ID
	Purpose  string
	At       time.Time
}

// Signature is an organization's under the opinion of another.
type Signature struct {
	Incident     ID
	Organization ID
	Person       ID // who signed for it, not shown outside
	At           time.Time
}

// PublicNotice says, without free text, that a matter at the top is still
// overdue.
type PublicNotice struct {
	ID        ID
	Reference string // random, not the incident's
	Incident  ID     // internal, never shown
	Agency    ID
	Stage     State
	Level     int
	DaysLate  int
	At        time.Time
}
