package main

import (
	"net/http"
	"net/url"
	"strings"
)

// matrixRow is one route, or one act on it, with a plausible object.
type matrixRow struct {
	method, route string
	about         string // which object or act, in words
	stage         stage  // how far the case has come; nil: just filed
	file          bool   // the case has a file
	ask           func(o *office, c secretCase, key string) ask
	receipt       bool // the request carries the receipt of the case, or a respondent's code
	own           bool // the answer is the filer's own words, for whoever holds the receipt
	opens         bool // the answer may show a sealed field
	public        bool // the object was released to everybody
	called        bool // the other agency has a duty in the case
}

// plain are the routes that need no object.
var plain = strings.Fields(`/ /incidents /notices /rules /workflow /law /about /help /privacy /accessibility /feeds /open-data /healthz /readyz /version
	/openapi.json /demo/accounts.json /sign-in /respondent /respondent/act /respondent/evidence /track /track/answer /track/outcome /track/export /track/act /track/evidence /track/proof /track/promise
	/audit /audit/witnesses /audit/verify /report /report/start /report/step /report/check /report/saved
	/answers /api/v1/notices /api/v1/opinions /api/v1/public/answers /api/v1/duties /api/v1/duties/counts /api/v1/overview /api/v1/inbox /api/v1/reports /api/v1/organisation
	/api/v1/organisation/proposals /api/v1/proposals /desk /desk/second /desk/flood /desk/samples /samples /open-data/sample-draws.csv /api/v1/sample-draws /desk/overview /desk/rules /desk/packs /desk/organisation /inbox /organization /organization/opinions /media /me /operator`)

// searched are lists that are asked for the case by a word of its title.
var searched = strings.Fields(`/incidents /incidents.atom /incidents.rss /incidents.json /feeds/incidents.atom /feeds/incidents.rss /feeds/incidents.json
	/scorecards /open-data/closed-duties.csv /open-data/closed-duties.jsonl /api/v1/public/incidents /api/v1/incidents /desk/cases`)

func matrixRows() []matrixRow {
	var rows []matrixRow
	for _, route := range plain {
		rows = append(rows, matrixRow{method: http.MethodGet, route: route})
	}
	for _, route := range searched {
		rows = append(rows, matrixRow{method: http.MethodGet, route: route, about: "searched for the case",
			ask: func(*office, secretCase, string) ask { return ask{query: url.Values{"q": {wordSought}}} }})
	}
	rows = append(rows, matrixRow{method: http.MethodGet, route: "/log/*path", about: "its checkpoint"})
	rows = append(rows, caseRows...)
	rows = append(rows, actRows()...)
	rows = append(rows, mineRows...)
	rows = append(rows, receiptRows...)
	rows = append(rows, matterRows...)
	return append(rows, otherRows...)
}
