package frontend

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/workflow"
)

func (s *server) showCase(c *gin.Context) error {
	sight, err := s.sightOf(c, formState{})
	if errors.Is(err, record.ErrNotFound) && s.askedInstead(c) {
		return nil
	}
	if err != nil {
		return err
	}
	if into := sight.view.MergedInto; into != "" && c.Query("show") != "history" {
		c.Redirect(http.StatusSeeOther, caseURL(into)+"?merged="+url.QueryEscape(sight.view.Incident.Reference))
		return nil
	}
	sight.form = s.filledIn(c, sight)
	page := casePage(sight)
	page.Done = done(c)
	return s.show(c, http.StatusOK, page)
}

// filledIn is the form of a merge that a suggestion leads to.
func (s *server) filledIn(c *gin.Context, sight sight) formState {
	other := c.Query("merge")
	if other == "" || len(other) > 40 || !slices.Contains(sight.view.Actions, workflow.Merge) {
		return sight.form
	}
	return formState{act: string(workflow.Merge), typed: url.Values{"other": {other}}}
}

// sightOf loads the case of the address as the actor may see it. A filer's own report, which the door may show them
// too, is no page of the desk.
func (s *server) sightOf(c *gin.Context, form formState) (sight, error) {
	if err := s.worker(c); err != nil {
		return sight{}, err
	}
	view, err := s.reader(c).Case(c, c.Param("reference"))
	if err != nil {
		return sight{}, err
	}
	return sight{view: view, org: s.Org(), rules: s.Desk.Rules, actor: actorOf(c), now: s.Now(), form: form, packs: s.packs()}, nil
}

// again shows the case with a form that was not accepted: unfolded, with what was typed and with what was wrong. note,
// when not nil, says that the case itself is new.
func (s *server) again(c *gin.Context, status int, form formState, note Text) error {
	sight, err := s.sightOf(c, form)
	if err != nil {
		return err
	}
	page := casePage(sight)
	if note != nil {
		page.Done = &Banner{Says: note}
	}
	return s.show(c, status, page)
}

// refused shows why the domain refused a form. What may not be known is not found; what is no refusal is an error.
func (s *server) refused(c *gin.Context, form formState, err error) error {
	refusal, ok := record.AsRefusal(err)
	if !ok {
		return err
	}
	switch refusal.Kind {
	case record.NotFound, record.Busy:
		return err
	case record.Stale:
		return s.again(c, http.StatusConflict, form, K("case.stale"))
	case record.WrongTime:
		form.found = append(form.found, refusalProblem(form.act, refusal))
		return s.again(c, http.StatusConflict, form, nil)
	case record.Forbidden:
		form.found = append(form.found, refusalProblem(form.act, refusal))
		return s.again(c, http.StatusForbidden, form, nil)
	default:
		form.found = append(form.found, refusalProblem(form.act, refusal))
		return s.again(c, http.StatusUnprocessableEntity, form, nil)
	}
}

// refusalProblem is a refusal beside its field, or on top of the page where it concerns no field of the form.
func refusalProblem(act string, r *record.Refusal) Problem {
	field := ""
	if r.Field != "" && r.Field != "action" && r.Field != "proposal" {
		field = fieldID(act, r.Field)
	}
	return Problem{Field: field, Says: refusalSaid(r)}
}

// refusalSaid words a refusal in the reader's language.
func refusalSaid(r *record.Refusal) Text {
	return wordEither("refused."+r.Code, "refused.other", r.Code)
}
