package workflow

import (
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// DrawCase opens the sample of a case that a drawing drew. It belongs to the
// system: whoever has a month drawn chooses no case.
const DrawCase Action = "draw_sample"

// drawCase gives the duty to look at the case to the nearest clean post above
// the agency that led it, whose person had no part in the decision.
func (d *decision) drawCase() error {
	switch {
	case d.c.Draw == nil:
		return refuse(Invalid, "month", "month_unknown", "no such drawing")
	case d.w.Incident.Origin == "historical":
		return refuse(WrongTime, "action", "wrong_state", "a record of others is not ours to sample")
	case hasTask(d.w, TaskSample):
		return refuse(WrongTime, "action", "sample_open", "a sample of this case still waits for its finding")
	}
	agency, _ := d.env.Org.Agency(d.w.Incident.Agency)
	post := d.env.Org.NextWhere(agency.Head, d.env.Now, d.looksFromAbove)
	f := record.Facts{Draw: d.c.Draw}
	if err := d.openTask(&f, record.Task{Kind: TaskSample, Post: post, To: d.w.Incident.Agency}, post); err != nil {
		return err
	}
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) looksFromAbove(post roles.ID) bool {
	org, i := d.env.Org, d.w.Incident
	person := org.Answer(post, d.env.Now).Person
	return org.Over(post, i.Agency) && !org.Conflicted(post, i.Accused, d.env.Now) && !d.w.decided(person)
}

// SampleDrawn is the kind of event that a drawing leaves on the organisation's
// stream.
const SampleDrawn = "organisation.sample_drawn"

// drawEvent records a drawing beside the cases that it drew.
func drawEvent(w OrgWorld, actor roles.Actor, draw record.Draw, env Env) (record.Change, error) {
	seed, err := NewSeed()
	if err != nil {
		return record.Change{}, err
	}
	src, subject := record.NewSource(seed), record.Subject{Kind: record.SubjectOrganisation, ID: uuid.Nil}
	e := record.Event{
		ID: src.ID(env.Now), Subject: subject, Seq: w.Version + 1, Kind: SampleDrawn, At: draw.At, Actor: actor,
		Facts: record.Facts{Org: &record.OrgFacts{Revision: env.Org.Revision, Act: "draw_sample"}, Draw: draw.Facts()}, Salt: src.Bytes(),
	}
	if e.Canonical, err = record.Canonicalize(e); err != nil {
		return record.Change{}, err
	}
	return record.Bind(record.Change{
		Guards: []record.Guard{{Subject: subject, Expect: w.Version, Next: w.Version + 1}},
		Events: []record.Event{e}, Draws: []record.Draw{draw},
	})
}
