package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// For whoever is excluded from a case the server is the one without it. The
// tests below ask every address that can be read, found in the router.

// excludedFromSecret work for the accused office, stand above it within, or
// stand above both offices and have declared a tie.
var excludedFromSecret = []string{"guangzhou/officer", "guangzhou/supervisor", "guangzhou/leader", "guangdong/leader"}

// strangersToSecret have no relation to the case; the operator runs the server.
var strangersToSecret = []string{"", stranger, "org1", "media1", "operator"}

// sameForAll are addresses whose answer says how much was done at all, to
// everybody alike: the public log in its fixed rhythm.
var sameForAll = []string{"/audit", "/audit/entry", "/audit/compare", "/audit/witnesses", "/audit/verify", "/log/*path"}

// readable are all addresses that a person can read.
func (o *office) readable() (list []string) {
	for _, r := range o.engine.Routes() {
		if r.Method == http.MethodGet {
			list = append(list, r.Path)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// queries are the ways to ask an address: plainly, for a word of the title, for
// the case itself, and for few at a time so that cursors are made.
func queries(reference string) []url.Values {
	return []url.Values{nil, {"q": {wordSought}}, {"q": {reference}}, {"reference": {reference}}, {"limit": {"1"}}, {"state": {"closed"}}}
}

// reads is what somebody is answered at an address about a case, headers and
// all.
func (o *office) reads(key, route string, c secretCase, q url.Values) string {
	path := strings.NewReplacer("*name", "none.css", "*path", "checkpoint", ":hash", "none").Replace(matrixRow{route: route}.path(c))
	if q != nil {
		path += "?" + q.Encode()
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if s := o.cookie(key); s != nil {
		r.AddCookie(s)
	}
	w := httptest.NewRecorder()
	o.engine.ServeHTTP(w, r)
	require.Less(o.t, w.Code, http.StatusInternalServerError, "%s as %s", path, key)
	said := []string{fmt.Sprint(w.Code), w.Body.String()}
	for _, name := range slices.Sorted(maps.Keys(w.Header())) {
		if name == "X-Request-Id" || name == "Etag" && strings.Contains(r.URL.RawQuery, c.reference) {
			continue // drawn anew for each request, or from what it asks
		}
		said = append(said, name+": "+strings.Join(w.Header()[name], " "))
	}
	return strings.Join(said, "\n")
}

// everyStage are those of all acts on an incident whose page was not released
// to everybody.
func everyStage() (list []stage) {
	for _, a := range slices.Concat(intakeActs, transferActs, respondentActs, referralActs, collaborationActs, supervisionActs, wordActs) {
		if a.name != "propose_public_interest" && a.name != "adopt_public_interest" && a.name != "decline_public_interest" && a.name != "publish_withdraw" {
			list = append(list, a.stage)
		}
	}
	return list
}

var moment = regexp.MustCompile(`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?|\b\d{1,2}:\d{2}(:\d{2})?\b`)

// drawn is the idempotency key of a form, and the number of open cases, which
// the front page tells everybody in steps.
var drawn = regexp.MustCompile(`name="key" value="[^"]*"|<dt>正在办理</dt><dd>(不足 10|[1-9]0+ 以上)</dd>`)

// TestWhoIsExcludedReadsTheServerWithoutTheCase reads every address as
// everybody who must not know before there was such a case, and again when there
// are cases at every stage: not one byte differs but times of day.
func TestWhoIsExcludedReadsTheServerWithoutTheCase(t *testing.T) {
	o := newOffice(t)
	o.settle()
	none := secretCase{reference: "GZ-00000-00000", file: uuid.New()}
	people := slices.Concat(excludedFromSecret, strangersToSecret)
	before, told := map[string]string{}, map[string]bool{}
	differs := func(route, at, said string) {
		if before[at] != said && !told[route] {
			told[route] = true
			t.Errorf("%s\n%s", at, cmp.Diff(strings.Split(before[at], "\n"), strings.Split(said, "\n")))
		}
	}
	each := func(do func(route, at, said string), c secretCase) {
		for _, key := range people {
			for _, route := range o.readable() {
				for n, q := range queries(c.reference) {
					if slices.Contains(sameForAll, route) {
						continue
					}
					said := strings.ReplaceAll(o.reads(key, route, c, q), c.reference, "")
					do(route, fmt.Sprintf("%s as %q, asked %d", route, key, n), drawn.ReplaceAllString(moment.ReplaceAllString(strings.ReplaceAll(said, c.file.String(), ""), ""), ""))
				}
			}
		}
	}
	each(func(_, at, said string) { before[at] = said }, none)
	each(differs, none) // else the comparison would say nothing
	var c secretCase
	for _, s := range everyStage() {
		c = o.secret(s, true)
	}
	o.settle()
	each(differs, c)
}

// TestWhoIsExcludedLaterFindsNothingAnyMore: people who read a case, were told
// of it and were asked to decide on it declare a tie or recuse themselves; then
// no address tells them of it, nor of the case that was merged into it.
func TestWhoIsExcludedLaterFindsNothingAnyMore(t *testing.T) {
	o, later := newOffice(t), []string{"shenzhen/supervisor", "shenzhen/leader"}
	cases := []secretCase{}
	for _, s := range everyStage() {
		cases = append(cases, o.secret(s, true))
	}
	o.settle()
	require.Contains(t, o.reads("shenzhen/leader", "/inbox", cases[0], nil)+o.reads("shenzhen/supervisor", "/inbox", cases[0], nil), "GZ-", "they were told")
	for _, key := range later {
		o.tie(key, accusedOffice)
	}
	open := o.secret(nil, true)
	o.act(open.reference, answers, workflow.Command{Action: workflow.Recuse, Reason: "a friend of mine"})
	o.settle()
	for _, key := range later {
		o.findsNothing(key, append(cases, open))
	}
	o.findsNothing(answers, []secretCase{open})
}

// findsNothing asks every address for each case and looks for whatever names it.
func (o *office) findsNothing(key string, cases []secretCase) {
	words := []string{wordName, wordContact, wordAccused, wordContent, wordFile}
	if len(cases) > 1 {
		words = append(words, wordTitle, wordNarrative)
	}
	for _, c := range cases {
		w, err := o.db.World(o.t.Context(), c.reference)
		require.NoError(o.t, err)
		words = append(words, c.reference, w.Incident.ID.String(), c.report.String())
		if c.other != "" {
			words = append(words, c.other)
		}
	}
	for _, route := range o.readable() {
		of := cases
		if !strings.Contains(route, ":") {
			of = cases[len(cases)-1:]
		}
		for _, c := range of {
			path := matrixRow{route: route}.path(c)
			for _, q := range queries(c.reference) {
				said := strings.NewReplacer(path, "", url.QueryEscape(path), "").Replace(o.reads(key, route, c, q))
				for _, word := range words {
					if word == c.reference && strings.Contains(q.Encode(), word) {
						continue // a page repeats what was asked
					}
					if strings.Contains(said, word) {
						i := strings.Index(said, word)
						o.t.Errorf("%s %v tells %s of %s: …%s…", path, q, key, word, said[max(0, i-120):min(len(said), i+60)])
					}
				}
			}
		}
	}
}

// tie lets two people declare a tie of a third.
func (o *office) tie(key, party string) {
	id, err := o.staff.Act(o.t.Context(), workflow.OrgCommand{
		Actor: o.actor("guangdong/leader"), Act: workflow.DeclareTie,
		Args: workflow.OrgArgs{Person: demo.Person(key), Party: roles.NameParty(party), Kind: "kinship"},
	})
	require.NoError(o.t, err)
	_, err = o.staff.Act(o.t.Context(), workflow.OrgCommand{Actor: o.actor("national/leader"), Proposal: id})
	require.NoError(o.t, err)
}
