package workflow

import (
	"gongzhi/record"
	"gongzhi/roles"
)

// transfer handles an offer and its answers. The sender stays answerable, on
// the same chain and by the same time, until somebody else has accepted:
// transfers in circles gain nobody a minute.
func (d *decision) transfer() error {
	if d.c.Action == OfferTransfer {
		return d.offerTransfer()
	}
	if d.c.Action == WithdrawTransfer {
		return d.withdrawTransfer()
	}
	t := d.w.Transfer
	want := record.TransferOffered
	if d.c.Action == SettleTransfer {
		want = record.TransferDisputed
	}
	if t == nil || t.State != want {
		return refuse(WrongTime, "action", "no_transfer", "no such transfer waits for an answer")
	}
	if !answersTransfer(d.w, d.c.Actor, d.env) {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	switch d.c.Action {
	case AcceptTransfer:
		return d.handOver(*t)
	case RefuseTransfer:
		return d.refuseTransfer(*t)
	default:
		return d.settleTransfer(*t)
	}
}

func (d *decision) offerTransfer() error {
	if t := d.w.Transfer; t != nil && (t.State == record.TransferOffered || t.State == record.TransferDisputed) {
		return refuse(WrongTime, "action", "transfer_open", "an earlier transfer still waits for its answer")
	}
	to, ok := d.env.Org.Agency(d.c.To)
	switch {
	case !ok:
		return refuse(Invalid, "to", "agency_unknown", "no such agency")
	case to.ID == d.w.Incident.Agency:
		return refuse(Invalid, "to", "same_agency", "the case lies there already")
	case d.env.Org.Conflicted(to.Intake, d.w.Incident.Accused, d.env.Now):
		return refuse(Invalid, "to", "agency_excluded", "this agency cannot handle the case")
	}
	answer, err := d.open(d.row.Opens, to.Intake, false)
	if err != nil {
		return err
	}
	t := record.Transfer{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, From: d.w.Incident.Agency, To: to.ID,
		By: d.c.Actor.Person, State: record.TransferOffered, Chain: answer.Chain, At: d.env.Now,
	}
	d.emit(d.row.Event, record.Facts{Transfer: &t, Opened: []record.Duty{answer}, Content: d.sayReason()})
	return nil
}

// handOver moves the lead duty, as it is, to the receiving agency.
func (d *decision) handOver(t record.Transfer) error {
	lead, ok := d.w.Lead()
	to, known := d.env.Org.Agency(t.To)
	if !ok || !known {
		return refuse(WrongTime, "action", "no_transfer", "no such transfer waits for an answer")
	}
	d.withdrawOpenProposals()
	post := d.env.Org.CleanAt(to.Intake, d.w.Incident.Accused, d.env.Now)
	t.State = record.TransferAccepted
	f := record.Facts{
		Transfer: &t,
		Agency:   d.agencyOf(post),
		Moved:    append([]record.DutyMove{d.moveAcross(lead, post)}, d.followLead(post, d.moveAcross)...),
		Content:  d.sayReason(),
	}
	if x, live := d.w.Duty(t.Chain); live {
		f.Ended = append(f.Ended, d.discharge(x))
	}
	d.endTasksOf(&f, f.Agency)
	d.emit(d.row.Event, f)
	return nil
}

// refuseTransfer needs a motive; the dispute goes to the common superior.
func (d *decision) refuseTransfer(t record.Transfer) error {
	settle, err := d.open(d.row.Opens, d.judge(t), false)
	if err != nil {
		return err
	}
	x, _ := d.w.Duty(t.Chain)
	t.State, t.Chain = record.TransferDisputed, settle.Chain
	d.emit(d.row.Event, record.Facts{
		Transfer: &t, Opened: []record.Duty{settle}, Ended: []record.DutyEnd{d.discharge(x)}, Content: d.sayReason(),
	})
	return nil
}

// judge is the head of the common superior; where that is one of the two
// parties itself, the oversight post.
func (d *decision) judge(t record.Transfer) roles.ID {
	common := d.env.Org.CommonSuperior(t.From, t.To)
	agency, ok := d.env.Org.Agency(common)
	if !ok || common == t.From || common == t.To {
		return d.env.Org.Oversight
	}
	return agency.Head
}

// moveAcross gives a duty to a post of another agency. A duty that has risen
// does not begin at the foot of the new ladder: its next miss reaches at least
// the superior that both have in common.
func (d *decision) moveAcross(x record.Duty, to roles.ID) record.DutyMove {
	m := record.DutyMove{Chain: x.Chain, Level: x.Level, From: x.Post, To: to, Risen: to}
	if x.Level == 0 {
		return m
	}
	org := d.env.Org
	if org.Above(x.Risen, to) {
		m.Risen = x.Risen
		return m
	}
	for up, ok := org.Superior(m.Risen); ok && !org.Above(up, x.Risen); up, ok = org.Superior(up) {
		m.Risen = up
	}
	return m
}

// withdrawTransfer takes an offer back before it was answered.
func (d *decision) withdrawTransfer() error {
	if t := d.w.Transfer; t == nil || t.State != record.TransferOffered {
		return refuse(WrongTime, "action", "no_transfer", "no such transfer waits for an answer")
	}
	f := record.Facts{Content: d.sayReason()}
	d.endTransfer(&f)
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) settleTransfer(t record.Transfer) error {
	switch d.c.To {
	case t.To:
		return d.handOver(t)
	case t.From:
		return d.returnToSender(t)
	}
	return refuse(Invalid, "to", "not_a_party", "name one of the two agencies in dispute")
}

func (d *decision) returnToSender(t record.Transfer) error {
	x, _ := d.w.Duty(t.Chain)
	t.State = record.TransferReturned
	d.emit(d.row.Event, record.Facts{Transfer: &t, Ended: []record.DutyEnd{d.discharge(x)}, Content: d.sayReason()})
	return nil
}
