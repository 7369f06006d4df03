package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"gongzhi/record"
	"gongzhi/workflow"
)

// The origins of a record.
const (
	OriginReport     = "report"     // filed like any report, with clocks
	OriginHistorical = "historical" // decided, closed and published, without clocks
)

// Record is a row in the terms of the product.
type Record struct {
	Origin       string
	ExternalID   string // source:id
	Lang         string // BCP 47, of the texts
	Title        string
	Narrative    string // plain text
	HTML         string // sanitised; historical records only
	Violation    string
	Region       string
	Sector       string
	OccurredOn   record.Date
	DiscoveredOn record.Date
	ReceivedAt   time.Time // zero: now
	Persons      *int64
	Pieces       map[string]int64
	Respondents  []workflow.SubmittedParty
	Filer        workflow.SubmittedFiler
	Verification string // historical records only
	Credit       record.Credit

	Kept string `json:"-"` // why wording that the gate would stop is kept
	Note string `json:"-"` // correction note of an amendment
}

// hashVersion changes when the same record must count as changed.
const hashVersion = "1"

// Hash commits to everything of a record that is stored or shown: an equal
// hash means that importing it again would change nothing. Hexadecimal.
func (r Record) Hash() string {
	body, err := json.Marshal(r)
	if err != nil { // strings, numbers and times only
		panic(fmt.Sprintf("intake: record without a JSON form: %v", err))
	}
	sum := sha256.Sum256(append([]byte(hashVersion+"\n"), body...))
	return hex.EncodeToString(sum[:])
}

// Submission is the record as a report.
func (r Record) Submission() workflow.Submission {
	return workflow.Submission{
		Title: r.Title, Narrative: r.Narrative, Violation: r.Violation, Respondents: r.Respondents,
		Region: r.Region, Sector: r.Sector, OccurredOn: r.OccurredOn, DiscoveredOn: r.DiscoveredOn,
		Persons: r.Persons, Pieces: r.Pieces, Filer: r.Filer, Lang: r.Lang, ReceivedAt: r.ReceivedAt,
	}
}

func shortHash(s string) [16]byte {
	sum := sha256.Sum256([]byte(s))
	return [16]byte(sum[:16])
}

// RowError says what is wrong with a row: field, reason, never the value.
type RowError struct {
	Field  string
	Code   string
	Detail string
}

// Error implements error.
func (e *RowError) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Detail
	}
	return e.Detail
}

// Outcome is what importing a record did.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Amended   Outcome = "amended"
	Unchanged Outcome = "unchanged"
)

// Result is what came of one record; Err says why it was refused.
type Result struct {
	Outcome   Outcome
	Reference string
	Err       error
}
