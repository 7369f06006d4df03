package frontend

// The structs below are what the templates in templates/components read; each is one component. The ID of a form
// field is needed only where a page has two fields of one name; otherwise it is the name.

// Field is one question of a form: exactly one of its members is set.
type Field struct {
	Input    *Input
	Textarea *Textarea
	Radios   *Choice
	Checks   *Choice
	Select   *Choice
	Date     *DateInput
	Files    *FileInput
	Inset    Text
}

// Input is a one-line text field.
type Input struct {
	Name    string
	ID      string
	Label   Text
	Hint    Text
	Error   Text
	Value   string
	Heading bool
	// Width is a count of characters: 2, 3, 4, 5, 10, 20 or 0 for the full line.
	Width int
	// Type is "text" when empty; "password" and "search" are the others.
	Type         string
	Autocomplete string
	Numeric      bool
}

// Textarea is a field for several lines.
type Textarea struct {
	Name    string
	ID      string
	Label   Text
	Hint    Text
	Error   Text
	Value   string
	Heading bool
	Rows    int
}

// Choice is a list to choose from: radios, checkboxes or a select.
type Choice struct {
	Name    string
	ID      string
	Label   Text
	Hint    Text
	Error   Text
	Heading bool
	Small   bool
	Options []Option
}

// Option is one entry of a Choice. A Divider stands before it, such as "or"; Inside is asked only with this option.
type Option struct {
	Value   string
	Label   Text
	Hint    Text
	Chosen  bool
	Divider Text
	Inside  []Field
}

// DateInput asks for year, month and day in three fields, named Name-year, Name-month and Name-day, and offers
// "I do not know" as Name-unknown.
type DateInput struct {
	Name             string
	ID               string
	Label            Text
	Hint             Text
	Error            Text
	Year, Month, Day string
	Unknown          bool
}

// FileInput takes one or several files.
type FileInput struct {
	Name  string
	ID    string
	Label Text
	Hint  Text
	Error Text
	// Accept lists media types for the browser's picker; the server checks for itself.
	Accept string
}

// Row is one line of a summary list. Change names the step that the Change link leads to, or is empty.
type Row struct {
	Key    Text
	Values []Text
	Change string
	// Tag, when set, stands before the values.
	Tag *Tag
}

// Tag is a word on coloured ground; the colour only repeats what the word says.
type Tag struct {
	Says Text
	// Tone is "good", "warm", "bad", "calm" or "" for neutral.
	Tone string
}

// Banner tells the outcome of the act before; Good makes it a success.
type Banner struct {
	Good bool
	Says Text
}

// Pager leads through a keyset list, which knows its first page and the next one; an empty address means there is
// none.
type Pager struct {
	First, Previous, Next string
}

// SearchPeriod is what a search looked at: everything since a day. Older leads on to what lies before it.
type SearchPeriod struct {
	Since Text
	Older string
}

// Event is one entry of a timeline.
type Event struct {
	Title Text
	By    Text
	When  Text
	Text  Text
	// Tone is "", "missed" or "public".
	Tone string
}

// Panel is the coloured box of a completed journey.
type Panel struct {
	Title, Body Text
}

// Anchor is the id of the element, and what an error links to.
func (f *Input) Anchor() string { return anchor(f.ID, f.Name) }

// Anchor is the id of the element, and what an error links to.
func (f *Textarea) Anchor() string { return anchor(f.ID, f.Name) }

// Anchor is the id of the first option, and what an error links to.
func (f *Choice) Anchor() string { return anchor(f.ID, f.Name) }

// Anchor begins the ids of the three fields.
func (f *DateInput) Anchor() string { return anchor(f.ID, f.Name) }

// Anchor is the id of the element, and what an error links to.
func (f *FileInput) Anchor() string { return anchor(f.ID, f.Name) }

func anchor(id, name string) string {
	if id != "" {
		return id
	}
	return name
}
