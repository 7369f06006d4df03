package record

import (
	"time"

	"gongzhi/roles"
)

// Merge is a case that became part of another one. It keeps what each of the
// two had to do, so that taking it apart gives each its own clock back.
type Merge struct {
	ID           ID            `json:"id"`
	Incident     ID            `json:"incident"` // which goes on
	Gone         ID            `json:"gone"`     // which became part of it
	State        string        `json:"state"`
	GoneState    State         `json:"gone_state"`              // where the other stood
	Own          Duty          `json:"own"`                     // lead duty of the one that goes on, before
	Other        Duty          `json:"other"`                   // lead duty of the one that is gone, before
	Chain        ID            `json:"chain"`                   // of the lead duty that took their place
	DueAt        time.Time     `json:"due_at"`                  // of it, when it opened
	Level        int           `json:"level"`                   // of it, when it opened
	OwnAccused   []roles.Party `json:"own_accused,omitempty"`   // before
	OtherAccused []roles.Party `json:"other_accused,omitempty"` // before
	At           time.Time     `json:"at"`
	EndedAt      *time.Time    `json:"ended_at,omitempty"`
}

// The states of a merge.
const (
	MergeStands = "merged"
	MergeUndone = "undone"
)
