package assess

import "math/big"

// Grade is how serious the circumstances are.
type Grade string

// Grades, from the lightest.
const (
	GradeNone              Grade = "none"
	GradeSerious           Grade = "serious"
	GradeEspeciallySerious Grade = "especially_serious"
)

// Rank orders grades: 0, 1, 2.
func (g Grade) Rank() int {
	switch g {
	case GradeSerious:
		return 1
	case GradeEspeciallySerious:
		return 2
	case GradeNone:
	}
	return 0
}

func (g Grade) known() bool { return g == GradeNone || g.Rank() > 0 }

// SeriousnessPack holds the rows by which Seriousness grades facts.
type SeriousnessPack struct {
	Header
	Categories  []Category
	Classes     []DataClass
	Items       []Item
	Mitigations []Mitigation
	Sentences   []Sentence
	Cases       []Case

	rows   []row
	masks  []acts  // the sets of acts whose pieces some row counts
	unless [][]int // Items[i].UnlessMet as indices
	tiers  []names // the sets of categories that rows count together
}

// Category explains one category of facts.pieces to people.
type Category struct {
	ID       string   `json:"id" yaml:"id"`
	Name     Text     `json:"name" yaml:"name"`
	Plain    Text     `json:"plain" yaml:"plain"`       // in everyday words
	Examples Text     `json:"examples" yaml:"examples"` // what belongs here
	DPV      []string `json:"dpv" yaml:"dpv"`           // W3C Data Privacy Vocabulary, extension pd
	Basis    `yaml:",inline"`
}

// DataClass places one everyday kind of data in a category.
type DataClass struct {
	ID       string   `json:"id" yaml:"id"`
	Name     Text     `json:"name" yaml:"name"`
	Category string   `json:"category" yaml:"category"`
	DPV      []string `json:"dpv" yaml:"dpv"`
	Basis    `yaml:",inline"`
}

// Item is one circumstance that the law lists. Open items are for people: they
// are offered and never decided.
type Item struct {
	ID        string   `json:"id" yaml:"id"`
	Grade     Grade    `json:"grade" yaml:"grade"`
	Text      Text     `json:"text" yaml:"text"`
	Open      bool     `json:"open" yaml:"open"`
	UnlessMet []string `json:"unless_met,omitempty" yaml:"unless_met"` // counts only where none of these is met
	Basis     `yaml:",inline"`
}

// Mitigation is a provision that may lighten a grade by a person's decision; it
// never changes the grade here.
type Mitigation struct {
	ID         string   `json:"id" yaml:"id"`
	Grades     []Grade  `json:"grades" yaml:"grades"`
	Requires   []string `json:"requires" yaml:"requires"`       // facts that must be true
	ExcludedBy []string `json:"excluded_by" yaml:"excluded_by"` // facts that rule it out
	Text       Text     `json:"text" yaml:"text"`
	Basis      `yaml:",inline"`
}

// Sentence is a band of punishment, shown as information.
type Sentence struct {
	ID    string `json:"id" yaml:"id"`
	Grade Grade  `json:"grade" yaml:"grade"`
	Flag  string `json:"flag,omitempty" yaml:"flag"` // shown only where this fact is true
	Text  Text   `json:"text" yaml:"text"`
	Basis `yaml:",inline"`
}

// measure is what a row measures.
type measure string

const (
	measureNothing measure = ""           // conditions only
	measurePieces  measure = "pieces"     // a count
	measureRatio   measure = "proportion" // a sum of counts, each over its own threshold
	measureIncome  measure = factIncome
	measureProfit  measure = factProfit
)

// row is one way to meet an item: acts, conditions and, mostly, a figure.
type row struct {
	id         string
	item       int // index in Items
	acts       acts
	unlessActs acts
	when       condition
	measure    measure
	parts      []part
	scale      int64    // a proportion is the weighted sum over scale
	atLeast    *big.Rat // the figure as a reader sees it
	need       int64    // the same for the weighted sum, rounded up

	// Written out once, since every finding shows them.
	wantActs, unlessNames []string
	figure                string
}

// part is a summand: the pieces of some categories, times weight.
type part struct {
	categories names
	acts       acts
	mask       int // index in masks
	weight     int64
	per        int64  // the threshold it is a share of; 0 outside proportions
	item       string // whose threshold that is
	list       []string
}

// condition must hold besides the figure. Its zero value always holds.
type condition struct {
	flags         names // all of these facts are true
	consequences  names // at least one of these
	adminAtMost   int   // months; valid if hasAdmin
	hasAdmin      bool
	somePiecesOf  names // at least one piece of any of these
	somePiecesIdx int   // index in masks
}

// and joins two conditions.
func (c condition) and(other condition) (condition, bool) {
	joined := c
	joined.flags |= other.flags
	if other.consequences != 0 {
		if c.consequences != 0 && c.consequences != other.consequences {
			return c, false
		}
		joined.consequences = other.consequences
	}
	if other.hasAdmin && (!c.hasAdmin || other.adminAtMost < c.adminAtMost) {
		joined.hasAdmin, joined.adminAtMost = true, other.adminAtMost
	}
	if other.somePiecesOf != 0 {
		if c.somePiecesOf != 0 && c.somePiecesOf != other.somePiecesOf {
			return c, false
		}
		joined.somePiecesOf = other.somePiecesOf
	}
	return joined, true
}

// impliedBy reports whether c holds wherever other holds.
func (c condition) impliedBy(other condition) bool {
	return c.flags&^other.flags == 0 &&
		(c.consequences == 0 || other.consequences != 0 && other.consequences&^c.consequences == 0) &&
		(!c.hasAdmin || other.hasAdmin && other.adminAtMost <= c.adminAtMost) &&
		(c.somePiecesOf == 0 || other.somePiecesOf != 0 && other.somePiecesOf&^c.somePiecesOf == 0)
}
