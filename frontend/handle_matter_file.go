package frontend

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// fileMatter files what a form says, with the files that came along. Who may file is settled before any file is looked
// at. Files that nothing came to name are taken back: those of a refused form, and those of a form that was answered
// before.
func (s *server) fileMatter(c *gin.Context, kind string) error {
	if err := s.mayFile(c, kind); err != nil {
		return err
	}
	moreTime(c.Writer)
	in := &intake{room: maxFiles}
	defer func() {
		if !in.kept {
			s.takeBack(c, in.files)
		}
	}()
	form, err := s.readMatter(c, in)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	if switching(form) {
		return s.showMatter(c, http.StatusOK, kind, form, in.anew(nil))
	}
	if _, err := uuid.Parse(form.Get("key")); err != nil {
		form.Del("key")
		return s.showMatter(c, http.StatusUnprocessableEntity, kind, form, in.anew(problems{{"", K("errors.send_again")}}))
	}
	if len(in.found) > 0 {
		return s.showMatter(c, http.StatusUnprocessableEntity, kind, form, in.anew(in.found))
	}
	if err := s.limits.allow(s.limits.file); err != nil {
		return err
	}
	return s.sendMatter(c, kind, form, in)
}

// readMatter reads a form and takes its files in, unless the reader only changed the language. Where the files are
// together too large, what was typed, which stands before them, is kept.
func (s *server) readMatter(c *gin.Context, in *intake) (url.Values, error) {
	var typed url.Values
	form, err := readForm(c.Request, func(fields url.Values, name string, content io.Reader) error {
		typed, in.sent = fields, true
		if switching(fields) {
			return nil
		}
		return s.accept(c, in, name, content)
	})
	if err != nil && typed != nil && web.ProblemOf(err).Type == web.TypeTooLarge {
		in.found.add("files", K("errors.files_too_big"))
		return typed, nil
	}
	return form, err
}

// sendMatter files. The files are hashed into what makes two requests the same, so the same form sent again gets the
// same receipt.
func (s *server) sendMatter(c *gin.Context, kind string, form url.Values, in *intake) error {
	told := submissionOf(kind, form, locale.For(langOf(c)))
	told.Lang = string(langOf(c))
	for _, file := range in.files {
		told.Evidence = append(told.Evidence, file.Stored)
	}
	filed, err := s.Cases.File(c, actorOf(c), form.Get("key"), told)
	if found := matterFaults(kind, err); len(found) > 0 {
		return s.showMatter(c, http.StatusUnprocessableEntity, kind, form, in.anew(found))
	}
	if err != nil {
		if _, refused := record.AsRefusal(err); !refused {
			s.sweepLater(c, in) // it may be filed all the same
		}
		return err
	}
	in.kept = !filed.Again
	return s.show(c, http.StatusOK, MatterFormPage{Kind: kind, Receipt: filed.Receipt, Reference: filed.Reference})
}

// sweepLater leaves files of which it is not known whether a report names them to the sweep of drafts, which deletes
// those that none does. Where even that fails they stay, sealed: a report must not lose what it may name.
func (s *server) sweepLater(ctx context.Context, in *intake) {
	in.kept = true
	if len(in.files) == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	files := make([]record.ID, len(in.files))
	for i, file := range in.files {
		files[i] = file.Stored.ID
	}
	text, err := (&Draft{}).Marshal()
	var code string
	if err == nil {
		code, err = s.Drafts.New(ctx, text)
	}
	if err == nil {
		err = s.Drafts.Save(ctx, code, text, files)
	}
	if err != nil {
		s.Warn("leave evidence to the sweep", err)
	}
}

// anew adds to what is wrong with a form that its files must be chosen again: a browser never sends back a file that a
// page did not ask for.
func (in *intake) anew(found problems) problems {
	if in.sent {
		found.add("files", K("errors.files_again"))
	}
	return found
}

func submissionOf(kind string, form url.Values, p *locale.Printer) workflow.Submission {
	get := func(name string) string { return clean(form.Get(name)) }
	var parties []workflow.SubmittedParty
	if name := get("target_name"); name != "" {
		party := workflow.SubmittedParty{Kind: get("target_kind"), Role: "holder", Name: name}
		if kind == "request" {
			party.Kind = "enterprise"
		}
		parties = append(parties, party)
	}
	filer := workflow.SubmittedFiler{Kind: "named", Name: get("name"), Contact: get("contact")}
	switch kind {
	case "request":
		right := get("right")
		title := p.T("matter.title_request")
		if known(workflow.Rights, right) {
			title = p.T("words.right_" + right)
		}
		return workflow.SubmittedRequest{
			Right: right, Data: get("narrative"), Holder: get("holder_answer"), AskedOn: record.Date(get("asked_on")), Consent: get("consent") == "yes",
			Respondents: parties, Region: get("region"), Filer: filer,
		}.Submission(title)
	case "application":
		return workflow.SubmittedApplication{
			Kind: get("kind"), Name: get("title"), CreditCode: get("credit_code"), Statement: get("narrative"), Region: get("region"), Contact: filer,
		}.Submission()
	}
	return workflow.Statement{Title: get("title"), Narrative: get("narrative"), About: get("about"), Respondents: parties, Region: get("region")}.
		Submission(record.Matter(kind))
}

// matterFaults puts what the domain refused beside the fields of the form.
func matterFaults(kind string, err error) problems {
	var list record.Refusals
	if one, ok := record.AsRefusal(err); ok && one.Kind == record.Invalid {
		list = record.Refusals{one}
	}
	errors.As(err, &list)
	var found problems
	for _, r := range list {
		name := strings.TrimPrefix(r.Field, "/")
		switch {
		case name == "evidence":
			found.add("files", wordOr("refused."+r.Code, r.Detail))
			continue
		case strings.HasPrefix(name, "respondents"):
			name = "target_name"
		case strings.HasPrefix(name, "filer/contact"):
			name = "contact"
		case strings.HasPrefix(name, "filer"):
			name = "name"
		}
		if !known(matterForms[kind], name) {
			name = matterForms[kind][0]
		}
		found.add(fieldID(kind, name), wordOr("refused."+r.Code, r.Detail))
	}
	return found
}
