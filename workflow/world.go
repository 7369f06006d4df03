// Package workflow is the heart: what may happen to an incident, who must do
// what by when, and what each act writes. Decide is pure: it takes the world
// it was given, a command and the environment, and returns a Change. No SQL,
// no HTTP, no clock, no randomness lives here.
package workflow

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
)

// World is the one subject a command touches, as it was loaded and as it will
// be guarded. The zero World is the one in which nothing was filed yet.
type World struct {
	Incident  record.Incident
	Duties    []record.Duty     // live duties, the lead among them
	Had       []record.Duty     // duties that led and were done, of HadKinds; closing reports, done or lifted
	Proposals []record.Proposal // open ones
	Transfer  *record.Transfer  // an offered or disputed one
	Tasks     []record.Task     // open ones
	Filers    []roles.ID        // people who filed signed in
	FilerOrgs []roles.ID        // organizations that filed
	Told      []record.Told     // reports
	Appeals   []record.Appeal   // all of the case
	Merges    []record.Merge    // of cases that are part of this one
	Other     *World            // a second case that the act concerns
	Deciders  []roles.ID        // people who ended a step of the case or confirmed an act on it
	AskedAt   time.Time         // when a filer was last asked something; zero for never
	Notes     int64             // version of the correspondence stream
	Receipt   bool              // loaded by a filer's receipt
	Own       record.ID         // the report of that receipt
	Served    *record.Service   // loaded by a respondent's code
	ServedAs  string            // what that respondent does with the data: holder, user, discloser, other
	Public    bool              // everybody can read its page
	Suspected bool              // a recorded finding says that a crime is suspected
	Signers   []roles.ID        // organizations that signed an opinion beside its filer
	About     *World            // what a filing or an opinion is about, where it is a case
}

// Env is everything else a decision may depend on: immutable snapshots.
type Env struct {
	Now   time.Time
	Org   *roles.Org
	Rules Rules
	Packs assess.Packs // rule packs for findings; nil for those of the program
}

// ForTime is the part of a world that TimePassed needs: with it alone Decide
// gives the same. Whoever lets time pass over many cases loads no more.
func (w World) ForTime() World {
	return World{Incident: w.Incident, Duties: w.Duties, Proposals: w.Proposals, Tasks: w.Tasks, Deciders: w.Deciders}
}

// Lead is the live lead duty of an open incident.
func (w World) Lead() (record.Duty, bool) {
	if w.Incident.LeadChain == uuid.Nil {
		return record.Duty{}, false
	}
	return w.Duty(w.Incident.LeadChain)
}

// Duty is the live duty of a chain.
func (w World) Duty(chain record.ID) (record.Duty, bool) {
	i := slices.IndexFunc(w.Duties, func(d record.Duty) bool { return d.Chain == chain && d.State.Live() })
	if i < 0 {
		return record.Duty{}, false
	}
	return w.Duties[i], true
}

// Proposal is an open proposal by id.
func (w World) Proposal(id record.ID) (record.Proposal, bool) {
	i := slices.IndexFunc(w.Proposals, func(p record.Proposal) bool { return p.ID == id && p.State == record.ProposalOpen })
	if i < 0 {
		return record.Proposal{}, false
	}
	return w.Proposals[i], true
}

// Task is an open task by id.
func (w World) Task(id record.ID) (record.Task, bool) {
	i := slices.IndexFunc(w.Tasks, func(t record.Task) bool { return t.ID == id && t.State == record.TaskOpen })
	if i < 0 {
		return record.Task{}, false
	}
	return w.Tasks[i], true
}

// TaskOf is the open task that a duty's chain is to do.
func (w World) TaskOf(chain record.ID) (record.Task, bool) {
	i := slices.IndexFunc(w.Tasks, func(t record.Task) bool { return t.Chain == chain && t.State == record.TaskOpen })
	if i < 0 {
		return record.Task{}, false
	}
	return w.Tasks[i], true
}

// Case is what of the world decides who stands how to it.
func (w World) Case() roles.Case {
	c := roles.Case{Agency: w.Incident.Agency, Filers: w.Filers, FilerOrg: w.FilerOrgs, Accused: w.Incident.Accused, Receipt: w.Receipt, Served: w.Served != nil}
	for _, d := range w.Duties {
		switch {
		case !d.State.Live():
		case d.Chain == w.Incident.LeadChain:
			c.LeadPost = d.Post
		default:
			c.Called = append(c.Called, d.Post)
		}
	}
	for _, t := range w.Tasks {
		switch {
		case t.State != record.TaskOpen:
		case t.Kind == TaskJoint:
			c.Joint = append(c.Joint, t.To)
		case t.Kind == TaskPublicInterest:
			c.Proposers = append(c.Proposers, t.To)
		case t.Kind == TaskExplanation:
			c.Blamed = append(c.Blamed, t.OfPerson)
		}
	}
	return c
}
