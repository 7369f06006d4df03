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
	if lead, ok := d.w.Lead(); ok && lead.State == record.Paused && lead.PauseUntil != nil && !lead.PauseUntil.After(d.env.Now) {
		if err := d.resume(lead, *lead.PauseUntil); err != nil {
			return err
		}
	}
	d.endWindows()
	for _, x := range d.due() {
		if err := d.escalate(x); err != nil {
			return err
		}
		if x.Chain == d.w.Incident.LeadChain {
			d.withdrawOpenProposals() // they were made to, and about, the level that is gone
		}
	}
	if d.c.Action == TimePassed && len(d.out.Events) == 0 && !d.isPaused() {
		d.out.Unset = append(d.out.Unset, record.TimerKey{Kind: TimerPauseEnd, Subject: d.w.Incident.ID})
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
	at := x.DueAt
	if at.Before(x.OpenedAt) {
		at = x.OpenedAt // received long ago: nobody answers for a time before the duty was there
	}
	who := d.env.Org.Answer(x.Post, at)
	f := record.Facts{
		Ended: []record.DutyEnd{{
			Chain: x.Chain, Level: x.Level, State: record.Missed, At: d.env.Now,
			Post: x.Post, By: who.Person, Via: string(who.Via),
		}},
		Opened: []record.Duty{next},
	}
	if err := d.askForExplanation(&f, x, who.Person, next, top); err != nil {
		return err
	}
	if top {
		n := d.publicNotice(x, next)
		f.Notice = &n
		d.out.Notices = append(d.out.Notices, n)
	}
	d.emit(missed, f)
	return nil
}

// missed is the event of every miss, whichever act came upon it.
const missed = "duty.missed"

func (d *decision) nextLevel(x record.Duty) (next record.Duty, top bool, err error) {
	clk, err := d.env.Rules.Clock(x.Kind, x.Level+1, d.env.Now, x.RuleVersion)
	if err != nil {
		return record.Duty{}, false, err
	}
	post := d.nextPost(x)
	next = record.Duty{
		Chain: x.Chain, Level: x.Level + 1, Incident: x.Incident, Kind: x.Kind, Lead: x.Lead, Post: post,
		State: record.Armed, Rule: clk.Rule, RuleVersion: clk.Version, Provisional: clk.Provisional,
		OpenedAt: d.env.Now, DueAt: clk.DueAt, FirstDueAt: x.FirstDueAt, BaseDueAt: clk.DueAt, Risen: post,
	}
	if d.env.Org.Above(x.Risen, post) {
		next.Risen = x.Risen
	}
	return next, d.atTop(x.Risen, post), nil
}

// atTop reports that a miss found nobody higher: the matter is announced. A
// step from a ladder on which everybody is accused to the oversight office is
// still a rise.
func (d *decision) atTop(from, to roles.ID) bool {
	org := d.env.Org
	if org.Above(to, from) {
		return false
	}
	oversight, _ := org.Post(org.Oversight)
	return to != org.Oversight || d.postAgency(from) == oversight.Agency
}

// nextPost climbs from the highest post the chain has reached, never from the
// present hand: giving a duty down does not lower the ladder. A proposal never
// rises to its own proposer, an explanation never to whom it is about.
func (d *decision) nextPost(x record.Duty) roles.ID {
	return d.env.Org.NextWhere(x.Risen, d.env.Now, func(id roles.ID) bool { return d.suits(id, x) })
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
