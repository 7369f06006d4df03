package notifications

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// About is what else must be known about the case or act of an event; the zero
// value says that nothing is. It is as things stand when the event is told.
type About struct {
	Agency   roles.ID      // that leads
	LeadPost roles.ID      // of the live lead duty; zero when closed
	Accused  []roles.Party // of the case
	Filers   []Filer       // signed-in people who filed; anonymous filers have no inbox
	Proposer roles.ID      // of the public version or the organisational act that the event decides
	Person   roles.ID      // concerned by an organisational act, where its event names nobody
	Post     roles.ID      // concerned by an organisational act, where its event names none
	Now      time.Time     // conflicts that began since the event count too; zero: none did
}

// Filer is a signed-in person who filed a report.
type Filer struct {
	Report record.ID
	Person roles.ID
}

// Recipients says who is told what about an event: the rules of the table in
// their order, each person once, in a fixed order. Whoever has a conflict of
// interest with the case is told nothing, whatever a rule says, and whoever did
// the act themselves gets it in the inbox only.
func Recipients(e record.Event, about About, org *roles.Org) []Notice {
	if e.Facts.Incident != nil {
		about.Accused = slices.Concat(about.Accused, e.Facts.Incident.Accused)
	}
	about.Accused = org.Resolve(about.Accused)
	c := cause{e, about, org}
	var list []Notice
	seen := map[roles.ID]bool{}
	for _, r := range Rules {
		if r.Event != e.Kind && r.Event != AnyEvent {
			continue
		}
		for _, t := range c.who(r.To) {
			if !seen[t.person] && c.reachable(t.person) {
				seen[t.person] = true
				list = append(list, c.notice(r, t))
			}
		}
	}
	return list
}

func (c cause) who(of []Party) (list []told) {
	for _, p := range of {
		list = append(list, parties[p](c)...)
	}
	return list
}

func (c cause) notice(r Rule, t told) Notice {
	return Notice{
		Person: t.person, Kind: r.Kind, Incident: c.incident(), Level: t.level, Event: c.ID, At: c.At,
		Mail: r.How == Mailed && t.person != c.Actor.Person,
	}
}

func (c cause) incident() record.ID {
	if c.Subject.Kind == record.SubjectOrganisation {
		return uuid.Nil
	}
	return c.Subject.ID
}

// reachable leaves out nobody at all, people who are gone, and whoever is
// excluded from the case, at the time of the event or by now.
func (c cause) reachable(person roles.ID) bool {
	if person == uuid.Nil {
		return false
	}
	now := c.At
	if c.about.Now.After(now) {
		now = c.about.Now
	}
	if p, known := c.org.Person(person); known && p.Ended != nil && !now.Before(*p.Ended) {
		return false
	}
	return !c.org.PersonConflicted(person, c.about.Accused, c.At) && !c.org.PersonConflicted(person, c.about.Accused, now)
}
