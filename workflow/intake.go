package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Behalf says for whom somebody else files: how the words came in and when. The
// clocks run from then.
type Behalf struct {
	Channel    string    `json:"channel"`
	ReceivedAt time.Time `json:"received_at"`
}

// Channels are the ways by which somebody's words reach those who file for them.
var Channels = []string{"hotline", "counter", "letter", "guardian"}

// maxHeld is how long ago words may have come in, a default of this product:
// whoever held them longer files them as received then, and they are late at
// once.
const maxHeld = 30 * 24 * time.Hour

func (c *checker) behalf(b *Behalf) {
	if b == nil {
		return
	}
	c.oneOf("/on_behalf/channel", b.Channel, Channels)
	switch {
	case b.ReceivedAt.IsZero():
		c.fault("/on_behalf/received_at", "required", "is required")
	case b.ReceivedAt.After(c.now):
		c.fault("/on_behalf/received_at", "date_future", "must not be in the future")
	case b.ReceivedAt.Before(c.now.Add(-maxHeld)):
		c.fault("/on_behalf/received_at", "received_old", "must not be more than 30 days ago")
	}
}

// DutyTriageUrgent is the first duty of what is happening now.
const DutyTriageUrgent = "triage_urgent"

// firstDuty is the kind of the first lead duty of a filing.
func firstDuty(rule MatterRule, urgent bool) string {
	if urgent && rule.Matter == record.MatterIncident {
		return DutyTriageUrgent
	}
	return rule.Duty
}

// takenIn reports whether a filing is somebody's words in another's hand: whoever
// wrote them down is no filer, and may handle the case.
func takenIn(f *Filing) bool { return slices.Contains(Channels, f.OnBehalf) }

// checkTakenIn lets only those file for others who are named for it.
func (d *decision) checkTakenIn(f *Filing) error {
	if takenIn(f) && !d.env.Org.Stand(d.c.Actor, roles.Case{}, d.env.Now).May(roles.TakeIn) {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	return nil
}

// urgency marks a report as urgent, or lowers it. A lowered one is never due
// later than an ordinary one, and gains nothing where it was marked or urged
// after it was filed, or has risen.
func (d *decision) urgency() error {
	lead, ok := d.w.Lead()
	urgent := d.c.Action == MarkUrgent
	switch {
	case !ok || lead.State == record.Paused:
		return refuse(WrongTime, "action", "not_armed", "the clock is not running")
	case d.w.Incident.Urgent == urgent:
		return refuse(WrongTime, "action", "urgency_same", "it is so already")
	}
	next := lead
	if urgent {
		clk, err := d.env.Rules.Clock(DutyTriageUrgent, lead.Level, d.env.Now, "")
		if err != nil {
			return err
		}
		next.Kind, next.Rule, next.RuleVersion, next.DueAt = DutyTriageUrgent, clk.Rule, clk.Version, earlier(lead.DueAt, clk.DueAt)
	} else if err := d.lower(&next); err != nil {
		return err
	}
	d.withdrawOpenProposals()
	next.BaseDueAt = shifted(lead, next.DueAt).BaseDueAt
	next.Chain, next.Start, next.OpenedAt = d.src.ID(d.env.Now), lead.Level, d.env.Now
	if next.Level == 0 {
		next.FirstDueAt = next.DueAt
	}
	row := d.w.Incident
	row.Urgent = urgent
	d.emit(d.row.Event, record.Facts{Incident: &row, Ended: []record.DutyEnd{d.cancel(lead)}, Opened: []record.Duty{next}, Content: d.sayReason()})
	return nil
}

func (d *decision) lower(next *record.Duty) error {
	first, err := d.env.Rules.Clock(DutyTriageUrgent, 0, d.w.Incident.ReceivedAt, next.RuleVersion)
	if err != nil {
		return err
	}
	ordinary, err := d.env.Rules.Clock(DutyTriage, 0, d.w.Incident.ReceivedAt, "")
	if err != nil {
		return err
	}
	if next.Level == 0 && next.DueAt.Equal(first.DueAt) {
		next.DueAt = ordinary.DueAt
	}
	next.Kind, next.Rule, next.RuleVersion = DutyTriage, ordinary.Rule, ordinary.Version
	return nil
}
