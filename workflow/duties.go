package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// open builds a new duty at level 0 of a new chain, on the post itself or the
// next clean one above it.
func (d *decision) open(kind string, post roles.ID, lead bool) (record.Duty, error) {
	return d.openAt(kind, post, lead, Clock{})
}

func (d *decision) openAt(kind string, post roles.ID, lead bool, given Clock) (record.Duty, error) {
	clk := given
	if clk.DueAt.IsZero() {
		var err error
		if clk, err = d.env.Rules.Clock(kind, 0, d.env.Now, ""); err != nil {
			return record.Duty{}, err
		}
	}
	clean := d.env.Org.CleanAt(post, d.w.Incident.Accused, d.env.Now)
	return record.Duty{
		Chain: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Kind: kind, Lead: lead, Post: clean, Risen: clean,
		State: record.Armed, Rule: clk.Rule, RuleVersion: clk.Version, Provisional: clk.Provisional,
		OpenedAt: d.env.Now, DueAt: clk.DueAt, FirstDueAt: clk.DueAt, BaseDueAt: clk.DueAt,
	}, nil
}

// discharge ends a live duty as done by the actor, or by the one in whose name
// the actor only confirmed.
func (d *decision) discharge(x record.Duty) record.DutyEnd {
	by := d.c.Actor.Person
	if d.by != uuid.Nil {
		by = d.by
	}
	return record.DutyEnd{Chain: x.Chain, Level: x.Level, State: record.Discharged, At: d.env.Now, Post: x.Post, By: by}
}

// cancel ends a live duty for which nobody is to blame.
func (d *decision) cancel(x record.Duty) record.DutyEnd {
	return record.DutyEnd{Chain: x.Chain, Level: x.Level, State: record.Cancelled, At: d.env.Now, Post: x.Post}
}

// advance moves the case to the row's next state: the lead duty of the stage
// is discharged, the next one opens on the post that leads.
func (d *decision) advance(f record.Facts) error {
	lead, ok := d.w.Lead()
	if !ok {
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	}
	if d.row.Action == Close && d.unchecked() {
		return refuse(WrongTime, "action", "rectification_unchecked", "a rectification still waits for its check")
	}
	d.withdrawOpenProposals()
	f.From, f.To = d.w.Incident.State, d.row.To
	f.Content = append(f.Content, d.sayReason()...)
	if d.row.Ends != "" || d.row.Opens != "" || !d.row.To.Open() {
		f.Ended = append(f.Ended, d.discharge(lead))
	}
	if d.row.Opens != "" {
		next, err := d.open(d.row.Opens, lead.Post, d.row.Lead)
		if err != nil {
			return err
		}
		f.Opened = append(f.Opened, next)
		if d.row.To == record.Rectifying {
			if err := d.startRectification(&f, next); err != nil {
				return err
			}
		}
	}
	switch {
	case !d.row.To.Open():
		d.endEverything(&f, lead.Chain)
	case !slices.Contains(movable, d.row.To):
		d.endTransfer(&f)
	}
	d.emit(d.row.Event, f)
	return nil
}

// endTransfer takes an offer back with the duty to answer it, when the case
// has reached a stage in which it cannot be answered any more.
func (d *decision) endTransfer(f *record.Facts) {
	t := d.w.Transfer
	if t == nil || (t.State != record.TransferOffered && t.State != record.TransferDisputed) {
		return
	}
	closed := *t
	closed.State = record.TransferReturned
	f.Transfer = &closed
	if x, live := d.w.Duty(t.Chain); live && !ended(f, x.Chain) {
		f.Ended = append(f.Ended, d.cancel(x))
	}
}

// endEverything cancels what else is live when a case ends. Only the duty of a
// task that outlives its case survives it: an ending does not spare anybody an
// explanation.
func (d *decision) endEverything(f *record.Facts, except record.ID) {
	d.endTasks(f)
	for _, x := range d.w.Duties {
		if x.State.Live() && x.Chain != except && !ended(f, x.Chain) && !outlives(x.Kind) {
			f.Ended = append(f.Ended, d.cancel(x))
		}
	}
	d.endTransfer(f)
}

func ended(f *record.Facts, chain record.ID) bool {
	for _, e := range f.Ended {
		if e.Chain == chain {
			return true
		}
	}
	return false
}

// withdrawOpenProposals ends proposals that lost their case or their agency.
func (d *decision) withdrawOpenProposals() {
	for _, p := range d.w.Proposals {
		if p.State != record.ProposalOpen {
			continue
		}
		gone := p
		gone.State, gone.DecidedBy = record.ProposalWithdrawn, uuid.Nil
		f := record.Facts{Proposal: &gone}
		if x, ok := d.w.Duty(p.Chain); ok {
			f.Ended = append(f.Ended, d.cancel(x))
		}
		d.emit("proposal.withdrawn", f)
	}
}
