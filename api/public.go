package api

import (
	"context"
	"fmt"

	"gongzhi/workflow"
)

// fresh sets the entity tag of everything public and reports whether the
// caller has it already.
func (s *server) fresh(ctx context.Context) (bool, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return false, err
	}
	revision, err := s.Door.Public().Revision(ctx)
	if err != nil {
		return false, asProblem(err)
	}
	tag := fmt.Sprintf(`"r%d"`, revision)
	c.Header("ETag", tag)
	return notModified(c.Request, tag), nil
}

// ListPublicIncidents lists what was published.
func (s *server) ListPublicIncidents(ctx context.Context, r ListPublicIncidentsRequestObject) (ListPublicIncidentsResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	if known, err := s.fresh(ctx); err != nil || known {
		return ListPublicIncidents304Response{}, err
	}
	p, err := s.Door.Public().List(ctx, workflow.PublicQuery{
		Text: r.Params.Q, State: string(r.Params.State), Region: r.Params.Region,
		Sector: string(r.Params.Sector), Violation: string(r.Params.Violation),
		From: r.Params.From, To: r.Params.To, Cursor: w.cursor, Limit: w.limit,
	})
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, publicCardOf)
	return ListPublicIncidents200JSONResponse{Items: items, NextCursor: next, SearchedSince: p.Since}, err
}

// GetPublicIncident shows a published incident.
func (s *server) GetPublicIncident(ctx context.Context, r GetPublicIncidentRequestObject) (GetPublicIncidentResponseObject, error) {
	if known, err := s.fresh(ctx); err != nil || known {
		return GetPublicIncident304Response{}, err
	}
	v, err := s.Door.Public().Incident(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetPublicIncident200JSONResponse(publicIncidentOf(v)), nil
}

// ListNotices lists public notices.
func (s *server) ListNotices(ctx context.Context, r ListNoticesRequestObject) (ListNoticesResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.Door.Public().Notices(ctx, w.cursor, w.limit)
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, noticeOf)
	return ListNotices200JSONResponse{Items: items, NextCursor: next}, err
}
