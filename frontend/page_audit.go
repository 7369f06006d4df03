package frontend

// The pages of the public log. They show what anybody can fetch and check without them; they say so.

// AuditPage is how the public log stands.
type AuditPage struct {
	// Log is nil before the first growth.
	Log    *AuditLog
	Errors []Problem
	// Typed is a checkpoint that could not be compared.
	Typed string
}

// AuditLog is a served state of the log.
type AuditLog struct {
	Rows      []Row
	Seal      Tag
	SealText  Text
	Witnesses []AuditWitness
	// Note is the checkpoint as it is served, signatures included.
	Note string
	// Broken tells what of the log does not fit together, in plain words; nil when all does.
	Broken Text
}

// AuditWitness is one witness of the policy and what it has to say of this state.
type AuditWitness struct {
	Name  string
	Group string
	Key   string
	Tag   Tag
	When  Text
}

// Template is "audit".
func (AuditPage) Template() string { return "audit" }

// Title names the log.
func (AuditPage) Title() Text { return K("audit.title") }

// Problems are shown on top.
func (p AuditPage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits after a checkpoint that could not be compared.
func (p AuditPage) FormID() string {
	if p.Typed == "" {
		return ""
	}
	return "compare"
}

// AuditEntryPage is an entry of the log with the proof that it is there.
type AuditEntryPage struct {
	Rows  []Row
	Proof []string
	// Broken tells what does not fit, nil when the proof holds.
	Broken         Text
	Index          string
	Previous, Next string
}

// Template is "audit-entry".
func (AuditEntryPage) Template() string { return "audit-entry" }

// Title names the entry.
func (p AuditEntryPage) Title() Text { return K("audit.entry_title", "index", p.Index) }

// AuditComparePage tells how the log continues an older state.
type AuditComparePage struct {
	Rows   []Row
	Proof  []string
	Broken Text
	Good   Text
	// Note is the checkpoint that was compared, for the other language.
	Note string
	Size string
}

// Template is "audit-compare".
func (AuditComparePage) Template() string { return "audit-compare" }

// Title asks.
func (AuditComparePage) Title() Text { return K("audit.compare_title") }

// FormID is the form that the language toggle submits.
func (p AuditComparePage) FormID() string {
	if p.Note == "" {
		return "" // it has an address
	}
	return "again"
}

// AuditWitnessesPage says who watches the log and how to become one.
type AuditWitnessesPage struct {
	Key       string
	URL       string
	Groups    []AuditGroup
	Witnesses []AuditWitness
	Quorum    string
}

// AuditGroup is a stakeholder group of the policy.
type AuditGroup struct {
	Name    string
	Needs   Text
	Members []string
}

// Template is "audit-witnesses".
func (AuditWitnessesPage) Template() string { return "audit-witnesses" }

// Title names the witnesses.
func (AuditWitnessesPage) Title() Text { return K("audit.witnesses_title") }

// AuditVerifyPage checks a proof file in the reader's browser.
type AuditVerifyPage struct {
	Key string
	URL string
}

// Template is "audit-verify".
func (AuditVerifyPage) Template() string { return "audit-verify" }

// Title asks for the file.
func (AuditVerifyPage) Title() Text { return K("audit.verify_title") }

// Holds is the sign of a proof that holds.
func (AuditEntryPage) Holds() Tag { return Tag{Says: K("audit.holds"), Tone: "good"} }

// Holds is the sign of a proof that holds.
func (AuditComparePage) Holds() Tag { return Tag{Says: K("audit.holds"), Tone: "good"} }
