package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

const (
	aKey   = "Idempotency-Key: 8e03978e-40d5-43dd-bc93-6894a57f9324"
	aStory = `{"title":"商店泄露会员资料","narrative":"柜台上能看到所有会员的电话。","violation":"leak",
		"respondents":[{"kind":"enterprise","role":"holder","name":"某某商店","credit_code":"91110000MA0000000X"}],
		"region":"110000","sector":"retail","occurred_on":"2026-11-01","discovered_on":"2026-11-02","persons_affected":120,
		"pieces":{"transaction":80},"filer":{"kind":"anonymous"}}`
)

func (f *face) file(body string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	return f.call(http.MethodPost, "/api/v1/reports", body, headers...)
}

func TestFileAnonymously(t *testing.T) {
	f := newFace(t)
	w := f.file(aStory, aKey, "Accept-Language: en", "User-Agent: my phone", "X-Forwarded-For: 203.0.113.9")
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	filed := decode[workflow.Filed](t, w)
	require.Equal(t, theCase, filed.Reference)
	require.Equal(t, theReceipt, filed.Receipt)
	require.Len(t, filed.Warnings, 1, "a wrong checksum warns")

	require.Equal(t, citizen, f.cases.filer)
	require.Equal(t, "8e03978e-40d5-43dd-bc93-6894a57f9324", f.cases.key)
	require.Equal(t, "en", f.cases.filed[0].Lang)
	require.Equal(t, int64(120), *f.cases.filed[0].Persons)
	for _, secret := range []string{"203.0.113.9", "192.0.2.1", "my phone", theReceipt, "商店"} {
		require.NotContains(t, f.log.String(), secret)
	}
}

func TestInWhoseNameAReportIsFiled(t *testing.T) {
	quiet := `{"title":"t","narrative":"n","violation":"leak"}`
	named := `{"title":"t","narrative":"n","violation":"leak","filer":{"kind":"named","name":"A","contact":"B"}}`
	shy := `{"title":"t","narrative":"n","violation":"leak","filer":{"kind":"anonymous"}}`
	for name, c := range map[string]struct {
		body, as string
		want     roles.Actor
	}{
		"organization that says nothing":   {quiet, asNGO, ngo},
		"organization that says anonymous": {shy, asNGO, citizen},
		"resident that says nothing":       {quiet, "Authorization: Bearer resident", citizen},
		"resident with a name":             {named, "Authorization: Bearer resident", resident},
		"by cookie":                        {named, "Cookie: gz=resident", resident},
		"nobody with a name":               {named, "X-Nothing: x", citizen},
	} {
		f := newFace(t)
		w := f.file(c.body, aKey, c.as)
		require.Equal(t, http.StatusCreated, w.Code, "%s: %s", name, w.Body.String())
		require.Equal(t, c.want, f.cases.filer, name)
	}
}

func TestFilingWithBadCredentialsIsRefused(t *testing.T) {
	f := newFace(t)
	for _, h := range []string{"Authorization: Bearer stranger", "Authorization: Basic eDp5", "Cookie: gz=stranger"} {
		require.Equal(t, http.StatusUnauthorized, f.file(aStory, aKey, h).Code, "not silently anonymous")
	}
	w := f.file(aStory, aKey, "Cookie: gz=resident", "Sec-Fetch-Site: cross-site")
	require.Equal(t, http.StatusForbidden, w.Code, "a form of another site")
	require.Empty(t, f.cases.filed)
}

func TestIdempotencyKeyIsRequired(t *testing.T) {
	f := newFace(t)
	for _, h := range []string{"X-Nothing: x", "Idempotency-Key: 1", "Idempotency-Key: 0190a5b2-6f5e-7000-8000-000000000000"} {
		w := f.file(aStory, h)
		require.Equal(t, http.StatusBadRequest, w.Code, h)
		require.Contains(t, decode[Problem](t, w).Errors[0].Detail, "Idempotency-Key")
	}
	require.Equal(t, http.StatusCreated, f.file(`{"title":"t","narrative":"n","violation":"leak"}`, "Idempotency-Key: 1", asNGO).Code)
}

