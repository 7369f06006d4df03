package workflow

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// appeal brings a decision before the next agency above. What the deciding
// agency still had to do waits with the time that was left of it.
func (d *decision) appeal() error {
	own, err := d.ownReport()
	if err != nil {
		return err
	}
	switch {
	case !slices.Contains(AppealGrounds, d.c.Ground):
		return refuse(Invalid, "ground", "appeal_ground", "name one of the listed grounds")
	case !appealable(d.w):
		return refuse(WrongTime, "action", "wrong_state", "the case is not at a stage for this act")
	case !slices.Contains(GroundsLeft(d.w, own.Report), d.c.Ground):
		return refuse(WrongTime, "ground", "appeal_used", "this was objected to before and answered")
	case !inTime(d.w, d.env):
		return refuse(WrongTime, "action", "appeal_late", "the time for an appeal is over")
	}
	review, err := d.open(DutyReview, d.reviewer(d.w.Incident.Agency), true)
	if err != nil {
		return err
	}
	if err := d.endPause(); err != nil {
		return err
	}
	a := record.Appeal{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Report: own.Report, Ground: d.c.Ground, State: record.AppealOpen,
		From: d.w.Incident.State, Agency: d.w.Incident.Agency, Chain: review.Chain, At: d.env.Now,
	}
	d.withdrawOpenProposals()
	f := record.Facts{From: a.From, To: record.InReview, Opened: []record.Duty{review}, Report: own.Report, Ground: a.Ground, Agency: d.agencyOf(review.Post)}
	if lead, ok := d.w.Lead(); ok {
		a.Kind, a.Post, a.Risen, a.Level = lead.Kind, lead.Post, lead.Risen, lead.Level
		a.Left = int64(lead.DueAt.Sub(d.env.Now) / time.Second)
		f.Ended = append(f.Ended, d.cancel(lead))
	}
	d.endTransfer(&f)
	f.Appeals, f.Content = []record.Appeal{a}, d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

// appealable reports whether there is something to object to: an answer that
// is public and an admission are what was asked for.
func appealable(w World) bool {
	detail := w.Incident.Detail
	switch w.Incident.Matter {
	case record.MatterOpinion, record.MatterInquiry:
		return detail != nil && detail.Answer != nil && !detail.Answer.Public
	case record.MatterApplication:
		return detail != nil && detail.Application != nil && detail.Application.Ground != ""
	default:
		return true
	}
}

// anew is where an overturned case goes on. What ends with one act is decided
// anew: its duty, its state, and what it knows without the decision that fell.
func (d *decision) anew() (duty string, to record.State, known *record.Detail) {
	rule, _ := MatterRuleOf(d.w.Incident.Matter)
	detail := d.detail()
	switch {
	case detail.Answer != nil:
		detail.Answer = nil
	case detail.Application != nil:
		a := *detail.Application
		a.Ground, a.Event = "", 0
		detail.Application = &a
	default:
		return DutyInvestigation, record.Investigating, nil
	}
	return rule.Duty, record.Filed, &detail
}

// reviewer is the next clean post above the agency that decided, of another
// agency, answered by nobody who decided the case before; the oversight office
// where there is none.
func (d *decision) reviewer(decided roles.ID) roles.ID {
	agency, _ := d.env.Org.Agency(decided)
	return d.env.Org.NextWhere(agency.Head, d.env.Now, func(id roles.ID) bool {
		post, ok := d.env.Org.Post(id)
		return ok && post.Agency != decided && !d.env.Org.Conflicted(id, d.w.Incident.Accused, d.env.Now) &&
			!d.w.decided(d.env.Org.Answer(id, d.env.Now).Person)
	})
}

// GroundsLeft are the grounds on which a filer has not appealed since the case
// was last decided.
func GroundsLeft(w World, report record.ID) []string {
	return slices.DeleteFunc(slices.Clone(AppealGrounds), func(ground string) bool {
		return slices.ContainsFunc(w.Appeals, func(a record.Appeal) bool {
			return a.Report == report && a.Ground == ground && a.State != record.AppealOutdated
		})
	})
}

// AppealUntil is the end of the time for an appeal; zero while the case still
// runs, since its outcome is not final then.
func AppealUntil(w World, env Env) (time.Time, error) {
	if w.Incident.ClosedAt == nil {
		return time.Time{}, nil
	}
	clk, err := env.Rules.Clock(RightToAppeal, 0, *w.Incident.ClosedAt, "")
	return clk.DueAt, err
}

func inTime(w World, env Env) bool {
	until, err := AppealUntil(w, env)
	return err == nil && (until.IsZero() || until.After(env.Now))
}

// openAppeal is the one under review.
func (w World) openAppeal() (record.Appeal, bool) {
	i := slices.IndexFunc(w.Appeals, func(a record.Appeal) bool { return a.State == record.AppealOpen })
	if i < 0 {
		return record.Appeal{}, false
	}
	return w.Appeals[i], true
}

// mayReview reports whether somebody had no part in the decision under review.
func mayReview(w World, person roles.ID) bool {
	return w.Incident.State != record.InReview || !w.decided(person)
}

// decided reports whether somebody ended a step of the case or agreed to an act
// on it.
func (w World) decided(person roles.ID) bool { return slices.Contains(w.Deciders, person) }

// review answers an appeal: the decision stands, or the case goes on.
func (d *decision) review() error {
	a, ok := d.w.openAppeal()
	lead, led := d.w.Lead()
	switch {
	case !ok || !led:
		return refuse(WrongTime, "action", "no_appeal", "no appeal waits for an answer")
	case !mayReview(d.w, d.c.Actor.Person):
		return refuse(Forbidden, "", "decided_before", "whoever decided the case does not review it")
	}
	at := d.env.Now
	a.EndedAt = &at
	if d.c.Action == Uphold {
		return d.uphold(a, lead)
	}
	return d.overturn(a, lead)
}

// uphold leads back to where the case stood. A step that the appeal
// interrupted goes on with the time that was left, and rises from where it had
// risen to.
func (d *decision) uphold(a record.Appeal, lead record.Duty) error {
	d.withdrawOpenProposals()
	a.State = record.AppealUpheld
	f := record.Facts{
		From: record.InReview, To: a.From, Agency: &a.Agency, Ground: a.Ground, Appeals: []record.Appeal{a},
		Ended: []record.DutyEnd{d.discharge(lead)}, Report: a.Report,
	}
	if a.From.Open() {
		next, err := d.goOn(a)
		if err != nil {
			return err
		}
		f.Opened = []record.Duty{next}
		f.Agency = d.agencyOf(next.Post)
	} else {
		d.endEverything(&f, lead.Chain)
	}
	f.Content = d.sayReason()
	d.emit(d.row.Event, f)
	return nil
}

func (d *decision) goOn(a record.Appeal) (record.Duty, error) {
	clk, err := d.env.Rules.Clock(a.Kind, 0, d.env.Now, "")
	if err != nil {
		return record.Duty{}, err
	}
	clk.DueAt = d.env.Now.Add(time.Duration(a.Left) * time.Second)
	next, err := d.openAt(a.Kind, a.Post, true, clk)
	next.Level, next.Start = a.Level, a.Level
	if d.env.Org.Above(a.Risen, next.Post) {
		next.Risen = a.Risen
	}
	return next, err
}

// overturn lets the case go on at the agency that the reviewer names, or at
// the one that decided.
func (d *decision) overturn(a record.Appeal, lead record.Duty) error {
	to := d.c.To
	if to == uuid.Nil {
		to = a.Agency
	}
	agency, ok := d.env.Org.Agency(to)
	switch {
	case !ok:
		return refuse(Invalid, "to", "agency_unknown", "no such agency")
	case !d.mayCharge(to):
		return refuse(Invalid, "to", "agency_not_below", "name an agency below the reviewing one, or that one itself")
	case d.env.Org.Conflicted(agency.Intake, d.w.Incident.Accused, d.env.Now):
		return refuse(Invalid, "to", "agency_excluded", "this agency cannot handle the case")
	}
	duty, state, known := d.anew()
	next, err := d.anewAt(duty, agency.Intake)
	if err != nil {
		return err
	}
	d.withdrawOpenProposals()
	a.State = record.AppealOverturned
	d.emit(d.row.Event, record.Facts{
		From: record.InReview, To: state, Detail: known, Agency: d.agencyOf(next.Post), Ground: a.Ground, Report: a.Report,
		Ended: []record.DutyEnd{d.discharge(lead)}, Opened: []record.Duty{next}, Appeals: append(d.outdated(), a), Content: d.sayReason(),
	})
	return nil
}

// mayCharge reports whether the reviewing agency may give the case to another:
// it stands above it, is it, or is the oversight office.
func (d *decision) mayCharge(to roles.ID) bool {
	from := d.w.Incident.Agency
	oversight, _ := d.env.Org.Post(d.env.Org.Oversight)
	return from == oversight.Agency || slices.Contains(d.env.Org.Lineage(to), from)
}

// outdated are the answered appeals of a decision that falls, or of a case that
// goes on after it: whoever is told
// the next one may object to it on every ground again.
func (d *decision) outdated() []record.Appeal {
	var list []record.Appeal
	for _, a := range d.w.Appeals {
		if a.State == record.AppealUpheld || a.State == record.AppealOverturned {
			a.State = record.AppealOutdated
			list = append(list, a)
		}
	}
	return list
}
