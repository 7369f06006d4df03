package workflow

import (
	"bytes"
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// timePassed lets time have its effect: pauses that reached their longest end
// are over, and every live duty whose time has passed is missed by the person
// who answered then and rises one level. All due duties of one case are folded
// in memory, oldest first, so that its guard is used once.
func (d *decision) timePassed() error {
	if lead, ok := d.w.Lead(); ok && lead.State == record.Paused {
		if end, known := d.env.Rules.PauseEnd(lead.Ground, *lead.PausedAt); known && !end.After(d.env.Now) {
			if err := d.resume(lead, end); err != nil {
				return err
			}
		}
	}
	for _, x := range d.due() {
		if err := d.escalate(x); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) due() []record.Duty {
	var late []record.Duty
	for _, x := range d.w.Duties {
		if x.State == record.Armed && !x.DueAt.After(d.env.Now) {
			late = append(late, x)
		}
	}
	slices.SortFunc(late, func(a, b record.Duty) int {
		if c := a.DueAt.Compare(b.DueAt); c != 0 {
			return c
		}
		return bytes.Compare(a.Chain[:], b.Chain[:])
	})
	return late
}

// escalate marks a duty missed by whoever answered at its due time and opens
// the next level on the next clean post above. At the top the same post is
// called again each period, without end, and a public notice appears.
func (d *decision) escalate(x record.Duty) error {
	next, top, err := d.nextLevel(x)
	if err != nil {
		return err
	}
	who := d.env.Org.Answer(x.Post, x.DueAt)
	f := record.Facts{
		Ended: []record.DutyEnd{{
			Chain: x.Chain, Level: x.Level, State: record.Missed, At: d.env.Now,
			Post: x.Post, By: who.Person, Via: string(who.Via),
		}},
		Opened: []record.Duty{next},
	}
	if top {
		n := d.publicNotice(x, next)
		f.Notice = &n
		d.out.Notices = append(d.out.Notices, n)
	}
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) nextLevel(x record.Duty) (next record.Duty, top bool, err error) {
	clk, err := d.env.Rules.Clock(x.Kind, x.Level+1, d.env.Now, x.RuleVersion)
	if err != nil {
		return record.Duty{}, false, err
	}
	post := d.env.Org.NextClean(x.Post, d.w.Incident.Accused, d.env.Now)
	next = record.Duty{
		Chain: x.Chain, Level: x.Level + 1, Incident: x.Incident, Kind: x.Kind, Lead: x.Lead, Post: post,
		State: record.Armed, Rule: clk.Rule, RuleVersion: clk.Version, Provisional: clk.Provisional,
		OpenedAt: d.env.Now, DueAt: clk.DueAt, FirstDueAt: x.FirstDueAt,
	}
	return next, post == x.Post, nil
}

// publicNotice has a fixed form without free text, so it needs no gate.
func (d *decision) publicNotice(x, next record.Duty) record.PublicNotice {
	return record.PublicNotice{
		ID: d.src.ID(d.env.Now), Reference: d.src.Reference("PN"), Incident: d.w.Incident.ID,
		Agency: d.postAgency(next.Post), Stage: d.w.Incident.State, Level: next.Level,
		DaysLate: int(d.env.Now.Sub(x.FirstDueAt) / (24 * time.Hour)), At: d.env.Now,
	}
}

func (d *decision) postAgency(post roles.ID) roles.ID {
	p, ok := d.env.Org.Post(post)
	if !ok {
		return d.w.Incident.Agency
	}
	return p.Agency
}
