package clock

// Kinds of rules. Each names the duty whose time the rule limits.
const (
	KindTriage                = "triage"
	KindTriageUrgent          = "triage_urgent"
	KindInvestigation         = "investigation"
	KindConclusion            = "conclusion"
	KindRectificationCheck    = "rectification_check"
	KindTransferAcceptance    = "transfer_acceptance"
	KindTransferDispute       = "transfer_dispute"
	KindAppealReview          = "appeal_review"
	KindAppealWindow          = "appeal_window" // a right, no duty
	KindOrderedAnew           = "ordered_anew"
	KindConsultAnswer         = "consult_answer"
	KindJointAnswer           = "joint_answer"
	KindObjectionAnswer       = "objection_answer"
	KindRespondentReply       = "respondent_reply"
	KindRectificationTime     = "rectification_time"
	KindRemedyConfirmation    = "remedy_confirmation"
	KindRecurrenceWindow      = "recurrence_window"
	KindOpinionAnswer         = "opinion_answer"
	KindInquiryAnswer         = "inquiry_answer"
	KindExplain               = "explain"
	KindProposalDecision      = "proposal_decision"
	KindBreachNotice          = "breach_notice"
	KindBreachNoticeCII       = "breach_notice_cii"
	KindBreachNoticeOrgan     = "breach_notice_organ"
	KindBreachNoticeOther     = "breach_notice_other"
	KindBreachNoticeFlaw      = "breach_notice_flaw"
	KindBreachPassOn          = "breach_pass_on"
	KindBreachPassOnCII       = "breach_pass_on_cii"
	KindBreachClosing         = "breach_closing_report"
	KindReferralDecision      = "referral_decision"
	KindReferralHandover      = "referral_handover"
	KindReferralReply         = "referral_reply"
	KindReferralAnswer        = "referral_answer"
	KindReconsiderationWindow = "reconsideration_window"
	KindReconsiderationReply  = "reconsideration_reply"
	KindPublicInterestAnswer  = "public_interest_answer"
	KindSampleFinding         = "sample_finding"
	KindApplication           = "application_decision"

	// KindEscalated carries the common ladder: the times that superiors have
	// when a duty rises to them and its own rule sets no ladder.
	KindEscalated = "escalated"
)

// Grounds on which a running period may lawfully be paused.
const (
	GroundExpertAppraisal     = "expert_appraisal"
	GroundWaitingForFiler     = "waiting_for_filer"
	GroundJudicialProceedings = "judicial_proceedings"
	GroundForceMajeure        = "force_majeure"
)
