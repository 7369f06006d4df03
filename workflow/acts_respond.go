package workflow

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Acts towards and of a respondent. A respondent's time is a right: its end is
// an event without blame. The agency's own duty to check is never lengthened.
const (
	Serve               Action = "serve"
	NameRepresentative  Action = "name_representative"
	ReplyServed         Action = "reply_served"
	AddServedEvidence   Action = "add_served_evidence"
	PromiseRectify      Action = "promise_rectification"
	SubmitRectify       Action = "submit_rectification"
	AcceptRectification Action = "accept_rectification"
	ReturnRectification Action = "return_rectification"
	ConfirmRemedy       Action = "confirm_remedy"
	DisputeRemedy       Action = "dispute_remedy"
	Prolong             Action = "prolong"
	ReportRecurrence    Action = "report_recurrence"
)

// RespondentActs are the acts that only a respondent does, through their door.
var RespondentActs = []Action{ReplyServed, ObjectAtDoor, AddServedEvidence, PromiseRectify, SubmitRectify}

// Rights with an end, whose times are in the rulebook.
const (
	RightReply      = "respondent_reply"
	RightRectify    = "rectification_time"
	RightRemedy     = "remedy_confirmation"
	RightRecurrence = "recurrence_window"
)

// The kinds of tasks of a respondent and of those who confirm. None is a duty:
// the agency's lead duty to check runs beside them.
const (
	TaskService       = "service"       // the time to reply to what was served
	TaskRectification = "rectification" // the time to rectify
	TaskPromise       = "rectification_promise"
	TaskReview        = "rectification_review" // evidence that the lead must check
	TaskRemedy        = "remedy_confirmation"  // the filer's say
)

var respondentTasks = []TaskRule{
	{Kind: TaskService, Results: []string{Lapsed}},
	{Kind: TaskRectification, Results: []string{"submitted", Lapsed}},
	{Kind: TaskPromise, Results: []string{"submitted", Lapsed}},
	{Kind: TaskReview, Results: []string{"accepted", "returned"}},
	{Kind: TaskRemedy, Results: []string{"confirmed", "disputed", Lapsed}},
}

var (
	servable   = []record.State{record.Accepted, record.Investigating, record.Decided, record.Rectifying}
	rectifying = []record.State{record.Rectifying}
	closedOnly = []record.State{record.Closed}
)

var respondentRows = []Transition{
	{Action: Serve, Of: courses, From: servable, Permission: roles.Serve, Fields: []string{"to", "body"}, Event: "respondent.served"},
	{Action: NameRepresentative, Of: courses, From: servable, Permission: roles.Serve, Reason: true, Fields: []string{"to", "body"}, Event: "respondent.represented"},
	{Action: ReplyServed, From: open, Permission: roles.ReplyServed, Fields: []string{"body"}, Event: "respondent.replied"},
	{Action: AddServedEvidence, From: open, Permission: roles.ReplyServed, Fields: []string{"file"}, Event: "respondent.evidence_added"},
	{Action: PromiseRectify, From: rectifying, Permission: roles.ReplyServed, Reason: true, Fields: []string{"due"}, Event: "rectification.promised"},
	{Action: SubmitRectify, From: rectifying, Permission: roles.ReplyServed, Reason: true, Event: "rectification.submitted"},
	{Action: AcceptRectification, From: rectifying, Permission: roles.Serve, Reason: true, Fields: []string{"task"}, Event: "rectification.accepted"},
	{Action: ReturnRectification, From: rectifying, Permission: roles.Serve, Reason: true, Fields: []string{"task"}, Event: "rectification.returned"},
	{Action: ConfirmRemedy, From: rectifying, Permission: roles.ConfirmRemedy, Event: "remedy.confirmed"},
	{Action: DisputeRemedy, From: rectifying, Permission: roles.ConfirmRemedy, Reason: true, Event: "remedy.disputed"},
	{Action: Prolong, From: rectifying, Permission: roles.Serve, Second: true, Reason: true, Fields: []string{"due"}, Event: ProlongedEvent},
	{Action: ReportRecurrence, Of: incidents, From: closedOnly, To: record.Investigating, Permission: roles.ConfirmRemedy, Reason: true, Fields: []string{"respondent", "violation"}, Opens: DutyInvestigation, Lead: true, Event: RecurredEvent},
}

var respondentTaskActs = []taskAct{
	{ReplyServed, []string{TaskService}, served},
	{AddServedEvidence, []string{TaskService, TaskRectification, TaskPromise}, served},
	{PromiseRectify, []string{TaskRectification}, served},
	{AcceptRectification, []string{TaskReview}, giver},
	{ReturnRectification, []string{TaskReview}, giver},
	{ConfirmRemedy, []string{TaskRemedy}, giver},
	{DisputeRemedy, []string{TaskRemedy}, giver},
	{Prolong, []string{TaskRectification}, giver},
}

