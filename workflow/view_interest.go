package workflow

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// InterestView is what an organization sees of a case for which it may propose
// a public-interest referral, or did: whether the public knows it, and its own
// proposals with their answers. It says nothing else of the case.
type InterestView struct {
	Reference  string
	Public     bool
	MayPropose bool
	Proposals  []InterestProposal // newest first
}

// How a proposal of a public-interest referral stands.
const (
	InterestOpen     = "open"
	InterestAdopted  = "adopted"
	InterestDeclined = "declined"
	InterestLapsed   = "lapsed" // ended without an answer
)

// InterestProposal is one proposal with its answer.
type InterestProposal struct {
	Reason     string
	State      string
	On         record.Date
	DueOn      record.Date // last day for the answer, while it is open
	Office     roles.Text  // of whoever must answer, while it is open
	Answer     string      // why it was adopted or declined
	AnsweredOn record.Date

	task record.ID
}

// InterestOf is what an actor sees, or false: for them there is nothing.
// reason finds the text that belongs to an event of the case.
func InterestOf(w World, events []record.Event, actor roles.Actor, env Env, reason func(seq int64) string) (InterestView, bool) {
	v := InterestView{Reference: w.Incident.Reference, Public: w.Public, Proposals: interests(w, events, actor.Organization, env, reason)}
	c := w.Case()
	if len(v.Proposals) > 0 {
		c.Proposers = append(c.Proposers, actor.Organization)
	}
	standing := env.Org.Stand(actor, c, env.Now)
	if actor.Organization == uuid.Nil || w.Incident.Matter != record.MatterIncident || !standing.May(roles.ProposeReferral) {
		return InterestView{}, false
	}
	if !standing.May(roles.ReadProposal) {
		v.Proposals = nil
	}
	mine := standing.May(roles.ReadOwnReport)
	row, _ := TransitionOf(ProposePublicInterest)
	waits := slices.ContainsFunc(v.Proposals, func(p InterestProposal) bool { return p.State == InterestOpen })
	v.MayPropose = (w.Public || mine) && !waits && row.Holds(w.Incident)
	return v, w.Public || mine || len(v.Proposals) > 0
}

// interests are an organization's proposals as the case's events tell them.
func interests(w World, events []record.Event, org roles.ID, env Env, reason func(int64) string) []InterestProposal {
	var list []InterestProposal
	for _, e := range events {
		for _, t := range e.Facts.Tasks {
			if t.Kind != TaskPublicInterest || t.To != org || org == uuid.Nil {
				continue
			}
			if t.State == record.TaskOpen {
				list = slices.Insert(list, 0, proposed(w, e, t, env, reason))
				continue
			}
			if i := slices.IndexFunc(list, func(p InterestProposal) bool { return p.task == t.ID }); i >= 0 {
				list[i].end(e, t, reason)
			}
		}
	}
	return list
}

func proposed(w World, e record.Event, t record.Task, env Env, reason func(int64) string) InterestProposal {
	p := InterestProposal{task: t.ID, Reason: reason(e.Seq), State: InterestOpen, On: DateOf(e.At)}
	if x, live := w.Duty(t.Chain); live {
		post, _ := env.Org.Post(x.Post)
		agency, _ := env.Org.Agency(post.Agency)
		p.Office, p.DueOn = agency.Name, DateOf(x.DueAt.Add(-time.Microsecond))
	}
	return p
}

func (p *InterestProposal) end(e record.Event, t record.Task, reason func(int64) string) {
	p.DueOn, p.Office, p.AnsweredOn, p.State = "", roles.Text{}, DateOf(e.At), InterestLapsed
	switch {
	case t.State == record.TaskRefused:
		p.State, p.Answer = InterestDeclined, reason(e.Seq)
	case t.State == record.TaskDone && t.Result == "adopted":
		p.State, p.Answer = InterestAdopted, reason(e.Seq)
	}
}
