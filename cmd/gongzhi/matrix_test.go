package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/workflow"
)

var update = flag.Bool("update", false, "print the matrix into testdata")

// visitor is a column of the matrix: somebody of the demonstration, as they
// stand to the case.
type visitor struct {
	title, key string
	inside     bool // may know of the case
}

var visitors = []visitor{
	{"anonymous", "", false}, {"citizen", stranger, false}, {"citizen who filed", "citizen1", true}, {"organization", "org1", false}, {"media", "media1", false},
	{"officer who answers", "shenzhen/officer", true}, {"deputy", "shenzhen/deputy", true}, {"supervisor", "shenzhen/supervisor", true},
	{"leader", "shenzhen/leader", true}, {"leader of the agency above", "national/leader", true}, {"leader above with a tie to the accused", "guangdong/leader", false}, {"officer of another agency", "chengdu/officer", false},
	{"officer of the accused agency", "guangzhou/officer", false}, {"leader of the accused agency", "guangzhou/leader", false},
	{"operator", "operator", false},
}

const legend = `# Who may do what

Printed by the test that asks every address of the server as everybody; each row is asked about a case of its own. The case is led by
the Shenzhen office and accuses the Guangzhou office and an individual; the filer gave a name. Whoever works for the accused office, or
has a declared tie to it, is excluded even where their post would let them see the case.

- **yes** – done or shown; lists show each person only their own cases.
- **sign in** – refused to visitors until they sign in.
- **no** – refused to somebody who may know of the case.
- **unknown** – answered as if the case or the page did not exist, in the very words used where it does not.

`

// words of the matrix by status. Whatever else comes back is a fault.
func verdict(w *httptest.ResponseRecorder) string {
	switch code := w.Code; {
	case code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in"), code == http.StatusUnauthorized:
		return "sign in"
	case code < http.StatusBadRequest:
		return "yes"
	case code == http.StatusForbidden:
		return "no"
	case code == http.StatusNotFound:
		return "unknown"
	}
	return fmt.Sprintf("%d", w.Code)
}

// TestEveryRouteAnswersEveryRoleAsTheMatrixSays generates the matrix from the
// router, compares it with the golden one, and looks for leaks in each answer.
func TestEveryRouteAnswersEveryRoleAsTheMatrixSays(t *testing.T) {
	o := newOffice(t)
	o.secret(nil, true)
	o.settle()
	rows := matrixRows()
	everyRouteHasARow(t, o, rows)
	everyActHasARow(t, rows)
	var b bytes.Buffer
	b.WriteString(legend + "| address | about ")
	for _, v := range visitors {
		b.WriteString("| " + v.title + " ")
	}
	b.WriteString("|\n" + strings.Repeat("| --- ", len(visitors)+2) + "|\n")
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s %s | %s ", row.method, row.route, row.about)
		for _, v := range visitors {
			b.WriteString("| " + o.judge(row, v) + " ")
		}
		b.WriteString("|\n")
	}
	golden(t, "matrix.golden.md", b.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "run go test ./cmd/gongzhi -run Matrix -update and read the difference")
}

func everyRouteHasARow(t *testing.T, o *office, rows []matrixRow) {
	for _, r := range o.engine.Routes() {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet // the same handler without a body
		}
		require.True(t, slices.ContainsFunc(rows, func(m matrixRow) bool { return m.method == method && m.route == r.Path }),
			"%s %s has no row in the matrix", r.Method, r.Path)
	}
	for _, m := range rows {
		require.True(t, slices.ContainsFunc(o.engine.Routes(), func(r gin.RouteInfo) bool { return m.method == r.Method && m.route == r.Path }),
			"%s %s is no route any more", m.method, m.route)
	}
}

func everyActHasARow(t *testing.T, rows []matrixRow) {
	var acts []string
	for _, row := range workflow.Transitions {
		acts = append(acts, string(row.Action))
	}
	for _, row := range publication.Transitions {
		acts = append(acts, string(row.Action))
	}
	elsewhere := []workflow.Action{workflow.Serve, workflow.ReplyServed, workflow.ObjectAtDoor, workflow.AddServedEvidence, workflow.PromiseRectify, workflow.SubmitRectify,
		workflow.Join, workflow.File, workflow.ImportHistorical, workflow.Amend, workflow.AddEvidence, workflow.Unseal, workflow.ReadEvidence, workflow.ExportCase, workflow.TimePassed, workflow.Redirect,
		workflow.HandOver, workflow.DrawCase, workflow.Cosign, workflow.ConfirmOutcome} // which have addresses of their own
	for _, act := range acts {
		has := slices.ContainsFunc(rows, func(m matrixRow) bool { return m.route == actsRoute && m.about == act })
		require.True(t, has || slices.Contains(elsewhere, workflow.Action(act)), "act %s has no row in the matrix", act)
	}
}

// judge asks one cell and returns its word.
func (o *office) judge(row matrixRow, v visitor) string {
	c := secretCase{}
	if row.needsCase() {
		c = o.secret(row.stage, row.file)
	}
	if strings.HasPrefix(row.route, "/api/v1/organisation/proposals/") {
		c.file = o.orgProposal()
	}
	var a ask
	if row.ask != nil {
		a = row.ask(o, c, v.key)
	}
	w := o.send(row, v, c, a)
	word := verdict(w)
	o.leaks(row, v, c, w, word)
	if word == "unknown" && strings.Contains(row.route, ":reference") {
		o.sameAsUnknown(row, v, c, a, w)
	}
	return word
}