func TestRefusalsOfFiling(t *testing.T) {
	for kind, status := range map[record.Kind]int{record.Reused: 422, record.Busy: 503, record.Forbidden: 403} {
		f := newFace(t)
		f.cases.err = record.Refuse(kind, "", "x", "why")
		w := f.file(aStory, aKey)
		require.Equal(t, status, w.Code, kind)
		require.Equal(t, kind == record.Busy, w.Header().Get("Retry-After") != "")
		require.NotContains(t, w.Body.String(), theReceipt)
	}
}

// canary stands in every rejected value and may appear nowhere.
const canary = "13800138000"

// badInput: what is wrong, the body, the status and the pointers named.
var badInput = []struct {
	name, body string
	status     int
	pointers   []string
}{
	{"empty", ``, 415, nil},
	{"white", ` `, 400, []string{""}},
	{"not JSON", `title=` + canary, 400, []string{""}},
	{"cut", `{"title":"` + canary, 400, []string{""}},
	{"two values", `{"title":"` + canary + `"}{}`, 400, []string{""}},
	{"not UTF-8", "{\"title\":\"" + canary + "\xff\"}", 400, []string{""}},
	{"a list", `["` + canary + `"]`, 400, []string{""}},
	{"null", `null`, 400, []string{""}},
	{"unknown field", with(`"phone":"` + canary + `"`), 400, []string{"/phone"}},
	{"unknown field named like data", with(`"` + canary + `":1`), 400, []string{""}},
	{"other case", `{"Title":"` + canary + `","narrative":"n","violation":"leak"}`, 400, []string{"/Title"}},
	{"duplicate key", with(`"title":"` + canary + `"`), 400, []string{"/title"}},
	{"duplicate inside", with(`"filer":{"kind":"named","name":"` + canary + `","name":"x"}`), 400, []string{"/filer/name"}},
	{"unknown inside", with(`"respondents":[{"kind":"organ","phone":"` + canary + `"}]`), 400, []string{"/respondents/0/phone"}},
	{"number for text", `{"title":13800138000,"narrative":"n","violation":"leak"}`, 400, []string{"/title"}},
	{"text for number", with(`"persons_affected":"` + canary + `"`), 400, []string{"/persons_affected"}},
	{"fraction", with(`"persons_affected":1380013.8000`), 400, []string{"/persons_affected"}},
	{"too large for a count", with(`"persons_affected":13800138000138001380013800`), 400, []string{"/persons_affected"}},
	{"text for list", with(`"respondents":"` + canary + `"`), 400, []string{"/respondents"}},
	{"null filer", with(`"filer":null`), 400, []string{"/filer"}},
	{"text for count", with(`"pieces":{"credit":"` + canary + `"}`), 400, []string{"/pieces/credit"}},
	{"deep", with(`"pieces":{"credit":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`), 400, []string{"/pieces/credit"}},
	{"nothing said", `{}`, 422, []string{"/title", "/narrative", "/violation"}},
	{"blank title", `{"title":" ","narrative":"` + canary + `","violation":"leak"}`, 422, []string{"/title"}},
	{"long title", `{"title":"` + strings.Repeat(canary, 20) + `","narrative":"n","violation":"leak"}`, 422, []string{"/title"}},
	{"unknown violation", `{"title":"t","narrative":"n","violation":"` + canary + `"}`, 422, []string{"/violation"}},
	{"unknown sector", with(`"sector":"` + canary + `"`), 422, []string{"/sector"}},
	{"unknown region", with(`"region":"138001"`), 422, []string{"/region"}},
	{"region with a name", with(`"region":"` + canary + `"`), 422, []string{"/region"}},
	{"impossible date", with(`"occurred_on":"2026-02-30"`), 422, []string{"/occurred_on"}},
	{"date of another form", with(`"occurred_on":"13800138000"`), 422, []string{"/occurred_on"}},
	{"future date", with(`"discovered_on":"2026-12-24"`), 422, []string{"/discovered_on"}},
	{"discovered before", with(`"occurred_on":"2026-11-02","discovered_on":"2026-11-01"`), 422, []string{"/discovered_on"}},
	{"negative count", with(`"persons_affected":-13800138`), 422, []string{"/persons_affected"}},
	{"negative pieces", with(`"pieces":{"credit":-13800138}`), 422, []string{"/pieces/credit"}},
	{"unknown category", with(`"pieces":{"` + canary + `":1}`), 422, []string{"/pieces"}},
	{"unknown kind of party", with(`"respondents":[{"kind":"` + canary + `","name":"x"}]`), 422, []string{"/respondents/0/kind"}},
	{"party without name", with(`"respondents":[{"kind":"organ"}]`), 422, []string{"/respondents/0/name"}},
	{"too many parties", with(`"respondents":[` + strings.Repeat(`{"kind":"unknown"},`, 20) + `{"kind":"unknown"}]`), 422, []string{"/respondents"}},
	{"anonymous with contact", with(`"filer":{"kind":"anonymous","contact":"` + canary + `"}`), 422, []string{"/filer"}},
	{"pseudonym without contact", with(`"filer":{"kind":"pseudonymous"}`), 422, []string{"/filer/contact"}},
	{"unknown filer", with(`"filer":{"kind":"` + canary + `"}`), 422, []string{"/filer/kind"}},
	{"20 MB", with(`"pieces":{"` + canary + strings.Repeat("x", 20<<20) + `":1}`), 413, nil},
	{"NUL", with(`"filer":{"kind":"named","name":"` + canary + `\u0000","contact":"x"}`), 400, []string{"/filer/name"}},
}

