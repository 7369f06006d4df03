package workflow

import (
	"gongzhi/record"
	"gongzhi/roles"
)

// matterRows are the acts of opinions, inquiries, requests and applications.
var matterRows = []Transition{
	{Action: Reply, Of: answered, From: []record.State{record.Filed}, To: record.Closed, Permission: roles.DecideCase, Second: true, Reason: true, Fields: []string{"title", "summary"}, Event: "matter.answered"},
	{Action: Withhold, Of: answered, From: []record.State{record.Filed}, To: record.Closed, Permission: roles.DecideCase, Second: true, Reason: true, Fields: []string{"ground", "because"}, Event: "matter.answered_withheld"},
	{Action: Cosign, Of: []record.Matter{record.MatterOpinion}, From: []record.State{record.Filed}, Permission: roles.Cosign, Event: cosigned},

	{Action: VerifyIdentity, Of: requests, From: []record.State{record.Accepted, record.Investigating}, Permission: roles.Investigate, Reason: true, Fields: []string{"ground"}, Event: "request.identity_verified"},
	{Action: DiscloseIdentity, Of: requests, From: []record.State{record.Accepted, record.Investigating, record.Rectifying}, Permission: roles.ReadSealed, Reason: true, Event: "request.identity_disclosed"},
	{Action: Object, Of: requests, From: []record.State{record.Accepted, record.Investigating}, Permission: roles.Investigate, Reason: true, Fields: []string{"ground"}, Event: "request.objected"},
	{Action: DecideRequest, Of: requests, From: []record.State{record.Investigating}, To: record.Decided, Permission: roles.DecideCase, Reason: true, Fields: []string{"result", "clauses"}, Ends: DutyInvestigation, Opens: DutyConclusion, Lead: true, Event: "request.decided"},
	{Action: ReportExecution, Of: requests, From: []record.State{record.Rectifying}, Permission: roles.DecideCase, Reason: true, Event: "request.executed"},
	{Action: ConfirmOutcome, Of: requests, From: []record.State{record.Rectifying}, Permission: roles.ConfirmOutcome, Fields: []string{"result"}, Event: "request.outcome_confirmed"},

	{Action: Admit, Of: applicants, From: []record.State{record.Filed}, To: record.Closed, Permission: roles.ProposeEnd, Second: true, Reason: true, Event: "application.admitted"},
	{Action: TurnDown, Of: applicants, From: []record.State{record.Filed}, To: record.Closed, Permission: roles.ProposeEnd, Second: true, Reason: true, Fields: []string{"ground"}, Event: "application.turned_down"},
}