func (m matrixRow) needsCase() bool {
	return m.receipt || m.stage != nil || strings.Contains(m.route, ":reference")
}

func (o *office) send(row matrixRow, v visitor, c secretCase, a ask) *httptest.ResponseRecorder {
	path := strings.NewReplacer(":reference", c.reference, ":kind", "seriousness", ":id", c.object().String(), "*name", "none.css", "*path", "checkpoint").Replace(row.route)
	if len(a.query) > 0 {
		path += "?" + a.query.Encode()
	}
	r := httptest.NewRequest(row.method, path, bytes.NewReader(a.body))
	if a.kind != "" {
		r.Header.Set("Content-Type", a.kind)
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	if a.cookie != nil {
		r.AddCookie(a.cookie)
	} else if s := o.cookie(v.key); s != nil {
		r.AddCookie(s)
	}
	w := httptest.NewRecorder()
	o.engine.ServeHTTP(w, r)
	return w
}

// leaks looks for what the visitor must not learn, in the body and headers.
func (o *office) leaks(row matrixRow, v visitor, c secretCase, w *httptest.ResponseRecorder, word string) {
	said := w.Body.String()
	for name, values := range w.Header() {
		said += "\n" + name + ": " + strings.Join(values, " ")
	}
	at := fmt.Sprintf("%s %s (%s) as %s", row.method, row.route, row.about, v.title)
	if !row.opens || word != "yes" {
		for _, sealed := range []string{wordName, wordContact, wordAccused} {
			require.False(o.t, strings.Contains(said, sealed), "%s shows %s", at, sealed)
		}
	}
	inside := v.inside || (row.called && v.key == "chengdu/officer")
	if inside && word != "unknown" {
		return // a refused act shows the case again to whoever sees it
	}
	forbidden := []string{wordTitle, wordNarrative, wordFile, wordContent}
	if word != "yes" && c.reference != "" {
		// The address that was asked for may be repeated.
		said = strings.NewReplacer(row.path(c), "", url.QueryEscape(row.path(c)), "").Replace(said)
	}
	if c.reference != "" && !row.receipt && !row.public {
		forbidden = append(forbidden, c.reference, c.receipt)
	}
	if row.own {
		forbidden = []string{wordContent} // whoever holds the receipt takes the own words along
	}
	for _, secret := range forbidden {
		require.False(o.t, strings.Contains(said, secret), "%s shows %s", at, secret)
	}
}

func (m matrixRow) path(c secretCase) string {
	return strings.NewReplacer(":reference", c.reference, ":kind", "seriousness", ":id", c.object().String()).Replace(m.route)
}

// sameAsUnknown compares with the answer for a case that does not exist: the
// same status and, but for the address, the same words.
func (o *office) sameAsUnknown(row matrixRow, v visitor, c secretCase, a ask, w *httptest.ResponseRecorder) {
	other := c
	reference, err := secrets{o.vault}.NewReference()
	require.NoError(o.t, err)
	other.reference = reference
	none := o.send(row, v, other, a)
	require.Equal(o.t, none.Code, w.Code)
	require.Equal(o.t, strings.ReplaceAll(none.Body.String(), reference, ""), strings.ReplaceAll(w.Body.String(), c.reference, ""),
		"%s %s as %s tells a hidden case from none", row.method, row.route, v.title)
}

// TestCountsDoNotTellOfAHiddenCase: whoever may not know of a case reads the
// same lists and the same numbers before it was filed and after.
func TestCountsDoNotTellOfAHiddenCase(t *testing.T) {
	o := newOffice(t)
	o.settle()
	read := func(key, route string) string {
		w := o.send(matrixRow{method: http.MethodGet, route: route}, visitor{key: key}, secretCase{}, ask{})
		require.Less(t, w.Code, http.StatusInternalServerError, route)
		return fmt.Sprint(w.Code, w.Body)
	}
	routes := []string{"/api/v1/duties", "/api/v1/duties/counts", "/api/v1/proposals", "/api/v1/incidents", "/api/v1/overview", "/api/v1/inbox", "/api/v1/reports",
		"/api/v1/public/incidents", "/api/v1/notices", "/feeds/incidents.json"}
	hidden := []string{"", stranger, "org1", "media1", "chengdu/officer", "chengdu/leader", "guangzhou/officer", "guangzhou/supervisor", "guangzhou/leader", "guangdong/leader", "operator"}
	before := map[string]string{}
	for _, key := range append(hidden, "shenzhen/leader") {
		for _, route := range routes {
			before[key+route] = read(key, route)
		}
	}
	o.secret(decided, true)
	o.settle()
	for _, key := range hidden {
		for _, route := range routes {
			require.Equal(t, before[key+route], read(key, route), "%s as %s", route, key)
		}
	}
	require.NotEqual(t, before["shenzhen/leader/api/v1/overview"], read("shenzhen/leader", "/api/v1/overview"), "the test can fail")
	for _, secret := range []string{wordName, wordContact, wordAccused, wordNarrative, wordTitle} {
		require.NotContains(t, o.logs.String(), secret)
	}
}
