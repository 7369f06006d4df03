package notifications

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/roles"
)

// The parties of an act on the organisation.
const (
	PersonConcerned Party = "person concerned by an organisational act"
	HoldersOfPost   Party = "those who held the post concerned"
	StandIns        Party = "whoever answers instead of somebody who left or is away"
	OrgSecondPerson Party = "second person for an organisational act"
)

// concerned is the person and the post of the act; what the event does not
// name is taken from what is known about it.
func (c cause) concerned() (person, post roles.ID) {
	person, post = c.about.Person, c.about.Post
	if o := c.Facts.Org; o != nil && o.Person != uuid.Nil {
		person = o.Person
	}
	if o := c.Facts.Org; o != nil && o.Post != uuid.Nil {
		post = o.Post
	}
	return person, post
}

func (c cause) personConcerned() []told {
	person, _ := c.concerned()
	return []told{{person, 0}}
}

// holdersOfPost are those who held the post until now: an appointment may end
// their time in it.
func (c cause) holdersOfPost() (list []told) {
	_, post := c.concerned()
	before := c.At.Add(-time.Nanosecond)
	for _, h := range c.org.Holdings {
		if h.Post == post && post != uuid.Nil && !h.From.After(before) && (h.To == nil || h.To.After(before)) {
			list = append(list, told{h.Person, 0})
		}
	}
	return list
}

// standIns are whoever answers for the posts concerned once the person is
// gone, since no duty moves then and no other event tells them.
func (c cause) standIns() (list []told) {
	person, _ := c.concerned()
	for _, gone := range c.absences(person) {
		for _, post := range c.posts(gone) {
			if stand := c.org.Answer(post, gone).Person; stand != person {
				list = append(list, told{stand, 0})
			}
		}
	}
	return list
}

// absences are the times from now on at which the person goes: the event
// itself, and leaves and ends of holdings that begin later.
func (c cause) absences(person roles.ID) []time.Time {
	times := []time.Time{c.At}
	for _, l := range c.org.Leaves {
		if l.Person == person && l.From.After(c.At) {
			times = append(times, l.From)
		}
	}
	for _, h := range c.org.Holdings {
		if h.Person == person && h.To != nil && h.To.After(c.At) {
			times = append(times, *h.To)
		}
	}
	return times
}

// posts are those that the act concerns: its post, and those in which the
// person served as holder until a time.
func (c cause) posts(until time.Time) []roles.ID {
	person, post := c.concerned()
	var list []roles.ID
	if post != uuid.Nil {
		list = append(list, post)
	}
	for _, h := range c.org.Holdings {
		if h.Person == person && !h.Deputy && h.From.Before(until) && (h.To == nil || !h.To.Before(until)) {
			list = append(list, h.Post)
		}
	}
	slices.SortFunc(list, func(a, b roles.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(list)
}

// orgSecondPerson is whoever stands next above the posts concerned and neither
// proposed the act nor is concerned by it. An act on somebody outside concerns
// no post: the heads of the two offices that keep their lists are told.
func (c cause) orgSecondPerson() (list []told) {
	person, post := c.concerned()
	if person == uuid.Nil && post == uuid.Nil {
		return c.keepers()
	}
	for _, post := range c.posts(c.At) {
		list = append(list, told{c.above(post, person, c.Actor.Person), 0})
	}
	return list
}

func (c cause) keepers() (list []told) {
	national, _ := c.org.Agency(c.org.Default)
	for _, post := range []roles.ID{national.Head, c.org.Oversight} {
		if who := c.org.Answer(post, c.At).Person; who != c.Actor.Person {
			list = append(list, told{who, 0})
		}
	}
	return list
}
