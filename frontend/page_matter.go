package frontend

// MatterFormPage takes an opinion, an inquiry, a request or an application on one page, and after it shows the
// receipt, once.
type MatterFormPage struct {
	// Kind is "opinion", "inquiry", "request" or "application".
	Kind   string
	URL    string
	Key    string
	Fields []Field
	Errors []Problem
	// Receipt and Reference are of what was filed.
	Receipt, Reference string
}

// Template is "matter-form".
func (MatterFormPage) Template() string { return "matter-form" }

// Title names the matter.
func (p MatterFormPage) Title() Text { return K("matter.title_" + p.kind()) }

// Lead says who answers, by when, and who reads it.
func (p MatterFormPage) Lead() Text { return K("matter.lead_" + p.kind()) }

func (p MatterFormPage) kind() string {
	if p.Kind == "" {
		return "request"
	}
	return p.Kind
}

// Problems are shown on top.
func (p MatterFormPage) Problems() []Problem { return p.Errors }

// FormID is the form that the language toggle submits.
func (MatterFormPage) FormID() string { return "matter" }

// Groups are the receipt's letters in fours.
func (p MatterFormPage) Groups() []string { return groupsOfFour(p.Receipt) }

// AnswersPage lists answered opinions and inquiries, or shows one.
type AnswersPage struct {
	Items []AnswerRow
	One   bool
	Next  string
}

// AnswerRow is one of them.
type AnswerRow struct {
	Reference, Title, Question, Answer, About, Note string
	Kind, By, Agency                                Text
	When                                            Text
	Signers                                         []Text
	Gone                                            bool
}

// Template is "answers".
func (AnswersPage) Template() string { return "answers" }

// Title names the page.
func (AnswersPage) Title() Text { return K("matter.answers_title") }
