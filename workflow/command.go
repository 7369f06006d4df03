package workflow

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Action is what somebody wants to do to an incident. The names are part of
// the API; Transitions says what each does.
type Action string

// The actions. TimePassed, Redirect and HandOver belong to the system alone; two
// people order a hand-over by an act on the organisation.
const (
	File             Action = "file"
	ImportHistorical Action = "import"
	Accept           Action = "accept"
	Reject           Action = "reject"
	Investigate      Action = "investigate"
	DecideCase       Action = "decide"
	OrderRectify     Action = "order_rectification"
	Close            Action = "close"
	Assign           Action = "assign"
	OfferTransfer    Action = "transfer"
	WithdrawTransfer Action = "withdraw_transfer"
	AcceptTransfer   Action = "accept_transfer"
	RefuseTransfer   Action = "refuse_transfer"
	SettleTransfer   Action = "settle_transfer"
	Pause            Action = "pause"
	Resume           Action = "resume"
	Urge             Action = "urge"
	Confirm          Action = "confirm"
	Decline          Action = "decline"
	Withdraw         Action = "withdraw"
	Comment          Action = "comment"
	Ask              Action = "ask"
	Answer           Action = "answer"
	AddEvidence      Action = "add_evidence"
	Unseal           Action = "unseal"
	ReadEvidence     Action = "read_evidence"
	ExportCase       Action = "export"
	Amend            Action = "amend"
	TakeOver         Action = "take_over"
	GiveBack         Action = "return"
	Sample           Action = "sample"
	RecordFinding    Action = "record_finding"
	Explain          Action = "explain_miss"
	HearExplanation  Action = "record_explanation"
	Recuse           Action = "recuse"
	HandOver         Action = "hand_over"
	Reply            Action = "reply"
	Withhold         Action = "withhold"
	Cosign           Action = "cosign"
	VerifyIdentity   Action = "verify_identity"
	DiscloseIdentity Action = "disclose_identity"
	Object           Action = "object"
	DecideRequest    Action = "decide_request"
	ReportExecution  Action = "report_execution"
	ConfirmOutcome   Action = "confirm_outcome"
	Admit            Action = "admit"
	TurnDown         Action = "turn_down"
	TimePassed       Action = "time_passed"
	Redirect         Action = "redirect"
	Assess           Action = "assess"
	OverrideFinding  Action = "override_finding"
	Appeal           Action = "appeal"
	MarkUrgent       Action = "mark_urgent"
	LowerUrgency     Action = "lower_urgency"
	Merge            Action = "merge"
	Unmerge          Action = "unmerge"
	Join             Action = "join"
	Uphold           Action = "uphold"
	Overturn         Action = "overturn"
	Reopen           Action = "reopen"
	WithdrawReport   Action = "withdraw_report"
	CloseWithdrawn   Action = "close_withdrawn"
	Rate             Action = "rate"
)

// Command is what somebody wants, with everything random or sealed already
// inside it.
type Command struct {
	Action Action
	Actor  roles.Actor
	Seed   record.Seed

	Reason     string          // why; most acts that end or delay something need one
	To         roles.ID        // the agency (transfer, settle) or the post (assign)
	Due        time.Time       // urge: the new, earlier time
	Ended      time.Time       // end_breach_handling: when handling ended
	Ground     string          // pause: id of a legal ground; reject, appeal: one of the listed
	Proposal   record.ID       // confirm, decline, withdraw
	Title      string          // reply: the title as the public reads it
	Summary    string          // reply: what was asked, as the public reads it
	Because    string          // withhold: why the public must not read the answer
	Clauses    []string        // decide_request: what it rests on
	Task       record.ID       // the task that is answered or withdrawn
	Result     string          // how a task or a request ends
	Body       string          // serve: the wording for the respondent
	Respondent string          // report_recurrence: who did it again, by name or credit code
	Accused    []roles.Party   // report_recurrence: the keys of that respondent
	Violation  string          // report_recurrence: what happened again
	Service    *record.Service // serve: whom, and the keyed hash of the code
	Outcome    *record.Outcome // decide
	Filing     *Filing         // file, import, amend
	Message    *record.Message // comment, ask, answer: sealed by the caller
	Evidence   *record.Evidence
	Reading    *record.Reading // unseal: which field of which report, and why
	Assess     *Assessment     // assess: kind and facts
	Flood      *record.Flood   // reject: one of many at once; confirm: how many are closed
	Draw       *record.DrawFacts
	Override   record.ID       // override_finding: id of the finding
	Finding    *record.Finding // override_finding: as loaded by the use case
	Answer     string          // override_finding: the own judgment
	Other      string          // merge, unmerge: reference of the other case
	Report     record.ID       // acts of a filer: which of their reports; zero where there is one
	Rating     *record.Satisfaction
	Once       *record.Once
	Org        *OrgOrder // recuse, hand_over: the organisation's stream
}

// Filing is a report as it was told, already validated and sealed.
type Filing struct {
	Matter       record.Matter // empty: an incident
	About        record.ID     // the incident it is about; zero for none
	Urgent       bool          // it is happening now
	Via          roles.ID      // the agency that it is about; zero: routed by place and sector
	Detail       *record.Detail
	ReportID     record.ID
	Reference    string // GZ-…, drawn by the caller because the answer names it
	Title        string
	Narrative    string
	Violation    string
	Respondents  []record.Respondent // ids drawn and individuals' names sealed by the caller
	Accused      []roles.Party       // keys of all respondents
	Region       string
	Sector       string
	OccurredOn   record.Date
	DiscoveredOn record.Date
	Persons      *int64
	Pieces       map[string]int64
	FilerKind    string
	Receipt      []byte
	Identity     []byte
	Contact      []byte
	OnBehalf     string
	ExternalID   string
	ReceivedAt   time.Time // when it was received elsewhere; zero = now
	Lang         string
	Evidence     []record.Evidence // already stored, sealed
	Historical   *Historical
}

// Historical is what an imported public record brings besides a report.
type Historical struct {
	ExternalID   string
	Credit       record.Credit
	HTML         string // sanitised
	Verification string
	Proposer     roles.ID // the two named people who cleared the text
	Clearer      roles.ID
	Kept         string // why text the gate would stop is kept
}
