package record

import (
	"time"
)

// DutyState is where a duty stands. A duty is armed (or paused on a legal
// ground) and ends in exactly one of the other three.
type DutyState string

// The states of a duty.
const (
	Armed      DutyState = "armed"
	Paused     DutyState = "paused"
	Discharged DutyState = "discharged"
	Missed     DutyState = "missed"
	Cancelled  DutyState = "cancelled"
)

// Live reports whether the duty still has to be done.
func (s DutyState) Live() bool { return s == Armed || s == Paused }

// Duty is what somebody can be blamed for: who must do what, by when, under
// which rule. It names a post, never a copied person. Chain and Level are its
// key: a missed duty is followed by the next level of the same chain.
type Duty struct {
	Chain       ID         `json:"chain"`
	Level       int        `json:"level"`
	Start       int        `json:"start,omitempty"` // level at which the chain began: above 0 only after a merge
	Incident    ID         `json:"incident"`
	Kind        string     `json:"kind"`
	Lead        bool       `json:"lead"`
	Post        ID         `json:"post"`
	State       DutyState  `json:"state"`
	Rule        string     `json:"rule"`         // id of the duty rule
	RuleVersion string     `json:"rule_version"` // pinned when the chain opened
	Provisional bool       `json:"provisional"`  // reaches into a year without an official calendar
	OpenedAt    time.Time  `json:"opened_at"`
	DueAt       time.Time  `json:"due_at"`
	FirstDueAt  time.Time  `json:"first_due_at"`         // due time of level 0 of the chain
	BaseDueAt   time.Time  `json:"base_due_at"`          // due time before any pause was given back
	Risen       ID         `json:"risen"`                // the highest post the chain has reached: the ladder goes on from here
	PausedFor   int64      `json:"paused_for,omitempty"` // seconds that earlier pauses of this level lasted
	PauseUntil  *time.Time `json:"pause_until,omitempty"`
	PausedAt    *time.Time `json:"paused_at,omitempty"`
	Ground      string     `json:"ground,omitempty"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
	EndedBy     ID         `json:"ended_by,omitzero"` // who discharged it, or who missed it: the one who answered at DueAt
	EndedVia    string     `json:"ended_via,omitempty"`
}

// Proposal is an act that waits for its second person.
type Proposal struct {
	ID         ID        `json:"id"`
	Incident   ID        `json:"incident"`
	Action     string    `json:"action"`
	Args       []byte    `json:"args"` // canonical JSON of the proposed act's fields
	State      string    `json:"state"`
	Chain      ID        `json:"chain"` // the duty to decide it
	ProposedBy ID        `json:"proposed_by"`
	DecidedBy  ID        `json:"decided_by,omitzero"`
	At         time.Time `json:"at"`
}

// Proposal states.
const (
	ProposalOpen      = "open"
	ProposalConfirmed = "confirmed"
	ProposalDeclined  = "declined"
	ProposalWithdrawn = "withdrawn"
)

// Transfer is an offer to another agency. The sender stays answerable until
// it is accepted.
type Transfer struct {
	ID       ID        `json:"id"`
	Incident ID        `json:"incident"`
	From     ID        `json:"from"` // agency
	To       ID        `json:"to"`   // agency
	By       ID        `json:"by"`   // who offered it: the same person never accepts it
	State    string    `json:"state"`
	Chain    ID        `json:"chain"` // the duty to answer or to settle it
	At       time.Time `json:"at"`
}

// Transfer states.
const (
	TransferOffered  = "offered"
	TransferDisputed = "disputed"
	TransferAccepted = "accepted"
	TransferReturned = "returned" // settled for the sender, or withdrawn
)
