package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// What a superior may find on a case that has ended.
const (
	FindingUpheld    = "upheld"
	FindingDeficient = "deficient"
)

// sample (抽查) opens, on a case that has ended, the superior's own duty to look
// at it and to record a finding. Nobody who had a part in the ending samples
// it, as superior or in the stead of one: an own finding would shield the case
// from a draw.
func (d *decision) sample() error {
	post, ok := samplingPost(d.w, d.c.Actor, d.env)
	switch {
	case d.w.decided(d.c.Actor.Person):
		return refuse(Forbidden, "", "decided_before", "whoever decided the case does not sample it")
	case !ok:
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	case d.w.Incident.Origin == "historical":
		return refuse(WrongTime, "action", "wrong_state", "a record of others is not ours to sample")
	case hasTask(d.w, TaskSample):
		return refuse(WrongTime, "action", "sample_open", "a sample of this case still waits for its finding")
	}
	f := record.Facts{Content: d.sayReason()}
	if err := d.openTask(&f, record.Task{Kind: TaskSample, Post: post, To: d.w.Incident.Agency}, post); err != nil {
		return err
	}
	d.emit(d.row.Event, f)
	return nil
}

// samplingPost is the actor's post above the agency that led the case.
func samplingPost(w World, actor roles.Actor, env Env) (roles.ID, bool) {
	for _, p := range env.Org.PostsServed(actor.Person, env.Now) {
		if env.Org.Over(p.ID, w.Incident.Agency) && !env.Org.Conflicted(p.ID, w.Incident.Accused, env.Now) {
			return p.ID, true
		}
	}
	return uuid.Nil, false
}

func hasTask(w World, kind string) bool {
	return slices.ContainsFunc(w.Tasks, func(t record.Task) bool { return t.Kind == kind && t.State == record.TaskOpen })
}

// recordFinding ends a sample. A deficient case is reopened in the same act,
// one level above the agency that ended it.
func (d *decision) recordFinding() error {
	t, err := d.heard(TaskSample)
	switch {
	case err != nil:
		return err
	case d.w.decided(d.c.Actor.Person):
		return refuse(Forbidden, "", "decided_before", "whoever decided the case does not sample it")
	}
	f := record.Facts{Content: d.sayReason()}
	d.endTask(&f, t, record.TaskDone, d.c.Result)
	if d.c.Result == FindingDeficient && !d.w.Incident.State.Open() {
		if err := d.reopenAbove(&f); err != nil {
			return err
		}
	}
	d.emit(d.row.Event, f)
	return nil
}

// reopenAbove gives a case that had ended a lead duty again: the investigation,
// or the first duty of a matter that has none, at the agency above the one that
// ended it, else at the oversight office.
func (d *decision) reopenAbove(f *record.Facts) error {
	to, kind := record.Investigating, DutyInvestigation
	if !slices.Contains(courses, d.w.Incident.Matter) {
		rule, _ := MatterRuleOf(d.w.Incident.Matter)
		to, kind = record.Filed, rule.Duty
	}
	post := d.env.Org.Oversight
	if above := d.env.Org.Lineage(d.w.Incident.Agency); len(above) > 1 {
		agency, _ := d.env.Org.Agency(above[1])
		post = agency.Intake
	}
	lead, err := d.anewAt(kind, post)
	if err != nil {
		return err
	}
	d.withdrawOpenProposals()
	f.From, f.To = d.w.Incident.State, to
	f.Opened, f.Agency, f.Appeals = append(f.Opened, lead), d.agencyOf(lead.Post), d.outdated()
	return nil
}

// heard is the open task of a kind that the actor is called to end with the
// result given: never by the person it is about.
func (d *decision) heard(kind string) (record.Task, error) {
	t, ok := d.w.Task(d.c.Task)
	rule, _ := TaskRuleOf(kind)
	switch {
	case !ok || t.Kind != kind:
		return t, refuse(Invalid, "task", "task_unknown", "no such open task")
	case t.OfPerson != uuid.Nil && t.OfPerson == d.c.Actor.Person:
		return t, refuse(Forbidden, "task", "own_matter", "nobody decides on themselves")
	case !isCalled(d.w, t, d.c.Actor, d.env):
		return t, refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	case !slices.Contains(rule.Results, d.c.Result):
		return t, refuse(Invalid, "result", "result_unknown", "no such result")
	}
	return t, nil
}

// supervisionTaskActs are the acts by which a superior ends what they heard or
// looked at.
var supervisionTaskActs = []taskAct{
	{RecordFinding, []string{TaskSample}, hearer},
	{HearExplanation, []string{TaskExplanation}, hearer},
}

func isCalled(w World, t record.Task, actor roles.Actor, env Env) bool {
	x, live := w.Duty(t.Chain)
	return live && env.Org.AnswersFor(actor.Person, x.Post, env.Now)
}
