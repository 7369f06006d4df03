package frontend

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

func registerLaw(g *gin.RouterGroup, s *server) {
	g.GET("/desk/cases/:reference/assess/:kind", handle(s.askFacts))
	g.POST("/desk/cases/:reference/assess/:kind", handle(s.assessCase))
	g.GET("/desk/cases/:reference/findings/:id", handle(s.showFinding))
	g.GET("/desk/cases/:reference/findings/:id/print", handle(s.printFinding))
	g.POST("/desk/cases/:reference/findings/:id/override", handle(s.overrideFinding))
}

// lawSight is the case of the address for an act that must be open to the reader.
func (s *server) lawSight(c *gin.Context, form formState, act workflow.Action) (sight, error) {
	at, err := s.sightOf(c, form)
	if err != nil {
		return sight{}, err
	}
	if act != "" && !slices.Contains(at.view.Actions, act) {
		return sight{}, web.Forbidden("This act is not open to you now.")
	}
	return at, nil
}

func knownKind(kind string) bool { return slices.Contains(assess.FindingKinds(), assess.Kind(kind)) }

func (s *server) askFacts(c *gin.Context) error {
	if !knownKind(c.Param("kind")) {
		return record.ErrNotFound
	}
	at, err := s.lawSight(c, formState{}, workflow.Assess)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, at.assessPage(c.Param("kind")))
}

func (s *server) assessCase(c *gin.Context) error {
	kind := c.Param("kind")
	if !knownKind(kind) {
		return record.ErrNotFound
	}
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: "assess", typed: form}
	if switching(form) {
		return s.factsAgain(c, http.StatusOK, state)
	}
	facts, found := readFacts(kind, form)
	if state.found = found; len(found) > 0 {
		return s.factsAgain(c, http.StatusUnprocessableEntity, state)
	}
	command := workflow.Command{Action: workflow.Assess, Actor: actorOf(c), Assess: &facts}
	if _, err := s.Cases.Act(c, c.Param("reference"), command, 0); err != nil {
		return s.factsRefused(c, state, err)
	}
	at, err := s.sightOf(c, formState{})
	if err != nil {
		return err
	}
	if len(at.view.Findings) == 0 {
		return finish(c, caseURL(url.PathEscape(c.Param("reference"))), string(workflow.Assess))
	}
	return finish(c, findingURL(at.view.Incident.Reference, at.view.Findings[0].ID), string(workflow.Assess))
}

func (s *server) factsAgain(c *gin.Context, status int, form formState) error {
	at, err := s.lawSight(c, form, workflow.Assess)
	if err != nil {
		return err
	}
	return s.show(c, status, at.assessPage(c.Param("kind")))
}

// factsRefused shows which fact the rules could not take.
func (s *server) factsRefused(c *gin.Context, form formState, err error) error {
	refusal, ok := record.AsRefusal(err)
	if !ok || refusal.Kind != record.Invalid {
		return err
	}
	field := ""
	if refusal.Field == "on" || refusal.Field == "jurisdiction" {
		field = fieldID("assess", refusal.Field)
	}
	form.found.add(field, refusalSaid(refusal))
	return s.factsAgain(c, http.StatusUnprocessableEntity, form)
}

func (s *server) showFinding(c *gin.Context) error {
	return s.findingPage(c, http.StatusOK, formState{}, false)
}

func (s *server) printFinding(c *gin.Context) error {
	return s.findingPage(c, http.StatusOK, formState{}, true)
}

func (s *server) findingPage(c *gin.Context, status int, form formState, printed bool) error {
	at, err := s.lawSight(c, form, "")
	if err != nil {
		return err
	}
	id, err := uuid.Parse(c.Param("id"))
	i := slices.IndexFunc(at.view.Findings, func(f workflow.FindingView) bool { return f.ID == id })
	if err != nil || i < 0 {
		return record.ErrNotFound
	}
	page := at.findingPage(at.view.Findings[i])
	page.Done, page.Printed = done(c), printed
	return s.show(c, status, page)
}

func (s *server) overrideFinding(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return record.ErrNotFound
	}
	s.switchLanguage(c, form)
	name := string(workflow.OverrideFinding)
	state := formState{act: name, typed: form}
	if switching(form) {
		return s.findingPage(c, http.StatusOK, state, false)
	}
	_, err = s.Cases.Act(c, c.Param("reference"), workflow.Command{
		Action: workflow.OverrideFinding, Actor: actorOf(c), Override: id, Answer: form.Get("answer"), Reason: form.Get("reason"),
	}, 0)
	var refusal *record.Refusal
	switch {
	case err == nil:
		return finish(c, findingURL(c.Param("reference"), id), name)
	case !errors.As(err, &refusal) || refusal.Kind != record.Invalid:
		return err
	}
	state.found = append(state.found, refusalProblem(name, refusal))
	return s.findingPage(c, http.StatusUnprocessableEntity, state, false)
}

// findingPage is one finding with everything behind it and, where the reader may, the form for their own judgment.
func (s sight) findingPage(f workflow.FindingView) FindingPage {
	reference := s.view.Incident.Reference
	page := FindingPage{
		Reference: reference, CaseTitle: s.view.Title, Back: caseURL(reference), Shown: s.findingShown(f), Detail: s.findingDetail(f),
		Errors: s.form.found,
	}
	if !slices.Contains(s.view.Actions, workflow.OverrideFinding) {
		return page
	}
	name := string(workflow.OverrideFinding)
	var answers []Option
	for _, a := range assess.Answers(assess.Kind(f.Kind)) {
		if a != f.Answer {
			answers = append(answers, Option{Value: a, Label: answerWords(f.Kind, a)})
		}
	}
	page.Override = &Act{
		Action: name, ID: formID(name), URL: findingURL(reference, f.ID) + "/override", Label: K("case.act_" + name),
		Hint: K("case.act_" + name + "_hint"), Open: s.form.is(name),
		Fields: []Field{
			{Radios: s.form.list(name, "answer", K("law.field_answer_override_finding"), answers)}, s.reason(name, true),
		},
	}
	if s.form.act != "" {
		page.Answering = formID(s.form.act)
	}
	return page
}
