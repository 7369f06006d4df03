package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Acts towards bodies outside: police, procuratorate, consumer organizations.
// The lead stays answerable for the case; its clock runs on unless it is
// lawfully paused.
const (
	Refer                 Action = "refer"
	ApproveReferral       Action = "approve_referral"
	DeclineReferral       Action = "decline_referral"
	HandOverReferral      Action = "hand_over_referral"
	RecordReply           Action = "record_reply"
	AskReconsideration    Action = "ask_reconsideration"
	ProposePublicInterest Action = "propose_public_interest"
	AdoptPublicInterest   Action = "adopt_public_interest"
	DeclinePublicInterest Action = "decline_public_interest"
)

// Kinds of duty of a referral, each with its own time.
const (
	DutyReferralDecision = "referral_decision"
	DutyReferralHandover = "referral_handover"
	DutyReferralReply    = "referral_reply"
	DutyReferralAnswer   = "referral_answer"
	DutyReconsideration  = "reconsideration_reply"
	DutyPublicInterest   = "public_interest_answer"
)

// RightReconsideration is the time in which a refusal by the police can be
// taken up with them: a right, which nobody misses.
const RightReconsideration = "reconsideration_window"

// The kinds of tasks of a referral. All outlive the case: closing it spares
// nobody the hand-over of a crime, nor the watch over the reply.
const (
	TaskReferralDecision = "referral_decision"
	TaskReferralHandover = "referral_handover"
	TaskReferralReply    = "referral_reply"  // of the police
	TaskReferralAnswer   = "referral_answer" // of anybody else
	TaskReferralRefused  = "referral_refused"
	TaskReconsideration  = "reconsideration"
	TaskPublicInterest   = "public_interest"
)

// What a body outside replied.
const (
	ReplyAccepted = "accepted"
	ReplyRefused  = "refused"
	ReplyFurther  = "further" // it asks for more
)

var replies = []string{ReplyAccepted, ReplyRefused, ReplyFurther}

// ReferralGround is a legal ground of a referral with the bodies it fits.
type ReferralGround struct {
	ID    string
	Kinds []string // of bodies
}

// ReferralGrounds are: suspected crimes go to the police (State Council order 310,
// articles 3 and 5; PIPL article 64, second paragraph); where many people's
// rights are infringed, the procuratorate or a consumer organization may sue
// (PIPL article 70).
var ReferralGrounds = []ReferralGround{
	{"order_310", []string{roles.BodyPolice}},
	{"pipl_64", []string{roles.BodyPolice}},
	{"pipl_70", []string{roles.BodyProcuratorate, roles.BodyConsumers}},
}

var referralTasks = []TaskRule{
	{Kind: TaskReferralDecision, Duty: DutyReferralDecision, Outlives: true, Results: []string{"approved"}},
	{Kind: TaskReferralHandover, Duty: DutyReferralHandover, Outlives: true, Results: []string{"handed_over"}},
	{Kind: TaskReferralReply, Duty: DutyReferralReply, Outlives: true, Results: replies},
	{Kind: TaskReferralAnswer, Duty: DutyReferralAnswer, Outlives: true, Results: replies},
	{Kind: TaskReferralRefused, Outlives: true, Results: []string{"asked_again", Lapsed}},
	{Kind: TaskReconsideration, Duty: DutyReconsideration, Outlives: true, Results: replies[:2]},
	{Kind: TaskPublicInterest, Duty: DutyPublicInterest, Outlives: true, Results: []string{"adopted"}},
}

var pursued = []record.State{record.Investigating, record.Decided, record.Rectifying}

