package assess

// Text is a short text in the languages of the interface.
type Text struct {
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en" yaml:"en"`
}

// In gives the text for readers of lang: "zh" for Chinese, anything else for
// English.
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.Zh
	}
	return t.En
}

// Complete reports whether both languages are present.
func (t Text) Complete() bool { return t.Zh != "" && t.En != "" }

// Certainty says how firmly a row stands on its source.
type Certainty string

// Grades of certainty, from the firmest to the weakest.
const (
	ByText   Certainty = "text"     // the cited text says so
	ByCase   Certainty = "case"     // a court or authority decided so
	Arguable Certainty = "arguable" // sources differ
	Inferred Certainty = "inferred" // our reading, by analogy with the source
	Proposed Certainty = "proposal" // proposed in research, not current law
)

const certainties = "must be one of text, case, arguable, inferred, proposal"

func (c Certainty) known() bool {
	switch c {
	case ByText, ByCase, Arguable, Inferred, Proposed:
		return true
	}
	return false
}

// Source is a provision, decision or paper that rows rest on, told in our own
// words.
type Source struct {
	ID        string    `json:"id" yaml:"id"`
	Title     Text      `json:"title" yaml:"title"`
	Locator   Text      `json:"locator" yaml:"locator"`      // article, section or case number
	Brief     Text      `json:"brief,omitzero" yaml:"brief"` // paraphrase, never a quotation
	URL       string    `json:"url,omitempty" yaml:"url"`
	Certainty Certainty `json:"certainty" yaml:"certainty"`
}

// In writes the citation for readers of lang.
func (s Source) In(lang string) string {
	if lang == "zh" {
		return s.Title.Zh + s.Locator.Zh
	}
	return s.Title.En + ", " + s.Locator.En
}

// Basis is what a row rests on: ids of the pack's sources, and how firmly.
// Note explains every certainty other than "text".
type Basis struct {
	Sources   []string  `json:"sources" yaml:"sources"`
	Certainty Certainty `json:"certainty" yaml:"certainty"`
	Note      Text      `json:"note,omitzero" yaml:"note"`
}
