package frontend

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// hidden are the hidden fields of the form with an id, as a browser would send them back.
func hidden(t *testing.T, page, id string) url.Values {
	t.Helper()
	form, inside, found := url.Values{}, false, false
	z := html.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		attribute := map[string]string{}
		for _, a := range token.Attr {
			attribute[a.Key] = a.Val
		}
		switch {
		case token.Data == "form":
			inside = kind == html.StartTagToken && attribute["id"] == id
			found = found || inside
		case inside && token.Data == "input" && attribute["type"] == "hidden":
			form.Add(attribute["name"], attribute["value"])
		}
	}
	require.True(t, found, "no form %q on the page", id)
	return form
}

func with(form url.Values, pairs ...string) url.Values {
	all := url.Values{}
	for name, values := range form {
		all[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		all.Set(pairs[i], pairs[i+1])
	}
	return all
}

// multi sends a form as browsers do when it can hold files; files are name and content in turn.
func (s *site) multi(path string, form url.Values, files ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	body, kind := multiBody(s.t, form, files...)
	return s.sendMulti(path, body, kind)
}

func multiBody(t *testing.T, form url.Values, files ...string) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for name, values := range form {
		for _, value := range values {
			require.NoError(t, w.WriteField(name, value))
		}
	}
	for i := 0; i+1 < len(files); i += 2 {
		part, err := w.CreateFormFile("files", files[i])
		require.NoError(t, err)
		_, err = part.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return body, w.FormDataContentType()
}

func (s *site) sendMulti(path string, body io.Reader, kind string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if s.signedIn {
		r.AddCookie(&http.Cookie{Name: "gz", Value: goodToken})
	}
	return s.do(r)
}

// fillIn answers every question and returns the check page.
func (s *site) fillIn() string {
	page := s.post("/report/start", nil).Body.String()
	for _, step := range steps {
		form := hidden(s.t, page, "step")
		require.Equal(s.t, step.name, form.Get("step"))
		for name, values := range answers()[step.name] {
			form[name] = values
		}
		form.Set("go", "next")
		w := s.multi("/report/step", form)
		require.Equal(s.t, http.StatusOK, w.Code, w.Body.String())
		require.Equal(s.t, "no-store", w.Header().Get("Cache-Control"))
		page = w.Body.String()
		lintPage(s.t, page)
	}
	return page
}

func TestReportFromStartToEnd(t *testing.T) {
	s := newSite(t)
	check := hidden(t, s.fillIn(), "step")
	sent := s.post("/report/check", with(check, "go", "send"))
	require.Equal(t, http.StatusOK, sent.Code)
	require.Contains(t, sent.Body.String(), "<span>7K3M</span> <span>9QXD</span>")
	require.Contains(t, sent.Body.String(), "沈知微", "the filer learns who answers")
	lintPage(t, sent.Body.String())
	require.Len(t, s.cases.filed, 1)
	require.Equal(t, roles.Actor{Role: roles.Citizen}, s.cases.actors[0])
	require.Equal(t, "zh-CN", s.cases.filed[0].Lang)

	receipt := hidden(t, sent.Body.String(), "step")
	unsaved := s.post("/report/saved", receipt)
	require.Equal(t, http.StatusUnprocessableEntity, unsaved.Code)
	require.Contains(t, unsaved.Body.String(), `href="#saved"`)
	done := s.post("/report/saved", with(receipt, "saved", "yes"))
	require.Equal(t, http.StatusOK, done.Code)
	require.Contains(t, done.Body.String(), reference)
	require.Contains(t, done.Body.String(), K("report.advice_leak").In(printerOf(t, "zh-CN")))
	lintPage(t, done.Body.String())
	require.Empty(t, s.drafts.kept, "the draft goes with the saved receipt")
	gone := s.post("/report/check", with(check, "go", "send"))
	require.Equal(t, http.StatusGone, gone.Code)
	require.Len(t, s.cases.filed, 1)
}

func TestSendingTwiceFilesOnce(t *testing.T) {
	s := newSite(t)
	send := with(hidden(t, s.fillIn(), "step"), "go", "send")
	first, second := s.post("/report/check", send), s.post("/report/check", send)
	require.Equal(t, first.Body.String(), second.Body.String())
	require.Len(t, s.cases.filed, 1)
}

func TestSentDraftCannotBeChangedOrSentAnew(t *testing.T) {
	s := newSite(t)
	check := hidden(t, s.fillIn(), "step")
	code := check.Get("draft")
	d, err := ParseDraft(s.drafts.kept[code])
	require.NoError(t, err)
	d.Evidence = []DraftFile{{ID: "e1", Name: "a.png"}}
	s.drafts.kept[code], err = d.Marshal()
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.post("/report/check", with(check, "go", "send")).Code)

	require.Equal(t, http.StatusGone, s.multi("/report/step", url.Values{"draft": {code}, "step": {"evidence"}, "remove": {"e1"}}).Code)
	require.Equal(t, http.StatusGone, s.multi("/report/step", url.Values{"draft": {code}, "step": {"evidence"}}, "b.png", "x").Code)
	require.Equal(t, http.StatusGone, s.post("/report/check", with(check, "goto", "what")).Code)
	require.Equal(t, http.StatusGone, s.post("/report/check", with(check, "key", newKey(), "go", "send")).Code)
	require.Zero(t, s.files.discarded, "the report keeps its files")
	require.Zero(t, s.files.taken)
	require.Len(t, s.cases.filed, 1)
}

