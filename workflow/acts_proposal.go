package workflow

import (
	"encoding/json"
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// proposedArgs are the fields of an act that waits for its second person.
type proposedArgs struct {
	Ground string        `json:"ground,omitempty"`
	To     roles.ID      `json:"to,omitzero"`
	Other  record.ID     `json:"other,omitzero"`
	Due    time.Time     `json:"due,omitzero"`
	Task   record.ID     `json:"task,omitzero"`
	Flood  *record.Flood `json:"flood,omitempty"`
	Reason int64         `json:"reason"` // number of the event that holds the reason
}

// ReasonOf is the number of the event that holds a proposal's reason; 0 where
// its fields cannot be read.
func ReasonOf(p record.Proposal) int64 {
	var args proposedArgs
	if json.Unmarshal(p.Args, &args) != nil {
		return 0
	}
	return args.Reason
}

// OtherOf is the second case that a command on a world concerns, by the
// proposal that it confirms; zero for none.
func OtherOf(w World, c Command) record.ID {
	p, ok := w.Proposal(c.Proposal)
	var args proposedArgs
	if c.Action != Confirm || !ok || json.Unmarshal(p.Args, &args) != nil {
		return record.ID{}
	}
	return args.Other
}

// concerned is the other case of an act on two.
func (d *decision) concerned() record.ID {
	if d.c.Action == Merge || d.c.Action == Unmerge {
		return d.other.Incident.ID
	}
	return record.ID{}
}

// propose records an act that needs a second person, and opens that person's
// duty to decide. The clock of the lead duty runs on: proposing gains no time.
func (d *decision) propose() error {
	lead, ok := d.w.Lead()
	agency, _ := d.env.Org.Agency(d.w.Incident.Agency)
	from := lead.Post
	switch {
	case !ok && d.c.Action != Reopen:
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	case !ok:
		from = agency.Intake
	}
	if err := d.checkProposable(lead); err != nil {
		return err
	}
	args, err := json.Marshal(proposedArgs{Ground: d.c.Ground, To: d.c.To, Due: d.c.Due, Task: d.c.Task, Other: d.concerned(), Flood: d.c.Flood, Reason: d.w.Incident.Version + 1})
	if err != nil {
		return err
	}
	second, err := d.secondPost(from, d.c.Actor.Person)
	if err != nil {
		return err
	}
	decide, err := d.open(DutyProposal, second, false)
	if err != nil {
		return err
	}
	p := record.Proposal{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Action: string(d.c.Action), Args: args,
		State: record.ProposalOpen, Chain: decide.Chain, ProposedBy: d.c.Actor.Person, At: d.env.Now,
	}
	d.emit(ProposedEvent, record.Facts{Proposal: &p, Flood: d.c.Flood, Opened: []record.Duty{decide}, Content: append(d.sayReason(), d.sayAnswer()...)})
	return nil
}

func (d *decision) checkProposable(lead record.Duty) error {
	for _, p := range d.w.Proposals {
		if p.State == record.ProposalOpen && p.Action == string(d.c.Action) {
			return refuse(WrongTime, "action", "already_proposed", "this act already waits for its second person")
		}
	}
	switch d.c.Action {
	case Pause:
		return d.checkPause(lead, d.c.Ground)
	case Prolong:
		_, err := d.checkProlong(lead)
		return err
	case Close:
		if d.unchecked() {
			return refuse(WrongTime, "action", "rectification_unchecked", "a rectification still waits for its check")
		}
	case Reject:
		return d.checkReject()
	case CloseWithdrawn:
		return d.checkWithdrawn()
	case Merge:
		return d.checkMerge()
	case Unmerge:
		_, err := d.checkUnmerge()
		return err
	case Reopen:
		return d.checkReopen()
	case Uphold:
		if !mayReview(d.w, d.c.Actor.Person) {
			return refuse(Forbidden, "", "decided_before", "whoever decided the case does not review it")
		}
	default:
	}
	return nil
}

// secondPost is the nearest clean post above whose person is not the proposer.
func (d *decision) secondPost(from, proposer roles.ID) (roles.ID, error) {
	can := func(id roles.ID) bool { return d.canDecide(id, proposer) && d.canAgree(id, d.c.Action) }
	post := d.env.Org.NextWhere(from, d.env.Now, func(id roles.ID) bool { return id != from && can(id) })
	if !can(post) {
		return post, refuse(WrongTime, "action", "no_second_person", "nobody else is there to be the second person")
	}
	return post, nil
}

func (d *decision) canDecide(post, proposer roles.ID) bool {
	person := d.env.Org.Answer(post, d.env.Now).Person
	if d.env.Org.Conflicted(post, d.other.Incident.Accused, d.env.Now) {
		return false
	}
	return !d.env.Org.Conflicted(post, d.w.Incident.Accused, d.env.Now) && person != proposer && mayReview(d.w, person)
}

// canAgree reports whether a post may be the second one for an act: for some it
// stands in another agency, and its person had no part in what the act undoes.
func (d *decision) canAgree(post roles.ID, a Action) bool {
	return mayAgree(d.w, a, d.env.Org.Answer(post, d.env.Now).Person) && (!slices.Contains(fromOutside, a) || abroad(d.w, post, d.env))
}

// answerProposal confirms, declines or withdraws. Nobody confirms what they
// proposed themselves.
func (d *decision) answerProposal() error {
	p, ok := d.w.Proposal(d.c.Proposal)
	if !ok {
		return refuse(Invalid, "proposal", "proposal_unknown", "no such open proposal")
	}
	own := p.ProposedBy == d.c.Actor.Person
	switch {
	case d.c.Action == Withdraw && !own:
		return refuse(Forbidden, "proposal", "not_yours", "only its proposer withdraws a proposal")
	case d.c.Action != Withdraw && !mayDecide(d.w, p, d.c.Actor, d.env):
		return refuse(Forbidden, "proposal", "second_person", "a second person must decide this")
	case d.c.Action == Confirm && d.env.Org.PersonConflicted(p.ProposedBy, d.w.Incident.Accused, d.env.Now):
		return refuse(WrongTime, "proposal", "proposer_excluded", "its proposer must not handle this case any more; decline it")
	}
	states := map[Action]string{Confirm: record.ProposalConfirmed, Decline: record.ProposalDeclined, Withdraw: record.ProposalWithdrawn}
	p.State, p.DecidedBy = states[d.c.Action], d.c.Actor.Person
	f := record.Facts{Proposal: &p, Content: d.sayReason()}
	if x, live := d.w.Duty(p.Chain); live {
		end := d.discharge(x)
		if own {
			end = d.cancel(x) // the second person has done nothing
		}
		f.Ended = append(f.Ended, end)
	}
	d.emit(d.row.Event, f)
	if d.c.Action != Confirm {
		return nil
	}
	return d.carryOut(p)
}

// carryOut performs a confirmed act under its own row, after checking that the
// case still stands where the act is possible.
func (d *decision) carryOut(p record.Proposal) error {
	var args proposedArgs
	if err := json.Unmarshal(p.Args, &args); err != nil {
		return err
	}
	d.c.Action, d.c.Ground, d.c.To, d.c.Due, d.c.Task, d.c.Reason = Action(p.Action), args.Ground, args.To, args.Due, args.Task, ""
	d.c.Flood = floodOf(args.Flood, d.c.Flood)
	d.row, _ = TransitionOf(d.c.Action)
	if !d.row.Holds(d.w.Incident) {
		return refuse(WrongTime, "proposal", "wrong_state", "the case has moved on; decline the proposal")
	}
	d.by, d.said = p.ProposedBy, args.Reason
	return d.perform()
}
