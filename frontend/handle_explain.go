package frontend

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/workflow"
)

// registerExplain adds the page for whoever is asked to explain a miss; nobody else finds it.
func registerExplain(g *gin.RouterGroup, s *server) {
	g.GET("/desk/cases/:reference/explanation", handle(func(c *gin.Context) error { return s.showExplain(c, http.StatusOK, formState{}) }))
	g.POST("/desk/cases/:reference/explanation", handle(s.explain))
}

func (s *server) showExplain(c *gin.Context, status int, form formState) error {
	view, err := s.reader(c).Explanation(c, c.Param("reference"))
	if err != nil {
		return err
	}
	page := explainPage(view, form)
	page.Done = done(c)
	return s.show(c, status, page)
}

func (s *server) explain(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: string(workflow.Explain), typed: form}
	if switching(form) {
		return s.showExplain(c, http.StatusOK, state)
	}
	err = s.Cases.Say(c, c.Param("reference"), actorOf(c), workflow.Explain, record.ID{}, strings.TrimSpace(form.Get("body")))
	if err == nil {
		return finish(c, explainURL(url.PathEscape(c.Param("reference"))), "said")
	}
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	state.found = append(state.found, refusalProblem(state.act, refusal))
	return s.showExplain(c, status, state)
}

// askedInstead leads whoever may not see a case, but is asked why they missed a duty in it, to the page where they say so.
func (s *server) askedInstead(c *gin.Context) bool {
	v, err := s.reader(c).Explanation(c, c.Param("reference"))
	if err != nil {
		return false
	}
	c.Redirect(http.StatusSeeOther, explainURL(url.PathEscape(v.Reference)))
	return true
}
