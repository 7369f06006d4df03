package notifications

// How says by which ways a notice goes.
type How string

// The ways. The inbox always has it.
const (
	Inboxed How = "inbox"
	Mailed  How = "inbox and e-mail"
)

// AnyEvent is the event of the rules that hold for every kind of event, also
// for kinds that do not exist yet: who gets or loses a duty is told.
const AnyEvent = "*"

// Rule is one row of the table: when an event of this kind is recorded, these
// parties are told this, in this way. One person is told once of one event:
// the first row that names them counts.
type Rule struct {
	Event string
	To    []Party
	Kind  Kind
	How   How
}

// Rules is the table. The rows of an event come before the rows for all, since
// they say more precisely what somebody's new duty is about.
var Rules = []Rule{
	{"incident.accepted", to(Filers), CaseAccepted, Mailed},
	{"incident.rejected", to(Filers), CaseRejected, Mailed},
	{"incident.investigating", to(Filers), CaseInvestigating, Mailed},
	{"incident.decided", to(Filers), CaseDecided, Mailed},
	{"incident.rectification_ordered", to(Filers), CaseRectifying, Mailed},
	{"incident.closed", to(Filers), CaseClosed, Mailed},

	{"incident.closed_withdrawn", to(Filers), CaseClosed, Mailed},
	{"incident.reopened", to(Filers), CaseReopened, Mailed},
	{"appeal.filed", to(Filers), CaseInReview, Mailed},
	{"appeal.upheld", to(Filers), CaseUpheld, Mailed},
	{"appeal.overturned", to(Filers), CaseOverturned, Mailed},
	{"incident.merged", to(Filers), CaseMerged, Mailed},
	{"incident.unmerged", to(Filers), CaseUnmerged, Mailed},
	{"report.joined", to(LeadHolder), ReportJoined, Inboxed},
	{"report.withdrawn", to(LeadHolder), ReportWithdrawn, Inboxed},

	{"matter.answered", to(Filers), MatterAnswered, Mailed},
	{"matter.answered_withheld", to(Filers), MatterAnswered, Mailed},
	{"opinion.cosigned", to(Filers, LeadHolder), OpinionSigned, Inboxed},
	{"request.identity_verified", to(Filers), RequestVerified, Mailed},
	{"request.identity_disclosed", to(FilerOfReport), SealedRead, Mailed},
	{"request.objected", to(Filers), RequestObjected, Mailed},
	{"request.objected_at_door", to(Filers), RequestObjected, Mailed},
	{"request.objected_at_door", to(HolderOfOpened), ObjectionToAnswer, Mailed},
	{"request.objection_answered", to(Filers), ObjectionAnswered, Mailed},
	{"request.objection_answered", to(LeadHolder), ObjectionAnswered, Inboxed},
	{"request.decided", to(Filers), RequestDecided, Mailed},
	{"request.executed", to(Filers), RequestExecuted, Mailed},
	{"request.outcome_confirmed", to(LeadHolder), OutcomeConfirmed, Mailed},
	{"request.outcome_denied", to(LeadHolder), OutcomeDenied, Mailed},
	{"request.outcome_denied", to(AboveLead), OutcomeDeniedBelow, Mailed},
	{"application.admitted", to(Filers), ApplicationDecided, Mailed},
	{"application.turned_down", to(Filers), ApplicationDecided, Mailed},

	{"duty.missed", to(SuperiorCalled), DutyRisen, Mailed},
	{"duty.missed", to(PersonOfTask), ExplanationAsked, Mailed},
	{"duty.missed", to(WhoeverMissed), DutyMissed, Mailed},
	{"duty.missed", to(Filers), CaseOverdue, Mailed},
	{"duty.redirected", to(FilersOfMoved), CaseTransferred, Mailed},
	{"duty.urged", to(LeadHolder), DutyUrged, Mailed},
	{"duty.paused", to(LeadHolder), DutyPaused, Mailed},
	{"duty.paused", to(Filers), CasePaused, Mailed},
	{"duty.resumed", to(LeadHolder), DutyResumed, Mailed},
	{"duty.resumed", to(Filers), CaseResumed, Mailed},

	{"duty.taken_over", to(HolderOfMoved), DutyMovedHere, Mailed},
	{"duty.taken_over", to(PreviousHolder, HeadOfTask), CaseTakenOver, Mailed},
	{"duty.taken_over", to(FilersOfMoved), CaseTransferred, Mailed},
	{"duty.returned", to(HolderOfMoved, HeadOfTask), CaseGivenBack, Mailed},
	{"duty.returned", to(FilersOfMoved), CaseTransferred, Mailed},
	{"duty.recused", to(FilersOfMoved), CaseTransferred, Mailed},
	{"sample.found", to(HolderOfOpened), DutyOpened, Mailed},
	{"sample.found", to(HeadOfTask), SampleFound, Mailed},
	{"sample.found", to(FilersOfReopened), CaseReopened, Mailed},
	{"explanation.recorded", to(PersonOfTask), ExplanationHeard, Mailed},
	{"explanation.given", to(LeadHolder), CommentAdded, Mailed},

	{"transfer.offered", to(HolderOfOpened, ReceivingAgency), TransferOffered, Mailed},
	{"transfer.accepted", to(FilersOfMoved), CaseTransferred, Mailed},
	{"transfer.refused", to(HolderOfOpened), TransferToSettle, Mailed},
	{"transfer.refused", to(LeadHolder), TransferRefused, Mailed},
	{"transfer.settled", to(HolderOfMoved, PreviousHolder, LeadHolder, ReceivingAgency), TransferSettled, Mailed},
	{"transfer.settled", to(FilersOfMoved), CaseTransferred, Mailed},

	{"consultation.asked", to(HolderOfOpened), ConsultationAsked, Mailed},
	{"consultation.answered", to(LeadHolder), ConsultationAnswered, Mailed},
	{"joint.invited", to(HolderOfOpened), JointInvited, Mailed},
	{"joint.accepted", to(LeadHolder), JointAccepted, Mailed},
	{"joint.refused", to(LeadHolder), JointRefused, Mailed},
	{"joint.left", to(LeadHolder), JointLeft, Mailed},
	{"joint.ended", to(AgencyOfTask), JointEnded, Mailed},

	{"referral.proposed", to(HolderOfOpened), ReferralToDecide, Mailed},
	{"referral.approved", to(HolderOfOpened), ReferralApproved, Mailed},
	{"referral.declined", to(LeadHolder), ReferralDeclined, Mailed},
	{"referral.handed_over", to(HolderOfOpened), ReferralWatch, Mailed},
	{"referral.replied", to(LeadHolder), ReferralReplied, Mailed},
	{"referral.reconsideration_asked", to(HolderOfOpened), ReconsiderationAsked, Mailed},
	{"public_interest.proposed", to(HolderOfOpened), PublicInterestProposed, Mailed},
	{"public_interest.adopted", to(GiverOfTask), PublicInterestAdopted, Mailed},
	{"public_interest.declined", to(GiverOfTask), PublicInterestDeclined, Mailed},
	{"respondent.replied", to(LeadHolder), RespondentReplied, Mailed},
	{"respondent.evidence_added", to(LeadHolder), EvidenceAdded, Inboxed},
	{"rectification.promised", to(LeadHolder), RectifyPromised, Mailed},
	{"rectification.submitted", to(LeadHolder), RectifySubmitted, Mailed},
	{"rectification.accepted", to(Filers), RemedyToConfirm, Mailed},
	{"rectification.prolonged", to(LeadHolder), RectifyProlonged, Mailed},
	{"rectification.prolonged", to(Filers), RectifyProlonged, Mailed},
	{"remedy.confirmed", to(LeadHolder), RemedyConfirmed, Mailed},
	{"remedy.disputed", to(LeadHolder), RemedyDisputed, Mailed},
	{"incident.recurred", to(HolderOfOpened), CaseRecurred, Mailed},
	{"window.ended", to(LeadHolder), WindowEnded, Inboxed},

	{"proposal.made", to(HolderOfOpened), ProposalToDecide, Mailed},
	{"proposal.confirmed", to(Proposer), ProposalAgreed, Mailed},
	{"proposal.declined", to(Proposer), ProposalDeclined, Mailed},
	{"proposal.withdrawn", to(Proposer, HolderOfEnded), ProposalGone, Inboxed},

	{"comment.added", to(LeadHolder), CommentAdded, Inboxed},
	{"breach.duties_opened", to(HolderOfOpened), BreachDuty, Mailed},
	{"breach.handling_ended", to(HolderOfOpened), BreachDuty, Mailed},
	{"finding.recorded", to(LeadHolder), FindingRecorded, Inboxed},
	{"finding.overridden", to(FindingMaker, LeadHolder), FindingOverruled, Inboxed},
	{"question.asked", to(FilerOfReport), QuestionAsked, Mailed},
	{"question.answered", to(LeadHolder), QuestionAnswered, Mailed},
	{"evidence.added", to(LeadHolder), EvidenceAdded, Inboxed},
	{"sealed.read", to(FilerOfReport), SealedRead, Mailed},
	{"evidence.read", to(FilerOfReport), SealedRead, Inboxed},

	{"publication.proposed", to(SecondPerson), VersionToClear, Mailed},
	{"publication.cleared", to(Proposer), VersionCleared, Inboxed},
	{"publication.cleared", to(Filers), CasePublished, Mailed},
	{"publication.declined", to(Proposer), VersionDeclined, Mailed},
	{"publication.withdrawn", to(Proposer, LeadHolder), PageWithdrawn, Mailed},
	{"publication.withdrawn", to(Filers), CaseUnpublished, Mailed},

	{"organisation.proposed", to(OrgSecondPerson), OrgToDecide, Mailed},
	{"organisation.proposed", to(PersonConcerned), OrgProposed, Mailed},
	{"organisation.declined", to(PersonConcerned, Proposer), OrgDeclined, Mailed},
	{"organisation.appoint", to(PersonConcerned, HoldersOfPost, Proposer), OrgDone, Mailed},
	{"organisation.vacate", to(PersonConcerned, HoldersOfPost, Proposer), OrgDone, Mailed},
	{"organisation.vacate", to(StandIns), StandIn, Mailed},
	{"organisation.leave", to(PersonConcerned, Proposer), OrgDone, Mailed},
	{"organisation.leave", to(StandIns), StandIn, Mailed},
	{"organisation.hand_over", to(PersonConcerned, Proposer), OrgDone, Mailed},
	{"organisation.declare_tie", to(PersonConcerned, Proposer), OrgDone, Mailed},
	{"organisation.end_tie", to(PersonConcerned, Proposer), OrgDone, Mailed},

	{"organisation.suspend_admission", to(Proposer), OrgDone, Mailed},
	{"organisation.reinstate", to(Proposer), OrgDone, Mailed},
	{"organisation.withdraw_admission", to(Proposer), OrgDone, Mailed},
	{"organisation.add_body", to(Proposer), OrgDone, Mailed},
	{"organisation.end_body", to(Proposer), OrgDone, Mailed},

	{AnyEvent, to(SuperiorCalled), DutyRisen, Mailed},
	{AnyEvent, to(HolderOfOpened), DutyOpened, Mailed},
	{AnyEvent, to(HolderOfMoved), DutyMovedHere, Mailed},
	{AnyEvent, to(PreviousHolder), DutyMovedAway, Inboxed},
	{AnyEvent, to(WhoeverMissed), DutyMissed, Mailed},
	{AnyEvent, to(HolderOfCancelled), DutyCancelled, Inboxed},
}

