package workflow

import (
	"slices"
	"strings"

	"gongzhi/record"
	"gongzhi/roles"
)

// RecurredEvent reopens a case because the respondent did it again: no fault of
// whoever had closed it.
const RecurredEvent = "incident.recurred"

// alike are the violations that are the same again for a recurrence: whoever
// was found to have sold data and now gives them away has not stopped. A
// judgement of this product, not of a text; what fits no line is like itself
// alone.
var alike = [][]string{
	{"illegal_collection", "excessive_collection"},
	{"leak", "theft"}, // data that were not kept safe
	{"sale", "illegal_provision", "malicious_disclosure"},
}

// Overlaps reports whether a violation that is told now is the one that was
// found before, or one like it.
func Overlaps(now, before string) bool {
	return now == before || slices.ContainsFunc(alike, func(line []string) bool {
		return slices.Contains(line, now) && slices.Contains(line, before)
	})
}

// checkRecurrence: only what was found, ended and comes again from the same
// hands is a recurrence. Anything else is a case of its own, with its own time.
func (d *decision) checkRecurrence() error {
	o, ended := d.w.Incident.Outcome, d.w.Incident.ClosedAt
	if o == nil || !o.Founded || ended == nil || d.w.Incident.Origin != originReport {
		return refuse(WrongTime, "action", "nothing_to_recur", "only what was found and ended can happen again")
	}
	clk, err := d.env.Rules.Clock(RightRecurrence, 0, *ended, "")
	if err != nil {
		return err
	}
	same := func(p roles.Party) bool {
		return !strings.HasPrefix(string(p), "case:") && slices.Contains(d.env.Org.Resolve(d.c.Accused), p)
	}
	switch {
	case !clk.DueAt.After(d.env.Now):
		return refuse(WrongTime, "action", "window_over", "the time for this is over")
	case len(d.c.Accused) == 0:
		return refuse(Invalid, "respondent", "recurrence_respondent_required", "say who did it again, by name or credit code")
	case !slices.Contains(Violations, d.c.Violation):
		return refuse(Invalid, "violation", "not_listed", "choose what happened again")
	case !slices.ContainsFunc(d.env.Org.Resolve(d.w.Incident.Accused), same):
		return refuse(Invalid, "respondent", "recurrence_other_respondent", "this case was not about them: file a new report")
	case !Overlaps(d.c.Violation, d.w.Incident.Violation):
		return refuse(Invalid, "violation", "recurrence_other_violation", "this case was about something else: file a new report")
	}
	return nil
}

// recur reopens a closed case one level above the one on which it was decided:
// the next clean superior leads it. Nobody missed the levels below, so the chain
// begins there, with the whole time, for what happened now was never looked
// into.
func (d *decision) recur() error {
	if err := d.checkRecurrence(); err != nil {
		return err
	}
	agency, _ := d.env.Org.Agency(d.w.Incident.Agency)
	had, ok := d.w.had(DutyInvestigation)
	if !ok {
		had = record.Duty{Post: agency.Intake, Risen: agency.Intake}
	}
	below := agency.Intake
	if had.Level > 0 && d.postAgency(had.Post) == agency.ID {
		below = had.Post
	}
	clk, err := d.env.Rules.Clock(DutyInvestigation, 0, d.env.Now, "")
	if err != nil {
		return err
	}
	above := d.env.Org.NextClean(below, d.w.Incident.Accused, d.env.Now)
	next, err := d.openAbove(DutyInvestigation, above, clk, had.Level+1, had)
	if err != nil {
		return err
	}
	d.withdrawOpenProposals()
	d.emit(d.row.Event, record.Facts{
		From: d.w.Incident.State, To: record.Investigating, Opened: []record.Duty{next}, Agency: d.agencyOf(next.Post),
		Ground: d.c.Violation, Appeals: d.outdated(), Content: d.sayReason(),
	})
	return nil
}

// partiesNamed are the keys of whoever is meant by a name or a credit code.
func (u *UseCases) partiesNamed(env Env, said string) []roles.Party {
	said = record.CleanText(said)
	if said == "" {
		return nil
	}
	keys := append(env.Org.MeantBy(said), roles.NameParty(said), roles.PersonParty(u.Secrets.LookupHash("person", said)))
	if code := strings.ToUpper(said); len(code) <= maxCreditCode && !strings.ContainsFunc(code, notCodeRune) {
		keys = append(keys, roles.CodeParty(code))
	}
	return keys
}