func TestLanguageChangesWithoutLosingAnswers(t *testing.T) {
	s := newSite(t)
	page := s.post("/report/start", nil).Body.String()
	w := s.multi("/report/step", with(hidden(t, page, "step"), "narrative", "typed so far", "switch_language", "en"))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `<html lang="en"`)
	require.Contains(t, w.Body.String(), "typed so far")
	require.Contains(t, w.Header().Get("Set-Cookie"), "lang=en")

	check := hidden(t, s.fillIn(), "step")
	again := s.post("/report/check", with(check, "switch_language", "en")).Body.String()
	require.Equal(t, check, hidden(t, again, "step"), "draft and key stay")
	sent := s.post("/report/check", with(check, "go", "send")).Body.String()
	english := s.post("/report/saved", with(hidden(t, sent, "step"), "switch_language", "en"))
	require.Equal(t, http.StatusOK, english.Code)
	require.Contains(t, english.Body.String(), "Your receipt")
	done := s.post("/report/saved", with(hidden(t, sent, "step"), "saved", "yes")).Body.String()
	require.Contains(t, s.post("/report/saved", with(hidden(t, done, "again"), "switch_language", "en")).Body.String(), "All done")
}

func TestWrongAnswersAreKeptAndNamed(t *testing.T) {
	s := newSite(t)
	page := s.post("/report/start", nil).Body.String()
	long := strings.Repeat("长", workflow.MaxNarrative+5)
	w := s.multi("/report/step", with(hidden(t, page, "step"), "narrative", long, "title", "标题", "go", "next"))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `href="#narrative"`)
	require.Contains(t, w.Body.String(), strings.Repeat("长", 1000))
	require.Contains(t, w.Body.String(), `value="标题"`)
	lintPage(t, w.Body.String())
}

func TestDomainRefusalLeadsToItsStep(t *testing.T) {
	s := newSite(t)
	check := hidden(t, s.fillIn(), "step")
	for pointer, field := range map[string]string{"/respondents/0/name": "name1", "/pieces/other": "pieces_other", "/title": "title", "/nonsense": "narrative"} {
		s.cases.refuse = record.Refusals{record.Refuse(record.Invalid, pointer, "x", "x")}
		w := s.post("/report/check", with(check, "go", "send"))
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), `href="#`+field+`"`)
		require.Equal(t, "check", hidden(t, w.Body.String(), "step").Get("from"))
		lintPage(t, w.Body.String())
	}
	s.cases.refuse = nil
	require.Equal(t, http.StatusOK, s.post("/report/check", with(check, "go", "send")).Code)
}

func TestTrapAndMadeUpKeysAskOnceMore(t *testing.T) {
	s := newSite(t)
	check := hidden(t, s.fillIn(), "step")
	for _, form := range []url.Values{with(check, "website", "spam"), with(check, "key", "1"), with(check, "key", "00000000-0000-1000-8000-000000000000")} {
		w := s.post("/report/check", with(form, "go", "send"))
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		lintPage(t, w.Body.String())
		require.Empty(t, s.cases.filed)
		check = hidden(t, w.Body.String(), "step")
	}
	require.Equal(t, http.StatusOK, s.post("/report/check", with(check, "go", "send")).Code)
	require.Len(t, s.cases.filed, 1)
}

