package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/workflow"
)

// sayMatter adds what the filer of an opinion, an inquiry or a request sees.
func sayMatter(page *TrackCasePage, v workflow.TrackView) {
	page.CanConfirm, page.Invited = v.Matter.CanConfirm, v.Matter.Invited
	a := v.Matter.Answer
	if a == nil {
		return
	}
	page.Answer, page.AnswerNote = a.Text, K("matter.answer_public")
	if !a.Public {
		page.AnswerNote = K("matter.answer_withheld", "ground", word("ground", a.Ground))
	}
}

// trackOutcome is the person's word on whether a request was carried out.
func (s *server) trackOutcome(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	receipt := clean(form.Get("receipt"))
	view, err := s.track(c, receipt)
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	said := workflow.Command{Action: workflow.ConfirmOutcome, Result: form.Get("result"), Reason: clean(form.Get("reason"))}
	err = s.Cases.FilerActByReceipt(c, receipt, said, "")
	if refusal, ok := record.AsRefusal(err); ok && refusal.Kind != record.NotFound {
		return s.showTrack(c, http.StatusConflict, receipt, view, func(p *TrackCasePage) {
			p.Done = &Banner{Says: wordOr("refused."+refusal.Code, refusal.Detail)}
		})
	}
	if err != nil {
		return err
	}
	return s.showDoneTrack(c, receipt, "answered")
}

// trackExport hands the filer what they told and were told, as a file or to be printed.
func (s *server) trackExport(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	view, err := s.track(c, clean(form.Get("receipt")))
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	if form.Get("as") == "page" {
		return s.show(c, http.StatusOK, exportPage(view))
	}
	c.Header("Content-Disposition", `attachment; filename="`+view.Reference+`.json"`)
	c.JSON(http.StatusOK, workflow.ExportOf(view))
	return nil
}

// exportPage is the export in words.
func exportPage(v workflow.TrackView) ExportPage {
	e := workflow.ExportOf(v)
	page := ExportPage{Reference: e.Reference, Heading: e.Title, Narrative: e.Narrative, Status: stateTag(v.State), FiledOn: K("matter.opinion_filed", "day", OnDay(string(e.FiledOn)))}
	for _, p := range e.Parties {
		page.Parties = append(page.Parties, ExportLine{What: word("kind", p.Kind), Words: p.Name})
	}
	for _, m := range e.Messages {
		page.Messages = append(page.Messages, ExportLine{What: K("matter.export_" + messageKind(m.Kind)), Words: m.Body, When: OnDay(string(m.On))})
	}
	for _, f := range e.Evidence {
		page.Files = append(page.Files, ExportLine{Words: f.Name, When: OnDay(string(f.On))})
	}
	for _, step := range v.Progress {
		page.Course = append(page.Course, progress(step))
	}
	for _, r := range v.Readings {
		page.Readings = append(page.Readings, readingEvent(r))
	}
	if e.Answer != nil {
		page.Answer = e.Answer.Text
	}
	return page
}

func messageKind(kind string) string {
	if kind == "question" {
		return kind
	}
	return "answer"
}
