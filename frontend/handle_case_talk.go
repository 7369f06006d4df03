package frontend

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// sayings are the acts that write a message.
var sayings = []workflow.Action{workflow.Comment, workflow.Ask, workflow.Answer, workflow.Explain}

func (s *server) sayOnCase(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	action := workflow.Action(form.Get("action"))
	if !slices.Contains(sayings, action) {
		return web.Invalid()
	}
	s.switchLanguage(c, form)
	state := formState{act: string(action), typed: form}
	if switching(form) {
		return s.again(c, http.StatusOK, state, nil)
	}
	report, err := s.reportOf(c, form.Get("report"))
	if err != nil {
		return err
	}
	if action != workflow.Comment && action != workflow.Explain && report == uuid.Nil {
		state.found.add(fieldID(state.act, "report"), K("refused.report_empty"))
		return s.again(c, http.StatusUnprocessableEntity, state, nil)
	}
	body := strings.TrimSpace(form.Get("body"))
	if err := s.Cases.Say(c, c.Param("reference"), actorOf(c), action, report, body); err != nil {
		return s.refused(c, state, err)
	}
	return s.finishCase(c, "said")
}

// reportOf is a report of this very case; one of another case does not exist here. Empty is none.
func (s *server) reportOf(c *gin.Context, text string) (record.ID, error) {
	if text == "" {
		return record.ID{}, nil
	}
	sight, err := s.sightOf(c, formState{})
	if err != nil {
		return record.ID{}, err
	}
	for _, r := range sight.view.Reports {
		if r.ID.String() == text {
			return r.ID, nil
		}
	}
	return record.ID{}, record.ErrNotFound
}

// unsealCase opens a sealed field, after the reading was recorded, and shows it once: the answer is kept nowhere, has
// no address, and its language cannot be changed, because that would be another reading.
func (s *server) unsealCase(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: actUnseal, typed: form}
	if switching(form) {
		return s.again(c, http.StatusOK, state, nil)
	}
	field, id, _ := strings.Cut(form.Get("field"), ":")
	if !slices.Contains(workflow.SealedFields, field) {
		state.found.add(fieldID(actUnseal, "field"), K("refused.field_empty"))
		return s.again(c, http.StatusUnprocessableEntity, state, nil)
	}
	report, err := s.reportOf(c, id)
	if err != nil {
		return err
	}
	purpose := strings.TrimSpace(form.Get("purpose"))
	values, err := s.Cases.Unseal(c, c.Param("reference"), actorOf(c), report, field, purpose)
	if err != nil {
		return s.refused(c, state, err)
	}
	shell := s.shell(c)
	shell.Path = caseURL(c.Param("reference"))
	return s.showIn(c, http.StatusOK, shell, UnsealedPage{
		Reference: c.Param("reference"), What: sealedField(field), Values: values, Purpose: purpose,
	})
}

// showIn renders a page in a frame of its own.
func (s *server) showIn(c *gin.Context, status int, shell Shell, page Page) error {
	var out bytes.Buffer
	if err := s.pages.Render(&out, shell, page); err != nil {
		return err
	}
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
	return nil
}
