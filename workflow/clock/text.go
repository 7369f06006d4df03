package clock

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

// Source cites where a rule or a calendar comes from.
type Source struct {
	Title   Text   `json:"title" yaml:"title"`
	Locator Text   `json:"locator" yaml:"locator"` // article or number
	URL     string `json:"url,omitempty" yaml:"url"`
}

// In writes the citation for readers of lang.
func (s Source) In(lang string) string {
	if lang == "zh" {
		return s.Title.Zh + s.Locator.Zh
	}
	return s.Title.En + ", " + s.Locator.En
}

// Certainty says how firmly a rule stands on its source.
type Certainty string

// Grades of certainty, from the firmest to the weakest.
const (
	ByText   Certainty = "text"     // the figure stands in the cited text for this duty
	ByCase   Certainty = "case"     // a court or authority decided so
	Arguable Certainty = "arguable" // sources differ
	Inferred Certainty = "inferred" // by analogy with the source, or a default of this product
	Proposed Certainty = "proposal" // proposed in research, not current law
)

func (c Certainty) known() bool {
	switch c {
	case ByText, ByCase, Arguable, Inferred, Proposed:
		return true
	}
	return false
}
