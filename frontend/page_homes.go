package frontend

// DeskHomePage is the home of an organization, a medium or a signed-in citizen: what they filed and what they may do.
type DeskHomePage struct {
	// Kind is "organization", "media" or "citizen".
	Kind  string
	Name  string
	Filed []FiledRow
	Cards []Card
	// Opinions are the newest that the organization may read and sign.
	Opinions []OpinionRow
	// Guide are sections of advice, such as how to use the API.
	Guide []GuideSection
	Pager Pager
}

// FiledRow is one's own report.
type FiledRow struct {
	Reference string
	Title     string
	// Kind is nil for an incident.
	Kind   Text
	Status Tag
	Next   Text
	Filed  Text
}

// GuideSection explains something, with commands to copy.
type GuideSection struct {
	Title Text
	Body  []Text
	// Code are commands, the same in every language.
	Code  []string
	Links []Link
}

// Template is "desk-home".
func (DeskHomePage) Template() string { return "desk-home" }

// Title names the home by its kind.
func (p DeskHomePage) Title() Text {
	if p.Kind == "" {
		return K("worker.home_citizen")
	}
	return K("worker.home_" + p.Kind)
}

// Lead says what one can do here.
func (p DeskHomePage) Lead() Text {
	if p.Kind == "" {
		return nil
	}
	return K("worker.lead_" + p.Kind)
}

// OperatorPage is the state of the running system. It shows nothing of any case.
type OperatorPage struct {
	Done       *Banner
	Conditions []ConditionRow
	Ready      bool
	// Held means that deadlines wait for the operator; Why says how far the clock jumped.
	Held bool
	Why  string
}

// ConditionRow is one thing that the system needs.
type ConditionRow struct {
	Name   Text
	State  Tag
	Detail string
	// Remedy says what to do, nil while all is well.
	Remedy Text
}

// Template is "operator".
func (OperatorPage) Template() string { return "operator" }

// Title names the page.
func (OperatorPage) Title() Text { return K("worker.operator_title") }
