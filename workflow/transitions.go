package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// Transition is one row of the table that says what each act needs and does.
// A lawyer can read it; Decide obeys it; the API, the pages and
// docs/workflow.md are printed from it.
type Transition struct {
	Action     Action
	Of         []record.Matter // for which matters; empty for all
	From       []record.State  // states in which the act is possible
	To         record.State    // empty: the state stays
	Back       bool            // leads back to where the case stood before an appeal
	Permission roles.Permission
	Second     bool     // a second person must confirm it
	Reason     bool     // a reason is required
	Fields     []string // further fields the act takes, by JSON name
	Ends       string   // kind of duty it discharges
	Opens      string   // kind of duty it opens
	Lead       bool     // the duty opened is the lead duty
	Event      string   // kind of the event it leaves
}

// Kinds of duty. Their time limits, calendars and sources are in the rulebook.
const (
	DutyTriage        = "triage"
	DutyInvestigation = "investigation"
	DutyConclusion    = "conclusion"
	DutyRectification = "rectification_check"
	DutyTransfer      = "transfer_acceptance"
	DutyDispute       = "transfer_dispute"
	DutyProposal      = "proposal_decision"
	DutyExplain       = "explain"
	DutyReview        = "appeal_review"

	// RightToAppeal is no duty: when its time ends, nobody has missed anything.
	RightToAppeal   = "appeal_window"
	DutySample      = "sample_finding"
	DutyOpinion     = "opinion_answer"
	DutyInquiry     = "inquiry_answer"
	DutyApplication = "application_decision"
)

var (
	open       = []record.State{record.Filed, record.Accepted, record.Investigating, record.Decided, record.Rectifying, record.InReview}
	movable    = []record.State{record.Filed, record.Accepted, record.Investigating}
	incidents  = []record.Matter{record.MatterIncident}
	courses    = []record.Matter{record.MatterIncident, record.MatterRequest} // matters that take the full course
	unmerged   = append(slices.Clone(open), record.Closed, record.Rejected)
	answered   = []record.Matter{record.MatterOpinion, record.MatterInquiry} // matters that end with an answer
	requests   = []record.Matter{record.MatterRequest}
	applicants = []record.Matter{record.MatterApplication}
	everywhere = record.AllStates
	over       = []record.State{record.Closed, record.Rejected}
	decided    = []record.State{record.Decided, record.Rectifying, record.Closed, record.Rejected}
	inReview   = []record.State{record.InReview}
	nowhere    = []record.State{""}
)

// Transitions is the table.
var Transitions = slices.Concat(courseRows, matterRows, collaborationRows, breachRows, referralRows, respondentRows, objectionRows)

