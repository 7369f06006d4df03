package api

import "gongzhi/workflow"

func publicCardOf(c workflow.PublicCard) PublicCard {
	return PublicCard{
		Reference: c.Reference, Title: c.Title, Summary: c.Summary, State: c.State, Public: PublicCardPublic(c.Public),
		Verification: Verification(c.Verification), Agency: c.Agency, Region: c.Region, Sector: c.Sector, Violation: c.Violation,
		PersonsAffected: c.Persons, OccurredOn: c.OccurredOn, DiscoveredOn: c.DiscoveredOn, ReceivedOn: c.ReceivedOn,
		PublishedAt: c.PublishedAt, ChangedAt: c.ChangedAt, Credit: deref(c.Credit), Number: c.Number,
	}
}

func publicIncidentOf(v workflow.PublicIncident) PublicIncident {
	return PublicIncident{
		Card: publicCardOf(v.PublicCard), HTML: v.HTML, Respondents: each(v.Parties, respondentOf), Pieces: v.Pieces,
		Outcome: deref(v.Outcome), Note: v.Note, MergedInto: v.MergedInto,
		Prolonged: each(v.Prolonged, func(p workflow.PublicProlonging) PublicProlonging {
			return PublicProlonging{On: p.On, Until: p.Until, Reason: p.Reason, Agencies: p.Agencies}
		}),
		Versions: each(v.Versions, func(w workflow.PublicVersionView) PublicVersion {
			return PublicVersion{Number: w.Number, Note: w.Note, At: w.At}
		}),
	}
}

func noticeOf(n workflow.NoticeView) Notice {
	return Notice{Reference: n.Reference, Agency: n.Agency, Stage: n.Stage, Level: n.Level, DaysLate: n.DaysLate, At: n.At}
}
