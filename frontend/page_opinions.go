package frontend

// OpinionsPage lists the open opinions that an organization may read and sign, or shows one of them.
type OpinionsPage struct {
	Items  []OpinionRow
	One    bool
	Next   string
	Done   *Banner
	Errors []Problem
	// Answering is the id of the form that the page answers, empty when it answers none.
	Answering string
}

// OpinionRow is an opinion with its signatures.
type OpinionRow struct {
	Reference, Heading, About string
	Told                      []string
	By, Agency                Text
	Filed, Due                Text
	Signers                   []Text
	// Ours was filed by the reader's organization, Signed was signed by it; else it may be signed.
	Ours, Signed bool
}

// URL is the opinion's own page.
func (r OpinionRow) URL() string { return opinionURL(r.Reference) }

// Template is "opinions".
func (OpinionsPage) Template() string { return "opinions" }

// Title names the page.
func (p OpinionsPage) Title() Text {
	if p.One {
		return K("matter.opinion_title")
	}
	return K("matter.opinions_title")
}

// Problems are shown on top.
func (p OpinionsPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p OpinionsPage) FormID() string { return p.Answering }
