package frontend

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// registerMatters adds the forms of what can be filed besides a report, and the public answers.
func (s *server) registerMatters(g *gin.RouterGroup) {
	for kind := range matterForms {
		path := "/file/" + kind
		private := g.Group("", web.NoStore())
		private.GET(path, handle(func(c *gin.Context) error {
			if err := s.mayFile(c, kind); err != nil {
				if _, known := identityOf(c); !known { // who may file it has an account
					c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(path))
					return nil
				}
				return err
			}
			return s.showMatter(c, http.StatusOK, kind, url.Values{}, nil)
		}))
		private.POST(path, web.BodyLimit(maxUpload), handle(func(c *gin.Context) error { return s.fileMatter(c, kind) }))
	}
	for path, h := range map[string]web.Handler{"/answers": s.answers, "/answers/:reference": s.answer} {
		g.Group("", shared).GET(path, handle(h))
	}
}

// matterForms are the names of the fields of each form, in order.
var matterForms = map[string][]string{
	"opinion":     {"title", "narrative", "about", "target_kind", "target_name", "region"},
	"inquiry":     {"title", "narrative", "about", "target_kind", "target_name", "region"},
	"request":     {"right", "narrative", "target_name", "holder_answer", "asked_on", "consent", "name", "contact", "region"},
	"application": {"kind", "title", "credit_code", "narrative", "name", "contact", "region"},
}

// mayFile hides a form from whom it is not for.
func (s *server) mayFile(c *gin.Context, kind string) error {
	rule, ok := workflow.MatterRuleOf(record.Matter(kind))
	if !ok {
		return record.ErrNotFound
	}
	if !s.Org().Stand(actorOf(c), roles.Case{}, s.Now()).May(rule.Permission) {
		return record.ErrNotFound
	}
	return nil
}

func (s *server) showMatter(c *gin.Context, status int, kind string, form url.Values, found problems) error {
	key := form.Get("key")
	if key == "" {
		key = uuid.NewString()
	}
	f := formState{act: kind, typed: form, found: found}
	page := MatterFormPage{Kind: kind, URL: "/file/" + kind, Key: key, Errors: found}
	page.Fields = matterFields(f, kind)
	return s.show(c, status, page)
}

// matterFields are the questions of a form. Files come last, so that all that was typed stands before them in what a browser sends.
func matterFields(f formState, kind string) []Field {
	var fields []Field
	for _, name := range matterForms[kind] {
		fields = append(fields, matterField(f, kind, name))
	}
	return append(fields, evidenceFields(nil, f.found)...)
}

func matterField(f formState, kind, name string) Field {
	label := wordEither("matter.field_"+name+"_"+kind, "matter.field_"+name, "")
	switch name {
	case "narrative":
		return f.textarea(kind, name, label, nil, 8)
	case "asked_on":
		return f.input(kind, name, "date", label, nil, 10)
	case "right":
		return Field{Radios: f.list(kind, name, label, listed("right", workflow.Rights))}
	case "holder_answer":
		return Field{Radios: f.list(kind, name, label, listed("holder", workflow.HolderAnswers))}
	case "kind":
		return Field{Radios: f.list(kind, name, label, listed("kind", workflow.ApplicantKinds))}
	case "target_kind":
		return Field{Radios: f.list(kind, name, label, listed("kind", []string{"enterprise", "organ"}))}
	case "consent":
		return Field{Radios: f.list(kind, name, label, []Option{{Value: "yes", Label: K("matter.yes")}, {Value: "no", Label: K("matter.no")}})}
	}
	return f.input(kind, name, "text", label, nil, 0)
}

func (s *server) answers(c *gin.Context) error {
	list, err := s.Door.Public().Answers(c, workflow.AnswerQuery{Cursor: c.Query("cursor"), Limit: deskPageSize})
	if err != nil {
		return err
	}
	page := AnswersPage{Next: url.QueryEscape(list.Next)}
	for _, a := range list.Items {
		page.Items = append(page.Items, answerRow(a))
	}
	return s.show(c, http.StatusOK, page)
}

func (s *server) answer(c *gin.Context) error {
	a, err := s.Door.Public().Answer(c, c.Param("reference"))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, AnswersPage{One: true, Items: []AnswerRow{answerRow(a)}})
}

func answerRow(a workflow.AnswerCard) AnswerRow {
	return AnswerRow{
		Reference: a.Reference, Title: a.Title, Question: a.Question, Answer: a.Answer, About: a.About, Note: a.Note, Gone: a.Withdrawn,
		Kind: word("matter", string(a.Matter)), By: Named(a.By), Agency: Named(a.Agency), When: DateOf(a.PublishedAt), Signers: allNamed(a.Signers),
	}
}
