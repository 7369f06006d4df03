package workflow

import "gongzhi/record"

// perform is the one list of what each act does. It names every act; those of
// one kind share a list of their own below.
func (d *decision) perform() error {
	switch d.c.Action {
	case File, ImportHistorical, Amend, Merge, Unmerge, Join, Cosign, AddEvidence:
		return d.takeIn()
	case Accept, Investigate, OrderRectify, Close:
		return d.advance(record.Facts{})
	case Reject, DecideCase, Reply, Withhold, Admit, TurnDown, CloseWithdrawn:
		return d.conclude()
	case Appeal, Uphold, Overturn, Reopen, WithdrawReport, Rate:
		return d.reconsider()
	case VerifyIdentity, DiscloseIdentity, Object, ObjectAtDoor, AnswerObjection, DecideRequest, ReportExecution, ConfirmOutcome:
		return d.onRequest()
	case Assign, TakeOver, GiveBack, Recuse, HandOver, Redirect, TimePassed:
		return d.passDuties()
	case Sample, DrawCase, RecordFinding, HearExplanation, Explain:
		return d.oversee()
	case MarkUrgent, LowerUrgency:
		return d.urgency()
	case OfferTransfer, WithdrawTransfer, AcceptTransfer, RefuseTransfer, SettleTransfer:
		return d.transfer()
	case Pause, Resume, Urge:
		return d.rescale()
	case Confirm, Decline, Withdraw:
		return d.answerProposal()
	case Consult, AnswerConsultation, WithdrawConsultation, InviteJoint, AcceptJoint, RefuseJoint, LeaveJoint, EndJoint:
		return d.collaborate()
	case Refer, ApproveReferral, DeclineReferral, HandOverReferral, RecordReply, AskReconsideration,
		ProposePublicInterest, AdoptPublicInterest, DeclinePublicInterest:
		return d.referral()
	case Serve, NameRepresentative, ReplyServed, AddServedEvidence, PromiseRectify, SubmitRectify, AcceptRectification,
		ReturnRectification, ConfirmRemedy, DisputeRemedy, Prolong, ReportRecurrence:
		return d.respond()
	case Comment, Ask, Answer:
		return d.correspond()
	case Unseal, ReadEvidence, ExportCase:
		return d.unseal()
	case ConfirmBreachNotice, EndBreachHandling, PassOnBreach, LiftBreachTask, Assess, OverrideFinding:
		return d.find()
	}
	return unknownAct()
}

func unknownAct() error { return refuse(Invalid, "action", "action_unknown", "no such action") }

// takeIn is what brings a case, a report or a file in, and what joins cases.
func (d *decision) takeIn() error {
	switch d.c.Action {
	case File:
		return d.file()
	case ImportHistorical, Amend:
		return d.historical()
	case Merge:
		return d.merge()
	case Unmerge:
		return d.unmerge()
	case Join:
		return d.join()
	case Cosign:
		return d.cosign()
	case AddEvidence:
		return d.addEvidence()
	default:
		return unknownAct()
	}
}

// conclude is how a matter gets its answer.
func (d *decision) conclude() error {
	switch d.c.Action {
	case Reject:
		return d.reject()
	case DecideCase:
		return d.decideCase()
	case Reply, Withhold:
		return d.answer()
	case Admit:
		return d.admit()
	case TurnDown:
		return d.turnDown()
	case CloseWithdrawn:
		return d.closeWithdrawn()
	default:
		return unknownAct()
	}
}

// reconsider is what filers say to an answer, and what comes of it.
func (d *decision) reconsider() error {
	switch d.c.Action {
	case Appeal:
		return d.appeal()
	case Uphold, Overturn:
		return d.review()
	case Reopen:
		return d.reopen()
	case WithdrawReport:
		return d.withdrawReport()
	case Rate:
		return d.rate()
	default:
		return unknownAct()
	}
}

// passDuties is how duties come to another post, by hand or by the clock.
func (d *decision) passDuties() error {
	switch d.c.Action {
	case Assign:
		return d.assign()
	case TakeOver:
		return d.takeOver()
	case GiveBack:
		return d.giveBack()
	case Recuse:
		return d.recuse()
	case HandOver:
		return d.handOverDuties()
	case Redirect:
		return d.redirect()
	case TimePassed:
		return d.timePassed()
	default:
		return unknownAct()
	}
}

// oversee is how those above look at what was done or left undone.
func (d *decision) oversee() error {
	switch d.c.Action {
	case Sample:
		return d.sample()
	case DrawCase:
		return d.drawCase()
	case RecordFinding:
		return d.recordFinding()
	case HearExplanation:
		return d.hearExplanation()
	case Explain:
		return d.explain()
	default:
		return unknownAct()
	}
}

// find is what rule packs say of the case, and the tasks that come of it.
func (d *decision) find() error {
	switch d.c.Action {
	case Assess:
		return d.assess()
	case OverrideFinding:
		return d.overrideFinding()
	default:
		return d.breach()
	}
}