var referralRows = []Transition{
	{Action: Refer, Of: incidents, From: pursued, Permission: roles.Refer, Reason: true, Fields: []string{"to", "ground"}, Opens: DutyReferralDecision, Event: "referral.proposed"},
	{Action: ApproveReferral, From: everywhere, Permission: roles.AnswerTask, Fields: []string{"task"}, Ends: DutyReferralDecision, Opens: DutyReferralHandover, Event: "referral.approved"},
	{Action: DeclineReferral, From: everywhere, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Ends: DutyReferralDecision, Event: "referral.declined"},
	{Action: HandOverReferral, From: everywhere, Permission: roles.AnswerTask, Fields: []string{"task"}, Ends: DutyReferralHandover, Opens: DutyReferralReply, Event: "referral.handed_over"},
	{Action: RecordReply, From: everywhere, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task", "result"}, Ends: DutyReferralReply, Event: "referral.replied"},
	{Action: AskReconsideration, From: everywhere, Permission: roles.Refer, Reason: true, Fields: []string{"task"}, Opens: DutyReconsideration, Event: "referral.reconsideration_asked"},
	{Action: ProposePublicInterest, Of: incidents, From: everywhere, Permission: roles.ProposeReferral, Reason: true, Opens: DutyPublicInterest, Event: "public_interest.proposed"},
	{Action: AdoptPublicInterest, From: pursued, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task", "to"}, Ends: DutyPublicInterest, Opens: DutyReferralDecision, Event: "public_interest.adopted"},
	{Action: DeclinePublicInterest, From: everywhere, Permission: roles.AnswerTask, Reason: true, Fields: []string{"task"}, Ends: DutyPublicInterest, Event: "public_interest.declined"},
}

var referralTaskActs = []taskAct{
	{ApproveReferral, []string{TaskReferralDecision}, doer},
	{DeclineReferral, []string{TaskReferralDecision}, doer},
	{HandOverReferral, []string{TaskReferralHandover}, answering},
	{RecordReply, []string{TaskReferralReply, TaskReferralAnswer, TaskReconsideration}, answering},
	{AskReconsideration, []string{TaskReferralRefused}, giver},
	{AdoptPublicInterest, []string{TaskPublicInterest}, answering},
	{DeclinePublicInterest, []string{TaskPublicInterest}, answering},
}

func (d *decision) referral() error {
	switch d.c.Action {
	case Refer:
		return d.refer(record.Facts{}, d.c.Ground)
	case ProposePublicInterest:
		return d.proposePublicInterest()
	default:
		return d.referralTask()
	}
}

// referralTask answers one step of a referral that is under way.
func (d *decision) referralTask() error {
	t, err := d.task()
	if err != nil {
		return err
	}
	switch d.c.Action {
	case ApproveReferral:
		if _, takes := d.env.Org.Body(t.To, d.env.Now); !takes {
			return refuse(WrongTime, "task", "body_ended", "this body takes no referrals any more: decline, and refer it elsewhere")
		}
		return d.passReferral(t, "approved", TaskReferralHandover, d.leading())
	case HandOverReferral:
		return d.handOverReferral(t)
	case RecordReply:
		return d.recordReply(t)
	case AskReconsideration:
		return d.passReferral(t, "asked_again", TaskReconsideration, d.supervising())
	case AdoptPublicInterest:
		var f record.Facts
		d.endTask(&f, t, record.TaskDone, "adopted")
		return d.refer(f, "pipl_70")
	default: // declined with reasons
		return d.finishTask(record.TaskRefused, "")
	}
}

// refer asks the head of the leading agency to decide; the head is never
// whoever asks, nor the one who answers for the case.
func (d *decision) refer(f record.Facts, ground string) error {
	body, ok := d.env.Org.Body(d.c.To, d.env.Now)
	at := slices.IndexFunc(ReferralGrounds, func(g ReferralGround) bool { return g.ID == ground })
	switch {
	case !ok:
		return refuse(Invalid, "to", "body_unknown", "no such body")
	case at < 0:
		return refuse(Invalid, "ground", "ground_unknown", "not a legal ground of a referral")
	case !slices.Contains(ReferralGrounds[at].Kinds, body.Kind):
		return refuse(Invalid, "ground", "ground_other_body", "this ground leads to another kind of body")
	case ground == "order_310" && !d.suspected():
		return refuse(WrongTime, "ground", "no_suspicion", "neither the decision nor a finding says that a crime is suspected")
	case d.referredAlready(body.ID):
		return refuse(WrongTime, "to", "asked_already", "it was referred there already")
	}
	if err := d.openTask(&f, record.Task{Kind: TaskReferralDecision, To: body.ID, Ground: ground}, d.head()); err != nil {
		return err
	}
	f.Content = append(f.Content, d.sayReason()...)
	d.emit(d.row.Event, f)
	return nil
}

// suspected: the decision takes the criminal path, or a recorded finding does.
func (d *decision) suspected() bool {
	o := d.w.Incident.Outcome
	return d.w.Suspected || o != nil && o.Founded && o.Path == "criminal_referral"
}

func (d *decision) referredAlready(body roles.ID) bool {
	return slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool {
		return t.State == record.TaskOpen && t.To == body && slices.ContainsFunc(referralTasks, func(r TaskRule) bool { return r.Kind == t.Kind })
	})
}

// head decides on a referral (order 310, article 5): the head of the leading
// agency, else the next above who neither asks nor leads.
func (d *decision) head() roles.ID {
	agency, _ := d.env.Org.Agency(d.w.Incident.Agency)
	suits := func(post roles.ID) bool {
		lead, led := d.w.Lead()
		return d.canDecide(post, d.c.Actor.Person) && (!led || d.canDecide(post, d.env.Org.Answer(lead.Post, d.env.Now).Person))
	}
	if suits(agency.Head) {
		return agency.Head
	}
	return d.env.Org.NextWhere(agency.Head, d.env.Now, suits)
}

// leading is the post that answers for the case, or its agency's intake when
// the case has ended.
func (d *decision) leading() roles.ID {
	if lead, ok := d.w.Lead(); ok {
		return lead.Post
	}
	agency, _ := d.env.Org.Agency(d.w.Incident.Agency)
	return agency.Intake
}

// supervising is the next clean post above: it watches over those outside.
func (d *decision) supervising() roles.ID {
	return d.env.Org.NextClean(d.leading(), d.w.Incident.Accused, d.env.Now)
}

// passReferral ends a step as done and opens the next one for the same body.
func (d *decision) passReferral(t record.Task, result, next string, post roles.ID) error {
	var f record.Facts
	d.endTask(&f, t, record.TaskDone, result)
	if err := d.openTask(&f, record.Task{Kind: next, To: t.To, Ground: t.Ground}, post); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) handOverReferral(t record.Task) error {
	next := TaskReferralAnswer
	if body, _ := d.env.Org.Body(t.To, d.env.Now); body.Kind == roles.BodyPolice {
		next = TaskReferralReply
	}
	return d.passReferral(t, "handed_over", next, d.supervising())
}

// recordReply notes what the body outside replied. Who asks for more gets more;
// a refusal by the police can be taken up with them once.
func (d *decision) recordReply(t record.Task) error {
	rule, _ := TaskRuleOf(t.Kind)
	switch {
	case !slices.Contains(rule.Results, d.c.Result):
		return refuse(Invalid, "result", "result_unknown", "no such reply")
	case d.c.Result == ReplyFurther:
		return d.passReferral(t, ReplyFurther, TaskReferralHandover, d.leading())
	case d.c.Result == ReplyRefused && t.Kind == TaskReferralReply:
		return d.openReconsideration(t)
	case d.c.Result == ReplyRefused:
		return d.finishTask(record.TaskRefused, ReplyRefused)
	}
	return d.finishTask(record.TaskDone, ReplyAccepted)
}

// openReconsideration gives the time of order 310, article 9.
func (d *decision) openReconsideration(t record.Task) error {
	clk, err := d.env.Rules.Clock(RightReconsideration, 0, d.env.Now, "")
	if err != nil {
		return err
	}
	var f record.Facts
	d.endTask(&f, t, record.TaskRefused, ReplyRefused)
	if err := d.openTask(&f, record.Task{Kind: TaskReferralRefused, To: t.To, Ground: t.Ground, Until: clk.DueAt}, uuid.Nil); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// proposePublicInterest opens a duty to answer with reasons, once at a time
// for each organization.
func (d *decision) proposePublicInterest() error {
	org := d.c.Actor.Organization
	if slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool {
		return t.Kind == TaskPublicInterest && t.State == record.TaskOpen && t.To == org
	}) {
		return refuse(WrongTime, "action", "asked_already", "an earlier proposal still waits for its answer")
	}
	var f record.Facts
	if err := d.openTask(&f, record.Task{Kind: TaskPublicInterest, To: org}, d.leading()); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}
