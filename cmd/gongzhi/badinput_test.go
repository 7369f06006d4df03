package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wordTyped stands in each bad request where its fault is; no answer and no
// log may repeat it.
const wordTyped = "TYPEDCANARY4Z"

// badRequest is one row: what is sent and what must come back.
type badRequest struct {
	name    string
	path    string // default: filing
	body    string
	kind    string // default: application/json
	key     string // Idempotency-Key; "-" sends none; default: a good one
	status  int
	pointer string // that must be among those named; "*" for a fault of the whole
}

// with is a good report with one field replaced, as JSON text.
func with(field, value string) string {
	fields := map[string]json.RawMessage{
		"title": json.RawMessage(`"A report"`), "narrative": json.RawMessage(`"Told here."`), "violation": json.RawMessage(`"leak"`),
		"region": json.RawMessage(`"440300"`), "filer": json.RawMessage(`{"kind":"anonymous"}`),
	}
	if field != "" {
		fields[field] = json.RawMessage(value)
	}
	var b strings.Builder
	for name, raw := range fields {
		b.WriteString(`,"` + name + `":` + string(raw))
	}
	return "{" + b.String()[1:] + "}"
}

const typed = `"` + wordTyped + `"`

var badRequests = []badRequest{
	{name: "unknown field", body: with("priority", typed), status: 400, pointer: "/priority"},
	{name: "unknown field inside", body: with("filer", `{"kind":"anonymous","age":`+typed+`}`), status: 400, pointer: "/filer/age"},
	{name: "field of another case", body: with("Title", typed), status: 400, pointer: "/Title"},
	{name: "name that may hold anything", body: with("a "+wordTyped+" b", "1"), status: 400, pointer: ""},
	{name: "duplicate key", body: `{"title":` + typed + `,"title":"B","narrative":"n","violation":"leak"}`, status: 400, pointer: "/title"},
	{name: "duplicate key inside", body: with("pieces", `{"health":1,"health":2}`), status: 400, pointer: "/pieces/health"},
	{name: "20 MB", body: with("narrative", `"`+wordTyped+strings.Repeat("x", 20<<20)+`"`), status: 413, pointer: "*"},
	{name: "20 MB to the pages", path: "/report/check", kind: "application/x-www-form-urlencoded", body: "draft=" + wordTyped + strings.Repeat("x", 20<<20), status: 413, pointer: "*"},
	{name: "number for text", body: with("title", "12345678987654321"), status: 400, pointer: "/title"},
	{name: "list for text", body: with("title", "["+typed+"]"), status: 400, pointer: "/title"},
	{name: "text for number", body: with("persons_affected", typed), status: 400, pointer: "/persons_affected"},
	{name: "fraction for count", body: with("persons_affected", "1.5"), status: 400, pointer: "/persons_affected"},
	{name: "huge number", body: with("persons_affected", "1e400"), status: 400, pointer: "/persons_affected"},
	{name: "null", body: with("title", "null"), status: 400, pointer: "/title"},
	{name: "object for list", body: with("respondents", `{"kind":`+typed+`}`), status: 400, pointer: "/respondents"},
	{name: "list for the whole", body: `[` + typed + `]`, status: 400, pointer: ""},
	{name: "impossible date", body: with("occurred_on", `"2025-02-30"`), status: 422, pointer: "/occurred_on"},
	{name: "no date", body: with("occurred_on", typed), status: 422, pointer: "/occurred_on"},
	{name: "date and time", body: with("occurred_on", `"2025-02-03T10:00:00Z"`), status: 422, pointer: "/occurred_on"},
	{name: "future date", body: with("occurred_on", `"2999-01-01"`), status: 422, pointer: "/occurred_on"},
	{name: "date before all memory", body: with("discovered_on", `"0001-01-01"`), status: 422, pointer: "/discovered_on"},
	{name: "negative count", body: with("persons_affected", "-1"), status: 422, pointer: "/persons_affected"},
	{name: "negative pieces", body: with("pieces", `{"health":-5}`), status: 422, pointer: "/pieces/health"},
	{name: "unknown category", body: with("pieces", `{"`+wordTyped+`":5}`), status: 422, pointer: "/pieces"},
	{name: "unknown region", body: with("region", `"999999"`), status: 422, pointer: "/region"},
	{name: "region that is no code", body: with("region", typed), status: 422, pointer: "/region"},
	{name: "unknown violation", body: with("violation", typed), status: 422, pointer: "/violation"},
	{name: "unknown kind of party", body: with("respondents", `[{"kind":`+typed+`,"name":"x"}]`), status: 422, pointer: "/respondents/0/kind"},
	{name: "code of no form", body: with("respondents", `[{"kind":"enterprise","name":"x","credit_code":"`+wordTyped+`-!"}]`), status: 422, pointer: "/respondents/0/credit_code"},
	{name: "anonymous with a name", body: with("filer", `{"kind":"anonymous","name":`+typed+`}`), status: 422, pointer: "/filer"},
	{name: "title too long", body: with("title", `"`+wordTyped+strings.Repeat("长", 200)+`"`), status: 422, pointer: "/title"},
	{name: "nothing told", body: `{}`, status: 422, pointer: "/narrative"},
	{name: "NUL", body: with("title", `"`+wordTyped+`\u0000"`), status: 400, pointer: "/title"},
	{name: "raw NUL", body: with("title", "\""+wordTyped+"\x00\""), status: 400, pointer: ""},
	{name: "invalid UTF-8", body: with("title", "\""+wordTyped+"\xff\xfe\""), status: 400, pointer: ""},
	{name: "too deep", body: with("title", strings.Repeat("[", 20000)+strings.Repeat("]", 20000)), status: 400, pointer: "*"},
	{name: "deep objects", body: with("pieces", strings.Repeat(`{"a":`, 60)+"1"+strings.Repeat("}", 60)), status: 400, pointer: "*"},
	{name: "broken JSON", body: `{"title":` + typed, status: 400, pointer: ""},
	{name: "two values", body: with("", "") + with("title", typed), status: 400, pointer: ""},
	{name: "empty", body: ``, status: 400, pointer: ""},
	{name: "form for JSON", body: "title=" + wordTyped, kind: "application/x-www-form-urlencoded", status: 415, pointer: "*"},
	{name: "text for JSON", body: with("title", typed), kind: "text/plain", status: 415, pointer: "*"},
	{name: "no kind", body: with("title", typed), kind: "-", status: 415, pointer: "*"},
	{name: "no key", body: with("title", typed), key: "-", status: 400, pointer: ""},
	{name: "weak key", body: with("title", typed), key: wordTyped, status: 400, pointer: ""},
	{name: "key of one letter", body: with("title", typed), key: strings.Repeat("a", 64), status: 400, pointer: ""},
	{name: "time-based key", body: with("title", typed), key: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", status: 400, pointer: ""},
	{name: "key too long", body: with("title", typed), key: strings.Repeat("abcdefgh12", 50), status: 400, pointer: ""},

	{name: "sign-in with an unknown field", path: "/api/v1/session", body: `{"email":` + typed + `,"password":"p","otp":"1"}`, status: 400, pointer: "/otp"},
	{name: "sign-in unknown to us", path: "/api/v1/session", body: `{"email":` + typed + `,"password":` + typed + `}`, status: 401, pointer: "*"},
	{name: "unknown address", path: "/api/v1/" + wordTyped, body: `{}`, status: 404, pointer: "*"},
	{name: "unknown parameter", path: "/api/v1/track/answers?x=" + wordTyped, body: `{"body":` + typed + `}`, status: 401, pointer: "*"},
}

// TestBadInputIsNamedNotRepeatedAndLeavesNothing sends each row over the real
// server: the status, the field, not the value, in the answer nor in the log,
// and not one row written.
func TestBadInputIsNamedNotRepeatedAndLeavesNothing(t *testing.T) {
	o := newOffice(t)
	address := o.listen()
	before := tables(t, o.url)
	for _, b := range badRequests {
		t.Run(b.name, func(t *testing.T) {
			status, answer := b.send(t, address)
			require.Equal(t, b.status, status, answer)
			require.False(t, strings.Contains(answer, wordTyped), "the answer repeats what was typed: %s", answer)
			require.False(t, strings.Contains(o.logs.String(), wordTyped), "the log repeats what was typed")
			if b.pointer != "*" {
				requirePointer(t, answer, b.pointer)
			}
		})
	}
	after := tables(t, o.url)
	delete(before, "sign_in_throttle") // a failed sign-in is counted
	delete(after, "sign_in_throttle")
	require.Equal(t, before, after)
}

func (b badRequest) send(t *testing.T, url string) (status int, answer string) {
	path, kind, key := b.path, b.kind, b.key
	if path == "" {
		path = "/api/v1/reports"
	}
	if kind == "" {
		kind = "application/json"
	}
	if key == "" {
		key = onceKey()
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+path, strings.NewReader(b.body))
	require.NoError(t, err)
	if kind != "-" {
		req.Header.Set("Content-Type", kind)
	}
	if key != "-" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	if strings.HasPrefix(path, "/api/") {
		require.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
	}
	return res.StatusCode, string(said)
}

func requirePointer(t *testing.T, answer, pointer string) {
	var problem struct {
		Type   string
		Status int
		Errors []struct{ Pointer, Detail string }
	}
	require.NoError(t, json.Unmarshal([]byte(answer), &problem))
	var named []string
	for _, e := range problem.Errors {
		require.NotEmpty(t, e.Detail)
		named = append(named, e.Pointer)
	}
	require.Contains(t, named, pointer)
}

// TestOneKeyHasOneEffect: fifty equal requests at once file one report and all
// get its receipt; the key with another body is refused.
func TestOneKeyHasOneEffect(t *testing.T) {
	o := newOffice(t)
	address := o.listen()
	before := tables(t, o.url)
	key, body := onceKey(), with("title", `"Sent many times"`)
	answers, statuses := make([]string, 50), make([]int, 50)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { statuses[i], answers[i] = post(address, key, body) })
	}
	all.Wait()
	for i := range answers {
		require.Equal(t, http.StatusCreated, statuses[i], answers[i])
		require.Equal(t, answers[0], answers[i])
	}
	after := tables(t, o.url)
	for _, table := range []string{"incident", "report", "duty", "once"} {
		require.Equal(t, before[table]+1, after[table], table)
	}
	status, answer := post(address, key, with("title", typed))
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, answer, "/problems/idempotency-key-reuse")
	require.NotContains(t, answer, wordTyped)
	require.Equal(t, after, tables(t, o.url))
}

