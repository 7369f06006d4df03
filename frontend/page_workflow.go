package frontend

// WorkflowPage shows everybody what may happen to a case, who may do it and by
// when: the life of a case as a picture and as a list, the acts, the time limits
// and the permissions, all from the tables that the server obeys.
type WorkflowPage struct {
	States  []StateBox
	Arrows  []Arrow
	Steps   []CaseStep
	Acts    []ActRow
	Version string
	Duties  []RuleRow
	Grants  []GrantRow
}

// Template is "workflow".
func (WorkflowPage) Template() string { return "workflow" }

// Title names the page.
func (WorkflowPage) Title() Text { return K("worker.workflow_title") }

// StateBox is a state in the picture; X and Y are its upper left corner.
type StateBox struct {
	Label        Text
	X, Y         int
	TextX, TextY int
	Open         bool
}

// Arrow is a step in the picture, as the path data of SVG.
type Arrow struct{ Path string }

// CaseStep is a step in words. From is nil for the beginning.
type CaseStep struct {
	From, To Text
	Acts     []Text
}

// ActRow is one row of the table of acts.
type ActRow struct {
	Label  Text
	Hint   Text // nil where nothing more is to be said
	From   Text
	Second bool
	Reason bool
	Who    []Text
}

// GrantRow is one row of the policy: a role, how it stands to the case, and
// what it may do then.
type GrantRow struct {
	Role, Relation Text
	Sees           bool
	Acts           []Text
}