var courseRows = []Transition{
	{Action: File, From: nowhere, To: record.Filed, Permission: roles.FileReport, Opens: DutyTriage, Lead: true, Event: "report.filed"},
	{Action: ImportHistorical, Of: incidents, From: nowhere, To: record.Closed, Permission: roles.ImportHistory, Event: "historical.imported"},
	{Action: Amend, Of: incidents, From: []record.State{record.Closed}, Permission: roles.ImportHistory, Event: "historical.amended"},

	{Action: Accept, Of: courses, From: []record.State{record.Filed}, To: record.Accepted, Permission: roles.Triage, Ends: DutyTriage, Opens: DutyInvestigation, Lead: true, Event: "incident.accepted"},
	{Action: Reject, Of: courses, From: []record.State{record.Filed}, To: record.Rejected, Permission: roles.ProposeEnd, Second: true, Reason: true, Fields: []string{"ground"}, Ends: DutyTriage, Event: "incident.rejected"},
	{Action: Investigate, Of: courses, From: []record.State{record.Accepted}, To: record.Investigating, Permission: roles.Investigate, Event: "incident.investigating"},
	{Action: DecideCase, Of: incidents, From: []record.State{record.Investigating}, To: record.Decided, Permission: roles.DecideCase, Reason: true, Fields: []string{"founded", "path", "clauses", "fine", "confiscation", "compensation", "discipline", "orders"}, Ends: DutyInvestigation, Opens: DutyConclusion, Lead: true, Event: "incident.decided"},
	{Action: OrderRectify, Of: courses, From: []record.State{record.Decided}, To: record.Rectifying, Permission: roles.DecideCase, Reason: true, Ends: DutyConclusion, Opens: DutyRectification, Lead: true, Event: "incident.rectification_ordered"},
	{Action: Close, Of: courses, From: []record.State{record.Decided, record.Rectifying}, To: record.Closed, Permission: roles.ProposeEnd, Second: true, Reason: true, Event: "incident.closed"},

	{Action: CloseWithdrawn, Of: courses, From: movable, To: record.Closed, Permission: roles.ProposeEnd, Second: true, Reason: true, Event: "incident.closed_withdrawn"},

	{Action: MarkUrgent, Of: incidents, From: []record.State{record.Filed}, Permission: roles.MarkUrgent, Reason: true, Event: "incident.marked_urgent"},
	{Action: LowerUrgency, Of: incidents, From: []record.State{record.Filed}, Permission: roles.ProposeEnd, Second: true, Reason: true, Event: "incident.urgency_lowered"},

	{Action: Merge, Of: incidents, From: movable, Permission: roles.ProposeEnd, Second: true, Reason: true, Fields: []string{"other"}, Event: "incident.merged"},
	{Action: Unmerge, Of: incidents, From: movable, Permission: roles.ProposeEnd, Second: true, Reason: true, Fields: []string{"other"}, Event: "incident.unmerged"},
	{Action: Join, Of: incidents, From: open, Permission: roles.FileReport, Event: "report.joined"},

	{Action: Appeal, From: decided, To: record.InReview, Permission: roles.Appeal, Reason: true, Fields: []string{"ground", "report"}, Opens: DutyReview, Lead: true, Event: "appeal.filed"},
	{Action: Uphold, From: inReview, Back: true, Permission: roles.Review, Second: true, Reason: true, Ends: DutyReview, Event: "appeal.upheld"},
	{Action: Overturn, From: inReview, To: record.Investigating, Permission: roles.Review, Reason: true, Fields: []string{"to"}, Ends: DutyReview, Opens: DutyInvestigation, Lead: true, Event: "appeal.overturned"},
	{Action: Reopen, Of: courses, From: over, To: record.Investigating, Permission: roles.Reopen, Second: true, Reason: true, Opens: DutyInvestigation, Lead: true, Event: "incident.reopened"},
	{Action: WithdrawReport, From: open, Permission: roles.WithdrawReport, Fields: []string{"report"}, Event: "report.withdrawn"},
	{Action: Rate, Of: courses, From: over, Permission: roles.RateOutcome, Fields: []string{"confirmed", "rating", "report"}, Event: "outcome.rated"},

	{Action: Assign, From: open, Permission: roles.Assign, Fields: []string{"to"}, Event: "duty.assigned"},
	{Action: OfferTransfer, From: movable, Permission: roles.Transfer, Reason: true, Fields: []string{"to"}, Opens: DutyTransfer, Event: "transfer.offered"},
	{Action: WithdrawTransfer, From: movable, Permission: roles.Transfer, Ends: DutyTransfer, Event: "transfer.withdrawn"},
	{Action: AcceptTransfer, From: movable, Permission: roles.AnswerTransfer, Ends: DutyTransfer, Event: "transfer.accepted"},
	{Action: RefuseTransfer, From: movable, Permission: roles.AnswerTransfer, Reason: true, Ends: DutyTransfer, Opens: DutyDispute, Event: "transfer.refused"},
	{Action: SettleTransfer, From: movable, Permission: roles.SettleTransfer, Reason: true, Fields: []string{"to"}, Ends: DutyDispute, Event: "transfer.settled"},

	{Action: Pause, From: open, Permission: roles.Pause, Second: true, Reason: true, Fields: []string{"ground"}, Event: "duty.paused"},
	{Action: Resume, From: open, Permission: roles.Pause, Event: "duty.resumed"},
	{Action: Urge, From: open, Permission: roles.Urge, Reason: true, Fields: []string{"due"}, Event: "duty.urged"},

	{Action: TakeOver, From: open, Permission: roles.TakeOver, Reason: true, Event: "duty.taken_over"},
	{Action: GiveBack, From: open, Permission: roles.TakeOver, Reason: true, Event: "duty.returned"},
	{Action: Sample, From: over, Permission: roles.Sample, Reason: true, Opens: DutySample, Event: "sample.opened"},
	{Action: DrawCase, From: over, Permission: roles.PassTime, Opens: DutySample, Event: "sample.drawn"},
	{Action: RecordFinding, From: unmerged, Permission: roles.HearTask, Reason: true, Fields: []string{"task", "result"}, Ends: DutySample, Event: "sample.found"},
	{Action: HearExplanation, From: everywhere, Permission: roles.HearTask, Reason: true, Fields: []string{"task", "result"}, Ends: DutyExplain, Event: "explanation.recorded"},
	{Action: Explain, From: everywhere, Permission: roles.ExplainMiss, Fields: []string{"body"}, Event: "explanation.given"},
	{Action: Recuse, From: everywhere, Permission: roles.Recuse, Reason: true, Event: "duty.recused"},

	{Action: Confirm, From: unmerged, Permission: roles.Confirm, Fields: []string{"proposal"}, Ends: DutyProposal, Event: "proposal.confirmed"},
	{Action: Decline, From: unmerged, Permission: roles.Confirm, Reason: true, Fields: []string{"proposal"}, Ends: DutyProposal, Event: "proposal.declined"},
	{Action: Withdraw, From: unmerged, Permission: roles.ReadIncident, Fields: []string{"proposal"}, Ends: DutyProposal, Event: "proposal.withdrawn"},

	{Action: Comment, From: everywhere, Permission: roles.Comment, Fields: []string{"body"}, Event: "comment.added"},
	{Action: Ask, From: open, Permission: roles.Ask, Fields: []string{"body"}, Event: "question.asked"},
	{Action: Answer, From: open, Permission: roles.AnswerQuestion, Fields: []string{"body"}, Event: "question.answered"},
	{Action: AddEvidence, From: open, Permission: roles.AnswerQuestion, Fields: []string{"file"}, Event: "evidence.added"},

	{Action: Unseal, From: everywhere, Permission: roles.ReadSealed, Fields: []string{"report", "field", "purpose"}, Event: "sealed.read"},
	{Action: ReadEvidence, From: everywhere, Permission: roles.ReadIncident, Fields: []string{"evidence", "purpose"}, Event: "evidence.read"},
	{Action: ExportCase, From: everywhere, Permission: roles.ReadIncident, Fields: []string{"purpose"}, Event: "case.exported"},

	{Action: Assess, Of: incidents, From: open, Permission: roles.Assess, Fields: []string{"kind", "line", "on", "jurisdiction"}, Event: "finding.recorded"},
	{Action: OverrideFinding, Of: incidents, From: open, Permission: roles.OverrideFinding, Reason: true, Fields: []string{"finding", "answer"}, Event: "finding.overridden"},

	{Action: TimePassed, From: everywhere, Permission: roles.PassTime, Event: missed},
	{Action: HandOver, From: everywhere, Permission: roles.PassTime, Event: "duty.handed_over"},
	{Action: Redirect, From: everywhere, Permission: roles.PassTime, Event: "duty.redirected"},
}