func post(url, key, body string) (int, string) {
	req, err := http.NewRequest(http.MethodPost, url+"/api/v1/reports", bytes.NewBufferString(body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(said)
}

// TestNoParameterBreaksAPage: whatever stands in an address, the answer is a
// page or a problem, never a fault of ours, and the log does not repeat it.
func TestNoParameterBreaksAPage(t *testing.T) {
	o := newOffice(t)
	c := o.secret(nil, true)
	o.settle()
	values := []string{"", wordTyped, wordTyped + "\x00", wordTyped + "\xff\xfe", "-1", "99999999999999999999", "' OR 1=1 --" + wordTyped, "%",
		strings.Repeat(wordTyped+" ", 500), "\"" + wordTyped, "((((" + wordTyped, "2025-02-30"}
	names := []string{"q", "cursor", "limit", "state", "region", "sector", "violation", "from", "to", "year", "view", "holder", "due", "kind", "lang", "done", "next", wordTyped}
	for _, route := range append(strings.Fields(`/ /notices /sign-in /desk /desk/organisation /inbox
		/api/v1/notices /api/v1/duties /api/v1/inbox /api/v1/reports /incidents/:reference /desk/cases/:reference`), searched...) {
		for _, name := range names {
			for _, value := range values {
				w := o.send(matrixRow{method: http.MethodGet, route: route}, visitor{key: "shenzhen/supervisor"}, c, ask{query: url.Values{name: {value}}})
				assert.Less(t, w.Code, http.StatusInternalServerError, "%s?%s=%q", route, name, value)
			}
		}
	}
	for _, path := range []string{"/incidents/" + wordTyped, "/desk/cases/" + wordTyped + "%00", "/api/v1/incidents/%ff%fe" + wordTyped,
		"/incidents/" + strings.Repeat("a", 5000), "/desk/cases/x/evidence/" + wordTyped, "/assets/../../" + wordTyped, "//" + wordTyped, "/incidents/.."} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.AddCookie(o.cookie("shenzhen/supervisor"))
		w := httptest.NewRecorder()
		o.engine.ServeHTTP(w, r)
		assert.Less(t, w.Code, http.StatusInternalServerError, path)
	}
	require.False(t, strings.Contains(o.logs.String(), wordTyped), "the log repeats what was typed")
}

// wordyForms are acts of the desk with words of one's own.
var wordyForms = []matrixRow{
	wordy(nil, "action", "reject", "reason", "no personal information", "version", "1"),
	wordy(investigating, "action", "decide", "reason", "the documents agree", "founded", "yes", "path", "civil", "clauses", "PIPL 10", "version", "3"),
	wordy(nil, "action", "pause", "reason", "an appraisal", "ground", "expert_appraisal", "version", "1"),
}

func wordy(to stage, fields ...string) matrixRow {
	return matrixRow{method: "POST", route: "/desk/cases/:reference/actions", stage: to, ask: always(form(fields...))}
}

// TestNoFieldBreaksAForm sends each form of the matrix with each field spoilt.
func TestNoFieldBreaksAForm(t *testing.T) {
	o := newOffice(t)
	for _, row := range append(matrixRows(), wordyForms...) {
		if row.method != http.MethodPost || row.ask == nil || strings.HasPrefix(row.route, "/api/") || row.route == "/sign-out" {
			continue
		}
		key := "shenzhen/officer"
		if row.route == "/desk/organisation" {
			key = "shenzhen/supervisor"
		}
		_, good := o.formOf(row, key)
		for field := range good {
			for _, value := range []string{"", wordTyped + "\x00", wordTyped + "\xff\xfe", strings.Repeat("长", 70_000), "-1"} {
				c, bad := o.formOf(row, key) // of a case of its own, lest one form spoil the next
				bad.Set(field, value)
				w := o.send(row, visitor{key: key}, c, ask{body: []byte(bad.Encode()), kind: form().kind})
				assert.Less(t, w.Code, http.StatusInternalServerError, "%s %s %s=%.20q", row.route, good.Get("action"), field, value)
			}
		}
	}
	require.False(t, strings.Contains(o.logs.String(), wordTyped), "the log repeats what was typed")
}

// formOf is the plausible form of a row with its case; empty for an upload.
func (o *office) formOf(row matrixRow, key string) (secretCase, url.Values) {
	c := secretCase{}
	if row.needsCase() {
		c = o.secret(row.stage, false)
	}
	a := row.ask(o, c, key)
	if a.kind != form().kind {
		return c, nil
	}
	good, err := url.ParseQuery(string(a.body))
	require.NoError(o.t, err)
	return c, good
}
