package api

import (
	"slices"
	"time"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// incidentOf is a case for the people who work on it. Internal ids stay inside
// where there is a reference.
func incidentOf(v workflow.CaseView, actor roles.Actor) Incident {
	i := v.Incident
	out := Incident{
		Reference: i.Reference, Version: i.Version, Title: v.Title, Narrative: v.Narrative, State: i.State, Agency: v.AgencyName,
		Region: i.Region, Sector: i.Sector, Violation: i.Violation, Origin: IncidentOrigin(i.Origin),
		ReceivedOn: dayOf(i.ReceivedAt), ChangedOn: dayOf(i.ChangedAt), ClosedOn: dayOf(deref(i.ClosedAt)),
		OccurredOn: i.OccurredOn, DiscoveredOn: i.DiscoveredOn, PersonsAffected: i.Persons, Pieces: i.Pieces,
		Outcome: deref(i.Outcome), Credit: deref(i.Credit),
		Respondents: each(v.Respondents, respondentOf), Reports: each(v.Reports, reportOf), Signers: v.Signers, Duties: each(v.Duties, dutyOf),
		Timeline: each(v.Timeline, timelineEntryOf), Messages: each(v.Messages, messageOf),
		Proposals: each(v.Proposals, proposalOf), Tasks: each(v.Tasks, taskOf), Evidence: each(v.Evidence, evidenceOf),
		Readings: each(v.Readings, readingOf), Findings: each(v.Findings, findingOf),
		Similar: each(v.Similar, similarOf), Publication: publicationOf(v), Actions: actionsOf(v, actor),
		May: each(v.May, func(p roles.Permission) string { return string(p) }),
	}
	if t := v.Transfer; t != nil {
		out.Transfer = Transfer{From: t.From, To: t.To, State: t.State, Reason: t.Reason, At: t.At}
	}
	return out
}

// actionsOf lists what the caller may do now, on both tracks, by the names
// that the actions endpoint takes.
func actionsOf(v workflow.CaseView, actor roles.Actor) []string {
	list := []string{}
	for _, a := range v.Actions {
		if _, taken := actionNamed(string(a)); taken || a == workflow.Unseal {
			list = append(list, string(a))
		}
	}
	for _, t := range publication.Transitions {
		if slices.Contains(t.From, publicState(v.Public)) && slices.Contains(v.May, t.Permission) && fitsTrack(v, t.Action, actor) {
			list = append(list, string(t.Action))
		}
	}
	return list
}

func publicState(p record.Publication) record.PublicState {
	if p.State == "" {
		return record.Unpublished
	}
	return p.State
}

// fitsTrack hides acts on the publication track that have nothing to act on,
// or that somebody else than the proposer must do.
func fitsTrack(v workflow.CaseView, a publication.Action, actor roles.Actor) bool {
	switch a {
	case publication.Propose:
		return v.Public.Pending == 0
	case publication.Clear, publication.Decline:
		return proposedByOther(v.Versions, v.Public.Pending, actor)
	default:
		return proposedByOther(v.Versions, v.Public.Number, actor)
	}
}

func proposedByOther(versions []record.PublicVersion, number int, actor roles.Actor) bool {
	return number > 0 && slices.ContainsFunc(versions, func(w record.PublicVersion) bool {
		return w.Number == number && w.Proposer != actor.Person
	})
}

func publicationOf(v workflow.CaseView) Publication {
	return Publication{
		State: PublicationState(publicState(v.Public)), Number: v.Public.Number, Pending: v.Public.Pending,
		Versions: each(v.Versions, func(w record.PublicVersion) Wording {
			return Wording{
				Number: w.Number, Title: w.Title, Summary: w.Summary, Verification: Verification(w.Verification), Kept: w.Kept,
				Note: w.Note, ProposedAt: w.ProposedAt, ClearedAt: deref(w.ClearedAt),
			}
		}),
	}
}

func similarOf(s workflow.SimilarView) SimilarCase {
	out := SimilarCase{
		Reference: s.Reference, Title: s.Title, State: s.State, ReceivedOn: dayOf(s.ReceivedAt), Alike: s.Alike, Mergeable: s.Mergeable,
		Because: []SimilarCaseBecause{},
	}
	if s.Words {
		out.Because = append(out.Because, "words")
	}
	if s.Accused {
		out.Because = append(out.Because, "accused")
	}
	return out
}

func respondentOf(r workflow.RespondentView) Respondent {
	out := Respondent{ID: r.ID, Kind: r.Kind, Role: r.Role, CreditCode: r.CreditCode, Sealed: r.Sealed}
	if !r.Sealed {
		out.Name = r.Name
	}
	return out
}

func reportOf(r workflow.ReportView) Report {
	return Report{
		ID: r.ID, FilerKind: ReportFilerKind(r.FilerKind), Organization: r.Organization, FiledOn: r.FiledOn, OnBehalf: r.OnBehalf,
		HasIdentity: r.HasIdentity, HasContact: r.HasContact,
	}
}

// atUnlessFiler hides the time of day of what a filer did, who has no name.
func atUnlessFiler(name string, at time.Time) time.Time {
	if name == "" {
		return time.Time{}
	}
	return at
}

func timelineEntryOf(e workflow.TimelineEntry) TimelineEntry {
	return TimelineEntry{
		Seq: e.Seq, Kind: e.Kind, On: dayOf(e.At), At: atUnlessFiler(e.Who, e.At), Who: e.Who, Text: e.Text,
		FromState: string(e.Facts.From), ToState: string(e.Facts.To),
	}
}

func messageOf(m workflow.MessageView) Message {
	return Message{Kind: MessageKind(m.Kind), Author: m.Author, Body: m.Body, On: dayOf(m.At), At: atUnlessFiler(m.Author, m.At)}
}

func proposalOf(p workflow.ProposalView) Proposal {
	return Proposal{ID: p.ID, Action: string(p.Action), Reason: p.Reason, ProposedBy: p.ProposedBy, At: p.At, DueAt: p.DueAt, Mine: p.Mine}
}

func taskOf(t workflow.TaskView) Task {
	return Task{
		ID: t.ID, Kind: t.Kind, For: t.For, Reason: t.Reason, At: t.At, DueAt: t.DueAt, Until: t.Until, Ground: t.Ground,
		Results: each(t.Result, func(r string) string { return r }), Actions: each(t.Actions, func(a workflow.Action) string { return string(a) }),
	}
}

func evidenceOf(e workflow.EvidenceView) Evidence {
	return Evidence{ID: e.ID, Name: e.Name, MediaType: e.MediaType, Size: e.Size, On: dayOf(e.At)}
}

func readingOf(r workflow.ReadingView) Reading {
	return Reading{Reader: r.Reader, Post: r.Post, Field: r.Field, Purpose: r.Purpose, At: r.At}
}
