package api

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

type (
	// Text is a wording in both languages.
	Text = roles.Text
	// Outcome is how a case was decided.
	Outcome = record.Outcome
	// Order is one consequence that a decision orders.
	Order = record.Order
	// Credit names the source of an imported record.
	Credit = record.Credit
	// State is the stage a case is at.
	State = record.State
)

func deref[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// dayOf is the day of an instant, nothing for none. Whatever tells when a
// filer acted is shown as a day.
func dayOf(t time.Time) record.Date {
	if t.IsZero() {
		return ""
	}
	return workflow.DateOf(t)
}

func whoOf(w workflow.Who) Who {
	return Who{Person: w.Person, Post: w.Post, Agency: w.Agency, Via: string(w.Via)}
}

func dutyOf(d workflow.DutyView) Duty {
	return Duty{
		Reference: d.Reference, Title: d.Title, IncidentState: d.IncidentState, Kind: d.Kind, Lead: d.Lead, Level: d.Level,
		State: DutyState(d.State), Who: whoOf(d.Who), PostID: d.PostID, Rule: d.Rule, RuleVersion: d.RuleVersion,
		Provisional: d.Provisional, OpenedOn: dayOf(d.OpenedAt), DueAt: d.DueAt, PausedAt: deref(d.PausedAt), Ground: d.Ground,
		EndedAt: deref(d.EndedAt), EndedBy: d.EndedBy,
	}
}

func incidentCardOf(c workflow.IncidentCard) IncidentCard {
	card := IncidentCard{
		Reference: c.Reference, Version: c.Version, Title: c.Title, State: c.State, Agency: c.Agency, Region: c.Region,
		Sector: c.Sector, Violation: c.Violation, Origin: IncidentCardOrigin(c.Origin), ReceivedOn: c.ReceivedOn, ChangedOn: dayOf(c.ChangedAt),
	}
	if c.Lead != nil {
		card.Lead = dutyOf(*c.Lead)
	}
	return card
}

func overviewOf(v workflow.Overview) Overview {
	byState := make(map[string]int64, len(v.ByState))
	for state, n := range v.ByState {
		byState[string(state)] = n
	}
	return Overview{
		Missed: each(v.Missed, func(r workflow.MissedRow) MissedRow {
			return MissedRow{Who: whoOf(r.Who), Missed: r.Missed, OnTime: r.OnTime, Live: r.Live, Late: r.Late}
		}),
		Backlog: each(v.Backlog, func(r workflow.BacklogRow) BacklogRow { return BacklogRow{Bucket: r.Bucket, Count: r.N} }),
		ByState: byState,
	}
}

func inboxItemOf(i workflow.InboxItem) InboxItem {
	return InboxItem{
		ID: i.ID, Kind: i.Kind, Reference: i.Reference, Level: i.Level, On: i.On, At: deref(i.At), ReadAt: deref(i.ReadAt),
		Mail: InboxItemMail(i.Mail),
	}
}
