package workflow

import (
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// takeOver (提级) lets a post above take the lead to its own agency: the same
// chain, the same due time. What the ladder has reached stays reached.
func (d *decision) takeOver() error {
	lead, ok := d.w.Lead()
	if !ok {
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	}
	post, ok := takingPost(d.w, d.c.Actor, d.env)
	if !ok {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	d.withdrawOpenProposals()
	t := record.Task{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Kind: TaskTakeover, State: record.TaskOpen,
		To: d.w.Incident.Agency, Post: post, By: d.c.Actor.Person, At: d.env.Now,
	}
	f := record.Facts{
		Agency: d.agencyOf(post), Moved: append([]record.DutyMove{d.move(lead, post)}, d.followLead(post, d.move)...), Tasks: []record.Task{t}, Content: d.sayReason(),
	}
	d.endTransfer(&f)
	d.emit(d.row.Event, f)
	return nil
}

// takingPost is the nearest post above the one that leads, in another agency,
// that the actor answers for and that may handle the case.
func takingPost(w World, actor roles.Actor, env Env) (roles.ID, bool) {
	lead, ok := w.Lead()
	if !ok {
		return uuid.Nil, false
	}
	for id, up := env.Org.Superior(lead.Post); up; id, up = env.Org.Superior(id) {
		p, _ := env.Org.Post(id)
		if p.Agency != w.Incident.Agency && env.Org.AnswersFor(actor.Person, id, env.Now) && !env.Org.Conflicted(id, w.Incident.Accused, env.Now) {
			return id, true
		}
	}
	return uuid.Nil, false
}

// giveBack returns a case that was taken over to the agency it came from, by
// the same time: taking over and giving back in circles gains nobody a minute.
func (d *decision) giveBack() error {
	t, ok := takeover(d.w, d.c.Actor, d.env)
	lead, led := d.w.Lead()
	if !ok || !led {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	agency, _ := d.env.Org.Agency(t.To)
	post := d.env.Org.CleanAt(agency.Intake, d.w.Incident.Accused, d.env.Now)
	if d.postAgency(post) != t.To {
		return refuse(WrongTime, "action", "agency_excluded", "this agency cannot handle the case")
	}
	d.withdrawOpenProposals()
	f := record.Facts{Agency: d.agencyOf(post), Moved: append([]record.DutyMove{d.move(lead, post)}, d.followLead(post, d.move)...), Content: d.sayReason()}
	d.endTask(&f, t, record.TaskDone, "returned")
	d.endTransfer(&f)
	d.emit(d.row.Event, f)
	return nil
}

// takeover is the latest one by which the leading agency came to lead, where
// the actor may undo it: whoever answers for the post that took it, or stands
// above, and the duty has not risen out of their reach.
func takeover(w World, actor roles.Actor, env Env) (record.Task, bool) {
	var last record.Task
	for _, t := range w.Tasks {
		p, _ := env.Org.Post(t.Post)
		if t.Kind == TaskTakeover && t.State == record.TaskOpen && p.Agency == w.Incident.Agency && !t.At.Before(last.At) {
			last = t
		}
	}
	lead, ok := w.Lead()
	return last, ok && last.ID != uuid.Nil && reaches(actor.Person, last.Post, env) && reaches(actor.Person, lead.Post, env)
}

// reaches reports whether a person answers for a post or stands above it.
func reaches(person, post roles.ID, env Env) bool {
	return env.Org.AnswersFor(person, post, env.Now) || env.Org.AnswersAbove(person, post, env.Now)
}
