package roles

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Via says how answerability reached a person.
type Via string

// The order in which answerability falls: never to nobody.
const (
	ViaHolder    Via = "holder"
	ViaDeputy    Via = "deputy"
	ViaSuperior  Via = "superior"
	ViaOversight Via = "oversight"
)

// Answer is the named person who answers for a post.
type Answer struct {
	Person ID
	Via    Via
}

// Answer says who answers for a post at a time: its holder, else its deputy,
// else whoever answers for the post above (the head of the superior agency at
// the top of an agency), else the oversight post. It always names somebody:
// the last holder of the oversight post answers even when away.
func (o *Org) Answer(post ID, at time.Time) Answer {
	via := Via("")
	seen := map[ID]bool{}
	for id, ok := post, true; ok && !seen[id]; id, ok = o.Superior(id) {
		seen[id] = true
		if person, how, found := o.present(id, at); found {
			if via == "" {
				via = how
			}
			return Answer{person, via}
		}
		via = ViaSuperior
	}
	if person, _, found := o.present(o.Oversight, at); found {
		return Answer{person, ViaOversight}
	}
	return Answer{o.lastHolder(o.Oversight, at), ViaOversight}
}

// present finds the holder or deputy of this very post who is there at a time.
func (o *Org) present(post ID, at time.Time) (ID, Via, bool) {
	var deputy ID
	for _, h := range o.holdings[post] {
		if !within(at, h.From, h.To) || o.away(h.Person, at) {
			continue
		}
		if !h.Deputy {
			return h.Person, ViaHolder, true
		}
		deputy = h.Person
	}
	return deputy, ViaDeputy, deputy != uuid.Nil
}

func (o *Org) lastHolder(post ID, at time.Time) ID {
	var last Holding
	for _, h := range o.holdings[post] {
		if last.Person == uuid.Nil || (!h.From.After(at) && h.From.After(last.From)) {
			last = h
		}
	}
	return last.Person
}

// away reports whether a person is on leave, has left or is unknown.
func (o *Org) away(person ID, at time.Time) bool {
	p := o.person[person]
	if p == nil || (p.Ended != nil && !at.Before(*p.Ended)) {
		return true
	}
	for _, l := range o.leaves[person] {
		if within(at, l.From, l.To) {
			return true
		}
	}
	return false
}

// Answers names the person for every post at a time: the table post_answer.
func (o *Org) Answers(at time.Time) map[ID]Answer {
	all := make(map[ID]Answer, len(o.Posts))
	for _, p := range o.Posts {
		all[p.ID] = o.Answer(p.ID, at)
	}
	return all
}

// PostsOf are the posts that a person holds (also as deputy) at a time.
func (o *Org) PostsOf(person ID, at time.Time) []Post {
	var posts []Post
	for _, h := range o.held[person] {
		if within(at, h.From, h.To) && o.post[h.Post] != nil {
			posts = append(posts, *o.post[h.Post])
		}
	}
	return posts
}

// NextChange is the next time after at when somebody's answer may differ
// without any act: a leave, a holding or a tie that begins or ends.
func (o *Org) NextChange(at time.Time) (time.Time, bool) {
	var next time.Time
	consider := func(t *time.Time) {
		if t != nil && t.After(at) && (next.IsZero() || t.Before(next)) {
			next = *t
		}
	}
	for _, h := range o.Holdings {
		consider(&h.From)
		consider(h.To)
		if h.To != nil && o.CoolingOff > 0 {
			cooled := o.cooled(h)
			consider(&cooled)
		}
	}
	for _, l := range o.Leaves {
		consider(&l.From)
		consider(l.To)
	}
	for _, t := range o.Ties {
		consider(&t.From)
		consider(t.To)
	}
	for _, p := range o.People {
		consider(p.Ended)
	}
	return next, !next.IsZero()
}

func within(at, from time.Time, to *time.Time) bool {
	return !at.Before(from) && (to == nil || at.Before(*to))
}

// AnswersFor reports whether a person holds a post and is there, or answers
// for it, at a time.
func (o *Org) AnswersFor(person, post ID, at time.Time) bool {
	return slices.ContainsFunc(o.PostsServed(person, at), func(p Post) bool { return p.ID == post })
}

// AnswersAbove reports whether a person holds or answers for a post above
// another.
func (o *Org) AnswersAbove(person, post ID, at time.Time) bool {
	return slices.ContainsFunc(o.PostsServed(person, at), func(p Post) bool { return o.Above(p.ID, post) })
}

// PostsServed are the posts a person holds and is there for, and those whose
// answer has fallen to them.
func (o *Org) PostsServed(person ID, at time.Time) []Post {
	if person == uuid.Nil {
		return nil
	}
	var posts []Post
	if !o.away(person, at) {
		posts = o.PostsOf(person, at)
	}
	for _, id := range o.stretch(at).answered[person] {
		if !slices.ContainsFunc(posts, func(h Post) bool { return h.ID == id }) {
			posts = append(posts, *o.post[id])
		}
	}
	return posts
}
