package roles

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Agency is a government body. Agencies form a tree by Parent.
type Agency struct {
	ID         ID
	Name       Text
	Parent     ID     // zero at the root
	Region     string // GB/T 2260
	CreditCode string // GB 32100, may be empty
	Head       ID     // the post of the head
	Intake     ID     // the post that receives what nobody is assigned to
}

// Post is a place in an agency, held by one person at a time.
type Post struct {
	ID       ID
	Agency   ID
	Title    Text
	Class    Role // Officer, Supervisor or Leader
	Superior ID   // zero at the top of an agency
}

// Person is somebody with a name; whoever signs in is one.
type Person struct {
	ID           ID
	Name         string
	Role         Role // for people without a post: Organization, Media, Citizen, Operator …
	Organization ID
	Ended        *time.Time // the account was closed
	Key          Party      // keyed hash of the name, so that a case about this very person is known; may be empty
}

// Association is a social organization or a newsroom that people act for.
type Association struct {
	ID        ID
	Name      Text
	Kind      Role       // Organization or Media
	Suspended *time.Time // until it is reinstated, its people act as citizens
	Ended     *time.Time // the admission was withdrawn
}

// Admitted reports whether it stands as such at a time.
func (b Association) Admitted(at time.Time) bool {
	return (b.Suspended == nil || b.Suspended.After(at)) && (b.Ended == nil || b.Ended.After(at))
}

// Holding is a person's time in a post. Deputy holdings answer while the
// holder is away. To is exclusive; nil means until further notice.
type Holding struct {
	ID     ID
	Post   ID
	Person ID
	Deputy bool
	From   time.Time
	To     *time.Time
}

// Leave is a time in which a person answers for nothing. To is exclusive.
type Leave struct {
	ID     ID
	Person ID
	From   time.Time
	To     *time.Time
}

// Tie is a declared relation of a person to somebody who may be accused.
type Tie struct {
	ID     ID
	Person ID
	Party  Party
	Kind   string // employment, kinship, ownership, other
	From   time.Time
	To     *time.Time
}

// Route sends a report to an agency; empty fields match everything, Region
// matches the code itself and whatever lies within it. First match wins.
type Route struct {
	Region    string
	Sector    string
	Violation string
	Agency    ID
}

// Parts are the rows an Org is made of.
type Parts struct {
	Revision  int64
	Agencies  []Agency
	Posts     []Post
	People    []Person
	Holdings  []Holding
	Leaves    []Leave
	Ties      []Tie
	Routes    []Route
	Bodies    []Body // outside, to whom cases can be referred
	Default   ID     // the agency that receives what no route matches
	Oversight ID     // the outside post for cases in which every superior is conflicted
	Second    ID     // the post for cases in which the oversight is conflicted too; zero for none
	// CoolingOff is for how many months whoever left an agency stays excluded
	// from cases about it; 0 for not at all. No text sets a figure.
	CoolingOff   int
	Associations []Association
}

// Org is an immutable snapshot of the organisation with its holders over time.
type Org struct {
	Parts
	agency      map[ID]*Agency
	post        map[ID]*Post
	person      map[ID]*Person
	association map[ID]*Association
	holdings    map[ID][]Holding // by post
	held        map[ID][]Holding // by person
	leaves      map[ID][]Leave   // by person
	ties        map[ID][]Tie     // by person
	names       []agencyNames
	parties     map[ID][]Party // keys of each agency
	lineage     map[ID][]Party // keys of each agency and of all above it
	window      *window        // what was worked out for the present stretch of time
}

// New indexes the parts and refuses an organisation in which a report could
// find no receiver or a duty no named person.
func New(p Parts) (*Org, error) {
	o := &Org{
		Parts: p, agency: map[ID]*Agency{}, post: map[ID]*Post{}, person: map[ID]*Person{},
		holdings: map[ID][]Holding{}, held: map[ID][]Holding{}, leaves: map[ID][]Leave{}, ties: map[ID][]Tie{},
	}
	o.association = make(map[ID]*Association, len(p.Associations))
	for i := range p.Associations {
		o.association[p.Associations[i].ID] = &p.Associations[i]
	}
	for i := range p.Agencies {
		o.agency[p.Agencies[i].ID] = &p.Agencies[i]
	}
	for i := range p.Posts {
		o.post[p.Posts[i].ID] = &p.Posts[i]
	}
	for i := range p.People {
		o.person[p.People[i].ID] = &p.People[i]
	}
	for _, h := range p.Holdings {
		o.holdings[h.Post] = append(o.holdings[h.Post], h)
		o.held[h.Person] = append(o.held[h.Person], h)
	}
	for _, l := range p.Leaves {
		o.leaves[l.Person] = append(o.leaves[l.Person], l)
	}
	for _, t := range p.Ties {
		o.ties[t.Person] = append(o.ties[t.Person], t)
	}
	if err := o.validate(); err != nil {
		return o, err
	}
	o.indexParties()
	o.window = &window{}
	return o, nil
}

