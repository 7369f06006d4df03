package intake

// Mapping says how the rows of one source become records. It is read from
// strict YAML: small typed tables, no expressions.
type Mapping struct {
	Source          string            `yaml:"source"` // short name, first part of every external id
	Origin          string            `yaml:"origin"` // report, historical
	Language        string            `yaml:"language"`
	Format          Format            `yaml:"format"`
	Credit          CreditMapping     `yaml:"credit"`
	ExternalID      *Value            `yaml:"external_id"`
	Fields          Fields            `yaml:"fields"`
	Pieces          PiecesMapping     `yaml:"pieces"`
	Respondents     []PartyMapping    `yaml:"respondents"`
	Filer           FilerMapping      `yaml:"filer"`
	Kept            *Value            `yaml:"kept"`             // why wording that the gate would stop is kept
	AmendmentNote   *Value            `yaml:"amendment_note"`   // shown with a corrected record
	OptionalColumns []string          `yaml:"optional_columns"` // may be missing; then they are empty
	file            string            // for messages
	classes         map[string]string // data class → category of pieces
	at              locator
}

// Format says how the data file is written; empty fields take the default.
type Format struct {
	Kind      string `yaml:"kind"`      // csv, json, jsonl, xlsx; default by the file's name
	Encoding  string `yaml:"encoding"`  // utf-8 (default) or gb18030, which reads GBK and GB 2312 too
	Delimiter string `yaml:"delimiter"` // CSV, one character; default a comma
	Sheet     string `yaml:"sheet"`     // XLSX; default the first
}

const (
	encodingUTF8 = "utf-8"
	encodingGB   = "gb18030"
)

// CreditMapping names the source wherever a record is shown.
type CreditMapping struct {
	Source  *Value `yaml:"source"`
	URL     *Value `yaml:"url"`
	Licence *Value `yaml:"licence"`
}

// Fields are the fields of a record that come from one value each.
type Fields struct {
	Title        *Value `yaml:"title"`
	Narrative    *Value `yaml:"narrative"` // plain text
	HTML         *Value `yaml:"html"`      // sanitised; historical records only
	Violation    *Value `yaml:"violation"`
	Region       *Value `yaml:"region"`
	Sector       *Value `yaml:"sector"`
	OccurredOn   *Value `yaml:"occurred_on"`
	DiscoveredOn *Value `yaml:"discovered_on"`
	ReceivedAt   *Value `yaml:"received_at"`
	Persons      *Value `yaml:"persons_affected"`
	Verification *Value `yaml:"verification"` // historical records only
}

// PiecesMapping counts pieces of information by category: each category from
// its own value, or one count for every data class that a row lists, placed by
// a table.
type PiecesMapping struct {
	Counts         map[string]*Value `yaml:"counts"` // by category
	Classes        *Value            `yaml:"classes"`
	Separator      string            `yaml:"separator"` // between classes in a text cell; default ";"
	Count          *Value            `yaml:"count"`     // pieces of each listed class
	Table          string            `yaml:"table"`     // CSV beside the mapping file
	ClassColumn    string            `yaml:"class_column"`
	CategoryColumn string            `yaml:"category_column"`
	Unknown        string            `yaml:"unknown"` // refuse (default), skip, or a category
}

// What becomes of a data class that the table does not know.
const (
	unknownRefuse = "refuse"
	unknownSkip   = "skip"
)

// PartyMapping is one accused party; it is left out where any condition of
// Unless holds or where it would have neither name nor credit code.
type PartyMapping struct {
	Kind       *Value      `yaml:"kind"`
	Role       *Value      `yaml:"role"`
	Name       *Value      `yaml:"name"`
	CreditCode *Value      `yaml:"credit_code"`
	Unless     []Condition `yaml:"unless"`
}

// FilerMapping says who files; for an organization its account.
type FilerMapping struct {
	Kind    *Value `yaml:"kind"`
	Name    *Value `yaml:"name"`
	Contact *Value `yaml:"contact"`
}

// Value takes a text from a row: exactly one of Column, Template, Constant and
// Rules. Translate replaces whole texts, Default stands in for an empty one,
// Date names the form of a date.
type Value struct {
	Column    string            `yaml:"column"`
	Template  string            `yaml:"template"`
	Constant  string            `yaml:"constant"`
	Rules     []Rule            `yaml:"rules"`
	Translate map[string]string `yaml:"translate"`
	Default   string            `yaml:"default"`
	Date      string            `yaml:"date"`

	parts []part
}

// Rule gives its value where all its conditions hold; the first rule that does
// wins. A rule without conditions always holds.
type Rule struct {
	When  Condition `yaml:"when"`
	Value string    `yaml:"value"`
}

// Condition compares columns with a literal, or with a list of which one must
// fit; all columns must fit. Booleans fit whatever way the row writes them.
type Condition map[string]any

// dateForms are the ways of writing a day that a mapping may name. None is
// guessed, because 03/04 is two days.
var dateForms = map[string]string{
	"YYYY-MM-DD": "2006-01-02", "YYYY/MM/DD": "2006/1/2", "YYYY.MM.DD": "2006.1.2", "YYYYMMDD": "20060102",
	"DD/MM/YYYY": "2/1/2006", "DD.MM.YYYY": "2.1.2006", "DD-MM-YYYY": "2-1-2006", "MM/DD/YYYY": "1/2/2006",
	"YYYY年MM月DD日": "2006年1月2日",
}
