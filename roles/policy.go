package roles

// Relation is how somebody stands to a case.
type Relation string

// The relations, from outside to inside. A conflicted person has none: to
// them the case does not exist.
const (
	Anyone     Relation = "anyone"     // no relation: the public
	Filer      Relation = "filer"      // filed a report that is in the case
	Colleague  Relation = "colleague"  // holds a post in the agency that leads
	Above      Relation = "above"      // stands above the post that answers
	Answerable Relation = "answerable" // answers for the lead duty now
	Called     Relation = "called"     // answers for another live duty of the case
	Proposer   Relation = "proposer"   // its organization proposed a public-interest referral of the case
	Served     Relation = "served"     // was served as a respondent: reached the case by the code
	Joint      Relation = "joint"      // holds a post in an agency that handles the case jointly
	Blamed     Relation = "blamed"     // is asked to explain a miss of theirs, in whatever post or in none since
	Over       Relation = "over"       // stands above the agency that led a case which has ended
)

// AllRelations lists every relation once, in printing order.
var AllRelations = []Relation{Anyone, Filer, Colleague, Above, Answerable, Called, Joint, Over, Blamed, Proposer, Served}

// Permission is one thing that may be done. Names are part of the API.
type Permission string

// Permissions. Whatever is not granted below is refused.
const (
	FileReport      Permission = "report.file"
	TakeIn          Permission = "report.take_in"
	FileBulk        Permission = "report.file_bulk"
	FileOpinion     Permission = "opinion.file"
	FileInquiry     Permission = "inquiry.file"
	FileRequest     Permission = "request.file"
	FileApplication Permission = "application.file"
	Cosign          Permission = "opinion.cosign"
	ConfirmOutcome  Permission = "request.confirm_outcome"
	ReadOwnReport   Permission = "report.read_own"
	AnswerQuestion  Permission = "report.answer"
	Appeal          Permission = "report.appeal"
	WithdrawReport  Permission = "report.withdraw"
	RateOutcome     Permission = "report.rate"
	ReadPublic      Permission = "public.read"
	ReadIncident    Permission = "incident.read"
	ReadSealed      Permission = "incident.read_sealed"
	Comment         Permission = "incident.comment"
	Ask             Permission = "incident.ask"
	Triage          Permission = "incident.triage"
	Investigate     Permission = "incident.investigate"
	DecideCase      Permission = "incident.decide"
	ProposeEnd      Permission = "incident.propose_end"
	RejectFlood     Permission = "incident.reject_flood"
	Confirm         Permission = "incident.confirm"
	Assign          Permission = "incident.assign"
	Transfer        Permission = "incident.transfer"
	AnswerTransfer  Permission = "incident.answer_transfer"
	SettleTransfer  Permission = "incident.settle_transfer"
	Pause           Permission = "incident.pause"
	Collaborate     Permission = "incident.collaborate"
	AnswerTask      Permission = "incident.answer_task"
	LeaveJoint      Permission = "incident.leave_joint"
	MarkUrgent      Permission = "incident.mark_urgent"
	Review          Permission = "incident.review"
	Reopen          Permission = "incident.reopen"
	Refer           Permission = "incident.refer"
	ProposeReferral Permission = "incident.propose_referral"
	ReadProposal    Permission = "incident.read_own_proposal" // and why it was adopted or declined
	Serve           Permission = "incident.serve"
	ReadServed      Permission = "respondent.read"
	ReplyServed     Permission = "respondent.reply"
	ConfirmRemedy   Permission = "report.confirm_remedy"
	Urge            Permission = "incident.urge"
	TakeOver        Permission = "incident.take_over"
	Sample          Permission = "incident.sample"
	DrawSample      Permission = "sample.draw" // for a whole month; no power over any case
	HearTask        Permission = "incident.hear"
	ExplainMiss     Permission = "incident.explain_miss"
	Recuse          Permission = "incident.recuse"
	ProposePublic   Permission = "publication.propose"
	ClearPublic     Permission = "publication.clear"
	CorrectPublic   Permission = "publication.correct"
	ReadOverview    Permission = "overview.read"
	ProposeOrg      Permission = "organisation.propose"
	ConfirmOrg      Permission = "organisation.confirm"
	Operate         Permission = "system.operate"
	PassTime        Permission = "system.pass_time"
	ImportHistory   Permission = "system.import"
	ReadAudit       Permission = "audit.read"
	ReadOrganisaton Permission = "organisation.read"
	Assess          Permission = "incident.assess"
	OverrideFinding Permission = "incident.override_finding"
	AssessFacts     Permission = "law.assess" // without a case, and nothing is kept
)

// Grant is one row of the policy: whoever has the role and the relation may
// do what is listed.
type Grant struct {
	Role     Role
	Relation Relation
	May      []Permission
}

