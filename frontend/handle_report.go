package frontend

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
)

// registerReport adds the flow of a report. It needs no cookie and no script: the code of the draft travels in each
// form, and no answer is kept by any cache.
func (s *server) registerReport(g *gin.RouterGroup) {
	flow := g.Group("/report", web.NoStore())
	flow.GET("", handle(func(c *gin.Context) error {
		return s.show(c, http.StatusOK, ReportStartPage{Hours: DraftHours, TakesIn: s.takesIn(c)})
	}))
	flow.POST("/start", handle(s.startReport))
	flow.POST("/step", web.BodyLimit(maxUpload), handle(s.reportStep))
	flow.POST("/check", handle(s.reportCheck))
	flow.POST("/saved", handle(s.receiptSaved))
	for _, path := range []string{"/start", "/step", "/check", "/saved"} {
		flow.GET(path, func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/report") })
	}
}

func (s *server) today() string { return s.Now().In(beijing).Format(time.DateOnly) }

func (s *server) startReport(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	d := &Draft{Joins: clean(form.Get("joins")), Behalf: form.Get("on_behalf") != "" && s.takesIn(c)}
	if err := s.prefill(c, d); err != nil {
		return err
	}
	code, err := s.newDraft(c, d)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, stepPage(0, code, d, nil))
}

// takesIn reports whether whoever is signed in may file for somebody else.
func (s *server) takesIn(c *gin.Context) bool {
	return s.Org().Stand(actorOf(c), roles.Case{}, s.Now()).May(roles.TakeIn)
}

// prefill takes over from a published incident what is the same for everybody to whom it happened.
func (s *server) prefill(c *gin.Context, d *Draft) error {
	if d.Joins == "" {
		return nil
	}
	found, err := s.Door.Public().Incident(c, d.Joins)
	if err != nil {
		return err
	}
	d.Title, d.Violation, d.Sector = found.Title, found.Violation, found.Sector
	return nil
}

func (s *server) newDraft(c *gin.Context, d *Draft) (string, error) {
	if err := s.limits.allow(s.limits.draft); err != nil {
		return "", err
	}
	text, err := d.Marshal()
	if err != nil {
		return "", err
	}
	return s.Drafts.New(c, text)
}

func (s *server) loadDraft(c *gin.Context, code string) (*Draft, error) {
	if code == "" {
		return nil, ErrNoDraft
	}
	text, err := s.Drafts.Load(c, code)
	if err != nil {
		return nil, err
	}
	return ParseDraft(text)
}

// draftGone says that a draft was sent already or has expired.
func (s *server) draftGone(c *gin.Context) error {
	return s.show(c, http.StatusGone, ErrorPage{Status: http.StatusGone, Kind: "draft_gone"})
}

func (s *server) saveDraft(c *gin.Context, code string, d *Draft) error {
	text, err := d.Marshal()
	if err != nil {
		return err
	}
	files := make([]record.ID, len(d.Evidence))
	for i, file := range d.Evidence {
		files[i] = file.Stored.ID
	}
	return s.Drafts.Save(c, code, text, files)
}

// reportStep reads the answers of one step, keeps them, and shows what comes next. Where the draft has expired, the
// answers begin a new one, so that what was just typed is not lost.
func (s *server) reportStep(c *gin.Context) (err error) {
	moreTime(c.Writer)
	var d *Draft
	in := &intake{}
	defer func() { s.unlessKept(c, d, in, err) }()
	form, err := readForm(c.Request, func(fields url.Values, name string, content io.Reader) (err error) {
		if d == nil && fields.Get("step") == "evidence" {
			if d, err = s.loadDraft(c, fields.Get("draft")); err != nil {
				return err
			}
			in.room = maxFiles - len(d.Evidence)
		}
		if d == nil || d.Sent != nil {
			return nil
		}
		return s.accept(c, in, name, content)
	})
	code := form.Get("draft")
	if err == nil && d == nil {
		d, err = s.loadDraft(c, code)
	}
	var lost problems
	if errors.Is(err, ErrNoDraft) && form != nil {
		lost.add("", K("errors.draft_lost"))
		d = &Draft{}
		code, err = s.newDraft(c, d)
	}
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	if d.Sent != nil {
		return s.draftGone(c)
	}
	return s.answered(c, d, code, form, in, lost)
}

// unlessKept takes back the files of a step whose answers were not kept.
func (s *server) unlessKept(c *gin.Context, d *Draft, in *intake, err error) {
	if !in.kept && (err != nil || d == nil || d.Sent != nil) {
		s.takeBack(c, in.files)
	}
}

// answered shows what comes after a step's answers; files that were refused keep the reader on the step.
func (s *server) answered(c *gin.Context, d *Draft, code string, form url.Values, in *intake, lost problems) error {
	before := d.Evidence
	d.Evidence = append(slices.Clone(before), in.files...)
	next := answer(d, code, form, s.today())
	if err := s.saveDraft(c, code, d); err != nil {
		in.kept = c.Request.Context().Err() != nil // cut off: the draft may name them all the same
		return err
	}
	in.kept = true
	s.discard(c, before, d.Evidence)
	if len(in.found) > 0 {
		next = turn{step: stepPage(stepIndex("evidence"), code, d, in.found)}
		next.step.FromCheck = form.Get("from") == "check"
	}
	next.step.Errors = append(lost, next.step.Errors...)
	return s.showTurn(c, next, code, newKey(), d)
}

// discard deletes files that were taken out of a draft; what fails stays until the store is swept.
func (s *server) discard(c *gin.Context, before, after []DraftFile) {
	for _, file := range before {
		if slices.ContainsFunc(after, func(f DraftFile) bool { return f.ID == file.ID }) {
			continue
		}
		if err := s.Evidence.Discard(c, file.Stored.ID); err != nil {
			s.Warn("discard evidence", err)
		}
	}
}

func (s *server) showTurn(c *gin.Context, next turn, code, key string, d *Draft) error {
	switch {
	case next.start:
		return s.show(c, http.StatusOK, ReportStartPage{Hours: DraftHours, TakesIn: s.takesIn(c)})
	case next.check:
		return s.show(c, http.StatusOK, checkPage(code, key, d))
	case len(next.step.Errors) > 0:
		return s.show(c, http.StatusUnprocessableEntity, next.step)
	}
	return s.show(c, http.StatusOK, next.step)
}

// newKey makes the key by which the same check page sent twice files once.
func newKey() string { return uuid.NewString() }

// keyOf is the key of a check page that comes back, or a new one where it is no UUID version 4: what others made up
// must not protect the receipt.
func keyOf(form url.Values) (key string, genuine bool) {
	id, err := uuid.Parse(form.Get("key"))
	if err != nil || id.Version() != 4 || id.String() != form.Get("key") {
		return newKey(), false
	}
	return id.String(), true
}
