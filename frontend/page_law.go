package frontend

// FindingShown is a finding as a case page shows it: grade, items, citations and pack version at once.
type FindingShown struct {
	ID, URL, PrintURL string
	Kind, Answer      Text
	Tone              string
	// Label must be said with every finding of the pack; nil for none.
	Label Text
	// Items carry the answer.
	ItemsTitle Text
	Items      []LawItem
	Citations  []Citation
	Pack, Made Text
	Rules      Text
	Overrides  []OverrideShown
}

// LawItem is an item, row or duty with its words.
type LawItem struct {
	ID    string
	Text  Text
	Lines []Text
}

// Citation is a source of law.
type Citation struct {
	Says, Brief, Certainty Text
	URL                    string
}

// OverrideShown is a named person's own judgment beside a finding.
type OverrideShown struct {
	Says, When Text
	Reason     string
}

// StepTable is one table of rules with the rows that were tried.
type StepTable struct {
	Title Text
	Steps []StepShown
}

// StepShown is one row applied to the facts.
type StepShown struct {
	Row   string
	Text  Text
	Met   bool
	Lines []Text
}

// LensShown is one way to judge public information, beside the others.
type LensShown struct{ Name, Answer, Reason, Rule, Criticism, Sources Text }

// Grid is a table with a column for each question.
type Grid struct {
	Heads []Text
	Rows  []GridRow
}

// GridRow is a line of a Grid; Here marks the one that decides.
type GridRow struct {
	Cells []Text
	Here  bool
}

// FindingDetail is everything behind a finding.
type FindingDetail struct {
	Given      []Row
	Reason     Text
	Notes      []Text
	Lenses     []LensShown
	Grid       *Grid
	Rights     *Grid
	Triple     []Row
	TripleSays Text
	Duties     []LawItem
	Changes    []Text
	Open       []LawItem
	Mitigation []LawItem
	Sentences  []LawItem
	Tables     []StepTable
}

// LawSection are the findings of a case with what may be assessed now.
type LawSection struct {
	Findings []FindingShown
	Assess   []Link
	// Supposed says "if each account were one piece" of an imported record, and only as that.
	Supposed *Supposed
}

// Supposed is a supposition with its label.
type Supposed struct {
	Label Text
	Lines []Text
}

// FindingPage is one finding with everything behind it.
type FindingPage struct {
	Reference, CaseTitle, Back string
	Shown                      FindingShown
	Detail                     FindingDetail
	Override                   *Act
	Done                       *Banner
	Errors                     []Problem
	Answering                  string
	// Printed is the print sheet: everything unfolded, no forms.
	Printed bool
}

// Template is "finding", or "finding-print" for the sheet.
func (p FindingPage) Template() string {
	if p.Printed {
		return "finding-print"
	}
	return "finding"
}

// Title is what was assessed and the answer.
func (p FindingPage) Title() Text {
	return K("law.finding_title", "kind", p.Shown.Kind, "answer", p.Shown.Answer)
}

// Problems are shown on top.
func (p FindingPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p FindingPage) FormID() string { return p.Answering }

// AssessPage asks for the facts of a finding.
type AssessPage struct {
	Reference, CaseTitle, Back, URL string
	Kind, Hint, Warning             Text
	Groups                          []FieldGroup
	Errors                          []Problem
	Answering                       string
}

// FieldGroup are fields under a heading; Folded ones open on demand.
type FieldGroup struct {
	Title, Hint Text
	Fields      []Field
	Folded      bool
	Open        bool
}

// Template is "assess".
func (AssessPage) Template() string { return "assess" }

// Title names what is assessed.
func (p AssessPage) Title() Text { return K("law.facts_title", "kind", p.Kind) }

// Problems are shown on top.
func (p AssessPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p AssessPage) FormID() string { return p.Answering }

// LawPage shows how the rules are applied: the packs that count and their worked examples.
type LawPage struct {
	Packs    []LawItem
	Examples []LawExample
	Readings []LawItem
}

// LawExample is a worked example with the finding that the pack gives to its facts.
type LawExample struct {
	Name, Story Text
	Shown       FindingShown
}

// Template is "law".
func (LawPage) Template() string { return "law" }

// Title names the page.
func (LawPage) Title() Text { return K("law.page_title") }