func (o *Org) validate() error {
	for _, a := range o.Agencies {
		if !o.postIn(a.Head, a.ID) || !o.postIn(a.Intake, a.ID) {
			return fmt.Errorf("roles: agency %s needs a head post and an intake post of its own", a.ID)
		}
		if a.Parent != uuid.Nil && o.agency[a.Parent] == nil {
			return fmt.Errorf("roles: agency %s: the agency above it is unknown", a.ID)
		}
		if err := climbs(a.ID, func(id ID) (ID, bool) { return o.parent(id), o.parent(id) != uuid.Nil }); err != nil {
			return fmt.Errorf("roles: agency %s: %w", a.ID, err)
		}
	}
	for _, p := range o.Posts {
		if o.agency[p.Agency] == nil {
			return fmt.Errorf("roles: post %s belongs to no agency", p.ID)
		}
		if p.Superior != uuid.Nil && o.post[p.Superior] == nil {
			return fmt.Errorf("roles: post %s: the post above it is unknown", p.ID)
		}
	}
	for _, p := range o.Posts {
		if err := climbs(p.ID, o.Superior); err != nil {
			return fmt.Errorf("roles: post %s: %w", p.ID, err)
		}
	}
	return o.validateReceivers()
}

func (o *Org) postIn(post, agency ID) bool {
	p := o.post[post]
	return p != nil && p.Agency == agency
}

func (o *Org) validateReceivers() error {
	for _, r := range o.Routes {
		if o.agency[r.Agency] == nil {
			return fmt.Errorf("roles: route to unknown agency %s", r.Agency)
		}
	}
	if o.agency[o.Default] == nil {
		return errors.New("roles: no default agency: every report needs a receiver")
	}
	if o.post[o.Oversight] == nil {
		return errors.New("roles: no oversight post: a case in which every superior is conflicted needs one")
	}
	if !slices.ContainsFunc(o.holdings[o.Oversight], o.lasting) {
		return errors.New("roles: nobody holds the oversight post until further notice: it is the last that answers")
	}
	if o.Second != uuid.Nil && (o.post[o.Second] == nil || !slices.ContainsFunc(o.holdings[o.Second], o.lasting)) {
		return errors.New("roles: the second oversight post needs to exist and to be held until further notice")
	}
	if o.CoolingOff < 0 || o.CoolingOff > maxCoolingOff {
		return errors.New("roles: a cooling-off has 0 to 120 months")
	}
	return nil
}

const maxCoolingOff = 120 // months

// DefaultCoolingOff is the product's default in months; no text sets a figure.
const DefaultCoolingOff = 12

// lasting reports whether a holding has no end and a holder who is still there.
func (o *Org) lasting(h Holding) bool {
	p := o.person[h.Person]
	return !h.Deputy && h.To == nil && p != nil && p.Ended == nil
}

// climbs fails where following up leads in a circle.
func climbs(from ID, up func(ID) (ID, bool)) error {
	seen := map[ID]bool{}
	for id, ok := from, true; ok; id, ok = up(id) {
		if seen[id] {
			return errors.New("is above itself")
		}
		seen[id] = true
	}
	return nil
}

func (o *Org) parent(agency ID) ID { return o.agency[agency].Parent }

// Agency returns an agency by id.
func (o *Org) Agency(id ID) (Agency, bool) { return deref(o.agency[id]) }

// Post returns a post by id.
func (o *Org) Post(id ID) (Post, bool) { return deref(o.post[id]) }

// Person returns a person by id.
func (o *Org) Person(id ID) (Person, bool) { return deref(o.person[id]) }

// Association returns an organization or a newsroom by id.
func (o *Org) Association(id ID) (Association, bool) { return deref(o.association[id]) }

func deref[T any](p *T) (T, bool) {
	if p == nil {
		var zero T
		return zero, false
	}
	return *p, true
}

// Superior is the post directly above: the post's own superior, else the head
// of the superior agency. It reports false at the very top.
func (o *Org) Superior(post ID) (ID, bool) {
	p, ok := o.post[post]
	if !ok {
		return uuid.Nil, false
	}
	if p.Superior != uuid.Nil {
		return p.Superior, true
	}
	if up := o.parent(p.Agency); up != uuid.Nil {
		return o.agency[up].Head, true
	}
	return uuid.Nil, false
}

// Above reports whether a post stands anywhere above another on its ladder.
func (o *Org) Above(upper, lower ID) bool {
	seen := map[ID]bool{}
	for id, ok := o.Superior(lower); ok && !seen[id]; id, ok = o.Superior(id) {
		if id == upper {
			return true
		}
		seen[id] = true
	}
	return false
}

// Over reports whether a post stands above a whole agency: on the ladder above
// its head, or as oversight over an agency that nothing is above.
func (o *Org) Over(post, agency ID) bool {
	p, a := o.post[post], o.agency[agency]
	if p == nil || a == nil || p.Agency == agency {
		return false
	}
	return o.Above(post, a.Head) || (a.Parent == uuid.Nil && (post == o.Oversight || post == o.Second))
}

// Lineage is the agency itself and every agency above it, nearest first.
func (o *Org) Lineage(agency ID) []ID {
	var line []ID
	for id := agency; id != uuid.Nil && o.agency[id] != nil; id = o.parent(id) {
		line = append(line, id)
	}
	return line
}

// CommonSuperior is the nearest agency that is above both, else the default.
func (o *Org) CommonSuperior(a, b ID) ID {
	above := map[ID]bool{}
	for _, id := range o.Lineage(a) {
		above[id] = id != a || a == b
	}
	for _, id := range o.Lineage(b) {
		if above[id] && id != b {
			return id
		}
	}
	return o.Default
}
