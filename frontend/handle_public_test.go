package frontend

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
)

// readable are the addresses that everybody may open, with what each must say in both languages.
var readable = map[string]int{
	"/": 200, "/incidents": 200, "/incidents?violation=leak&year=2026&q=%E5%BF%AB%E9%80%92": 200, "/incidents/" + reference: 200,
	"/incidents/GZ-2PWF4-HTB8V": 200, "/incidents/GZ-00000-GONE0": 410, "/incidents/GZ-NONE0-NONE0": 404, "/notices": 200,
	"/rules": 200, "/workflow": 200, "/law": 200, "/about": 200, "/help": 200, "/privacy": 200, "/accessibility": 200, "/feeds": 200, "/open-data": 200,
	"/report": 200, "/track": 200, "/sign-in": 200, "/nowhere": 404,
}

func TestEveryPublicAddressInBothLanguages(t *testing.T) {
	s := newSite(t)
	for path, status := range readable {
		for _, lang := range locale.All() {
			w := s.get(path, "Cookie", "lang="+string(lang))
			require.Equal(t, status, w.Code, path)
			require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"), path)
			require.Equal(t, string(lang), w.Header().Get("Content-Language"))
			require.Contains(t, w.Body.String(), `lang="`+string(lang)+`" class="govuk-template"`)
			lintPage(t, w.Body.String())
		}
	}
}

func TestLanguageChoiceIsRemembered(t *testing.T) {
	s := newSite(t)
	w := s.get("/about?lang=en", "Accept-Language", "zh-CN")
	require.Contains(t, w.Body.String(), `<html lang="en"`)
	require.Contains(t, w.Header().Get("Set-Cookie"), "lang=en; Path=/")
	require.Empty(t, s.get("/about?lang=xx").Header().Get("Set-Cookie"), "no such language")
	require.Contains(t, s.get("/about", "Accept-Language", "en-GB").Body.String(), `<html lang="en"`)
}

func TestIncidentPage(t *testing.T) {
	page := newSite(t).get("/incidents/"+reference, "Cookie", "lang=zh-CN").Body.String()
	for _, want := range []string{"快递 &lt;b&gt;泄露&lt;/b&gt;", "第一段。", "晴川快递", "个人（姓名不公开）", "浙江省杭州市西湖区", "违法属实",
		"行政处理", "已责令整改", "《个人信息保护法》第六十六条", "2026年8月14日", "更正人数", "首次公开",
		"https://gongzhi.example/incidents/" + reference} {
		require.Contains(t, page, want)
	}
	imported := newSite(t).get("/incidents/GZ-2PWF4-HTB8V").Body.String()
	require.Contains(t, imported, "<p>153 million</p>")
	require.NotContains(t, imported, "x()")
	require.Contains(t, imported, `href="https://creativecommons.org/licenses/by/4.0/" rel="noreferrer license">CC BY 4.0`)
	require.NotContains(t, imported, `id="reply"`, "nobody waits for a reply to a record of others")
}

func TestWithdrawnPageKeepsItsAddressAndNothingElse(t *testing.T) {
	w := newSite(t).get("/incidents/GZ-00000-GONE0")
	require.Equal(t, http.StatusGone, w.Code)
	require.Contains(t, w.Body.String(), "应要求撤回")
}

func TestListCarriesFiltersAndCredit(t *testing.T) {
	s := newSite(t)
	page := s.get("/incidents?violation=leak&region=330000&year=2026&sector=nonsense&status=filed").Body.String()
	q := s.door.query.Load()
	require.Equal(t, "leak 330000  ", strings.Join([]string{q.Violation, q.Region, q.Sector, q.State}, " "), "nonsense filters nothing")
	require.Equal(t, record.Date("2026-01-01"), q.From)
	require.Equal(t, record.Date("2026-12-31"), q.To)
	require.Contains(t, page, "/feeds/incidents.atom?region=330000&amp;violation=leak&amp;year=2026")
	require.Contains(t, page, `href="/incidents?cursor=further&amp;region=330000&amp;violation=leak&amp;year=2026" rel="next"`)
	require.Contains(t, page, `href="/incidents?region=330000&amp;year=2026"`, "a chip takes its filter away")
	require.Equal(t, 1, strings.Count(page, `gz-credit`), "the imported card alone carries a credit")
	require.Contains(t, s.get("/incidents?cursor=further").Body.String(), `href="/incidents"><span class="govuk-pagination__link-title">←`)
}

func TestSearchFaultIsShownWithItsPlace(t *testing.T) {
	s := newSite(t)
	w := s.get(`/incidents?q=abc+%22open`, "Cookie", "lang=en")
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, w.Body.String(), "near character 5")
	require.Contains(t, w.Body.String(), `value="abc &#34;open"`, "what was typed is kept")
	require.Zero(t, s.door.lists.Load())
}

func TestFaultsBecomePages(t *testing.T) {
	s := newSite(t)
	for fault, want := range map[error]int{
		record.Refuse(record.Invalid, "cursor", "cursor", "no"): 400, record.ErrNotFound: 404, record.ErrStale: 409,
		record.Refuse(record.Busy, "", "busy", "no"): 503, io.ErrUnexpectedEOF: 500,
	} {
		s.door.fail = fault
		w := s.get("/incidents")
		require.Equal(t, want, w.Code)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		lintPage(t, w.Body.String())
		require.Equal(t, want == 500, strings.Contains(w.Body.String(), w.Header().Get("X-Request-ID")))
	}
}

func TestVisitorsPagesMayBeSharedAndOthersNot(t *testing.T) {
	s := newSite(t)
	require.Contains(t, s.get("/").Header().Get("Cache-Control"), "public")
	require.Contains(t, s.get("/").Header().Values("Vary"), "Accept-Language, Cookie")
	signedIn := s.get("/", "Cookie", "gz="+goodToken)
	require.Equal(t, "no-store", signedIn.Header().Get("Cache-Control"))
	require.Contains(t, signedIn.Body.String(), "沈知微")
	for _, path := range []string{"/report", "/track", "/sign-in"} {
		require.Equal(t, "no-store", s.get(path).Header().Get("Cache-Control"), path)
	}
}

func TestPublicPagesCompressAndAnswerHead(t *testing.T) {
	s := newSite(t)
	packed := s.get("/", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", packed.Header().Get("Content-Encoding"))
	r, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Contains(t, string(text), "</html>")
	signedIn := s.get("/", "Accept-Encoding", "gzip", "Cookie", "gz="+goodToken)
	require.Empty(t, signedIn.Header().Get("Content-Encoding"))
	require.Equal(t, 200, s.do(httptest.NewRequest(http.MethodHead, "/incidents", nil)).Code)
}

func TestUnknownAddressesOfTheAPIAnswerPrograms(t *testing.T) {
	require.Equal(t, "application/problem+json", newSite(t).get("/api/v1/nowhere").Header().Get("Content-Type"))
}

func TestExitButtonStandsInTheAnonymousFlowOnly(t *testing.T) {
	s := newSite(t)
	require.Contains(t, s.get("/report").Body.String(), "weather.cma.cn")
	require.NotContains(t, s.get("/about").Body.String(), "weather.cma.cn")
}

func TestEncodingsAreNegotiated(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "*": true, "*;q=0": false, "*, gzip;q=0": false,
		"identity": false, "GZIP": true, "gzip;q=x": false,
	} {
		require.Equal(t, want, acceptsGzip(header), header)
	}
}
