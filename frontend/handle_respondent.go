package frontend

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// registerRespondent adds the respondent's door. The code travels in the body of each form: never in an address, a
// cookie or a log.
func (s *server) registerRespondent(g *gin.RouterGroup) {
	private := g.Group("/respondent", web.NoStore(), s.limitTrack)
	private.GET("", handle(func(c *gin.Context) error { return s.show(c, http.StatusOK, servedEnterPage(nil)) }))
	private.POST("", handle(s.servedCase))
	private.POST("/act", handle(s.servedAct))
	private.POST("/evidence", web.BodyLimit(maxUpload), handle(s.servedEvidence))
	for _, path := range []string{"/act", "/evidence"} {
		private.GET(path, func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/respondent") })
	}
}

func (s *server) served(ctx context.Context, code string) (workflow.ServedView, error) {
	hash, err := s.Receipt(code)
	if err != nil {
		return workflow.ServedView{}, record.ErrNotFound
	}
	return s.Door.Served(ctx, hash, s.Now())
}

// noSuchCode asks for the code again; other errors pass.
func (s *server) noSuchCode(c *gin.Context, err error) error {
	if !errors.Is(err, record.ErrNotFound) {
		return err
	}
	return s.show(c, http.StatusNotFound, servedEnterPage(problems{{"code", K("served.unknown")}}))
}

func (s *server) servedCase(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	code := clean(form.Get("code"))
	view, err := s.served(c, code)
	if err != nil {
		return s.noSuchCode(c, err)
	}
	return s.show(c, http.StatusOK, servedPage(code, view, formState{}))
}

// showDoneServed reads the case again and says that something was recorded.
func (s *server) showDoneServed(c *gin.Context, code string) error {
	view, err := s.served(c, code)
	if err != nil {
		return err
	}
	page := servedPage(code, view, formState{})
	page.Done = &Banner{Good: true, Says: K("served.done")}
	return s.show(c, http.StatusOK, page)
}

func (s *server) servedAct(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	action, code := workflow.Action(form.Get("action")), clean(form.Get("code"))
	if !slices.Contains(workflow.RespondentActs, action) {
		return web.Invalid()
	}
	view, err := s.served(c, code)
	if err != nil {
		return s.noSuchCode(c, err)
	}
	state := formState{act: string(action), typed: form}
	if switching(form) {
		return s.show(c, http.StatusOK, servedPage(code, view, state))
	}
	command, found := servedCommand(action, form)
	if len(found) > 0 {
		state.found = found
		return s.show(c, http.StatusUnprocessableEntity, servedPage(code, view, state))
	}
	err = s.Cases.RespondentAct(c, code, command)
	refusal, refused := record.AsRefusal(err)
	switch {
	case err == nil:
		return s.showDoneServed(c, code)
	case !refused || (refusal.Kind != record.Invalid && refusal.Kind != record.WrongTime):
		return err
	}
	state.found = problems{refusalProblem(state.act, refusal)}
	status := http.StatusUnprocessableEntity
	if refusal.Kind == record.WrongTime {
		status = http.StatusConflict
	}
	return s.show(c, status, servedPage(code, view, state))
}

func servedCommand(action workflow.Action, form url.Values) (command workflow.Command, found problems) {
	command = workflow.Command{Action: action, Reason: clean(form.Get("reason")), Ground: form.Get("ground")}
	switch action {
	case workflow.ReplyServed:
		command.Body, command.Reason = clean(form.Get("body")), ""
	case workflow.PromiseRectify:
		due, ok := beijingTime(form.Get("due"), form.Get("due_time"))
		if command.Due = due; !ok {
			found.add(fieldID(string(action), "due"), K("refused.due_unreadable"))
		}
	default:
	}
	return command, found
}

// servedEvidence adds files. The code stands before the files in the form and is proved before any of them is looked at.
func (s *server) servedEvidence(c *gin.Context) error {
	moreTime(c.Writer)
	var view *workflow.ServedView
	in := &intake{}
	prove := func(fields url.Values) error {
		v, err := s.served(c, clean(fields.Get("code")))
		view, in.room = &v, maxFiles-v.Files
		return err
	}
	form, err := readForm(c.Request, func(fields url.Values, name string, content io.Reader) error {
		if view == nil {
			if err := prove(fields); err != nil {
				return err
			}
		}
		if !slices.Contains(view.Actions, workflow.AddServedEvidence) {
			return nil
		}
		return s.accept(c, in, name, content)
	})
	if err == nil && view == nil {
		err = prove(form)
	}
	if err != nil {
		s.takeBack(c, in.files)
		return s.noSuchCode(c, err)
	}
	code := clean(form.Get("code"))
	for i, file := range in.files {
		if err := s.Cases.EvidenceByService(c, code, file.Stored); err != nil {
			s.takeBack(c, in.files[i:])
			return err
		}
	}
	if len(in.found) == 0 && len(in.files) > 0 {
		return s.showDoneServed(c, code)
	}
	if len(in.found) == 0 {
		in.found.add("files", K("errors.file_none"))
	}
	page := servedPage(code, *view, formState{})
	page.Errors, page.Add = in.found, evidenceFields(nil, in.found)
	return s.show(c, http.StatusUnprocessableEntity, page)
}

// serveRespondent serves a wording and shows the code once: the answer is kept nowhere and has no address.
func (s *server) serveRespondent(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: string(workflow.Serve), typed: form}
	if switching(form) {
		return s.again(c, http.StatusOK, state, nil)
	}
	to, err := uuid.Parse(form.Get("to"))
	if err != nil {
		state.found.add(fieldID(state.act, "to"), K("refused.respondent_unknown"))
		return s.again(c, http.StatusUnprocessableEntity, state, nil)
	}
	code, _, err := s.Cases.Serve(c, c.Param("reference"), actorOf(c), to, clean(form.Get("body")), clean(form.Get("reason")))
	if err != nil {
		state.found = servedFindings(state.act, clean(form.Get("body")), err)
		return s.refused(c, state, err)
	}
	shell := s.shell(c)
	shell.Path = caseURL(c.Param("reference"))
	return s.showIn(c, http.StatusOK, shell, ServiceCodePage{Reference: c.Param("reference"), Code: code})
}

// servedFindings names what the gate found in a wording that it stopped.
func servedFindings(act, body string, err error) (found problems) {
	if r, ok := record.AsRefusal(err); !ok || r.Code != "served_findings" {
		return nil
	}
	for _, f := range publication.Blocking(publication.Scan(body)) {
		found.add(fieldID(act, "body"), wordOr("case.finding_"+strings.ToLower(f.Type), f.Type))
	}
	return found
}

// ServiceCodePage shows the code of a respondent's door once.
type ServiceCodePage struct{ Reference, Code string }

// Template is "service-code".
func (ServiceCodePage) Template() string { return "service-code" }

// Title says what it is.
func (ServiceCodePage) Title() Text { return K("case.service_title") }
