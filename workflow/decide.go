package workflow

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Decide says what a command writes, or refuses it. It is a pure function:
// the same world, command and environment give the same bytes.
func Decide(w World, c Command, env Env) (record.Change, error) {
	env.Now, c.Due = env.Now.UTC().Truncate(time.Microsecond), c.Due.UTC().Truncate(time.Microsecond)
	c.Ended = c.Ended.UTC().Truncate(time.Microsecond)
	row, ok := TransitionOf(c.Action)
	if !ok {
		return record.Change{}, refuse(Invalid, "action", "action_unknown", "no such action")
	}
	d := &decision{w: w, c: c, env: env, row: row, src: record.NewSource(c.Seed), before: w.Incident.Version}
	_, d.window = nextWindow(w)
	if w.Other != nil {
		d.other, d.otherBefore = *w.Other, w.Other.Incident.Version
	}
	d.w.Other, d.paused = nil, d.isPaused()
	if err := d.exists(); err != nil {
		return record.Change{}, err
	}
	if err := d.passTimeFirst(); err != nil {
		return record.Change{}, err
	}
	if err := d.permit(); err != nil {
		return record.Change{}, err
	}
	if err := d.run(); err != nil {
		return record.Change{}, err
	}
	return d.change()
}

// decision is the work in progress of one Decide.
type decision struct {
	w           World
	c           Command
	env         Env
	row         Transition
	src         *record.Source
	before      int64
	paused      bool  // the lead duty was paused before
	other       World // the second case of an act on two; see swap
	otherBefore int64
	window      bool     // a right had an end before
	by          roles.ID // in whose name a duty ends; the actor when zero
	said        int64    // number of the event that keeps the wording of a confirmed act
	out         record.Change
	failed      error
}

// exists tells an excluded actor nothing, not even that there is a case.
func (d *decision) exists() error {
	if d.c.Action == Join {
		return nil // whoever reads its public page knows of the case
	}
	standing := d.env.Org.Stand(d.c.Actor, d.w.Case(), d.env.Now)
	signs := d.c.Action == Cosign && d.w.MayBeSigned() && standing.May(roles.Cosign)
	open := d.w.Public && d.c.Action == ProposePublicInterest && standing.May(roles.ProposeReferral)
	blamed := d.c.Action == Explain && standing.May(roles.ExplainMiss)
	if d.w.Incident.ID != uuid.Nil && !standing.Sees() && !standing.May(roles.ReadOwnReport) && !standing.May(roles.ReadServed) && !open && !signs && !blamed {
		return ErrNotFound
	}
	return nil
}

// passTimeFirst lets time have its effect before anybody acts, so that no act
// between a due time and the next sweep can make a miss vanish or lay it on
// somebody else.
func (d *decision) passTimeFirst() error {
	if d.w.Incident.ID == uuid.Nil || d.c.Action == TimePassed || onOwnStream(d.c.Action) && !opensDuties(d.c.Assess) {
		return nil
	}
	actor := d.c.Actor
	d.c.Actor = roles.Actor{Role: roles.System}
	defer func() { d.c.Actor = actor }()
	if d.other.Incident.ID != uuid.Nil {
		if err := d.inOther(d.timePassed); err != nil {
			return err
		}
	}
	return d.timePassed()
}

// onOwnStream lists acts that touch no duty.
func onOwnStream(a Action) bool {
	switch a {
	case Comment, Ask, Answer, AddEvidence, ReplyServed, AddServedEvidence, Unseal, ReadEvidence, ExportCase, Assess, OverrideFinding, Rate, Explain, Join, Cosign:
		return true
	default:
		return false
	}
}

