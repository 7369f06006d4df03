package frontend

// OrganisationPage is the directory: who answers for which post, and the acts that two people do to it.
type OrganisationPage struct {
	Done     *Banner
	Errors   []Problem
	Agencies []OrgAgency
	// Bodies outside take referrals.
	Bodies    []Row
	Proposals []Proposal
	Acts      []Act
	// Ties are the reader's own.
	Ties     []Row
	Revision int64
	// Answering is the id of the form that the page answers, empty when it answers none.
	Answering string
}

// OrgAgency is an agency with its posts.
type OrgAgency struct {
	ID     string
	Name   Text
	Region Text
	Under  Text
	Posts  []OrgPost
}

// OrgPost is a post with the person who answers for it now, and how it came to them.
type OrgPost struct {
	Title  Text
	Person string
	Via    Tag
	// Notes say who else belongs to the post: an absent holder, a deputy.
	Notes []Text
}

// Template is "organisation".
func (OrganisationPage) Template() string { return "organisation" }

// Title names the page.
func (OrganisationPage) Title() Text { return K("worker.organisation_title") }

// Problems are shown on top.
func (p OrganisationPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p OrganisationPage) FormID() string { return p.Answering }
