package frontend

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// registerTrack adds the filer's door. The receipt travels in the body of each form: never in an address, a cookie or
// a log.
func (s *server) registerTrack(g *gin.RouterGroup) {
	private := g.Group("/track", web.NoStore(), s.limitTrack)
	private.GET("", handle(func(c *gin.Context) error { return s.show(c, http.StatusOK, trackPage(nil)) }))
	private.POST("", handle(s.trackCase))
	private.POST("/answer", handle(s.trackAnswer))
	private.POST("/act", handle(s.trackAct))
	private.POST("/outcome", handle(s.trackOutcome))
	private.POST("/export", handle(s.trackExport))
	if s.Log != nil {
		private.POST("/proof", handle(s.trackProof))
		private.POST("/promise", handle(s.trackPromise))
		for _, path := range []string{"/proof", "/promise"} {
			private.GET(path, func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/track") })
		}
	}
	private.POST("/evidence", web.BodyLimit(maxUpload), handle(s.trackEvidence))
	for _, path := range []string{"/answer", "/act", "/outcome", "/export", "/evidence"} {
		private.GET(path, func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/track") })
	}
}

func (s *server) limitTrack(c *gin.Context) {
	if c.Request.Method != http.MethodPost {
		return
	}
	if err := s.limits.allow(s.limits.track); err != nil {
		web.Fail(c, err)
	}
}

func (s *server) trackCase(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	receipt := clean(form.Get("receipt"))
	view, err := s.track(c, receipt)
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	return s.showTrack(c, http.StatusOK, receipt, view, func(*TrackCasePage) {})
}

// noSuchReceipt asks for the receipt again; other errors pass.
func (s *server) noSuchReceipt(c *gin.Context, err error) error {
	if !errors.Is(err, record.ErrNotFound) {
		return err
	}
	return s.show(c, http.StatusNotFound, trackPage(problems{{"receipt", K("errors.receipt_unknown")}}))
}

// showTrack shows a case to its filer; change says what the act before came to.
func (s *server) showTrack(c *gin.Context, status int, receipt string, view workflow.TrackView, change func(*TrackCasePage)) error {
	page := trackCasePage(receipt, view)
	if s.Log != nil {
		f, err := s.filing(c, receipt)
		if err != nil {
			return err
		}
		page.Proof = proofShown(f)
	}
	found, err := s.Door.Public().Incident(c, view.Reference)
	switch {
	case err == nil && found.Public != record.Withdrawn:
		page.Public = view.Reference
	case err != nil && !errors.Is(err, record.ErrNotFound):
		return err
	}
	change(&page)
	return s.show(c, status, page)
}

// showDoneTrack reads the case again and tells what was done.
func (s *server) showDoneTrack(c *gin.Context, receipt, message string) error {
	view, err := s.track(c, receipt)
	if err != nil {
		return err
	}
	return s.showTrack(c, http.StatusOK, receipt, view, func(p *TrackCasePage) {
		p.Done = &Banner{Good: true, Says: K("track." + message)}
	})
}

func (s *server) trackAnswer(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	receipt, answer := clean(form.Get("receipt")), clean(form.Get("answer"))
	view, err := s.track(c, receipt)
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	if answer != "" && answeredLast(view.Messages, answer) {
		return s.showDoneTrack(c, receipt, "sent_already")
	}
	err = s.Cases.AnswerByReceipt(c, receipt, answer)
	refusal, refused := record.AsRefusal(err)
	switch {
	case err == nil:
		return s.showDoneTrack(c, receipt, "answered")
	case refused && refusal.Kind == record.Invalid:
		return s.showTrack(c, http.StatusUnprocessableEntity, receipt, view, wrongAnswer(form, answer))
	case refused && refusal.Kind == record.WrongTime:
		return s.showTrack(c, http.StatusConflict, receipt, view, tooLate)
	}
	return err
}

// wrongAnswer puts the answer back where it was written, with what is wrong with it.
func wrongAnswer(form url.Values, answer string) func(*TrackCasePage) {
	says := K("errors.answer_empty")
	if answer != "" {
		says = K("errors.answer_long")
	}
	return func(p *TrackCasePage) {
		for i := range p.Questions {
			if q := &p.Questions[i]; q.ID == form.Get("question") && q.Answer == "" {
				q.Typed, q.Error = answer, says
				p.Errors = problems{{"answer-" + q.ID, says}}
				return
			}
		}
		p.Errors = problems{{"", says}}
	}
}

func tooLate(p *TrackCasePage) {
	p.Open, p.Acts = false, nil
	p.Done = &Banner{Says: K("track.closed")}
}

// trackEvidence adds files to a report. The receipt stands before the files in the form and is proved before any of
// them is looked at.
func (s *server) trackEvidence(c *gin.Context) error {
	moreTime(c.Writer)
	var view *workflow.TrackView
	in := &intake{}
	prove := func(fields url.Values) error {
		v, err := s.track(c, clean(fields.Get("receipt")))
		view, in.room = &v, maxFiles-v.Evidence
		return err
	}
	form, err := readForm(c.Request, func(fields url.Values, name string, content io.Reader) error {
		if view == nil {
			if err := prove(fields); err != nil {
				return err
			}
		}
		if !view.CanAnswer {
			return nil
		}
		return s.accept(c, in, name, content)
	})
	if err == nil && view == nil {
		err = prove(form)
	}
	if err != nil {
		s.takeBack(c, in.files)
		return s.noSuchReceipt(c, err)
	}
	return s.addEvidence(c, clean(form.Get("receipt")), *view, in)
}

func (s *server) addEvidence(c *gin.Context, receipt string, view workflow.TrackView, in *intake) error {
	if !view.CanAnswer {
		return s.showTrack(c, http.StatusConflict, receipt, view, tooLate)
	}
	for i, file := range in.files {
		err := s.Cases.EvidenceByReceipt(c, receipt, file.Stored)
		if err == nil {
			continue
		}
		if c.Request.Context().Err() != nil {
			i++ // cut off: this one may be filed all the same
		}
		s.takeBack(c, in.files[i:])
		return err
	}
	if len(in.found) == 0 && len(in.files) > 0 {
		return s.showDoneTrack(c, receipt, "evidence_added")
	}
	if len(in.found) == 0 {
		in.found.add("files", K("errors.file_none"))
	}
	view.Evidence += len(in.files)
	return s.showTrack(c, http.StatusUnprocessableEntity, receipt, view, func(p *TrackCasePage) {
		p.Errors, p.Add = in.found, evidenceFields(nil, in.found)
	})
}
