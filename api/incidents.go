package api

import (
	"context"

	"gongzhi/web"
	"gongzhi/workflow"
)

func (s *server) reader(ctx context.Context) workflow.Reader {
	return s.Door.For(callerOf(ctx).actor(), s.Now())
}

// ListIncidents lists the cases that the caller may see.
func (s *server) ListIncidents(ctx context.Context, r ListIncidentsRequestObject) (ListIncidentsResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.reader(ctx).Incidents(ctx, workflow.IncidentQuery{
		Text: r.Params.Q, State: string(r.Params.State), Region: r.Params.Region,
		Sector: string(r.Params.Sector), Violation: string(r.Params.Violation), Cursor: w.cursor, Limit: w.limit,
	})
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, incidentCardOf)
	return ListIncidents200JSONResponse{Items: items, NextCursor: next, SearchedSince: p.Since}, err
}

// GetIncident shows a case.
func (s *server) GetIncident(ctx context.Context, r GetIncidentRequestObject) (GetIncidentResponseObject, error) {
	c, err := ginOf(ctx)
	if err != nil {
		return nil, err
	}
	v, err := s.reader(ctx).Case(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	c.Header("ETag", web.ETag(v.Incident.Version))
	return GetIncident200JSONResponse(incidentOf(v, callerOf(ctx).actor())), nil
}

// ReadSealed records a reading and then opens the field.
func (s *server) ReadSealed(ctx context.Context, r ReadSealedRequestObject) (ReadSealedResponseObject, error) {
	values, err := s.Cases.Unseal(ctx, r.Reference, callerOf(ctx).actor(), r.Body.Report, string(r.Body.Field), r.Body.Purpose)
	if err != nil {
		return nil, asProblem(err)
	}
	return ReadSealed201JSONResponse{Field: string(r.Body.Field), Values: each(values, func(v string) string { return v })}, nil
}

// ListDuties lists the queue.
func (s *server) ListDuties(ctx context.Context, r ListDutiesRequestObject) (ListDutiesResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.reader(ctx).Duties(ctx, workflow.DutyQuery{
		State: string(r.Params.State), Holder: string(r.Params.Holder), Due: string(r.Params.Due), Kind: r.Params.Kind,
		Cursor: w.cursor, Limit: w.limit,
	})
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, dutyOf)
	return ListDuties200JSONResponse{Items: items, NextCursor: next}, err
}

// CountDuties counts the queue's tabs.
func (s *server) CountDuties(ctx context.Context, _ CountDutiesRequestObject) (CountDutiesResponseObject, error) {
	n, err := s.reader(ctx).QueueCounts(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return CountDuties200JSONResponse{Mine: n.Mine, Unassigned: n.Unassigned, Today: n.Today, Overdue: n.Overdue}, nil
}

// ListWaiting lists what waits for the caller as second person.
func (s *server) ListWaiting(ctx context.Context, _ ListWaitingRequestObject) (ListWaitingResponseObject, error) {
	list, err := s.reader(ctx).Waiting(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return ListWaiting200JSONResponse{Items: each(list, waitingOf)}, nil
}

func waitingOf(w workflow.Waiting) Waiting {
	return Waiting{
		Kind: WaitingKind(w.Kind), Act: w.Act, Reference: w.Reference, Title: w.Title, ID: w.Proposal, Pack: w.Pack,
		ProposedBy: w.ProposedBy, At: w.At, DueAt: w.DueAt,
	}
}

// GetOverview is the leader's page as data.
func (s *server) GetOverview(ctx context.Context, _ GetOverviewRequestObject) (GetOverviewResponseObject, error) {
	v, err := s.reader(ctx).Overview(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetOverview200JSONResponse(overviewOf(v)), nil
}

// ListInbox lists notices to the caller.
func (s *server) ListInbox(ctx context.Context, r ListInboxRequestObject) (ListInboxResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.reader(ctx).Inbox(ctx, w.cursor, w.limit)
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, inboxItemOf)
	return ListInbox200JSONResponse{Items: items, NextCursor: next}, err
}

// ListMyReports lists the cases that the caller's reports are in.
func (s *server) ListMyReports(ctx context.Context, r ListMyReportsRequestObject) (ListMyReportsResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.reader(ctx).MyReports(ctx, w.cursor, w.limit)
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, incidentCardOf)
	return ListMyReports200JSONResponse{Items: items, NextCursor: next}, err
}
