package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// Track shows a report to whoever holds its receipt.
func (s *server) Track(ctx context.Context, _ TrackRequestObject) (TrackResponseObject, error) {
	v, err := s.trackView(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return Track200JSONResponse(trackOf(v)), nil
}

func (s *server) trackView(ctx context.Context) (workflow.TrackView, error) {
	hash, err := s.ReceiptHash(callerOf(ctx).receipt)
	if err != nil {
		return workflow.TrackView{}, record.ErrNotFound // its text may quote the receipt
	}
	return s.Door.Track(ctx, hash, s.Now())
}

// AnswerQuestion adds the filer's words.
func (s *server) AnswerQuestion(ctx context.Context, r AnswerQuestionRequestObject) (AnswerQuestionResponseObject, error) {
	if err := s.Cases.AnswerByReceipt(ctx, callerOf(ctx).receipt, r.Body.Body); err != nil {
		return nil, asProblem(err)
	}
	return AnswerQuestion204Response{}, nil
}

// TrackAct lets the filer appeal, rate the outcome or take the report back.
func (s *server) TrackAct(ctx context.Context, r TrackActRequestObject) (TrackActResponseObject, error) {
	b := *r.Body
	c := workflow.Command{Action: workflow.Action(b.Action), Reason: b.Reason, Ground: b.Ground, Respondent: b.Respondent, Violation: b.Violation}
	if b.Confirmed != "" || b.Rating != 0 {
		c.Rating = &record.Satisfaction{Confirmed: string(b.Confirmed), Rating: b.Rating}
	}
	if err := s.Cases.FilerActByReceipt(ctx, callerOf(ctx).receipt, c, b.Body); err != nil {
		return nil, asProblem(err)
	}
	return TrackAct204Response{}, nil
}

// AddEvidence stores the filer's file. The receipt is looked at before the
// file, so that nobody fills the store without one.
func (s *server) AddEvidence(ctx context.Context, r AddEvidenceRequestObject) (AddEvidenceResponseObject, error) {
	v, err := s.trackView(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	if !v.CanAnswer {
		return nil, web.Conflict("The case is not at a stage for this act.")
	}
	if v.Evidence >= workflow.MaxEvidence {
		return nil, invalidField("file", "a report takes at most 10 files")
	}
	err = s.keep(ctx, r.Body, func(e record.Evidence) error { return s.Cases.EvidenceByReceipt(ctx, callerOf(ctx).receipt, e) })
	if err != nil {
		return nil, err
	}
	return AddEvidence204Response{}, nil
}

// keep reads the one file of an upload, cleans and seals it, and files it.
func (s *server) keep(ctx context.Context, body *multipart.Reader, file func(record.Evidence) error) error {
	select { // before any of it is read
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	case <-ctx.Done():
		return ctx.Err()
	}
	part, err := filePart(body)
	if err != nil {
		return err
	}
	kept, err := s.Evidence.Accept(ctx, part.FileName(), part)
	if err != nil {
		return asProblem(err)
	}
	if err := file(kept); err != nil {
		s.takeBack(ctx, kept.ID)
		return asProblem(err)
	}
	return nil
}

// takeBack deletes a file that was not filed. Where the request was cut off it
// may be filed all the same, and stays. The store itself tells of a failure:
// the caller is to hear why the file was refused.
func (s *server) takeBack(ctx context.Context, id record.ID) {
	if ctx.Err() == nil {
		_ = s.Evidence.Discard(ctx, id)
	}
}

// filePart is the one part of an upload.
func filePart(body *multipart.Reader) (*multipart.Part, error) {
	part, err := body.NextPart()
	switch {
	case errors.Is(err, io.EOF):
		return nil, invalidField("file", "choose a file")
	case err != nil:
		if p := web.ProblemOf(err); p.Type == web.TypeTooLarge {
			return nil, p
		}
		return nil, web.Invalid(web.FieldError{Detail: "the body is not valid multipart/form-data"})
	case part.FormName() != "file" || part.FileName() == "":
		return nil, invalidField("file", "must be the only part, with a file name")
	}
	return part, nil
}

func trackOf(v workflow.TrackView) Track {
	t := Track{
		Reference: v.Reference, State: v.State, FiledOn: v.FiledOn, ChangedOn: v.ChangedOn,
		Level: v.Level, Paused: v.Paused, Ground: v.Ground, Evidence: v.Evidence, CanAnswer: v.CanAnswer,
		Progress: each(v.Progress, func(p workflow.TrackStep) Step {
			return Step{Kind: p.Kind, On: p.On, Ground: p.Ground, Reason: p.Reason, Result: p.Result, Files: p.Files, Cases: p.Cases}
		}),
		Actions: each(v.Actions, func(a workflow.Action) string { return string(a) }), AppealGrounds: v.AppealGrounds, AppealUntil: v.AppealUntil,
		Withdrawn: v.Withdrawn,
		Messages: each(v.Messages, func(m workflow.MessageView) TrackMessage {
			return TrackMessage{Kind: m.Kind, Author: m.Author, Body: m.Body, On: workflow.DateOf(m.At)}
		}),
		Readings: each(v.Readings, func(r workflow.ReadingView) TrackReading {
			return TrackReading{Reader: r.Reader, Post: r.Post, Field: r.Field, Purpose: r.Purpose, On: workflow.DateOf(r.At)}
		}),
	}
	if v.NextStep != "" {
		t.Next = NextStep{Kind: v.NextStep, Who: whoOf(v.NextOffice), DueOn: v.DueOn}
	}
	return t
}
