package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// fileStatement takes an organization's opinion or a newsroom's inquiry, in
// the name of its account.
func (s *server) fileStatement(m record.Matter) func(*gin.Context) error {
	return func(c *gin.Context) error {
		var told workflow.Statement
		return s.fileMatter(c, &told, func() workflow.Submission { return told.Submission(m) })
	}
}

// fileRequest takes a person's request about their data.
func (s *server) fileRequest(c *gin.Context) error {
	var told workflow.SubmittedRequest
	return s.fileMatter(c, &told, func() workflow.Submission {
		return told.Submission(locale.For(web.Language(c)).T("words.right_" + rightOr(told.Right)))
	})
}

// rightOr names the right for the title; an unknown one is refused later.
func rightOr(right string) string {
	for _, known := range workflow.Rights {
		if right == known {
			return right
		}
	}
	return workflow.Rights[0]
}

// fileApplication takes the application of an organization or a newsroom.
func (s *server) fileApplication(c *gin.Context) error {
	var told workflow.SubmittedApplication
	return s.fileMatter(c, &told, func() workflow.Submission { return told.Submission() })
}

// fileMatter decodes what is told and files it. The same key with the same body
// gets the same answer.
func (s *server) fileMatter(c *gin.Context, into any, submission func() workflow.Submission) error {
	if err := web.RequireJSON(c.Request); err != nil {
		return err
	}
	if err := web.DecodeStrict(c.Request.Body, into); err != nil {
		return err
	}
	actor := callerOf(c).actor()
	key, err := web.IdempotencyKey(c.Request, actor.Anonymous())
	if err != nil {
		return err
	}
	told := submission()
	told.Lang = string(web.Language(c))
	filed, err := s.Cases.File(c, actor, key, told)
	if err != nil {
		return asProblem(err)
	}
	c.JSON(http.StatusCreated, filed)
	return nil
}

// ListOpinions lists opinions that may be signed.
func (s *server) ListOpinions(ctx context.Context, r ListOpinionsRequestObject) (ListOpinionsResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	p, err := s.reader(ctx).Opinions(ctx, w.cursor, w.limit)
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, opinionOf)
	return ListOpinions200JSONResponse{Items: items, NextCursor: next}, err
}

func opinionOf(o workflow.OpinionCard) Opinion {
	return Opinion{
		Reference: o.Reference, Title: o.Title, Narrative: o.Narrative, By: o.By, Agency: o.Agency, About: o.About, Signed: len(o.Signers), Signers: texts(o.Signers),
		Mine: o.Mine, SignedByUs: o.SignedBy, FiledOn: o.FiledOn, DueOn: o.DueOn,
	}
}

// texts is never null in JSON.
func texts(list []roles.Text) []roles.Text { return append([]roles.Text{}, list...) }

// GetOpinion shows an opinion that may be signed.
func (s *server) GetOpinion(ctx context.Context, r GetOpinionRequestObject) (GetOpinionResponseObject, error) {
	o, err := s.reader(ctx).Opinion(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetOpinion200JSONResponse(opinionOf(o)), nil
}

// CosignOpinion signs an opinion in the name of the caller's organization.
func (s *server) CosignOpinion(ctx context.Context, r CosignOpinionRequestObject) (CosignOpinionResponseObject, error) {
	if _, err := s.Cases.Act(ctx, r.Reference, workflow.Command{Action: workflow.Cosign, Actor: callerOf(ctx).actor()}, 0); err != nil {
		return nil, asProblem(err)
	}
	return CosignOpinion204Response{}, nil
}

// ConfirmOutcome is the person's word on what the holder did.
func (s *server) ConfirmOutcome(ctx context.Context, r ConfirmOutcomeRequestObject) (ConfirmOutcomeResponseObject, error) {
	said := workflow.Command{Action: workflow.ConfirmOutcome, Result: string(r.Body.Result), Reason: r.Body.Reason}
	if err := s.Cases.FilerActByReceipt(ctx, callerOf(ctx).receipt, said, ""); err != nil {
		return nil, asProblem(err)
	}
	return ConfirmOutcome204Response{}, nil
}

// exportTrack gives the filer what they told and were told.
func (s *server) exportTrack(c *gin.Context) error {
	v, err := s.trackView(c.Request.Context())
	if err != nil {
		return asProblem(err)
	}
	c.Header("Content-Disposition", `attachment; filename="`+v.Reference+`.json"`)
	c.JSON(http.StatusOK, workflow.ExportOf(v))
	return nil
}

// ListAnswers lists answered opinions and inquiries.
func (s *server) ListAnswers(ctx context.Context, r ListAnswersRequestObject) (ListAnswersResponseObject, error) {
	w, err := whereOf(ctx, r.Params.Cursor, r.Params.Limit)
	if err != nil {
		return nil, err
	}
	if known, err := s.fresh(ctx); err != nil || known {
		return ListAnswers304Response{}, err
	}
	p, err := s.Door.Public().Answers(ctx, workflow.AnswerQuery{Matter: record.Matter(r.Params.Matter), Cursor: w.cursor, Limit: w.limit})
	if err != nil {
		return nil, asProblem(err)
	}
	items, next, err := page(w, p, publicAnswerOf)
	return ListAnswers200JSONResponse{Items: items, NextCursor: next}, err
}

// GetAnswer shows one of them.
func (s *server) GetAnswer(ctx context.Context, r GetAnswerRequestObject) (GetAnswerResponseObject, error) {
	if known, err := s.fresh(ctx); err != nil || known {
		return GetAnswer304Response{}, err
	}
	a, err := s.Door.Public().Answer(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetAnswer200JSONResponse(publicAnswerOf(a)), nil
}

func publicAnswerOf(a workflow.AnswerCard) PublicAnswer {
	return PublicAnswer{
		Reference: a.Reference, Matter: PublicAnswerMatter(a.Matter), Title: a.Title, Question: a.Question, Answer: a.Answer, By: a.By, Agency: a.Agency,
		About: a.About, Signed: len(a.Signers), Signers: a.Signers, PublishedAt: a.PublishedAt, Withdrawn: a.Withdrawn, Note: a.Note,
	}
}
