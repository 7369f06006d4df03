package roles

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Case is what of an incident decides relations and conflicts.
type Case struct {
	Agency    ID      // the agency that leads
	LeadPost  ID      // the post of the live lead duty; zero when closed
	Called    []ID    // posts of other live duties
	Blamed    []ID    // people who are asked to explain a miss
	Proposers []ID    // organizations that proposed a public-interest referral
	Joint     []ID    // agencies that handle it together with the one that leads
	Filers    []ID    // signed-in people who filed
	FilerOrg  []ID    // organizations that filed
	Accused   []Party // resolved keys
	Served    bool    // reached by the code of a service: whoever holds it is the respondent
	Receipt   bool    // reached by the filer's receipt: whoever holds it filed
}

// Standing is how an actor stands to a case: excluded, or by which roles and
// relations.
type Standing struct {
	Excluded bool
	holdings []roleRelations
}

type roleRelations struct {
	role      Role
	relations []Relation
}

// Stand relates an actor to a case at a time. Somebody with several posts
// stands in each of them; somebody excluded stands in none.
func (o *Org) Stand(a Actor, c Case, at time.Time) Standing {
	if a.Role == System {
		return Standing{holdings: []roleRelations{{System, nil}}}
	}
	if a.Person != uuid.Nil && o.PersonConflicted(a.Person, c.Accused, at) {
		return Standing{Excluded: true}
	}
	outside := o.outside(a, c)
	s := Standing{holdings: []roleRelations{{o.outsideRole(a, at), outside}}}
	for _, p := range o.PostsOf(a.Person, at) {
		s.holdings = append(s.holdings, roleRelations{p.Class, nil}) // whoever is away keeps a colleague's general rights
	}
	if slices.Contains(outside, Filer) {
		return s // nobody handles what they filed themselves
	}
	for _, p := range o.PostsServed(a.Person, at) {
		s.holdings = append(s.holdings, roleRelations{p.Class, o.inside(p, c)})
	}
	return s
}

// outsideRole is what somebody is besides their posts: rights inside an agency
// come from the posts that a person holds now, never from what they once were.
// Whoever acts for an organization whose admission is suspended or withdrawn
// acts as a citizen.
func (o *Org) outsideRole(a Actor, at time.Time) Role {
	switch a.Role {
	case Officer, Supervisor, Leader:
		return Citizen
	case Organization, Media:
		if b := o.association[a.Organization]; b != nil && !b.Admitted(at) {
			return Citizen
		}
	case Citizen, Respondent, Auditor, Operator, System: // are what they signed in as
	}
	return a.Role
}

func (o *Org) outside(a Actor, c Case) []Relation {
	if c.Receipt {
		return []Relation{Filer}
	}
	if c.Served {
		return []Relation{Served}
	}
	if a.Person == uuid.Nil {
		return nil
	}
	var r []Relation
	if slices.Contains(c.Filers, a.Person) || (a.Organization != uuid.Nil && slices.Contains(c.FilerOrg, a.Organization)) {
		r = append(r, Filer)
	}
	if a.Organization != uuid.Nil && slices.Contains(c.Proposers, a.Organization) {
		r = append(r, Proposer)
	}
	if slices.Contains(c.Blamed, a.Person) {
		r = append(r, Blamed) // wherever they serve now: the miss stays theirs to explain
	}
	return r
}

func (o *Org) inside(p Post, c Case) []Relation {
	var r []Relation
	if p.Agency == c.Agency {
		r = append(r, Colleague)
	}
	if p.ID == c.LeadPost {
		r = append(r, Answerable)
	}
	if c.LeadPost != uuid.Nil && o.Above(p.ID, c.LeadPost) {
		r = append(r, Above)
	}
	if c.LeadPost == uuid.Nil && o.Over(p.ID, c.Agency) {
		r = append(r, Over)
	}
	if slices.Contains(c.Called, p.ID) {
		r = append(r, Called)
	}
	if slices.Contains(c.Joint, p.Agency) {
		r = append(r, Joint)
	}
	return r
}

// May reports whether the standing grants a permission.
func (s Standing) May(want Permission) bool {
	if s.Excluded {
		return false
	}
	return slices.ContainsFunc(s.holdings, func(h roleRelations) bool { return Granted(h.role, h.relations, want) })
}

// Sees reports whether the case exists for the actor at all.
func (s Standing) Sees() bool { return s.May(ReadIncident) || s.May(PassTime) }