// ProposedEvent is the kind of event a proposal of a second-person act leaves.
const ProposedEvent = "proposal.made"

// TransitionOf finds the row of an action.
func TransitionOf(a Action) (Transition, bool) {
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Action == a })
	if i < 0 {
		return Transition{}, false
	}
	return Transitions[i], true
}

// Holds reports whether the row is for this matter at the state it is in.
func (t Transition) Holds(i record.Incident) bool {
	return slices.Contains(t.From, i.State) && (len(t.Of) == 0 || i.Matter == "" || slices.Contains(t.Of, i.Matter))
}

// Possible lists what an actor may do to a case now: the rows whose state and
// permission fit. The case page and the API show exactly these.
func Possible(w World, actor roles.Actor, env Env) []Action {
	standing := env.Org.Stand(actor, w.Case(), env.Now)
	var list []Action
	for _, t := range Transitions {
		if t.Holds(w.Incident) && standing.May(t.Permission) && fits(w, t.Action, actor, env) {
			list = append(list, t.Action)
		}
	}
	return list
}

// fits hides acts that have nothing to act on.
func fits(w World, a Action, actor roles.Actor, env Env) bool {
	if _, onTask := taskActOf(a); onTask {
		return len(TasksFor(w, a, actor, env)) > 0
	}
	lead, ok := w.Lead()
	switch a {
	case OfferTransfer, WithdrawTransfer, AcceptTransfer, RefuseTransfer, SettleTransfer:
		return transferFits(w, a, actor, env)
	case Confirm, Decline:
		return slices.ContainsFunc(w.Proposals, func(p record.Proposal) bool { return mayDecide(w, p, actor, env) })
	case Withdraw:
		return slices.ContainsFunc(w.Proposals, func(p record.Proposal) bool { return p.ProposedBy == actor.Person })
	case Pause, Urge:
		return ok && lead.State == record.Armed && lead.DueAt.After(env.Now)
	case Resume:
		return ok && lead.State == record.Paused
	case CloseWithdrawn:
		return allWithdrawn(w)
	case MarkUrgent, LowerUrgency:
		return ok && lead.State == record.Armed && w.Incident.Urgent == (a == LowerUrgency)
	case Unmerge:
		return len(w.Merges) > 0
	case Join:
		return false // by the public, from the public page
	case Appeal, WithdrawReport, Rate:
		return filerFits(w, a, actor, env)
	case Uphold, Overturn:
		return mayReview(w, actor.Person)
	case Reopen:
		return w.Incident.Origin == originReport && !w.decided(actor.Person)
	case TakeOver, GiveBack, Sample:
		return overseerFits(w, a, actor, env)
	case Explain:
		return slices.ContainsFunc(w.Tasks, func(t record.Task) bool { return mayExplain(t, actor) })
	case Recuse:
		return answersForAny(w, actor, env)
	case Close, OrderRectify, DecideRequest, DiscloseIdentity:
		return w.Incident.Matter != record.MatterRequest || requestFits(w, a)
	default:
		return true
	}
}

