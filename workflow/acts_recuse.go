package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// OrgOrder is what an act on a case needs of the organisation's stream.
type OrgOrder struct {
	Version  int64      // of the stream, for a recusal: it writes a tie
	Proposal record.ID  // hand_over: the order that two people gave
	From     roles.ID   // hand_over: the post that gives
	To       []roles.ID // hand_over: the posts that receive, in turn
}

// TieRecusal is the kind of the tie that a recusal writes: to this case alone.
const TieRecusal = "recusal"

// recuse lets whoever answers for a live duty declare a conflict on this one
// case. From then on the case does not exist for them; their duties move in the
// same act, by the same times.
func (d *decision) recuse() error {
	switch {
	case !answersForAny(d.w, d.c.Actor, d.env):
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	case d.c.Org == nil:
		return refuse(Invalid, "action", "action_unknown", "the organisation was not loaded")
	}
	rows := d.recusal()
	org, err := Revise(d.env.Org, rows)
	if err != nil {
		return err
	}
	before := d.env
	d.env.Org = org
	incident := d.w.Incident
	key := roles.CaseParty(incident.ID)
	if !slices.Contains(incident.Accused, key) {
		incident.Accused = append(slices.Clone(incident.Accused), key)
	}
	d.w.Incident.Accused = incident.Accused
	f := record.Facts{Incident: &incident, Content: d.sayReason()}
	if answersForLead(d.w, d.c.Actor, before) {
		d.withdrawOpenProposals()
	}
	incident.Version, incident.ChangedAt = d.w.Incident.Version, d.w.Incident.ChangedAt
	if err := d.moveAway(&f); err != nil {
		return err
	}
	d.emit(d.row.Event, f)
	d.noteRecusal(rows)
	return nil
}

func (d *decision) recusal() record.OrgChange {
	tie := roles.Tie{
		ID: d.src.ID(d.env.Now), Person: d.c.Actor.Person, Party: roles.CaseParty(d.w.Incident.ID), Kind: TieRecusal, From: d.env.Now,
	}
	return record.OrgChange{Revision: d.env.Org.Revision + 1, Ties: []roles.Tie{tie}}
}

// moveAway moves every duty that lies at a post whose person is excluded now.
func (d *decision) moveAway(f *record.Facts) error {
	for _, x := range d.w.Duties {
		if !x.State.Live() || d.suits(x.Post, x) {
			continue
		}
		to := d.haven(x)
		if d.env.Org.Conflicted(to, d.w.Incident.Accused, d.env.Now) {
			return refuse(WrongTime, "action", "nobody_else", "nobody else is there to answer for it")
		}
		f.Moved = append(f.Moved, d.move(x, to))
		if x.Chain == d.w.Incident.LeadChain {
			f.Agency = d.agencyOf(to)
		}
	}
	return nil
}

// haven is the next clean post for a duty, never one whose person it is about.
func (d *decision) haven(x record.Duty) roles.ID {
	return d.env.Org.NextWhere(x.Post, d.env.Now, func(id roles.ID) bool { return d.suits(id, x) })
}

// suits reports whether a post may do a duty: it has no conflict, its person is
// not the one whom the duty is about, and samples nothing that they decided.
func (d *decision) suits(post roles.ID, x record.Duty) bool {
	if x.Kind == DutySample && d.w.decided(d.env.Org.Answer(post, d.env.Now).Person) {
		return false
	}
	return d.canDecide(post, d.barred(x)) && d.canAgree(post, d.decides(x))
}

// decides is the act that a duty is to agree to; none for every other duty.
func (d *decision) decides(x record.Duty) Action {
	i := slices.IndexFunc(d.w.Proposals, func(p record.Proposal) bool { return p.Chain == x.Chain })
	if i < 0 {
		return ""
	}
	return Action(d.w.Proposals[i].Action)
}

// barred is whoever must not do a duty: the proposer of what it decides, or the
// person whose miss it hears. Nil for nobody.
func (d *decision) barred(x record.Duty) roles.ID {
	for _, p := range d.w.Proposals {
		if p.Chain == x.Chain {
			return p.ProposedBy
		}
	}
	for _, t := range d.w.Tasks {
		if t.Chain == x.Chain {
			return t.OfPerson
		}
	}
	return uuid.Nil
}

// noteRecusal leaves the tie in the organisation's own stream.
func (d *decision) noteRecusal(rows record.OrgChange) {
	subject := record.Subject{Kind: record.SubjectOrganisation}
	d.out.Guards = append(d.out.Guards, record.Guard{Subject: subject, Expect: d.c.Org.Version, Next: d.c.Org.Version + 1})
	d.emitOn(subject, d.c.Org.Version+1, RecusalEvent, record.Facts{Org: &record.OrgFacts{
		Revision: rows.Revision, Act: string(Recuse), Row: rows.Ties[0].ID, Person: d.c.Actor.Person,
	}})
	d.out.Org = &rows
}

// RecusalEvent is what a recusal leaves in the organisation's stream.
const RecusalEvent = "organisation.recuse"

func answersForLead(w World, actor roles.Actor, env Env) bool {
	lead, ok := w.Lead()
	return ok && env.Org.AnswersFor(actor.Person, lead.Post, env.Now)
}

func answersForAny(w World, actor roles.Actor, env Env) bool {
	return slices.ContainsFunc(w.Duties, func(x record.Duty) bool {
		return x.State.Live() && env.Org.AnswersFor(actor.Person, x.Post, env.Now)
	})
}
