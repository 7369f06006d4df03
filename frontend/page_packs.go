package frontend

// PacksPage lists the rule packs that count and those offered for adoption.
type PacksPage struct {
	Packs, Offered []LawItem
	Links          map[string]string // id of an offered pack to its preview
	Offer          *Act
	Done           *Banner
	Errors         []Problem
	Answering      string
}

// Template is "packs".
func (PacksPage) Template() string { return "packs" }

// Title names the page.
func (PacksPage) Title() Text { return K("law.packs_page") }

// Problems are shown on top.
func (p PacksPage) Problems() []Problem { return p.Errors }

// FormID is the form that the page answers.
func (p PacksPage) FormID() string { return p.Answering }

// PackPreviewPage shows which past findings an offered pack would change, and why, with the progress so far.
type PackPreviewPage struct {
	Pack                LawItem
	DoneCount, Total    int64
	Finished            bool
	Changed, Unreadable int
	Changes             []LawItem
	Adopt               *Act
	Errors              []Problem
}

// Template is "pack-preview".
func (PackPreviewPage) Template() string { return "pack-preview" }

// Title names the pack.
func (p PackPreviewPage) Title() Text { return K("law.preview_title", "pack", Plain(p.Pack.ID)) }

// Problems are shown on top.
func (p PackPreviewPage) Problems() []Problem { return p.Errors }