// transferFits: one transfer at a time, and each of its acts at its own stage.
func transferFits(w World, a Action, actor roles.Actor, env Env) bool {
	if a == OfferTransfer || w.Transfer == nil {
		return a == OfferTransfer && w.Transfer == nil
	}
	stage := record.TransferOffered
	if a == SettleTransfer {
		stage = record.TransferDisputed
	}
	return w.Transfer.State == stage && (a == WithdrawTransfer || answersTransfer(w, actor, env))
}

// overseerFits: who takes over, gives back or samples does it from a post above.
func overseerFits(w World, a Action, actor roles.Actor, env Env) bool {
	var may bool
	switch a {
	case TakeOver:
		_, may = takingPost(w, actor, env)
	case GiveBack:
		_, may = takeover(w, actor, env)
	default:
		_, may = samplingPost(w, actor, env)
		may = may && w.Incident.Origin != "historical" && !hasTask(w, TaskSample) && !w.decided(actor.Person)
	}
	return may
}

// mayDecide says who is the second person for a proposal: whoever answers for
// the duty to decide it or stands above it, and neither proposed it nor holds
// the matter it is about.
func mayDecide(w World, p record.Proposal, actor roles.Actor, env Env) bool {
	x, ok := w.Duty(p.Chain)
	lead, led := w.Lead()
	a := Action(p.Action)
	if slices.Contains(fromOutside, a) && !fromElsewhere(w, x.Post, actor, env) || !led && !reopening(p) {
		return false
	}
	return ok && p.ProposedBy != actor.Person && mayAgree(w, a, actor.Person) && !(led && env.Org.AnswersFor(actor.Person, lead.Post, env.Now)) &&
		reaches(actor.Person, x.Post, env)
}

func answersTransfer(w World, actor roles.Actor, env Env) bool {
	d, ok := w.Duty(w.Transfer.Chain)
	lead, led := w.Lead()
	return ok && led && w.Transfer.By != actor.Person && env.Org.AnswersFor(actor.Person, d.Post, env.Now) && !env.Org.AnswersFor(actor.Person, lead.Post, env.Now)
}
