package api

import (
	"context"

	"gongzhi/record"
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

// RespondentView shows a respondent what they were served.
func (s *server) RespondentView(ctx context.Context, _ RespondentViewRequestObject) (RespondentViewResponseObject, error) {
	hash, err := s.ReceiptHash(callerOf(ctx).receipt)
	if err != nil {
		return nil, asProblem(record.ErrNotFound) // its text may quote the code
	}
	v, err := s.Door.Served(ctx, hash, s.Now())
	if err != nil {
		return nil, asProblem(err)
	}
	return RespondentView200JSONResponse(servedOf(v)), nil
}

// RespondentAct lets a respondent reply, promise or hand in a rectification.
func (s *server) RespondentAct(ctx context.Context, r RespondentActRequestObject) (RespondentActResponseObject, error) {
	b := *r.Body
	c := workflow.Command{Action: workflow.Action(b.Action), Reason: b.Reason, Due: b.Due, Body: b.Body}
	if err := s.Cases.RespondentAct(ctx, callerOf(ctx).receipt, c); err != nil {
		return nil, asProblem(err)
	}
	return RespondentAct204Response{}, nil
}

func servedOf(v workflow.ServedView) Served {
	return Served{
		Reference: v.Reference, State: v.State, Agency: v.Agency, ReplyUntil: v.ReplyUntil, OrderUntil: v.OrderUntil,
		Promised: v.Promised, Submitted: v.Submitted, Files: v.Files,
		Served: each(v.Served, func(t workflow.ServedText) ServedText { return ServedText{Body: t.Body, On: dayOf(t.At)} }),
		Course: each(v.Course, func(p workflow.ServedStep) ServedStep {
			return ServedStep{Kind: p.Kind, Reason: p.Reason, On: dayOf(p.At)}
		}),
		Replies: each(v.Replies, func(m workflow.MessageView) ServedText { return ServedText{Body: m.Body, On: dayOf(m.At)} }),
		Actions: each(v.Actions, func(a workflow.Action) string { return string(a) }),
	}
}
