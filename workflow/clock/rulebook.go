package clock

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Errors of Rulebook.Due.
var (
	ErrNoRule = errors.New("no rule of this kind is valid at that time")
	ErrLevel  = errors.New("level must not be negative")
)

// Rulebook is one version of the duty rules of one jurisdiction. What is decided
// under it should store its ID and Version, so that a due time can always be
// computed again.
type Rulebook struct {
	ID           string
	Version      string
	Jurisdiction string // ISO 3166-1 alpha-2, or a GB/T 2260 code for a region
	Name         Text
	Demonstrates bool // true for the shortened variant made by Demo

	rules     []Rule // by kind, then by the day from which they are valid
	grounds   []Ground
	calendars map[string]*Calendar
}

// Rule limits the time for one kind of duty.
type Rule struct {
	Kind      string
	Name      Text
	Limit     Limit   // for the post that holds the duty first, level 0
	Ladder    []Limit // for its superiors, from level 1; the last repeats without end
	Calendar  string  // ID of the calendar that counts its days
	Source    Source
	Certainty Certainty
	Note      Text

	// LadderCertainty is Certainty, or that of the common ladder when the rule
	// takes its ladder from there.
	LadderCertainty Certainty

	ownLadder  bool
	valid      validity
	demoLimit  Limit
	demoLadder []Limit
}

// Ground is a lawful reason to pause a period.
type Ground struct {
	ID        string
	Name      Text
	Longest   Limit // after which the period runs again by itself
	Source    Source
	Certainty Certainty
	Note      Text

	demoLongest Limit
}

// Rule gives the rule of a kind that is valid on the date of at, in the zone of
// the rule's calendar. It reports false when there is none.
func (rb *Rulebook) Rule(kind string, at time.Time) (Rule, bool) {
	for _, r := range rb.rules {
		if r.Kind == kind && r.valid.covers(dayOf(at, rb.calendars[r.Calendar].zone)) {
			return r.clone(), true
		}
	}
	return Rule{}, false
}

// Rules lists all rules, in the order of the file.
func (rb *Rulebook) Rules() []Rule {
	rules := make([]Rule, len(rb.rules))
	for i, r := range rb.rules {
		rules[i] = r.clone()
	}
	return rules
}

// Due is the due time of a duty of the given kind and level whose time starts at
// start: level 0 is the post that holds the duty first, level 1 its superior, and
// so on. It is provisional when it depends on a year without an official calendar.
// Errors are ErrNoRule and ErrLevel.
func (rb *Rulebook) Due(kind string, level int, start time.Time) (due time.Time, provisional bool, err error) {
	if level < 0 {
		return time.Time{}, false, ErrLevel
	}
	r, ok := rb.Rule(kind, start)
	if !ok {
		return time.Time{}, false, fmt.Errorf("%w: %s", ErrNoRule, kind)
	}
	due, provisional = Due(start, r.At(level), rb.calendars[r.Calendar])
	return due, provisional, nil
}

// At is the limit at a level of the ladder; negative levels count as 0.
func (r Rule) At(level int) Limit {
	if level <= 0 || len(r.Ladder) == 0 {
		return r.Limit
	}
	return r.Ladder[min(level, len(r.Ladder))-1]
}

// Ground gives the pause ground with this ID.
func (rb *Rulebook) Ground(id string) (Ground, bool) {
	for _, g := range rb.grounds {
		if g.ID == id {
			return g, true
		}
	}
	return Ground{}, false
}

// Grounds lists all pause grounds, in the order of the file.
func (rb *Rulebook) Grounds() []Ground { return slices.Clone(rb.grounds) }

// Calendar gives the calendar that rules refer to by this ID.
func (rb *Rulebook) Calendar(id string) (*Calendar, bool) {
	c, ok := rb.calendars[id]
	return c, ok
}

// WithCalendar is the same rulebook counting with c in place of the calendar of
// the same ID, such as when the holidays of a new year have been announced.
func (rb *Rulebook) WithCalendar(c *Calendar) *Rulebook {
	other := *rb
	other.calendars = make(map[string]*Calendar, len(rb.calendars))
	for id, old := range rb.calendars {
		other.calendars[id] = old
	}
	other.calendars[c.id] = c
	return &other
}

// Demo is the variant for demonstrations: every limit that the file shortens for
// them is replaced, so that a duty rises within minutes while somebody watches.
// Its Version ends in "+demo", so that nothing decided under it is mistaken for
// law.
func (rb *Rulebook) Demo() *Rulebook {
	if rb.Demonstrates {
		return rb
	}
	other := *rb
	other.Version, other.Demonstrates = rb.Version+"+demo", true
	other.rules = rb.Rules()
	for i := range other.rules {
		other.rules[i].shorten()
	}
	other.grounds = rb.Grounds()
	for i := range other.grounds {
		if g := &other.grounds[i]; g.demoLongest.N > 0 {
			g.Longest = g.demoLongest
		}
	}
	return &other
}

func (r *Rule) shorten() {
	if r.demoLimit.N > 0 {
		r.Limit = r.demoLimit
	}
	if len(r.demoLadder) > 0 {
		r.Ladder = slices.Clone(r.demoLadder)
	}
}

func (r Rule) clone() Rule {
	r.Ladder = slices.Clone(r.Ladder)
	return r
}

// validity is a span of dates with both ends included; until 0 means open.
type validity struct{ from, until day }

func (v validity) covers(d day) bool { return v.from <= d && d <= v.last() }

func (v validity) overlaps(w validity) bool { return v.from <= w.last() && w.from <= v.last() }

func (v validity) last() day {
	if v.until == 0 {
		return endOfTime
	}
	return v.until
}

// endOfTime is later than any date that can be written in a file.
const endOfTime = day(1 << 40)