// with is a report that is good but for one more member.
func with(member string) string {
	return `{"title":"t","narrative":"n","violation":"leak",` + member + `}`
}

func TestBadInputNamesTheFieldAndNeverTheValue(t *testing.T) {
	for _, c := range badInput {
		t.Run(c.name, func(t *testing.T) {
			f := newFace(t)
			w := f.file(c.body, aKey)
			require.Equal(t, c.status, w.Code, w.Body.String())
			if c.pointers != nil {
				require.ElementsMatch(t, c.pointers, pointers(t, w), w.Body.String())
			}
			for _, said := range []string{w.Body.String(), f.log.String()} {
				require.NotContains(t, said, "13800138", "a rejected value is repeated")
			}
			require.Empty(t, f.cases.filed, "nothing half-written")
		})
	}
}

func TestOnlyJSONIsTaken(t *testing.T) {
	f := newFace(t)
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "x", "application/merge-patch+json"} {
		require.Equal(t, http.StatusUnsupportedMediaType, f.file(aStory, aKey, "Content-Type: "+media).Code, media)
	}
	require.Equal(t, http.StatusCreated, f.file(aStory, aKey, "Content-Type: application/json; charset=utf-8").Code)
}

func TestLongestNarrativeFitsHoweverEscaped(t *testing.T) {
	f := newFace(t)
	story := `{"title":"t","violation":"leak","narrative":"` + strings.Repeat(`\u4e2a`, workflow.MaxNarrative) + `"}`
	require.Equal(t, http.StatusCreated, f.file(story, aKey).Code)
	story = strings.Replace(story, `\u4e2a`, `\u4e2a\u4e2a`, 1)
	require.Equal(t, []string{"/narrative"}, pointers(t, f.file(story, aKey)))
}

// FuzzSubmission: whatever is sent, what is taken means the same to a lenient
// reader, and what is refused is refused as a problem without 5xx.
func FuzzSubmission(f *testing.F) {
	f.Add([]byte(aStory))
	for _, c := range badInput {
		if len(c.body) < 1<<10 {
			f.Add([]byte(c.body))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var told workflow.Submission
		err := web.DecodeStrict(strings.NewReader(string(body)), &told)
		if err != nil {
			status := web.ProblemOf(err).Status
			require.GreaterOrEqual(t, status, 400)
			require.Less(t, status, 500)
			return
		}
		var lenient workflow.Submission
		require.NoError(t, json.Unmarshal(body, &lenient))
		require.Equal(t, lenient, told)
		told.Normalize()
		for _, fault := range told.Check(noon, false) {
			require.Equal(t, record.Invalid, fault.Kind)
			require.True(t, strings.HasPrefix(fault.Field, "/"))
		}
	})
}

func BenchmarkDecodeSubmission(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var told workflow.Submission
		require.NoError(b, web.DecodeStrict(strings.NewReader(aStory), &told))
	}
}
