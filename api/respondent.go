package api

import (
	"context"
	"slices"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// Serve serves a wording on a respondent and shows the code of their door once.
func (s *server) Serve(ctx context.Context, r ServeRequestObject) (ServeResponseObject, error) {
	code, _, err := s.Cases.Serve(ctx, r.Reference, callerOf(ctx).actor(), r.Body.Respondent, r.Body.Body, r.Body.Kept)
	if err != nil {
		return nil, asProblem(err)
	}
	return Serve201JSONResponse{Code: code}, nil
}

// AddServedEvidence stores a respondent's file. The code is looked at before
// the file, so that nobody fills the store without one.
func (s *server) AddServedEvidence(ctx context.Context, r AddServedEvidenceRequestObject) (AddServedEvidenceResponseObject, error) {
	v, err := s.servedView(ctx)
	switch {
	case err != nil:
		return nil, asProblem(err)
	case !slices.Contains(v.Actions, workflow.AddServedEvidence):
		return nil, web.Conflict("The time for this is over.")
	case v.Files >= workflow.MaxEvidence:
		return nil, invalidField("file", "a report takes at most 10 files")
	}
	err = s.keep(ctx, r.Body, func(e record.Evidence) error { return s.Cases.EvidenceByService(ctx, callerOf(ctx).receipt, e) })
	if err != nil {
		return nil, err
	}
	return AddServedEvidence204Response{}, nil
}

func (s *server) servedView(ctx context.Context) (workflow.ServedView, error) {
	hash, err := s.ReceiptHash(callerOf(ctx).receipt)
	if err != nil {
		return workflow.ServedView{}, record.ErrNotFound // its text may quote the code
	}
	return s.Door.Served(ctx, hash, s.Now())
}

// RespondentView shows a respondent what they were served.
func (s *server) RespondentView(ctx context.Context, _ RespondentViewRequestObject) (RespondentViewResponseObject, error) {
	v, err := s.servedView(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return RespondentView200JSONResponse(servedOf(v)), nil
}

// RespondentAct lets a respondent reply, object, promise or hand in a rectification.
func (s *server) RespondentAct(ctx context.Context, r RespondentActRequestObject) (RespondentActResponseObject, error) {
	b := *r.Body
	c := workflow.Command{Action: workflow.Action(b.Action), Reason: b.Reason, Due: b.Due, Body: b.Body, Ground: b.Ground}
	if err := s.Cases.RespondentAct(ctx, callerOf(ctx).receipt, c); err != nil {
		return nil, asProblem(err)
	}
	return RespondentAct204Response{}, nil
}

func servedOf(v workflow.ServedView) Served {
	return Served{
		Reference: v.Reference, State: v.State, Agency: v.Agency, Right: v.Right, ReplyUntil: v.ReplyUntil, OrderUntil: v.OrderUntil,
		Promised: v.Promised, Submitted: v.Submitted, Files: v.Files,
		Served: each(v.Served, func(t workflow.ServedText) ServedText { return ServedText{Body: t.Body, On: dayOf(t.At)} }),
		Course: each(v.Course, func(p workflow.ServedStep) ServedStep {
			return ServedStep{Kind: p.Kind, Ground: p.Ground, Result: p.Result, Reason: p.Reason, On: dayOf(p.At)}
		}),
		Replies: each(v.Replies, func(m workflow.MessageView) ServedText { return ServedText{Body: m.Body, On: dayOf(m.At)} }),
		Actions: each(v.Actions, func(a workflow.Action) string { return string(a) }),
	}
}