func TestExpiredDraftKeepsThePageJustTyped(t *testing.T) {
	s := newSite(t)
	form := url.Values{"draft": {"long-gone"}, "step": {"what"}, "narrative": {"经过"}, "title": {"标题"}, "go": {"next"}}
	w := s.multi("/report/step", form)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	next := hidden(t, w.Body.String(), "step")
	require.Equal(t, "violation", next.Get("step"))
	kept, err := s.drafts.Load(context.Background(), next.Get("draft"))
	require.NoError(t, err)
	require.Contains(t, string(kept), "经过")
}

func TestEvidenceInTheFlow(t *testing.T) {
	s := newSite(t)
	start := hidden(t, s.post("/report/start", nil).Body.String(), "step")
	step := with(start, "step", "evidence", "go", "upload")
	w := s.multi("/report/step", step, "截图.png", "pixels", `C:\evil\run.exe`, "MZ")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "<span>截图.png</span>")
	require.Contains(t, w.Body.String(), "run.exe：")
	require.NotContains(t, w.Body.String(), "evil")
	lintPage(t, w.Body.String())

	d, err := ParseDraft(s.drafts.kept[start.Get("draft")])
	require.NoError(t, err)
	require.Len(t, d.Submission().Evidence, 1)
	removed := s.multi("/report/step", with(start, "step", "evidence", "remove", d.Evidence[0].ID))
	require.NotContains(t, removed.Body.String(), "截图.png")
	require.Equal(t, 1, s.files.discarded)

	many := make([]string, 0, 24)
	for range 12 {
		many = append(many, "a.png", "x")
	}
	require.Equal(t, http.StatusUnprocessableEntity, s.multi("/report/step", step, many...).Code)
	require.Equal(t, 1+maxFiles, s.files.taken)
}

func TestFilesWithoutDraftAreNotTaken(t *testing.T) {
	s := newSite(t)
	s.multi("/report/step", url.Values{"draft": {"no"}, "step": {"evidence"}, "go": {"upload"}}, "a.png", "x")
	start := hidden(t, s.post("/report/start", nil).Body.String(), "step")
	s.multi("/report/step", with(start, "step", "what", "go", "next"), "a.png", "x")
	require.Zero(t, s.files.taken)
}

func TestFormsThatAreTooLargeOrNone(t *testing.T) {
	s := newSite(t)
	w := s.multi("/report/step", url.Values{"draft": {strings.Repeat("x", maxFormBytes+1)}})
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	lintPage(t, w.Body.String())
	require.Equal(t, http.StatusRequestEntityTooLarge, s.post("/report/check", url.Values{"draft": {strings.Repeat("x", 70<<10)}}).Code)
	r := httptest.NewRequest(http.MethodPost, "/report/step", strings.NewReader("--x\r\nbroken"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	require.Equal(t, http.StatusBadRequest, s.do(r).Code)
}

func TestPagesOfTheFlowOpenedByAddressLeadToItsStart(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]string{"/report/step": "/report", "/report/saved": "/report", "/track/answer": "/track"} {
		w := s.get(path)
		require.Equal(t, http.StatusSeeOther, w.Code)
		require.Equal(t, want, w.Header().Get("Location"))
	}
}

func TestOnlyNamedReportsOfSignedInPeopleBearTheirName(t *testing.T) {
	for filer, want := range map[string]roles.Actor{"anonymous": {Role: roles.Citizen}, "named": {Person: testOfficer, Role: roles.Officer}} {
		s := newSite(t)
		check := hidden(t, s.fillIn(), "step")
		d, err := ParseDraft(s.drafts.kept[check.Get("draft")])
		require.NoError(t, err)
		d.Filer, d.Name, d.Contact = filer, "林小满", "138"
		if filer == "anonymous" {
			d.Name, d.Contact = "", ""
		}
		text, err := d.Marshal()
		require.NoError(t, err)
		s.drafts.kept[check.Get("draft")] = text
		w := s.post("/report/check", with(check, "go", "send"), "Cookie", "gz="+goodToken)
		require.Equal(t, http.StatusOK, w.Code)
		require.Equal(t, want, s.cases.actors[0], filer)
	}
}

func TestTypedAnswersAreMadeStorable(t *testing.T) {
	require.Equal(t, "a\nb\tc", clean(" a\r\nb\x00\tc\x7f\xff "))
	require.Equal(t, maxFileName, len([]rune(fileName(strings.Repeat("长", 500)+".png"))))
	require.True(t, strings.HasSuffix(fileName(strings.Repeat("长", 500)+".png"), ".png"))
	require.Equal(t, "a.png", fileName(`C:\x/y\a.png`))
}
