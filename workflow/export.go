package workflow

import "gongzhi/record"

// Export is what a filer told and was told, in a form that another program can
// read (PIPL art. 45: copies, and transfer to another holder). It holds nobody
// else's data: who was accused is in the filer's own words.
type Export struct {
	Format    string          `json:"format"`
	Reference string          `json:"reference"`
	Matter    record.Matter   `json:"matter"`
	State     record.State    `json:"state"`
	FiledOn   record.Date     `json:"filed_on"`
	ChangedOn record.Date     `json:"changed_on"`
	Title     string          `json:"title"`
	Narrative string          `json:"narrative"`
	Parties   []ExportParty   `json:"parties"`
	Messages  []ExportMessage `json:"messages"`
	Evidence  []ExportFile    `json:"evidence"`
	Progress  []ExportStep    `json:"progress"`
	Readings  []ExportReading `json:"readings"`
	Answer    *ExportAnswer   `json:"answer,omitempty"`
}

// ExportFormat names the form and its version.
const ExportFormat = "gongzhi-export/1"

// The parts of an export.
type (
	// ExportParty is an accused party as told; names of individuals are sealed.
	ExportParty struct {
		Kind       string `json:"kind"`
		Role       string `json:"role"`
		Name       string `json:"name,omitempty"`
		CreditCode string `json:"credit_code,omitempty"`
	}
	// ExportMessage is a question to the filer or the filer's answer.
	ExportMessage struct {
		Kind string      `json:"kind"`
		Body string      `json:"body"`
		On   record.Date `json:"on"`
	}
	// ExportFile is a file that the filer added.
	ExportFile struct {
		Name      string      `json:"name"`
		MediaType string      `json:"media_type"`
		Size      int64       `json:"size"`
		On        record.Date `json:"on"`
	}
	// ExportStep is a line of progress.
	ExportStep struct {
		Kind   string      `json:"kind"`
		On     record.Date `json:"on"`
		Ground string      `json:"ground,omitempty"`
		Reason string      `json:"reason,omitempty"`
		Result string      `json:"result,omitempty"`
		Files  int         `json:"files,omitempty"`
		Cases  int         `json:"cases,omitempty"`
	}
	// ExportReading is a recorded opening of a sealed field of the filer's.
	ExportReading struct {
		Field   string      `json:"field"`
		Purpose string      `json:"purpose"`
		On      record.Date `json:"on"`
	}
	// ExportAnswer is the answer to an opinion or an inquiry.
	ExportAnswer struct {
		Text     string `json:"text"`
		Public   bool   `json:"public"`
		Withheld string `json:"withheld,omitempty"`
	}
)

// ExportOf makes the export of what a filer sees. Days are told, never times.
func ExportOf(v TrackView) Export {
	m := v.Matter
	e := Export{
		Format: ExportFormat, Reference: v.Reference, Matter: m.Kind, State: v.State, FiledOn: v.FiledOn, ChangedOn: v.ChangedOn,
		Title: m.Title, Narrative: m.Narrative,
		Parties: exportEach(m.OwnParties, func(p RespondentView) ExportParty {
			if p.Sealed {
				p.Name = ""
			}
			return ExportParty{p.Kind, p.Role, p.Name, p.CreditCode}
		}),
		Messages: exportEach(v.Messages, func(x MessageView) ExportMessage { return ExportMessage{x.Kind, x.Body, DateOf(x.At)} }),
		Evidence: exportEach(m.Files, func(x EvidenceView) ExportFile { return ExportFile{x.Name, x.MediaType, x.Size, DateOf(x.At)} }),
		Progress: exportEach(v.Progress, func(x TrackStep) ExportStep { return ExportStep(x) }),
		Readings: exportEach(v.Readings, func(x ReadingView) ExportReading { return ExportReading{x.Field, x.Purpose, DateOf(x.At)} }),
	}
	if a := m.Answer; a != nil {
		e.Answer = &ExportAnswer{a.Text, a.Public, a.Ground}
	}
	return e
}

func exportEach[T, U any](list []T, as func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = as(x)
	}
	return out
}