func (d *decision) respond() error {
	switch d.c.Action {
	case Serve:
		return d.serve()
	case NameRepresentative:
		return d.nameRepresentative()
	case ReplyServed:
		return d.onServed(d.correspond)
	case AddServedEvidence:
		return d.onServed(d.addEvidence)
	case PromiseRectify:
		return d.promiseRectify()
	case SubmitRectify:
		return d.submitRectify()
	case AcceptRectification:
		return d.acceptRectification()
	case ReturnRectification:
		return d.finishTask(record.TaskRefused, "returned")
	case ConfirmRemedy:
		return d.finishTask(record.TaskDone, "confirmed")
	case DisputeRemedy:
		return d.disputeRemedy()
	case Prolong:
		return d.prolong()
	default:
		return d.recur()
	}
}

// ServedField names the text that a respondent was served.
func ServedField(service record.ID) string { return "served:" + service.String() }

// serve opens a respondent's own door with a wording that was made for it:
// neither the report nor its filer is on the other side.
func (d *decision) serve() error {
	s, body := d.c.Service, record.CleanText(d.c.Body)
	if s == nil || s.Respondent == uuid.Nil || len(s.Code) == 0 {
		return refuse(Invalid, "to", "respondent_unknown", "not a respondent of this case")
	}
	if body == "" {
		return refuse(Invalid, "body", "body_required", "write something")
	}
	if r := record.CheckText(Invalid, "body", body, maxServed); r != nil {
		return r
	}
	clk, err := d.env.Rules.Clock(RightReply, 0, d.env.Now, "")
	if err != nil {
		return err
	}
	row := *s
	row.ID, row.Incident, row.At = d.src.ID(d.env.Now), d.w.Incident.ID, d.env.Now
	var f record.Facts
	if err := d.openTask(&f, record.Task{Kind: TaskService, To: row.Respondent, Until: clk.DueAt}, uuid.Nil); err != nil {
		return err
	}
	f.Content = append(d.say(ServedField(row.ID), body), d.sayReason()...)
	d.emit(d.row.Event, f)
	d.out.Services = append(d.out.Services, row)
	return nil
}

const maxServed = 10000

// nameRepresentative records whose word counts for the respondent, and by
// which credentials.
func (d *decision) nameRepresentative() error {
	m := d.c.Message
	if m == nil || len(m.Sealed) == 0 {
		return refuse(Invalid, "body", "body_required", "write something")
	}
	row := *m
	row.Incident, row.At, row.Author = d.w.Incident.ID, d.env.Now, d.c.Actor.Person
	d.emit(d.row.Event, record.Facts{Message: row.ID, Content: d.sayReason()})
	d.out.Messages = append(d.out.Messages, row)
	return nil
}

// onServed does what a respondent may while their time runs.
func (d *decision) onServed(do func() error) error {
	if len(TasksFor(d.w, d.c.Action, d.c.Actor, d.env)) == 0 {
		return refuse(WrongTime, "action", "window_over", "the time for this is over")
	}
	return do()
}

// promiseRectify: measures and a day, within the order's time.
func (d *decision) promiseRectify() error {
	t, err := d.task()
	switch {
	case err != nil:
		return refuse(WrongTime, "action", "window_over", "the time for this is over")
	case !d.c.Due.After(d.env.Now):
		return refuse(Invalid, "due", "due_past", "the new time must be in the future")
	case d.c.Due.After(t.Until):
		return refuse(Invalid, "due", "due_after_order", "must lie within the time of the order")
	}
	var f record.Facts
	for _, old := range d.ownTasks(TaskPromise) {
		d.endTask(&f, old, record.TaskWithdrawn, "")
	}
	if err := d.openTask(&f, record.Task{Kind: TaskPromise, To: d.w.Served.Respondent, Until: d.c.Due}, uuid.Nil); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) ownTasks(kinds ...string) []record.Task {
	return slices.DeleteFunc(slices.Clone(d.w.Tasks), func(t record.Task) bool {
		return t.State != record.TaskOpen || !slices.Contains(kinds, t.Kind) || t.To != d.w.Served.Respondent
	})
}

