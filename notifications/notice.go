// Package notifications turns what was recorded into what people are told:
// one readable table says which event is told to whom and how, the inbox keeps
// it, and the outbox carries it by e-mail until it has arrived or is given up
// in the open. Nothing can be told that was not recorded.
package notifications

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Kind says what a notice tells. The sentence is "notices.told_<kind>" of the
// catalogues.
type Kind string

// What those who answer are told.
const (
	DutyOpened             Kind = "duty_opened"     // a duty begins and is yours
	DutyMovedHere          Kind = "duty_moved_here" // a running duty is yours now
	DutyMovedAway          Kind = "duty_moved_away" // a running duty is another's now
	DutyRisen              Kind = "duty_risen"      // somebody missed it: it is yours, one level up
	DutyMissed             Kind = "duty_missed"     // you missed it
	DutyCancelled          Kind = "duty_cancelled"  // nothing is left to do
	DutyUrged              Kind = "duty_urged"      // your time was shortened
	DutyPaused             Kind = "duty_paused"     // your time stands still
	DutyResumed            Kind = "duty_resumed"    // your time runs again
	ProposalToDecide       Kind = "proposal_to_decide"
	ProposalAgreed         Kind = "proposal_confirmed"
	ProposalDeclined       Kind = "proposal_declined"
	ProposalGone           Kind = "proposal_withdrawn"
	TransferOffered        Kind = "transfer_offered"
	TransferToSettle       Kind = "transfer_to_settle"
	TransferRefused        Kind = "transfer_refused"
	TransferSettled        Kind = "transfer_settled"
	CommentAdded           Kind = "comment_added"
	QuestionAnswered       Kind = "question_answered"
	EvidenceAdded          Kind = "evidence_added"
	BreachDuty             Kind = "breach_duty"
	FindingRecorded        Kind = "finding_recorded"
	FindingOverruled       Kind = "finding_overridden"
	VersionToClear         Kind = "publication_to_clear"
	VersionCleared         Kind = "publication_cleared"
	VersionDeclined        Kind = "publication_declined"
	PageWithdrawn          Kind = "publication_withdrawn"
	ConsultationAsked      Kind = "consultation_to_answer"
	ConsultationAnswered   Kind = "consultation_answered"
	JointInvited           Kind = "joint_invited"
	JointAccepted          Kind = "joint_accepted"
	JointRefused           Kind = "joint_refused"
	JointLeft              Kind = "joint_left"
	JointEnded             Kind = "joint_ended"
	ReportWithdrawn        Kind = "report_withdrawn"
	ReferralToDecide       Kind = "referral_to_decide"
	ReferralApproved       Kind = "referral_approved"
	ReferralDeclined       Kind = "referral_declined"
	ReferralWatch          Kind = "referral_watch"
	ReferralReplied        Kind = "referral_replied"
	ReconsiderationAsked   Kind = "reconsideration"
	PublicInterestProposed Kind = "public_interest_proposed"
	PublicInterestAdopted  Kind = "public_interest_adopted"
	PublicInterestDeclined Kind = "public_interest_declined"
	RespondentReplied      Kind = "respondent_replied"
	RectifyPromised        Kind = "rectification_promised"
	RectifySubmitted       Kind = "rectification_submitted"
	RectifyProlonged       Kind = "rectification_prolonged"
	RemedyToConfirm        Kind = "remedy_to_confirm"
	RemedyConfirmed        Kind = "remedy_confirmed"
	RemedyDisputed         Kind = "remedy_disputed"
	CaseRecurred           Kind = "case_recurred"
	WindowEnded            Kind = "window_ended"
	CaseTakenOver          Kind = "case_taken_over"   // a superior leads what your agency led
	CaseGivenBack          Kind = "case_given_back"   // your agency leads again
	SampleFound            Kind = "sample_found"      // a superior looked at what your agency ended
	ExplanationAsked       Kind = "explanation_asked" // you missed it again: say why
	ExplanationHeard       Kind = "explanation_heard" // what follows from your miss
	ReportJoined           Kind = "report_joined"
)

// What those who filed are told.
const (
	CaseAccepted       Kind = "case_accepted"
	CaseRejected       Kind = "case_rejected"
	CaseInvestigating  Kind = "case_investigating"
	CaseDecided        Kind = "case_decided"
	CaseRectifying     Kind = "case_rectifying"
	CaseClosed         Kind = "case_closed"
	CaseTransferred    Kind = "case_transferred"
	CaseReopened       Kind = "case_reopened"
	CaseOverdue        Kind = "case_overdue"
	CasePaused         Kind = "case_paused"
	CaseResumed        Kind = "case_resumed"
	CasePublished      Kind = "case_published"
	CaseUnpublished    Kind = "case_unpublished"
	QuestionAsked      Kind = "question_asked"
	MatterAnswered     Kind = "matter_answered"
	OpinionSigned      Kind = "opinion_signed"
	RequestVerified    Kind = "request_verified"
	RequestObjected    Kind = "request_objected"
	ObjectionToAnswer  Kind = "objection_to_answer"
	ObjectionAnswered  Kind = "objection_answered"
	RequestDecided     Kind = "request_decided"
	RequestExecuted    Kind = "request_executed"
	ApplicationDecided Kind = "application_decided"
	// What those who answer are told of the person's word.
	OutcomeConfirmed   Kind = "outcome_confirmed"
	OutcomeDenied      Kind = "outcome_denied"
	OutcomeDeniedBelow Kind = "outcome_denied_above"
	SealedRead         Kind = "sealed_read"
	CaseMerged         Kind = "case_merged"
	CaseUnmerged       Kind = "case_unmerged"
	CaseInReview       Kind = "case_in_review"
	CaseUpheld         Kind = "case_upheld"
	CaseOverturned     Kind = "case_overturned"
)

// What people of the organisation are told about themselves and their posts.
const (
	OrgProposed Kind = "organisation_proposed"
	OrgToDecide Kind = "organisation_to_decide"
	OrgDeclined Kind = "organisation_declined"
	OrgDone     Kind = "organisation_done"
	StandIn     Kind = "stand_in" // you answer for a post of somebody who left or is away
)

// Notice tells one person one thing. It carries no content of the case.
type Notice struct {
	Person   roles.ID
	Kind     Kind
	Incident record.ID // zero for acts on the organisation
	Level    int       // of the duty it is about; 0 where it is about none
	Event    record.ID
	At       time.Time // of the event
	Mail     bool      // also by e-mail; what one did oneself is only kept in the inbox
}

// ByFiler reports whether a notice of this kind may tell what a filer just did.
// An anonymous filer is promised that nobody learns the time of day, so such a
// notice is shown with its day.
func (k Kind) ByFiler() bool {
	switch k {
	case DutyOpened, RemedyConfirmed, RemedyDisputed, CaseRecurred, QuestionAnswered, EvidenceAdded, CaseInReview, ReportWithdrawn, ReportJoined:
		return true
	default:
		return false
	}
}
