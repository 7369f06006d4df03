// Package record holds what a decision produces: types only, no behaviour
// beyond their canonical form. A Change is everything that one act writes; it
// is written whole or not at all.
package record

import (
	"time"

	"github.com/google/uuid"

	"gongzhi/roles"
)

// ID is an internal identifier. Version 7 inside; never shown outside.
type ID = uuid.UUID

// SubjectKind names a stream of events.
type SubjectKind string

// The streams. Only SubjectIncident carries decisions on a case; the others
// are kept apart so that a comment or a reading never breaks an If-Match.
const (
	SubjectIncident       SubjectKind = "incident"
	SubjectCorrespondence SubjectKind = "correspondence" // comments, questions, answers, unsealings; id = incident
	SubjectPublication    SubjectKind = "publication"    // id = incident
	SubjectOrganisation   SubjectKind = "organisation"   // id = zero
)

// Subject is the stream an event belongs to.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	ID   ID          `json:"id"`
}

// Guard makes a Change conditional: the subject must still be at version
// Expect and moves to Next. Expect 0 means that it must not exist yet.
type Guard struct {
	Subject Subject
	Expect  int64
	Next    int64
}

// Change is everything that one decision writes, in one transaction.
// Incidents and Duties are whole rows as they are after it.
type Change struct {
	Guards    []Guard
	Events    []Event
	Incidents []Incident
	Duties    []Duty
	Timers    []Timer
	Unset     []TimerKey
	Proposals []Proposal
	Transfers []Transfer
	Tasks     []Task
	Services  []Service
	Reports   []Report
	Texts     []Text
	Parties   []Respondent
	Messages  []Message
	Appeals   []Appeal
	Merges    []Merge
	Ratings   []Satisfaction
	Withdrawn []ID // reports taken back by those who told them
	Evidence  []Evidence
	Notices   []PublicNotice
	Public    []Publication
	Versions  []PublicVersion
	Readings  []Reading
	Findings  []Finding
	Overrides []Override
	Signed    []Signature
	Draws     []Draw
	Org       *OrgChange
	Once      *Once
}

// Empty reports whether the change would write nothing.
func (c Change) Empty() bool { return len(c.Events) == 0 && len(c.Unset) == 0 }

// TimerKey makes a timer unique.
type TimerKey struct {
	Kind    string
	Subject ID
}

// Timer has an effect and no blame: the end of a pause, an embargo, a leave.
type Timer struct {
	TimerKey
	FireAt time.Time
	Chain  ID // the duty it concerns, zero for none
}

// Once is the idempotency record of a request: the same request gets the same
// answer until it expires, sealed under a key derived from the request's own
// idempotency key, which is not stored.
type Once struct {
	Scope     string
	KeyHash   []byte
	BodyHash  []byte
	Sealed    []byte
	ExpiresAt time.Time
}

// OrgChange is what a decision changes in the organisation. Rows replace rows
// with the same id.
type OrgChange struct {
	Revision  int64
	Holdings  []roles.Holding
	Leaves    []roles.Leave
	Ties      []roles.Tie
	Bodies    []roles.Body
	Proposals []OrgProposal

	Organizations []roles.Association // admitted, suspended, withdrawn
	Invitations   []Invitation
}

// Invitation lets whoever holds the receipt of an admitted application open
// the organization's first account, once.
type Invitation struct {
	Incident     ID
	Report       ID
	Organization ID
	ExpiresAt    time.Time
}

// OrgProposal is an organisational act that waits for its second person.
type OrgProposal struct {
	ID         ID
	Act        string
	Args       []byte // canonical JSON of the act
	State      string // open, confirmed, declined
	ProposedBy ID
	DecidedBy  ID
	At         time.Time
}
