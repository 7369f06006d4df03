package api

import (
	"context"

	"gongzhi/workflow"
)

// GetExplanation says which misses the caller is asked to explain.
func (s *server) GetExplanation(ctx context.Context, r GetExplanationRequestObject) (GetExplanationResponseObject, error) {
	v, err := s.reader(ctx).Explanation(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetExplanation200JSONResponse(Explanation{Reference: v.Reference, Misses: each(v.Misses, missOf), Said: each(v.Said, messageOf)}), nil
}

func missOf(v workflow.MissView) Miss {
	return Miss{
		Task: v.Task, Duty: v.Duty, Level: v.Level, Post: v.Post, Agency: v.Agency, OpenedAt: v.OpenedAt.UTC(), DueAt: v.DueAt.UTC(),
		MissedAt: v.MissedAt.UTC(), AskedAt: v.AskedAt.UTC(), HeardBy: v.HeardBy, HearBy: v.HearBy.UTC(),
	}
}