// permit checks standing, state and form, in this order.
func (d *decision) permit() error {
	standing := d.env.Org.Stand(d.c.Actor, d.w.Case(), d.env.Now)
	if !standing.May(d.permission()) {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	if !d.row.Holds(d.w.Incident) {
		return refuse(WrongTime, "action", "wrong_state", "the case is not at a stage for this act")
	}
	d.c.Reason = record.CleanText(d.c.Reason)
	if d.row.Reason && d.c.Reason == "" {
		return refuse(Invalid, "reason", "reason_required", "a reason is required")
	}
	if r := record.CheckText(Invalid, "reason", d.c.Reason, maxReason); r != nil {
		return r
	}
	return nil
}

const maxReason = 4000

// run performs the act, or proposes it where it needs a second person.
func (d *decision) run() error {
	if err := d.checkMatter(); err != nil {
		return err
	}
	if d.row.Second {
		return d.propose()
	}
	return d.perform()
}

// checkMatter refuses, before it is proposed, what the matter of the case does
// not allow.
func (d *decision) checkMatter() error {
	switch d.c.Action {
	case Reply, Withhold:
		return d.checkAnswer()
	case TurnDown:
		return d.checkTurnDown()
	case Close, OrderRectify:
		if d.w.Incident.Matter == record.MatterRequest {
			return d.checkRequest()
		}
	default: // every other act is the same for all matters
	}
	return nil
}

// emit records one event: it is folded into the world and joins the change.
func (d *decision) emit(kind string, f record.Facts) {
	d.emitOn(record.Subject{Kind: record.SubjectIncident, ID: d.w.Incident.ID}, d.w.Incident.Version+1, kind, f)
}

func (d *decision) emitOn(subject record.Subject, seq int64, kind string, f record.Facts) {
	e := record.Event{
		ID: d.src.ID(d.env.Now), Subject: subject, Seq: seq, Kind: kind,
		At: d.env.Now, Actor: d.recorded(), Facts: f, Salt: d.src.Bytes(),
	}
	canonical, err := record.Canonicalize(e)
	if err != nil {
		d.failed = err
		return
	}
	e.Canonical = canonical
	d.w = Fold(d.w, e)
	d.out.Events = append(d.out.Events, e)
}

// recorded is the actor as the event names them: a filer is named nowhere but
// in the sealed report, except an organization, which files in its own name.
func (d *decision) recorded() roles.Actor {
	if d.c.Action == File && d.c.Filing != nil && takenIn(d.c.Filing) {
		return d.c.Actor // who wrote down somebody else's words is named
	}
	switch d.c.Action {
	case ConfirmRemedy, DisputeRemedy, ReportRecurrence, File, Answer, AddEvidence, Join, Appeal, WithdrawReport, Rate, ProposePublicInterest, ConfirmOutcome, Cosign:
		return roles.Actor{Role: d.c.Actor.Role, Organization: d.c.Actor.Organization}
	default:
		return d.c.Actor
	}
}

// say keeps a wording beside the event and returns its commitment.
func (d *decision) say(field, body string) []record.ContentHash {
	if body == "" {
		return nil
	}
	t := record.Text{Incident: d.w.Incident.ID, Field: field, Body: body, Salt: d.src.Bytes(), At: d.env.Now}
	d.out.Texts = append(d.out.Texts, t)
	return []record.ContentHash{{Field: field, Hash: record.HashContent(t.Salt, body)}}
}

// sayReason keeps the act's reason under the number the event will have.
func (d *decision) sayReason() []record.ContentHash {
	return d.say(ReasonField(d.w.Incident.Version+1), d.c.Reason)
}

// change turns what was emitted into rows: whatever the events touched, whole,
// as it is after the last of them.
func (d *decision) change() (record.Change, error) {
	if d.failed != nil {
		return record.Change{}, d.failed
	}
	c := d.out
	c.Once = d.c.Once
	if d.paused && !d.isPaused() {
		c.Unset = append(c.Unset, record.TimerKey{Kind: TimerPauseEnd, Subject: d.w.Incident.ID})
	}
	d.rows(&c)
	d.setWindow(&c)
	if d.other.Incident.ID != uuid.Nil {
		d.swap()
		d.rows(&c)
		d.swap()
	}
	return record.Bind(c)
}

// rows adds what the events touched of the case at hand.
func (d *decision) rows(c *record.Change) {
	v := d.w.Incident.Version
	if v == d.before {
		return
	}
	c.Guards = append(c.Guards, record.Guard{Subject: record.Subject{Kind: record.SubjectIncident, ID: d.w.Incident.ID}, Expect: d.before, Next: v})
	c.Incidents = append(c.Incidents, d.w.Incident)
	c.Duties = append(c.Duties, d.touchedDuties()...)
	c.Proposals = append(c.Proposals, d.touchedProposals()...)
	c.Tasks = append(c.Tasks, d.touchedTasks()...)
	c.Appeals = append(c.Appeals, d.touchedAppeals()...)
	c.Merges = append(c.Merges, d.touchedMerges()...)
	if d.touchedTransfer() {
		c.Transfers = append(c.Transfers, *d.w.Transfer)
	}
}

func (d *decision) touchedMerges() []record.Merge {
	return slices.DeleteFunc(slices.Clone(d.w.Merges), func(m record.Merge) bool {
		return !slices.ContainsFunc(d.out.Events, func(e record.Event) bool { return e.Facts.Merge != nil && e.Facts.Merge.ID == m.ID })
	})
}

func (d *decision) touchedDuties() []record.Duty {
	type key struct {
		chain record.ID
		level int
	}
	touched := map[key]bool{}
	for _, e := range d.out.Events {
		for _, x := range e.Facts.Opened {
			touched[key{x.Chain, x.Level}] = true
		}
		for _, x := range e.Facts.Ended {
			touched[key{x.Chain, x.Level}] = true
		}
		for _, x := range e.Facts.Moved {
			touched[key{x.Chain, x.Level}] = true
		}
		for _, x := range e.Facts.Rescaled {
			touched[key{x.Chain, x.Level}] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.w.Duties), func(x record.Duty) bool { return !touched[key{x.Chain, x.Level}] })
}

func (d *decision) touchedProposals() []record.Proposal {
	var list []record.Proposal
	for _, p := range d.w.Proposals {
		if slices.ContainsFunc(d.out.Events, func(e record.Event) bool { return e.Facts.Proposal != nil && e.Facts.Proposal.ID == p.ID }) {
			list = append(list, p)
		}
	}
	return list
}

func (d *decision) touchedTasks() []record.Task {
	touched := map[record.ID]bool{}
	for _, e := range d.out.Events {
		for _, t := range e.Facts.Tasks {
			touched[t.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.w.Tasks), func(t record.Task) bool { return !touched[t.ID] })
}

func (d *decision) touchedAppeals() []record.Appeal {
	touched := map[record.ID]bool{}
	for _, e := range d.out.Events {
		for _, a := range e.Facts.Appeals {
			touched[a.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.w.Appeals), func(a record.Appeal) bool { return !touched[a.ID] })
}

func (d *decision) touchedTransfer() bool {
	return slices.ContainsFunc(d.out.Events, func(e record.Event) bool {
		return e.Facts.Transfer != nil && e.Facts.Transfer.Incident == d.w.Incident.ID
	})
}

func (d *decision) isPaused() bool {
	lead, ok := d.w.Lead()
	return ok && lead.State == record.Paused
}
