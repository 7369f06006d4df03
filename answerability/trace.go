// Package answerability says whose a delay was. It is a pure function of a
// case's events, the organisation with its holders over time and a calendar:
// each minute between receipt and end lies with one named person, in one post,
// under one duty, and the minutes of all spans sum exactly to the whole.
package answerability

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Calendar counts working time. A working day has all its 24 hours, as in
// clock.Calendar.
type Calendar interface {
	WorkingMinutes(from, to time.Time) int64
}

// Condition is how a span of time counts.
type Condition string

// The conditions. Outside is the time between receipt elsewhere, at a counter or
// a hotline, and entry into the system: its clock runs, and no post had it yet.
const (
	InTime  Condition = "in_time"
	Late    Condition = "late" // the first due time of the chain had passed
	Paused  Condition = "paused"
	Outside Condition = "outside"
)

// Minutes are whole minutes of clock time and of working time.
type Minutes struct {
	Clock   int64 `json:"clock_minutes"`
	Working int64 `json:"working_minutes"`
}

func (m *Minutes) add(n Minutes) { m.Clock, m.Working = m.Clock+n.Clock, m.Working+n.Working }

// Span is a stretch of time in which one person answered for one duty.
type Span struct {
	From, To  time.Time
	Stage     record.State
	Condition Condition
	Kind      string // of the lead duty
	Chain     record.ID
	Level     int
	DueAt     time.Time // of this level, as it stood
	Post      roles.ID
	Agency    roles.ID
	Person    roles.ID
	Via       roles.Via
	Ground    string   // of a pause
	Asked     roles.ID // who proposed the pause
	Approved  roles.ID // its second person
	Minutes
}

// Share is what one person in one post had of the whole.
type Share struct {
	Post, Agency, Person roles.ID
	Kind                 string
	Level                int
	Condition            Condition
	Minutes
}

// Trace is the whole.
type Trace struct {
	Reference string
	From, To  time.Time
	Open      bool // To is now, and the last span goes on
	Total     Minutes
	Delay     Minutes // after the first due time of the duty of the time
	Spans     []Span
	Shares    []Share // the largest delay first
	Misses    []Miss
}

// Of traces a case from its events, those of its decisions in order. now ends
// the last span of an open case.
func Of(events []record.Event, org *roles.Org, calendar Calendar, now time.Time) Trace {
	t := tracer{org: org, calendar: calendar}
	for _, e := range events {
		t.until(e.At)
		t.world = workflow.Fold(t.world, e)
		t.pause(e)
		if t.from.IsZero() {
			t.begin(e)
		}
	}
	end := now
	if closed := t.world.Incident.ClosedAt; closed != nil && !t.world.Incident.State.Open() {
		end = *closed
	}
	t.until(end)
	return t.trace(end)
}

// tracer walks along the events.
type tracer struct {
	org             *roles.Org
	calendar        Calendar
	world           workflow.World
	from, at        time.Time
	asked, approved roles.ID // of the pause that holds
	spans           []Span
}

// begin starts the time at the receipt, which may lie before the first event.
func (t *tracer) begin(e record.Event) {
	t.from, t.at = t.world.Incident.ReceivedAt, t.world.Incident.ReceivedAt
	if t.from.Before(e.At) && t.world.Incident.State.Open() {
		t.spans = append(t.spans, Span{From: t.from, To: e.At, Stage: record.Filed, Condition: Outside})
		t.at = e.At
	}
}

// pause remembers who wanted a pause and who agreed to it.
func (t *tracer) pause(e record.Event) {
	if !slices.ContainsFunc(e.Facts.Rescaled, func(d record.DutyDue) bool { return d.State == record.Paused }) {
		return
	}
	t.asked, t.approved = e.Actor.Person, e.Actor.Person
	for _, p := range t.world.Proposals {
		if p.Action == string(workflow.Pause) && p.State == record.ProposalConfirmed {
			t.asked, t.approved = p.ProposedBy, p.DecidedBy
		}
	}
}

// until lays the time up to an instant on whoever answered for the lead duty.
func (t *tracer) until(end time.Time) {
	lead, led := t.world.Lead()
	if t.from.IsZero() || !end.After(t.at) {
		return
	}
	if !led {
		t.at = end // closed: until it is opened again nobody answers
		return
	}
	cuts := append(t.changes(lead.Post, t.at, end), end)
	if lead.FirstDueAt.After(t.at) && lead.FirstDueAt.Before(end) && lead.State != record.Paused {
		cuts = append(cuts, lead.FirstDueAt)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	for _, cut := range cuts {
		if cut.After(t.at) {
			t.span(lead, cut)
		}
	}
}

func (t *tracer) span(lead record.Duty, to time.Time) {
	who := t.org.Answer(lead.Post, t.at)
	post, _ := t.org.Post(lead.Post)
	s := Span{
		From: t.at, To: to, Stage: t.world.Incident.State, Condition: InTime, Kind: lead.Kind, Chain: lead.Chain, Level: lead.Level,
		DueAt: lead.DueAt, Post: lead.Post, Agency: post.Agency, Person: who.Person, Via: who.Via,
	}
	switch {
	case lead.State == record.Paused:
		s.Condition, s.Ground, s.Asked, s.Approved = Paused, lead.Ground, t.asked, t.approved
	case !t.at.Before(lead.FirstDueAt):
		s.Condition = Late
	}
	t.at = to
	if n := len(t.spans); n > 0 && same(t.spans[n-1], s) {
		t.spans[n-1].To = to
		return
	}
	t.spans = append(t.spans, s)
}

// same reports whether a span only goes on.
func same(a, b Span) bool {
	a.From, a.To, b.From, b.To = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return a == b
}

// changes are the instants between two at which somebody else may begin to
// answer for a post: those of its holders and of theirs above.
func (t *tracer) changes(post roles.ID, from, to time.Time) []time.Time {
	var cuts []time.Time
	cut := func(at time.Time) {
		if at.After(from) && at.Before(to) {
			cuts = append(cuts, at)
		}
	}
	for _, h := range t.org.Holdings {
		if h.Post != post && !t.org.Above(h.Post, post) && h.Post != t.org.Oversight {
			continue
		}
		cut(h.From)
		if h.To != nil {
			cut(*h.To)
		}
		if p, ok := t.org.Person(h.Person); ok && p.Ended != nil {
			cut(*p.Ended)
		}
		for _, l := range t.org.Leaves {
			if l.Person == h.Person {
				cut(l.From)
				if l.To != nil {
					cut(*l.To)
				}
			}
		}
	}
	return cuts
}
