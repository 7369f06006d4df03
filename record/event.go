package record

import (
	"encoding/json"
	"fmt"
	"time"

	"gongzhi/roles"
)

// Event is one act, recorded in the transaction that does it. Its canonical
// bytes hold state facts and hashes of content, never content itself, so that
// content can be erased without breaking replay or the log.
type Event struct {
	ID        ID
	Subject   Subject
	Seq       int64 // 1, 2, 3 … in its stream
	Kind      string
	At        time.Time
	Actor     roles.Actor
	Facts     Facts
	Salt      []byte // 32 random bytes, destroyed on erasure
	Canonical []byte // what the public log commits to
}

// Facts are what an act changed, complete enough to replay the tables from.
type Facts struct {
	Incident  *Incident     `json:"incident,omitempty"` // the whole row, when it opens or is amended
	From      State         `json:"from,omitempty"`
	To        State         `json:"to,omitempty"`
	Agency    *ID           `json:"agency,omitempty"` // the agency that leads from now on
	Outcome   *Outcome      `json:"outcome,omitempty"`
	Detail    *Detail       `json:"detail,omitempty"`
	Opened    []Duty        `json:"opened,omitempty"`
	Ended     []DutyEnd     `json:"ended,omitempty"`
	Moved     []DutyMove    `json:"moved,omitempty"`
	Rescaled  []DutyDue     `json:"due,omitempty"` // urged, paused or resumed
	Proposal  *Proposal     `json:"proposal,omitempty"`
	Transfer  *Transfer     `json:"transfer,omitempty"`
	Tasks     []Task        `json:"tasks,omitempty"`
	Notice    *PublicNotice `json:"notice,omitempty"`
	Merge     *Merge        `json:"merge,omitempty"`
	Appeals   []Appeal      `json:"appeals,omitempty"`
	Rated     *Satisfaction `json:"rated,omitempty"`
	Ground    string        `json:"ground,omitempty"` // of a rejection, a closing, an appeal
	Flood     *Flood        `json:"flood,omitempty"`  // a rejection of many at once, and its proposal
	Draw      *DrawFacts    `json:"draw,omitempty"`   // a sample that was drawn
	Agreed    *Agreement    `json:"agreed,omitempty"` // an act of two agencies that everybody may read of
	Report    ID            `json:"report,omitzero"`
	HandledAt time.Time     `json:"handled_at,omitzero"` // when the handling of a breach ended
	Public    *PublicFacts  `json:"public,omitempty"`
	Reading   *ReadingFacts `json:"reading,omitempty"`
	Finding   *FindingFacts `json:"finding,omitempty"`
	Org       *OrgFacts     `json:"org,omitempty"`
	Message   ID            `json:"message,omitzero"`
	Evidence  ID            `json:"evidence,omitzero"`
	Content   []ContentHash `json:"content,omitempty"`
	FilerKind string        `json:"filer_kind,omitempty"`
	Rows      []RowHash     `json:"rows,omitempty"` // what else was written
	Erasure   *ErasureFacts `json:"erasure,omitempty"`
}

// Agreement names the two agencies whose people agreed on an act, the
// proposer's first, and the number of the event that keeps the reason.
type Agreement struct {
	Agencies []ID  `json:"agencies"`
	Reason   int64 `json:"reason"`
}

// DutyEnd ends a level of a chain.
type DutyEnd struct {
	Chain ID        `json:"chain"`
	Level int       `json:"level"`
	State DutyState `json:"state"`
	At    time.Time `json:"at"`
	Post  ID        `json:"post"`
	By    ID        `json:"by,omitzero"`
	Via   string    `json:"via,omitempty"`
}

// DutyMove gives a live duty to another post; its due time stays.
type DutyMove struct {
	Chain ID  `json:"chain"`
	Level int `json:"level"`
	From  ID  `json:"from"`
	To    ID  `json:"to"`
	Risen ID  `json:"risen"`
}

// DutyDue changes the state between armed and paused, or the due time, of a
// live duty.
type DutyDue struct {
	Chain       ID         `json:"chain"`
	Level       int        `json:"level"`
	State       DutyState  `json:"state"`
	DueAt       time.Time  `json:"due_at"`
	BaseDueAt   time.Time  `json:"base_due_at"`
	Provisional bool       `json:"provisional,omitempty"`
	PausedAt    *time.Time `json:"paused_at,omitempty"`
	PausedFor   int64      `json:"paused_for,omitempty"`
	PauseUntil  *time.Time `json:"pause_until,omitempty"`
	Ground      string     `json:"ground,omitempty"`
}

// PublicFacts are the state facts of a publication act.
type PublicFacts struct {
	From   PublicState `json:"from"`
	To     PublicState `json:"to"`
	Number int         `json:"number"`
}

// ReadingFacts say which field of which report was opened.
type ReadingFacts struct {
	Reading ID     `json:"reading"`
	Report  ID     `json:"report"`
	Field   string `json:"field"`
}

// OrgFacts name the rows an organisational act wrote.
type OrgFacts struct {
	Revision int64  `json:"revision"`
	Proposal ID     `json:"proposal,omitzero"`
	Act      string `json:"act"`
	Row      ID     `json:"row,omitzero"`
	Person   ID     `json:"person,omitzero"`
	Post     ID     `json:"post,omitzero"`
}

// ErasureFacts are the tombstone of content that was erased: what the event
// says of its rows and wordings replaces whatever was said before. Salts are
// the events whose salts were destroyed with it.
type ErasureFacts struct {
	Report ID   `json:"report"`
	Salts  []ID `json:"salts,omitempty"`
}

// ContentHash commits to a text that lies beside the event, or to what lies in
// a row of its own: RowContent.
type ContentHash struct {
	Field string `json:"field"`
	Hash  []byte `json:"hash"` // HMAC-SHA256 under the text's salt
}

// RowContent lists the fields of content that lie in no text but in the row
// that the act wrote.
var RowContent = []string{"version", "finding"}

// CanonicalVersion is the version of the canonical form.
const CanonicalVersion = 1

type canonicalEvent struct {
	V       int         `json:"v"`
	ID      ID          `json:"id"`
	Subject Subject     `json:"subject"`
	Seq     int64       `json:"seq"`
	Kind    string      `json:"kind"`
	At      time.Time   `json:"at"`
	Actor   roles.Actor `json:"actor"`
	Facts   Facts       `json:"facts"`
}

// Canonicalize returns the event's canonical bytes: JSON with fields in fixed
// order, map keys sorted, times in UTC. The same event has the same bytes.
func Canonicalize(e Event) ([]byte, error) {
	b, err := json.Marshal(canonicalEvent{CanonicalVersion, e.ID, e.Subject, e.Seq, e.Kind, e.At.UTC(), e.Actor, e.Facts})
	if err != nil {
		return nil, fmt.Errorf("record: canonical form of %s: %w", e.Kind, err)
	}
	return b, nil
}

// ParseCanonical reads canonical bytes back; the salt lies elsewhere.
func ParseCanonical(b []byte) (Event, error) {
	var c canonicalEvent
	if err := json.Unmarshal(b, &c); err != nil {
		return Event{}, fmt.Errorf("record: canonical form: %w", err)
	}
	if c.V != CanonicalVersion {
		return Event{}, fmt.Errorf("record: canonical version %d is unknown", c.V)
	}
	return Event{ID: c.ID, Subject: c.Subject, Seq: c.Seq, Kind: c.Kind, At: c.At, Actor: c.Actor, Facts: c.Facts, Canonical: b}, nil
}
