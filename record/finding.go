package record

import (
	"time"

	"gongzhi/roles"
)

// Finding is what a rule pack said about facts that somebody recorded. It is
// never changed: a later finding or an override stands beside it.
type Finding struct {
	ID           ID
	Incident     ID
	Kind         string // seriousness, disclosure, circulation, breach_duties
	Pack         string // id of the rule pack
	Version      string // of the rule pack
	Jurisdiction string
	Day          Date   // whose rules apply
	Answer       string // grade, path, outcome or incident grade
	Facts        []byte // one line of facts, canonical
	Body         []byte // the finding as JSON, as the pack gave it
	Salt         []byte
	By           roles.ID
	At           time.Time
}

// Hash commits to the facts and the finding's bytes.
func (f Finding) Hash() []byte {
	return HashContent(f.Salt, string(f.Facts)+"\n"+string(f.Body))
}

// Override is a named person's own judgment beside a finding; its reason is kept
// as a text of the case. It is never changed.
type Override struct {
	ID       ID
	Finding  ID
	Incident ID
	Answer   string
	By       roles.ID
	At       time.Time
}

// OverrideField names the text that holds the reason of an override.
func OverrideField(id ID) string { return "override:" + id.String() }

// FindingFacts say that a finding was recorded or overridden. What it says is
// committed to by the hash beside it.
type FindingFacts struct {
	Finding  ID     `json:"finding"`
	Kind     string `json:"kind"`
	Pack     string `json:"pack"`
	Version  string `json:"version"`
	By       ID     `json:"by"` // who recorded the finding
	Override ID     `json:"override,omitzero"`
}