// NoRow lists the kinds of event without a row of their own, with the reason.
var NoRow = map[string]string{
	"case.exported":             "every filer's page shows who took the case away, when and why",
	"report.filed":              "the filer holds the receipt, and the rows for all tell whoever answers for the triage",
	"opinion.filed":             "the filer holds the receipt, and the rows for all tell whoever must answer",
	"inquiry.filed":             "the filer holds the receipt, and the rows for all tell whoever must answer",
	"request.filed":             "the filer holds the receipt, and the rows for all tell whoever answers for the triage",
	"application.filed":         "the filer holds the receipt, and the rows for all tell whoever must decide",
	"duty.assigned":             "the rows for all tell the new holder and the previous one",
	"consultation.withdrawn":    "the rows for all tell whoever should have answered that the duty is cancelled",
	"transfer.withdrawn":        "the rows for all tell whoever should have answered that the duty is cancelled",
	"historical.imported":       "a record from the past has no clock, no duty and no filer",
	"historical.amended":        "a record from the past has no clock, no duty and no filer",
	"outcome.rated":             "nobody answers for the case any more; scorecards count it",
	"breach.notice_confirmed":   "whoever answers did it and knows; the case page shows it",
	"breach.passed_on":          "whoever answers did it and knows; the case page shows it",
	"breach.task_lifted":        "the rows for all tell whoever answered that the duty is cancelled",
	"sample.opened":             "the rows for all tell whoever has to record the finding",
	"organisation.sample_drawn": "each drawn case tells whoever has to look at it; the list is public",
	"sample.drawn":              "the rows for all tell whoever has to record the finding",
	"duty.handed_over":          "the rows for all tell the new holder and the previous one",
	"organisation.recuse":       "it stands beside the event of the case; whoever declared it knows",
	"incident.marked_urgent":    "the rows for all tell whoever answers that a shorter duty begins",
	"incident.urgency_lowered":  "the rows for all tell whoever answers that another duty begins",
	"respondent.served":         "the respondent has no account: whoever served hands over the code",
	"respondent.represented":    "whoever answers for the case recorded it",
	"rectification.returned":    "the respondent has no account and reads it through their own door",
}

func to(parties ...Party) []Party { return parties }
