package frontend

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

func printerOf(t *testing.T, lang locale.Lang) *locale.Printer {
	t.Helper()
	return locale.For(lang)
}

var byReceipt = url.Values{"receipt": {" 7k3m 9qxd 2pwf 4htb 8vnc 5rgz "}}

func TestTrackByReceipt(t *testing.T) {
	s := newSite(t)
	for _, lang := range locale.All() {
		w := s.post("/track", byReceipt, "Cookie", "lang="+string(lang))
		require.Equal(t, http.StatusOK, w.Code)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		require.Empty(t, w.Header().Values("Set-Cookie"))
		lintPage(t, w.Body.String())
	}
	page := s.post("/track", byReceipt).Body.String()
	for _, want := range []string{reference, "沈知微", "2027年2月18日", "哪个网点？", "核实网点", "予以受理", "/incidents/" + reference} {
		require.Contains(t, page, want)
	}
	require.Contains(t, s.post("/track", with(byReceipt, "switch_language", "en")).Body.String(), `<html lang="en"`)
}

func TestWrongReceipt(t *testing.T) {
	s := newSite(t)
	for _, receipt := range []string{"", "no", strings.Repeat("A", 24)} {
		for _, path := range []string{"/track", "/track/answer"} {
			w := s.post(path, url.Values{"receipt": {receipt}, "answer": {"x"}})
			require.Equal(t, http.StatusNotFound, w.Code)
			require.Contains(t, w.Body.String(), `href="#receipt"`)
			lintPage(t, w.Body.String())
		}
		require.Equal(t, http.StatusNotFound, s.multi("/track/evidence", url.Values{"receipt": {receipt}}, "a.png", "x").Code)
	}
	require.Empty(t, s.cases.answers)
	require.Zero(t, s.files.taken)
}

func TestAnswerAQuestion(t *testing.T) {
	s := newSite(t)
	empty := s.post("/track/answer", with(byReceipt, "question", "1", "answer", " "))
	require.Equal(t, http.StatusUnprocessableEntity, empty.Code)
	require.Contains(t, empty.Body.String(), `href="#answer-1"`)
	lintPage(t, empty.Body.String())
	w := s.post("/track/answer", with(byReceipt, "question", "1", "answer", "西湖路"))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "govuk-notification-banner--success")
	s.door.view.Messages = append(s.door.view.Messages, workflow.MessageView{Kind: "answer", Body: "西湖路", At: noon})
	s.post("/track/answer", with(byReceipt, "question", "1", "answer", "西湖路"))
	require.Equal(t, []string{"西湖路"}, s.cases.answers, "the same form sent twice answers once")
}

func TestAddEvidenceLater(t *testing.T) {
	s := newSite(t)
	w := s.multi("/track/evidence", byReceipt, "a.png", "x", "b.exe", "y")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "b.exe")
	require.Len(t, s.cases.evidence, 1)
	require.Equal(t, http.StatusOK, s.multi("/track/evidence", byReceipt, "c.png", "x").Code)
	require.Equal(t, http.StatusUnprocessableEntity, s.multi("/track/evidence", byReceipt).Code)
	s.door.view.Evidence = maxFiles
	require.Equal(t, http.StatusUnprocessableEntity, s.multi("/track/evidence", byReceipt, "d.png", "x").Code)
	require.Len(t, s.cases.evidence, 2)
}

func TestClosedCaseTakesNothingMore(t *testing.T) {
	s := newSite(t)
	s.door.view.CanAnswer, s.door.view.State, s.door.view.NextStep = false, record.Closed, ""
	page := s.post("/track", byReceipt).Body.String()
	require.NotContains(t, page, "/track/answer\" method=\"post\" novalidate>\n    <textarea")
	require.NotContains(t, page, `name="files"`)
	require.Equal(t, http.StatusConflict, s.multi("/track/evidence", byReceipt, "a.png", "x").Code)
	s.cases.refuse = record.Refuse(record.WrongTime, "", "closed", "closed")
	require.Equal(t, http.StatusConflict, s.post("/track/answer", with(byReceipt, "answer", "x")).Code)
	require.Zero(t, s.files.taken)
}

func TestAnswersFindTheirQuestions(t *testing.T) {
	list := questionsOf([]workflow.MessageView{
		{Kind: "answer", Body: "先说一句", At: noon.Add(-1)}, {Kind: "question", Body: "一？", At: noon},
		{Kind: "question", Body: "二？", At: noon}, {Kind: "answer", Body: "一。", At: noon}, {Kind: "comment", Body: "内部", At: noon},
	})
	require.Len(t, list, 3)
	require.Equal(t, []string{"", "一？", "二？"}, []string{list[0].Asked, list[1].Asked, list[2].Asked})
	require.Equal(t, []string{"先说一句", "一。", ""}, []string{list[0].Answer, list[1].Answer, list[2].Answer})
}

// TestReceiptStaysOutOfAddressesAndLogs walks the journey and looks for the receipt and for answers everywhere they
// must not be.
func TestReceiptStaysOutOfAddressesAndLogs(t *testing.T) {
	s := newSite(t)
	check := hidden(t, s.fillIn(), "step")
	pages := []string{s.post("/report/check", with(check, "go", "send")).Body.String()}
	for _, path := range []string{"/track", "/track/answer", "/report/saved"} {
		w := s.post(path, with(byReceipt, "answer", "x", "saved", "yes"))
		require.Empty(t, w.Header().Get("Location"))
		pages = append(pages, w.Body.String())
	}
	s.multi("/track/evidence", byReceipt, "a.png", "x")
	for _, page := range pages {
		for _, part := range strings.Split(page, "=\"/")[1:] {
			address, _, _ := strings.Cut(part, "\"")
			require.NotContains(t, strings.ToUpper(address), "5RGZ")
		}
	}
	logged := strings.ToUpper(s.log.String())
	require.Contains(t, logged, "ROUTE=/TRACK")
	for _, secret := range []string{"5RGZ", "经过", "某公司", "192.0.2.1"} {
		require.NotContains(t, logged, secret)
	}
}
