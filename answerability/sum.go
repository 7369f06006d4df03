package answerability

import (
	"cmp"
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Miss is a duty that somebody missed, with the duty of the superior to whom it
// rose.
type Miss struct {
	Kind     string
	Lead     bool
	Level    int
	Post     roles.ID
	Person   roles.ID // who answered at the due time
	Via      roles.Via
	DueAt    time.Time
	MissedAt time.Time
	Superior Called
}

// Called is the duty of the next level.
type Called struct {
	Post     roles.ID
	Person   roles.ID // who answers or answered for it; who missed or did it once it is over
	OpenedAt time.Time
	DueAt    time.Time
	State    record.DutyState
	EndedAt  *time.Time
}

// trace measures the spans and sums them.
func (t *tracer) trace(end time.Time) Trace {
	out := Trace{
		Reference: t.world.Incident.Reference, From: t.from, To: end, Open: t.world.Incident.State.Open(),
		Spans: t.spans, Misses: misses(t.world, t.org, end),
	}
	if t.from.IsZero() || end.Before(t.from) {
		return out
	}
	for i := range out.Spans {
		s := &out.Spans[i]
		s.Minutes = t.between(s.From, s.To)
		out.Total.add(s.Minutes)
		if s.Condition == Late {
			out.Delay.add(s.Minutes)
		}
	}
	out.Shares = shares(out.Spans)
	return out
}

// between counts whole minutes as the difference of two counts from the start,
// so that nothing is lost or counted twice at the borders of spans.
func (t *tracer) between(from, to time.Time) Minutes {
	return Minutes{
		Clock:   int64(to.Sub(t.from)/time.Minute) - int64(from.Sub(t.from)/time.Minute),
		Working: t.calendar.WorkingMinutes(t.from, to) - t.calendar.WorkingMinutes(t.from, from),
	}
}

func shares(spans []Span) []Share {
	var list []Share
	for _, s := range spans {
		key := Share{Post: s.Post, Agency: s.Agency, Person: s.Person, Kind: s.Kind, Level: s.Level, Condition: s.Condition}
		i := slices.IndexFunc(list, func(x Share) bool { x.Minutes = Minutes{}; return x == key })
		if i < 0 {
			i, list = len(list), append(list, key)
		}
		list[i].add(s.Minutes)
	}
	slices.SortStableFunc(list, func(a, b Share) int {
		if (a.Condition == Late) != (b.Condition == Late) {
			if a.Condition == Late {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Clock, a.Clock)
	})
	return list
}

// misses lists what was missed, the oldest first.
func misses(w workflow.World, org *roles.Org, now time.Time) []Miss {
	var list []Miss
	for _, d := range w.Duties {
		if d.State != record.Missed || d.EndedAt == nil {
			continue
		}
		list = append(list, Miss{
			Kind: d.Kind, Lead: d.Lead, Level: d.Level, Post: d.Post, Person: d.EndedBy, Via: roles.Via(d.EndedVia),
			DueAt: d.DueAt, MissedAt: *d.EndedAt, Superior: called(w, org, d, now),
		})
	}
	slices.SortStableFunc(list, func(a, b Miss) int { return a.MissedAt.Compare(b.MissedAt) })
	return list
}

func called(w workflow.World, org *roles.Org, d record.Duty, now time.Time) Called {
	for _, next := range w.Duties {
		if next.Chain != d.Chain || next.Level != d.Level+1 {
			continue
		}
		c := Called{Post: next.Post, Person: next.EndedBy, OpenedAt: next.OpenedAt, DueAt: next.DueAt, State: next.State, EndedAt: next.EndedAt}
		if c.State.Live() || c.Person == (roles.ID{}) {
			c.Person = org.Answer(next.Post, now).Person
		}
		return c
	}
	return Called{}
}
