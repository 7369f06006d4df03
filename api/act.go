package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// Act does one of the acts of the tables on a case.
func (s *server) Act(ctx context.Context, r ActRequestObject) (ActResponseObject, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return nil, err
	}
	row, known := actionNamed(string(r.Body.Action))
	if !known {
		return nil, invalidField("action", "no such action")
	}
	if faults := strayFields(*r.Body, row); len(faults) > 0 {
		return nil, unprocessable(faults...)
	}
	version, err := s.version(ctx, c.Request, row, r.Reference)
	if err != nil {
		return nil, err
	}
	done := Acted{Reference: r.Reference, Action: r.Body.Action, Proposed: row.second}
	switch row.does {
	case saying:
		err = s.say(ctx, r.Reference, *r.Body)
	case byFiler:
		err = s.Cases.FilerAct(ctx, r.Reference, commandOf(*r.Body, callerOf(ctx)), r.Body.Body)
	case onPublication:
		err = s.publish(ctx, r.Reference, *r.Body)
	default:
		var w workflow.World
		w, err = s.Cases.Act(ctx, r.Reference, commandOf(*r.Body, callerOf(ctx)), version)
		done.State, done.Version = w.Incident.State, w.Incident.Version
	}
	if err != nil {
		return nil, onVersion(err)
	}
	if done.Version > 0 {
		c.Header("ETag", web.ETag(done.Version))
	}
	return Act200JSONResponse(done), nil
}

// version is the one the caller decided on. Acts that no version guards may
// leave it out; where it is sent, it must still be the present one.
func (s *server) version(ctx context.Context, r *http.Request, row action, reference string) (int64, error) {
	if !row.ifMatch && len(r.Header.Values("If-Match")) == 0 {
		return 0, nil
	}
	version, err := web.IfMatch(r)
	if err != nil || row.ifMatch {
		return version, err
	}
	v, err := s.reader(ctx).Case(ctx, reference)
	if err != nil {
		return 0, asProblem(err)
	}
	if v.Incident.Version != version {
		return 0, web.PreconditionFailed()
	}
	return version, nil
}

// strayFields refuses fields that the action does not take, rather than
// dropping them.
func strayFields(b Act, row action) []*record.Refusal {
	given := []struct {
		name string
		is   bool
	}{
		{"to", b.To != uuid.Nil}, {"due", !b.Due.IsZero()}, {"ended", !b.Ended.IsZero()}, {"ground", b.Ground != ""}, {"proposal", b.Proposal != uuid.Nil},
		{"task", b.Task != uuid.Nil}, {"result", b.Result != ""}, {"because", b.Because != ""},
		{"founded", b.Founded != nil}, {"path", b.Path != ""}, {"clauses", b.Clauses != nil},
		{"fine", b.Fine != 0}, {"confiscation", b.Confiscation != 0}, {"compensation", b.Compensation != 0}, {"discipline", b.Discipline != ""}, {"orders", b.Orders != nil},
		{"respondent", b.Respondent != ""}, {"violation", b.Violation != ""}, {"other", b.Other != ""}, {"confirmed", b.Confirmed != ""}, {"rating", b.Rating != 0},
		{"body", b.Body != ""}, {"report", b.Report != uuid.Nil},
		{"title", b.Title != ""}, {"summary", b.Summary != ""}, {"verification", b.Verification != ""}, {"kept", b.Kept != ""},
		{"kind", b.Kind != ""}, {"line", b.Line != nil}, {"on", b.On != ""}, {"jurisdiction", b.Jurisdiction != ""},
		{"finding", b.Finding != uuid.Nil}, {"answer", b.Answer != ""},
	}
	var faults []*record.Refusal
	for _, f := range given {
		if f.is && !slices.Contains(row.fields, f.name) {
			faults = append(faults, record.Refuse(record.Invalid, f.name, "field_unknown", "this action does not take it"))
		}
	}
	if b.Reason != "" && row.reason == reasonNone {
		faults = append(faults, record.Refuse(record.Invalid, "reason", "field_unknown", "this action does not take it"))
	}
	return faults
}

func commandOf(b Act, from caller) workflow.Command {
	c := workflow.Command{
		Action: workflow.Action(b.Action), Actor: from.actor(), Reason: b.Reason, To: b.To, Due: b.Due, Ended: b.Ended, Ground: b.Ground, Proposal: b.Proposal,
		Override: b.Finding, Answer: b.Answer, Task: b.Task,
		Title: b.Title, Summary: b.Summary, Result: b.Result, Because: b.Because, Clauses: b.Clauses, Body: b.Body, Respondent: b.Respondent, Violation: b.Violation,
	}
	if b.Kind != "" || b.Line != nil {
		c.Assess = &workflow.Assessment{Kind: string(b.Kind), Jurisdiction: b.Jurisdiction, On: b.On, Facts: b.Line}
	}
	c.Report, c.Other = b.Report, b.Other
	if b.Confirmed != "" || b.Rating != 0 {
		c.Rating = &record.Satisfaction{Confirmed: string(b.Confirmed), Rating: b.Rating}
	}
	if b.Founded != nil {
		c.Outcome = &record.Outcome{Founded: *b.Founded, Path: string(b.Path), Clauses: b.Clauses,
			Fine: b.Fine, Confiscation: b.Confiscation, Compensation: b.Compensation, Discipline: b.Discipline, Ordered: b.Orders}
	}
	return c
}

func (s *server) say(ctx context.Context, reference string, b Act) error {
	actor := callerOf(ctx).actor()
	report := b.Report
	if workflow.Action(b.Action) == workflow.Ask && report == uuid.Nil {
		v, err := s.Door.For(actor, s.Now()).Case(ctx, reference)
		if err != nil {
			return err
		}
		if len(v.Reports) != 1 {
			return record.Refuse(record.Invalid, "report", "required", "is required where a case has not exactly one report")
		}
		report = v.Reports[0].ID
	}
	return s.Cases.Say(ctx, reference, actor, workflow.Action(b.Action), report, b.Body)
}

func (s *server) publish(ctx context.Context, reference string, b Act) error {
	return s.Publishing.Act(ctx, reference, publication.Command{
		Action: publication.Action(b.Action), Actor: callerOf(ctx).actor(), Reason: b.Reason,
		Title: b.Title, Summary: b.Summary, Verification: string(b.Verification), Kept: b.Kept,
	})
}
