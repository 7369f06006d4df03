package frontend

// InvitationPage opens the first account of an organization or newsroom that was admitted.
type InvitationPage struct {
	Fields []Field
	Errors []Problem
}

// Template is "invitation".
func (InvitationPage) Template() string { return "invitation" }

// Title names the page.
func (InvitationPage) Title() Text { return K("matter.invitation_title") }

// Problems are shown on top.
func (p InvitationPage) Problems() []Problem { return p.Errors }

// ExportPage is what a filer told and was told, to be printed.
type ExportPage struct {
	Reference, Heading, Narrative string
	Status                        Tag
	FiledOn                       Text
	Parties                       []ExportLine
	Messages, Files               []ExportLine
	Course, Readings              []Event
	Answer                        string
}

// ExportLine is one line of a list: whose or what, and the words.
type ExportLine struct {
	What  Text
	Words string
	When  Text
}

// Template is "export".
func (ExportPage) Template() string { return "export" }

// Title names the page.
func (ExportPage) Title() Text { return K("matter.export_title") }
