package frontend

// InterestPage is where an organization proposes a public-interest referral of a case, and reads what was answered to it.
type InterestPage struct {
	Reference string
	// Public links to the public page, where there is one.
	Public    bool
	Write     *Act
	Proposals []InterestRow
	Done      *Banner
	Errors    []Problem
}

// InterestRow is one proposal with its answer.
type InterestRow struct {
	Reason, Answer string
	State          Tag
	When           Text
	// Due says who must answer by when, Answered when it was answered; one of them is nil.
	Due, Answered Text
}

// Template is "interest".
func (InterestPage) Template() string { return "interest" }

// Title names the page.
func (InterestPage) Title() Text { return K("case.act_propose_public_interest") }

// Problems are shown on top.
func (p InterestPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p InterestPage) FormID() string {
	if p.Write == nil {
		return ""
	}
	return p.Write.ID
}