// Policy is the whole of who may do what, readable row by row. A relation of
// Anyone holds for every case and for none.
var Policy = []Grant{
	{Citizen, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, FileRequest, FileApplication}},
	{Citizen, Filer, []Permission{ReadOwnReport, AnswerQuestion, ConfirmRemedy, Appeal, WithdrawReport, RateOutcome, ConfirmOutcome}},
	{Citizen, Blamed, []Permission{ExplainMiss}}, // besides their posts officers are citizens

	{Organization, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, TakeIn, FileBulk, ProposeReferral, FileOpinion, Cosign}},
	{Organization, Proposer, []Permission{ReadProposal}},
	{Organization, Filer, []Permission{ReadOwnReport, AnswerQuestion, ConfirmRemedy, Appeal, WithdrawReport, RateOutcome}},

	{Media, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, FileInquiry}},
	{Media, Filer, []Permission{ReadOwnReport, AnswerQuestion, ConfirmRemedy, Appeal, WithdrawReport, RateOutcome}},

	{Officer, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, TakeIn, ReadOrganisaton, AssessFacts}},
	{Officer, Colleague, []Permission{ReadIncident, Comment, ProposePublic, Assess}},
	{Officer, Answerable, []Permission{ReadIncident, MarkUrgent, ReadSealed, Comment, Ask, Triage, Investigate, DecideCase, ProposeEnd, Transfer, Pause, Review, Collaborate, Refer, Serve, ProposePublic, Assess, OverrideFinding, Recuse}},
	{Officer, Called, []Permission{ReadIncident, Comment, AnswerTransfer, AnswerTask, Confirm, HearTask, Recuse}},

	{Supervisor, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, TakeIn, ReadOrganisaton, ReadOverview, ProposeOrg, ConfirmOrg, AssessFacts}},
	{Supervisor, Colleague, []Permission{ReadIncident, MarkUrgent, Comment, Assign, Confirm, Refer, Reopen, ProposePublic, ClearPublic, CorrectPublic, Assess, OverrideFinding}},
	{Supervisor, Above, []Permission{ReadIncident, RejectFlood, MarkUrgent, Comment, Assign, Confirm, Urge, ClearPublic, CorrectPublic, Assess, OverrideFinding, TakeOver}},
	{Supervisor, Answerable, []Permission{ReadIncident, MarkUrgent, ReadSealed, Comment, Ask, Triage, Investigate, DecideCase, ProposeEnd, RejectFlood, Transfer, Pause, Review, Collaborate, Refer, Serve, Assign, ProposePublic, CorrectPublic, Assess, OverrideFinding, TakeOver, Recuse}},
	{Supervisor, Called, []Permission{ReadIncident, Comment, AnswerTransfer, AnswerTask, SettleTransfer, Confirm, HearTask, Recuse}},
	{Supervisor, Over, []Permission{ReadIncident, Comment, Sample, Urge}},

	{Leader, Anyone, []Permission{ReadPublic, ReadAudit, FileReport, TakeIn, ReadOrganisaton, ReadOverview, DrawSample, ProposeOrg, ConfirmOrg, AssessFacts}},
	{Leader, Colleague, []Permission{ReadIncident, MarkUrgent, Comment, Assign, Confirm, Refer, Reopen, ProposePublic, ClearPublic, CorrectPublic, Assess, OverrideFinding}},
	{Leader, Above, []Permission{ReadIncident, RejectFlood, MarkUrgent, Comment, Assign, Confirm, Urge, ClearPublic, CorrectPublic, Assess, OverrideFinding, TakeOver}},
	{Leader, Answerable, []Permission{ReadIncident, MarkUrgent, ReadSealed, Comment, Ask, Triage, Investigate, DecideCase, ProposeEnd, RejectFlood, Transfer, Pause, Review, Collaborate, Refer, Serve, Assign, ProposePublic, CorrectPublic, Assess, OverrideFinding, TakeOver, Recuse}},

	{Leader, Called, []Permission{ReadIncident, Comment, AnswerTransfer, AnswerTask, SettleTransfer, Confirm, HearTask, Recuse}},
	{Leader, Over, []Permission{ReadIncident, Comment, Sample, Urge}},
	{Officer, Joint, []Permission{ReadIncident, Comment}},

	{Supervisor, Joint, []Permission{ReadIncident, Comment, LeaveJoint}},

	{Leader, Joint, []Permission{ReadIncident, Comment, LeaveJoint}},

	{Respondent, Anyone, []Permission{ReadPublic, ReadAudit}},
	{Respondent, Served, []Permission{ReadServed, ReplyServed}},
	{Auditor, Anyone, []Permission{ReadPublic, ReadAudit, AssessFacts}},
	{Operator, Anyone, []Permission{ReadPublic, ReadAudit, Operate, ReadOrganisaton}},
	{System, Anyone, []Permission{PassTime, ImportHistory}},
}

// Granted reports whether any of the relations grants the permission to the role.
func Granted(role Role, relations []Relation, want Permission) bool {
	for _, g := range Policy {
		if g.Role != role || !holds(relations, g.Relation) {
			continue
		}
		for _, p := range g.May {
			if p == want {
				return true
			}
		}
	}
	return false
}

func holds(relations []Relation, r Relation) bool {
	if r == Anyone {
		return true
	}
	for _, have := range relations {
		if have == r {
			return true
		}
	}
	return false
}
