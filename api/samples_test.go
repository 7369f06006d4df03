package api

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// filedAt is the time of day that must never be seen outside.
var filedAt = time.Date(2026, 11, 3, 2, 17, 41, 0, time.UTC)

func sampleWho() workflow.Who {
	return workflow.Who{Person: "李四", Post: roles.Text{Zh: "受理岗", En: "Intake"}, Agency: roles.Text{Zh: "网信办", En: "CAC"}, Via: "holder"}
}

func sampleDuty() workflow.DutyView {
	return workflow.DutyView{
		Reference: theCase, Title: "标题", Kind: "triage", Lead: true, State: record.Armed, Who: sampleWho(), PostID: reportID,
		Rule: "triage", RuleVersion: "1", OpenedAt: filedAt, DueAt: noon, IncidentState: record.Filed,
	}
}

func sampleCard() workflow.IncidentCard {
	lead := sampleDuty()
	return workflow.IncidentCard{
		Reference: theCase, Title: "标题", State: record.Filed, Region: "110000", Sector: "other", Violation: "leak",
		Origin: "report", ReceivedOn: "2026-11-03", ChangedAt: filedAt, Version: 12, Lead: &lead,
	}
}

func sampleCase() workflow.CaseView {
	closed, cleared := noon, noon
	return workflow.CaseView{
		Incident: record.Incident{
			ID: reportID, Reference: theCase, Version: 12, State: record.Filed, Origin: "report", Violation: "leak", Region: "110000", Sector: "other",
			ReceivedAt: filedAt, ChangedAt: filedAt, ClosedAt: &closed, Outcome: &record.Outcome{Founded: true, Path: "civil"},
			Credit: &record.Credit{Source: "S", URL: "https://s.example", Licence: "CC"}, Pieces: map[string]int64{"credit": 3},
		},
		Title: "标题", Narrative: "经过",
		Respondents: []workflow.RespondentView{{Kind: "individual", Role: "user", Name: "must stay sealed", Sealed: true}},
		Reports:     []workflow.ReportView{{ID: reportID, FilerKind: "anonymous", FiledOn: "2026-11-03"}},
		Duties:      []workflow.DutyView{sampleDuty()},
		Timeline: []workflow.TimelineEntry{
			{Seq: 1, Kind: "report.filed", At: filedAt, Facts: record.Facts{To: record.Filed}},
			{Seq: 2, Kind: "incident.accepted", At: noon, Who: "李四", Facts: record.Facts{From: record.Filed, To: record.Accepted}},
		},
		Messages:  []workflow.MessageView{{Kind: "answer", Body: "答", At: filedAt}, {Kind: "comment", Author: "李四", Body: "注", At: noon}},
		Proposals: []workflow.ProposalView{{ID: reportID, Action: workflow.Close, ProposedBy: "李四", At: noon, DueAt: noon}},
		Transfer:  &workflow.TransferView{State: "offered", At: noon},
		Evidence:  []workflow.EvidenceView{{ID: reportID, Name: "a.jpg", MediaType: "image/jpeg", Size: 3, At: filedAt}},
		Readings:  []workflow.ReadingView{{Reader: "李四", Field: "contact", Purpose: "为联系", At: noon}},
		Findings: []workflow.FindingView{{
			ID: reportID, Kind: "seriousness", Pack: "cn-seriousness", Version: "1", Jurisdiction: "CN", Day: "2026-11-03", Answer: "none",
			Facts: []byte(`{"facts":{}}`), Body: []byte(`{"grade":"none"}`), By: "李四", At: noon,
			Overrides: []workflow.OverrideView{{Answer: "serious", Reason: "因为", By: "王五", At: noon}},
		}},
		Public:   record.Publication{State: record.Proposed, Pending: 1},
		Versions: []record.PublicVersion{{Number: 1, Title: "t", Summary: "s", Verification: "plausible", Proposer: resident.Person, ProposedAt: noon, ClearedAt: &cleared}},
		Actions:  []workflow.Action{workflow.Accept, workflow.TimePassed, workflow.Unseal},
		May:      []roles.Permission{roles.ReadIncident, roles.ClearPublic},
	}
}

func sampleTrack() workflow.TrackView {
	return workflow.TrackView{
		Reference: theCase, Incident: reportID, Report: reportID, State: record.Filed, FiledOn: "2026-11-03", ChangedOn: "2026-11-03",
		NextStep: "triage", NextOffice: sampleWho(), DueOn: "2026-11-10", CanAnswer: true,
		Progress: []workflow.TrackStep{{Kind: "report.filed", On: "2026-11-03"}},
		Messages: []workflow.MessageView{{Kind: "answer", Body: "答", At: filedAt}},
		Readings: []workflow.ReadingView{{Reader: "李四", Field: "contact", Purpose: "为联系", At: filedAt}},
	}
}

func samplePublic() workflow.PublicIncident {
	return workflow.PublicIncident{
		PublicCard: workflow.PublicCard{
			Reference: theCase, Title: "t", Summary: "s", State: record.Closed, Public: record.Published, Verification: "verified",
			Region: "110000", Sector: "other", Violation: "leak", ReceivedOn: "2026-11-03", PublishedAt: noon, ChangedAt: noon, Number: 1,
			Credit: &record.Credit{Source: "S", URL: "https://s.example", Licence: "CC"},
		},
		Parties:  []workflow.RespondentView{{Kind: "individual", Role: "user", Name: "must stay sealed", Sealed: true}},
		Versions: []workflow.PublicVersionView{{Number: 1, At: noon}},
	}
}

func sampleAnswer() workflow.AnswerCard {
	return workflow.AnswerCard{Reference: theCase, Matter: record.MatterOpinion, Title: "t", Question: "q", Answer: "a", Signers: []roles.Text{{Zh: "众安", En: "Zhongan"}}, PublishedAt: noon}
}
