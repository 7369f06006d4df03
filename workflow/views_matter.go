package workflow

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// MatterView is what the filer of a matter sees of it besides its course.
type MatterView struct {
	Kind        record.Matter
	Title       string
	Narrative   string       // the filer's own words
	About       string       // reference of the published incident it is about
	Signers     []roles.Text // organizations that signed the opinion beside its filer, in order
	Answer      *AnswerView
	Request     *record.DataRequest
	Application *record.Application
	Invited     bool // the first account can be opened with the receipt
	CanConfirm  bool // the person may say whether it was carried out
	OwnParties  []RespondentView
	Files       []EvidenceView // of the filer's own report
}

// AnswerView is an answer as its filer reads it.
type AnswerView struct {
	Text    string
	Public  bool
	Ground  string // why it is withheld from the public
	Because string
}

// OpinionCard is an open opinion that organizations may read and sign.
type OpinionCard struct {
	Reference string
	Title     string
	Narrative string
	By        roles.Text // the organization that filed it
	Agency    roles.Text
	About     string       // reference of the published incident it is about
	Signers   []roles.Text // other organizations, in the order in which they signed
	Mine      bool         // filed by the reader's organization
	SignedBy  bool         // signed by it
	FiledOn   record.Date
	DueOn     record.Date
}

// AnswerQuery filters the public list of answers.
type AnswerQuery struct {
	Matter record.Matter // opinion, inquiry or empty for both
	Cursor string
	Limit  int
}

// AnswerCard is an answered opinion or inquiry as everybody reads it.
type AnswerCard struct {
	Reference   string
	Matter      record.Matter
	Title       string
	Question    string
	Answer      string
	By          roles.Text
	Agency      roles.Text
	About       string       // reference of the published incident it is about
	Signers     []roles.Text // organizations that signed the opinion beside its filer
	PublishedAt time.Time
	Note        string // why it was withdrawn; then nothing else is left
	Withdrawn   bool
}
