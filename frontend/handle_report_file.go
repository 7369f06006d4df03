package frontend

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// trap is a field that people do not see. Whoever fills it is asked once more, since it may be a person's browser that
// filled it; programs that fill every field never get further.
const trap = "website"

// reportCheck answers the check page: back to a question, or file.
func (s *server) reportCheck(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	code := form.Get("draft")
	d, err := s.loadDraft(c, code)
	key, genuine := keyOf(form)
	if errors.Is(err, ErrNoDraft) || (err == nil && d.Sent != nil && !d.SentUnder(key)) {
		return s.draftGone(c)
	}
	if err != nil {
		return err
	}
	next, ready := review(d, code, form, s.today())
	if !ready && d.Sent != nil {
		return s.draftGone(c)
	}
	if !ready {
		return s.showTurn(c, next, code, key, d)
	}
	if !genuine || form.Get(trap) != "" {
		page := checkPage(code, key, d)
		page.Errors = problems{{"", K("errors.send_again")}}
		return s.show(c, http.StatusUnprocessableEntity, page)
	}
	return s.file(c, d, code, key)
}

// file files the draft. The draft is kept until the receipt was saved, so that the same page sent again gives the same
// receipt.
func (s *server) file(c *gin.Context, d *Draft, code, key string) error {
	if err := s.limits.allow(s.limits.file); err != nil {
		return err
	}
	submission := d.Submission()
	submission.Lang = string(langOf(c))
	filed, err := s.Cases.File(c, filerOf(c, d), key, submission)
	var refused record.Refusals
	if errors.As(err, &refused) && len(refused) > 0 {
		index, found := refusedStep(refused)
		page := stepPage(index, code, d, found)
		page.FromCheck = true
		return s.show(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	d.Sent = keyHash(key)
	if err := s.saveDraft(c, code, d); err != nil {
		s.Warn("mark draft as sent", err)
	}
	return s.showReceipt(c, http.StatusOK, code, filed.Receipt, nil)
}

// filerOf is who files: the signed-in person only where the report is to bear a name.
func filerOf(c *gin.Context, d *Draft) roles.Actor {
	if d.Behalf {
		return actorOf(c)
	}
	if d.Filer != "named" {
		return roles.Actor{Role: roles.Citizen}
	}
	return actorOf(c)
}

func (s *server) showReceipt(c *gin.Context, status int, code, receipt string, found problems) error {
	view, err := s.track(c, receipt)
	if err != nil {
		return err
	}
	page := ReceiptPage{Reference: view.Reference, Receipt: receipt, DraftID: code, Next: nextSteps(view), Errors: found}
	if s.Log != nil {
		f, err := s.filing(c, receipt)
		if err != nil {
			return err
		}
		page.Promised = DateOf(f.Due)
	}
	return s.show(c, status, page)
}

// receiptSaved ends the journey once the filer says that the receipt is saved; only then the draft goes.
func (s *server) receiptSaved(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	code, receipt := form.Get("draft"), form.Get("receipt")
	if form.Get("saved") == "" {
		if form.Get("switch_language") != "" {
			return s.showReceipt(c, http.StatusOK, code, receipt, nil)
		}
		return s.showReceipt(c, http.StatusUnprocessableEntity, code, receipt, problems{{"saved", K("errors.receipt_not_saved")}})
	}
	return s.showDone(c, form, code, receipt)
}

func (s *server) showDone(c *gin.Context, form url.Values, code, receipt string) error {
	view, err := s.track(c, receipt)
	if err != nil {
		return err
	}
	violation := form.Get("violation")
	if d, err := s.loadDraft(c, code); err == nil {
		violation = d.Violation
	}
	if code != "" {
		if err := s.Drafts.Delete(c, code); err != nil {
			s.Warn("delete draft", err)
		}
	}
	return s.show(c, http.StatusOK, DonePage{
		Reference: view.Reference, Receipt: receipt, Violation: violation, Next: nextSteps(view), Advice: adviceFor(violation),
	})
}

// track is the view behind a receipt; a wrong one is not found.
func (s *server) track(c *gin.Context, receipt string) (workflow.TrackView, error) {
	hash, err := s.Receipt(receipt)
	if err != nil {
		return workflow.TrackView{}, record.ErrNotFound
	}
	return s.Door.Track(c, hash, s.Now())
}
