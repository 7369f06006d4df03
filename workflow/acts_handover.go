package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// handOverDuties moves every live duty of the case from the post that gives to
// one of those that receive, by the same times. Which one follows from the
// case's own id, so that nobody picks; a post with a conflict is passed over,
// and where none is left the ladder above decides.
func (d *decision) handOverDuties() error {
	if d.c.Org == nil || len(d.c.Org.To) == 0 {
		return refuse(Invalid, "to", "to_empty", "name who receives the cases")
	}
	f := record.Facts{Org: &record.OrgFacts{Revision: d.env.Org.Revision, Proposal: d.c.Org.Proposal, Act: string(HandOverAll), Post: d.c.Org.From}}
	led := false
	for _, x := range d.w.Duties {
		if !x.State.Live() || x.Post != d.c.Org.From {
			continue
		}
		to := d.giveTo(x)
		if to == x.Post {
			continue // nobody else may have it, and nobody is above
		}
		f.Moved = append(f.Moved, d.move(x, to))
		if x.Chain == d.w.Incident.LeadChain {
			f.Agency, led = d.agencyOf(to), true
		}
	}
	if len(f.Moved) == 0 {
		return nil
	}
	if led {
		d.withdrawOpenProposals()
		f.Moved = slices.DeleteFunc(f.Moved, func(m record.DutyMove) bool { _, live := d.w.Duty(m.Chain); return !live })
	}
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) giveTo(x record.Duty) roles.ID {
	posts := d.c.Org.To
	start := int(d.w.Incident.ID[15]) % len(posts)
	for i := range posts {
		if to := posts[(start+i)%len(posts)]; d.suits(to, x) {
			return to
		}
	}
	return d.haven(x)
}