// submitRectify hands the evidence to the agency, which must check it before
// it can close the case.
func (d *decision) submitRectify() error {
	if len(d.ownTasks(TaskReview)) > 0 {
		return refuse(WrongTime, "action", "submitted_already", "what was submitted waits for its check")
	}
	var f record.Facts
	for _, t := range d.ownTasks(TaskPromise) {
		d.endTask(&f, t, record.TaskDone, "submitted")
	}
	if err := d.openTask(&f, record.Task{Kind: TaskReview, To: d.w.Served.Respondent}, uuid.Nil); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// acceptRectification lets the filer say whether the remedy is real, within a
// time that never reaches past the agency's own.
func (d *decision) acceptRectification() error {
	t, err := d.task()
	if err != nil {
		return err
	}
	until, err := d.rightUntil(RightRemedy)
	if err != nil {
		return err
	}
	var f record.Facts
	d.endTask(&f, t, record.TaskDone, "accepted")
	if until.After(d.env.Now) {
		if err := d.openTask(&f, record.Task{Kind: TaskRemedy, To: t.To, Until: until}, uuid.Nil); err != nil {
			return err
		}
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// rightUntil is the end of a right that begins now, at the latest when the
// lead duty is due.
func (d *decision) rightUntil(right string) (time.Time, error) {
	clk, err := d.env.Rules.Clock(right, 0, d.env.Now, "")
	if lead, ok := d.w.Lead(); ok && lead.DueAt.Before(clk.DueAt) {
		return lead.DueAt, err
	}
	return clk.DueAt, err
}

// disputeRemedy puts the rectification before the agency again.
func (d *decision) disputeRemedy() error {
	t, err := d.task()
	if err != nil {
		return err
	}
	var f record.Facts
	d.endTask(&f, t, record.TaskRefused, "disputed")
	if err := d.openTask(&f, record.Task{Kind: TaskReview, To: t.To}, uuid.Nil); err != nil {
		return err
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// unchecked reports whether a rectification still waits for its check.
func (d *decision) unchecked() bool {
	return slices.ContainsFunc(d.w.Tasks, func(t record.Task) bool { return t.Kind == TaskReview && t.State == record.TaskOpen })
}

// startRectification gives the respondents their time when it is ordered: the
// rulebook's, or less where all that was ordered, under cited clauses, is due
// earlier; never more, and never past the agency's own time to check. More time
// takes two people of two agencies (prolong).
func (d *decision) startRectification(f *record.Facts, check record.Duty) error {
	clk, err := d.env.Rules.Clock(RightRectify, 0, d.env.Now, "")
	if err != nil {
		return err
	}
	until := earlier(clk.DueAt, check.DueAt)
	if by := orderedBy(d.w.Incident.Outcome); by.After(d.env.Now) {
		until = earlier(until, by.UTC())
	}
	err = d.openTask(f, record.Task{Kind: TaskRectification, Until: until}, uuid.Nil)
	return err
}

// checkProlong: only the respondent's time, later than it is, and never past
// the agency's own duty, which no act lengthens.
func (d *decision) checkProlong(lead record.Duty) (record.Task, error) {
	t, err := d.task()
	switch {
	case err != nil:
		return t, refuse(WrongTime, "action", "window_over", "the time for this is over")
	case !d.c.Due.After(t.Until):
		return t, refuse(Invalid, "due", "due_not_later", "must be later than the present one")
	case d.c.Due.After(lead.DueAt):
		return t, refuse(Invalid, "due", "due_after_duty", "must not reach past the time in which the agency must have checked")
	}
	return t, nil
}

func (d *decision) prolong() error {
	lead, ok := d.w.Lead()
	if !ok {
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	}
	t, err := d.checkProlong(lead)
	if err != nil {
		return err
	}
	t.Until = d.c.Due
	agreed := record.Agreement{Agencies: []record.ID{d.w.Incident.Agency, outsideAgency(d.w, lead.Post, d.c.Actor, d.env)}, Reason: d.said}
	d.emit(d.row.Event, record.Facts{Tasks: []record.Task{t}, Agreed: &agreed, Content: d.sayReason()})
	return nil
}

// ProlongedEvent gives a respondent more time; everybody reads why and who
// agreed on it.
const ProlongedEvent = "rectification.prolonged"

// outsideAgency is the agency for which a second person from elsewhere agrees:
// the one that stands above, where they serve several.
func outsideAgency(w World, lead roles.ID, actor roles.Actor, env Env) (found roles.ID) {
	for _, p := range env.Org.PostsServed(actor.Person, env.Now) {
		if p.Agency != w.Incident.Agency && (found == uuid.Nil || env.Org.Above(p.ID, lead)) {
			found = p.Agency
		}
	}
	return found
}

// abroad reports whether a post lies outside the agency that leads: the second
// person for prolonging a respondent's time comes from another agency above.
func abroad(w World, post roles.ID, env Env) bool {
	p, ok := env.Org.Post(post)
	return ok && p.Agency != w.Incident.Agency
}

// fromElsewhere reports whether an actor serves outside the agency that leads,
// at a post or above it, and not within.
func fromElsewhere(w World, post roles.ID, actor roles.Actor, env Env) bool {
	outside := false
	for _, p := range env.Org.PostsServed(actor.Person, env.Now) {
		if p.Agency == w.Incident.Agency {
			return false
		}
		outside = outside || p.ID == post || env.Org.Above(p.ID, post)
	}
	return outside
}
