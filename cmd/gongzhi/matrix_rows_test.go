package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/demo"
	"gongzhi/web"
	"gongzhi/workflow"
)

// ask is what a row of the matrix sends besides its address.
type ask struct {
	query  url.Values
	body   []byte
	kind   string // content type
	header map[string]string
	cookie *http.Cookie // instead of the session kept for the role
}

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

func form(values ...string) ask {
	v := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return ask{body: []byte(v.Encode()), kind: "application/x-www-form-urlencoded"}
}

func jsonOf(value any) ask {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // the tables below hold only what can be written
	}
	return ask{body: body, kind: "application/json", header: map[string]string{"Idempotency-Key": uuid.NewString()}}
}

// upload is a form with one small file.
func upload(fields ...string) ask {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	name := "file"
	if len(fields) > 0 {
		name = "files"
	}
	part, _ := w.CreateFormFile(name, "note.txt")
	_, _ = io.WriteString(part, "a note")
	_ = w.Close()
	return ask{body: b.Bytes(), kind: w.FormDataContentType()}
}

func (a ask) with(name, value string) ask {
	header := map[string]string{name: value}
	for k, v := range a.header {
		header[k] = v
	}
	a.header = header
	return a
}

// plain are the routes that need no object.
var plain = strings.Fields(`/ /incidents /notices /rules /workflow /law /about /help /privacy /accessibility /feeds /open-data /healthz /readyz /version
	/openapi.json /demo/accounts.json /sign-in /respondent /respondent/act /respondent/evidence /track /track/answer /track/outcome /track/export /track/act /track/evidence /track/proof /track/promise
	/audit /audit/witnesses /audit/verify /report /report/start /report/step /report/check /report/saved
	/answers /api/v1/notices /api/v1/opinions /api/v1/public/answers /api/v1/duties /api/v1/duties/counts /api/v1/overview /api/v1/inbox /api/v1/reports /api/v1/organisation
	/api/v1/organisation/proposals /api/v1/proposals /desk /desk/second /desk/flood /desk/overview /desk/rules /desk/packs /desk/organisation /inbox /organization /media /me /operator`)

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

var caseRows = []matrixRow{
	{method: "GET", route: "/incidents/:reference", about: "before publication"},
	{method: "GET", route: "/incidents/:reference", about: "published", stage: published, public: true},
	{method: "GET", route: "/api/v1/public/incidents/:reference", about: "before publication"},
	{method: "GET", route: "/api/v1/public/incidents/:reference", about: "published", stage: published, public: true},
	{method: "GET", route: "/api/v1/incidents/:reference"},
	{method: "GET", route: "/desk/cases/:reference"},
	{method: "GET", route: "/api/v1/incidents/:reference/trace"},
	{method: "GET", route: "/desk/cases/:reference/trace"},
	{method: "GET", route: "/desk/cases/:reference/evidence/:id", file: true},
	{method: "POST", route: "/api/v1/incidents/:reference/readings", about: "the filer's name", opens: true,
		ask: func(_ *office, c secretCase, _ string) ask {
			return jsonOf(map[string]any{"report": c.report, "field": "identity", "purpose": "to call the filer back"})
		}},
	{method: "POST", route: "/desk/cases/:reference/unseal", about: "the filer's contact", opens: true,
		ask: func(_ *office, c secretCase, _ string) ask {
			return form("field", "contact:"+c.report.String(), "purpose", "to call the filer back")
		}},
	{method: "GET", route: "/desk/cases/:reference/assess/:kind", about: "the form"},
	{method: "POST", route: "/desk/cases/:reference/assess/:kind", about: "facts",
		ask: func(*office, secretCase, string) ask { return form("acts", "sell", "pieces_track", "50") }},
	{method: "GET", route: "/desk/cases/:reference/findings/:id", stage: assessed},
	{method: "GET", route: "/desk/cases/:reference/findings/:id/print", stage: assessed},
	{method: "POST", route: "/desk/cases/:reference/findings/:id/override", stage: assessed,
		ask: func(*office, secretCase, string) ask {
			return form("answer", "none", "reason", "the points stood still")
		}},
	{method: "POST", route: "/api/v1/incidents/:reference/services", stage: accepted, ask: func(o *office, c secretCase, _ string) ask {
		return jsonOf(map[string]any{"respondent": o.respondentOf(c.reference), "body": "You are said to have passed data on."})
	}},
	{method: "POST", route: "/desk/cases/:reference/serve", stage: accepted, ask: func(o *office, c secretCase, _ string) ask {
		return form("to", o.respondentOf(c.reference).String(), "body", "You are said to have passed data on.")
	}},
	{method: "GET", route: "/api/v1/respondent", receipt: true, stage: orderedAndServed, ask: byCode(func(secretCase) ask { return ask{} })},
	{method: "POST", route: "/api/v1/respondent/acts", receipt: true, stage: orderedAndServed,
		ask: byCode(func(secretCase) ask {
			return jsonOf(map[string]string{"action": "reply_served", "body": "We did not."})
		})},
	{method: "POST", route: "/respondent", receipt: true, stage: orderedAndServed, ask: formOf(func(c secretCase) ask { return form("code", c.code) })},
	{method: "POST", route: "/respondent/act", receipt: true, stage: orderedAndServed,
		ask: formOf(func(c secretCase) ask { return form("code", c.code, "action", "reply_served", "body", "We did not.") })},
	{method: "POST", route: "/respondent/evidence", receipt: true, stage: orderedAndServed, ask: formOf(func(c secretCase) ask { return upload("code", c.code) })},
	{method: "POST", route: "/desk/cases/:reference/actions", about: "accept",
		ask: func(_ *office, c secretCase, _ string) ask {
			return form("action", "accept", "version", strconv.FormatInt(c.version, 10))
		}},
	{method: "POST", route: "/desk/cases/:reference/export",
		ask: func(*office, secretCase, string) ask { return form("purpose", "for the file of the court") }},
	{method: "POST", route: "/desk/cases/:reference/messages", about: "comment",
		ask: func(*office, secretCase, string) ask { return form("action", "comment", "body", "Seen.") }},
	{method: "POST", route: "/desk/cases/:reference/publication", about: "propose a wording",
		ask: func(*office, secretCase, string) ask {
			return form("action", "publish_propose", "title", wordPublic, "summary", "An office passed data on.", "verification", "plausible")
		}},
}

// actRows are the acts of the two tables, each on a case that has come so far
// that the act makes sense.
func actRows() []matrixRow {
	var rows []matrixRow
	for _, a := range []struct {
		name  string
		stage stage
		more  func(o *office, c secretCase) map[string]any
	}{
		{"accept", nil, nil},
		{"reject", nil, onGround("no_violation")},
		{"close_withdrawn", withdrawn, reason},
		{"mark_urgent", nil, reason},
		{"lower_urgency", urgent, reason},
		{"merge", twin, other},
		{"unmerge", merged, other},
		{"appeal", rejected, onGround("facts")},
		{"uphold", inReview, reason},
		{"overturn", inReview, reason},
		{"reopen", rejected, reason},
		{"withdraw_report", nil, reason},
		{"rate", rejected, func(*office, secretCase) map[string]any {
			return map[string]any{"confirmed": "partly", "rating": 3}
		}},
		{"investigate", accepted, nil},
		{"decide", investigating, func(*office, secretCase) map[string]any {
			return map[string]any{"reason": "the documents agree", "founded": true, "path": "administrative", "clauses": []string{"PIPL 10"}}
		}},
		{"order_rectification", decided, reason},
		{"close", decided, reason},
		{"reply", opinion, becauseOf("title", "On notices", "summary", "Why do they come late?")},
		{"withhold", opinion, becauseOf("ground", "personal_privacy", "because", "it would name a person")},
		{"verify_identity", asking, becauseOf("ground", "document")},
		{"disclose_identity", asking, becauseOf()},
		{"object", asking, becauseOf("ground", "kept_by_law")},
		{"decide_request", verifying, becauseOf("result", "granted")},
		{"report_execution", executing, becauseOf()},
		{"admit", application, becauseOf()},
		{"turn_down", application, becauseOf("ground", "incomplete")},
		{"assign", nil, func(o *office, _ secretCase) map[string]any {
			return map[string]any{"to": o.postOf("shenzhen/supervisor").ID}
		}},
		{"transfer", nil, func(o *office, _ secretCase) map[string]any {
			return map[string]any{"reason": "the seat is there", "to": o.postOf("chengdu/officer").Agency}
		}},
		{"accept_transfer", offered, nil},
		{"refuse_transfer", offered, reason},
		{"withdraw_transfer", offered, reason},
		{"settle_transfer", disputed, func(o *office, _ secretCase) map[string]any {
			return map[string]any{"reason": "the seat decides", "to": o.postOf("chengdu/officer").Agency}
		}},
		{"name_representative", accepted, func(o *office, c secretCase) map[string]any {
			return map[string]any{"reason": "the licence and the power of attorney", "to": o.respondentOf(c.reference), "body": "a lawyer"}
		}},
		{"accept_rectification", handedIn, reason},
		{"return_rectification", handedIn, reason},
		{"prolong", orderedAndServed, func(o *office, c secretCase) map[string]any {
			return map[string]any{"reason": "the supplier is late", "due": o.later(c.reference)}
		}},
		{"confirm_remedy", remedied, nil},
		{"dispute_remedy", remedied, reason},
		{"report_recurrence", closedFounded, reason},
		{"refer", suspected, toPolice},
		{"approve_referral", referred, nil},
		{"decline_referral", referred, reason},
		{"hand_over_referral", approved, nil},
		{"record_reply", handedOver, func(*office, secretCase) map[string]any {
			return map[string]any{"reason": "by letter", "result": "accepted"}
		}},
		{"ask_reconsideration", turnedDown, reason},
		{"propose_public_interest", published, reason},
		{"adopt_public_interest", proposedByOrg, func(*office, secretCase) map[string]any {
			return map[string]any{"reason": "many people are concerned", "to": demo.Body("procuratorate", "440300")}
		}},
		{"decline_public_interest", proposedByOrg, reason},
		{"consult", nil, toChengdu},
		{"answer_consultation", consulted, reason},
		{"withdraw_consultation", consulted, nil},
		{"invite_joint", nil, toChengdu},
		{"accept_joint", invited, nil},
		{"refuse_joint", invited, reason},
		{"leave_joint", joined, reason},
		{"end_joint", joined, reason},
		{"pause", nil, func(*office, secretCase) map[string]any {
			return map[string]any{"reason": "an appraisal is needed", "ground": "expert_appraisal"}
		}},
		{"resume", paused, nil},
		{"urge", nil, func(o *office, _ secretCase) map[string]any {
			return map[string]any{"reason": "many people are concerned", "due": o.soon()}
		}},
		{"take_over", nil, reason},
		{"return", nil, reason},
		{"sample", ended, reason},
		{"record_finding", sampled, result("upheld")},
		{"record_explanation", missedTwice, result("cleared")},
		{"explain_miss", missedTwice, words},
		{"recuse", nil, reason},
		{"confirm", ending, proposal},
		{"decline", ending, func(o *office, c secretCase) map[string]any {
			return map[string]any{"reason": "it is", "proposal": c.proposal}
		}},
		{"withdraw", ending, proposal},
		{"comment", nil, words},
		{"ask", nil, words},
		{"answer", asked, func(_ *office, c secretCase) map[string]any {
			return map[string]any{"body": "It was in May.", "report": c.report}
		}},
		{"confirm_breach_notice", leaked, reason},
		{"pass_on_breach", leakedMuch, reason},
		{"lift_breach_task", leaked, reason},
		{"assess", nil, func(*office, secretCase) map[string]any {
			return map[string]any{"kind": "seriousness", "line": map[string]any{"facts": map[string]any{"acts": []string{"sell"}, "pieces": map[string]int{"track": 50}}}}
		}},
		{"override_finding", assessed, func(_ *office, c secretCase) map[string]any {
			return map[string]any{"finding": c.finding, "answer": "none", "reason": "the points stood still"}
		}},
		{"publish_propose", nil, func(*office, secretCase) map[string]any {
			return map[string]any{"title": wordPublic, "summary": "An office passed data on.", "verification": "plausible"}
		}},
		{"publish_clear", wording, nil},
		{"publish_decline", wording, reason},
		{"publish_withdraw", published, reason},
	} {
		rows = append(rows, matrixRow{method: "POST", route: actsRoute, about: a.name, stage: a.stage, called: slices.Contains(toTheOther, a.name), public: a.name == "propose_public_interest", ask: func(o *office, c secretCase, _ string) ask {
			body := map[string]any{}
			if a.more != nil {
				body = a.more(o, c)
			}
			body["action"] = a.name
			if strings.HasPrefix(a.name, "publish_") || slices.Contains(sayings, a.name) || slices.Contains(workflow.FilerActs, workflow.Action(a.name)) ||
				a.name == "propose_public_interest" {
				return jsonOf(body) // no version guards these
			}
			return jsonOf(body).with("If-Match", web.ETag(c.version))
		}})
	}
	return rows
}

const actsRoute = "/api/v1/incidents/:reference/actions"

var sayings = []string{"comment", "ask", "answer", "explain_miss", "assess", "override_finding"}

// toTheOther are acts on an offer to the other agency, or on what it does.
var toTheOther = []string{"accept_transfer", "refuse_transfer", "withdraw_transfer", "answer_consultation", "withdraw_consultation",
	"accept_joint", "refuse_joint", "leave_joint", "end_joint"}

func reason(*office, secretCase) map[string]any {
	return map[string]any{"reason": "the file shows it"}
}

func toPolice(*office, secretCase) map[string]any {
	return map[string]any{"reason": "a crime is suspected", "to": demo.Body("police", "440300"), "ground": "order_310"}
}

func toChengdu(o *office, _ secretCase) map[string]any {
	return map[string]any{"reason": "the seat is there", "to": o.postOf("chengdu/officer").Agency}
}

func onGround(ground string) func(*office, secretCase) map[string]any {
	return func(*office, secretCase) map[string]any {
		return map[string]any{"reason": "the file shows it", "ground": ground}
	}
}

func result(r string) func(*office, secretCase) map[string]any {
	return func(_ *office, c secretCase) map[string]any {
		return map[string]any{"reason": "the file shows it", "task": c.task, "result": r}
	}
}

func other(_ *office, c secretCase) map[string]any {
	return map[string]any{"reason": "they are the same", "other": c.other}
}

func words(*office, secretCase) map[string]any { return map[string]any{"body": "A few words."} }

func proposal(_ *office, c secretCase) map[string]any { return map[string]any{"proposal": c.proposal} }

// mineRows are what the filer does signed in, without a receipt.
var mineRows = []matrixRow{
	{method: "GET", route: "/mine/:reference"},
	{method: "POST", route: "/mine/:reference/act", about: "appeal", stage: rejected,
		ask: always(form("action", "appeal", "ground", "facts", "reason", "It did happen."))},
}

var receiptRows = []matrixRow{
	{method: "GET", route: "/api/v1/track", receipt: true, ask: byReceipt(func(secretCase) ask { return ask{} })},
	{method: "GET", route: "/api/v1/track/proof", receipt: true, ask: byReceipt(func(secretCase) ask { return ask{} })},
	{method: "POST", route: "/api/v1/track/answers", receipt: true, stage: asked,
		ask: byReceipt(func(secretCase) ask { return jsonOf(map[string]string{"body": "In May."}) })},
	{method: "POST", route: "/api/v1/track/acts", receipt: true, stage: rejected,
		ask: byReceipt(func(secretCase) ask {
			return jsonOf(map[string]any{"action": "appeal", "ground": "facts", "reason": "It did happen."})
		})},
	{method: "POST", route: "/api/v1/track/evidence", receipt: true, ask: byReceipt(func(secretCase) ask { return upload() })},
	{method: "POST", route: "/track", receipt: true, ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt) })},
	{method: "POST", route: "/track/proof", receipt: true, ask: func(o *office, c secretCase, _ string) ask {
		o.settle()
		return form("receipt", c.receipt)
	}},
	{method: "POST", route: "/track/promise", receipt: true, ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt) })},
	{method: "POST", route: "/track/answer", receipt: true, stage: asked,
		ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt, "answer", "In May.") })},
	{method: "POST", route: "/track/act", receipt: true, stage: rejected,
		ask: formOf(func(c secretCase) ask {
			return form("receipt", c.receipt, "action", "rate", "confirmed", "no", "rating", "1")
		})},
	{method: "POST", route: "/track/evidence", receipt: true, ask: formOf(func(c secretCase) ask { return upload("receipt", c.receipt) })},
	{method: "POST", route: "/report/saved", receipt: true, ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt, "saved", "yes") })},
}

func byCode(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c).with("Authorization", "Service "+c.code) }
}

func byReceipt(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c).with("Authorization", "Receipt "+c.receipt) }
}

func formOf(a func(c secretCase) ask) func(*office, secretCase, string) ask {
	return func(_ *office, c secretCase, _ string) ask { return a(c) }
}

func always(a ask) func(*office, secretCase, string) ask {
	return func(*office, secretCase, string) ask { return a }
}

func told(filer map[string]string) func(*office, secretCase, string) ask {
	return func(*office, secretCase, string) ask {
		return jsonOf(map[string]any{"title": "A report", "narrative": "Told here.", "violation": "leak", "region": "440300", "filer": filer})
	}
}

func tie(*office, secretCase, string) map[string]any {
	return map[string]any{"act": "declare_tie", "person": demo.Person("shenzhen/deputy"), "party": "name:" + uuid.NewString(), "kind": "other"}
}

var otherRows = []matrixRow{
	{method: "GET", route: "/audit/entry", about: "the first", ask: always(ask{query: url.Values{"index": {"0"}}})},
	{method: "GET", route: "/audit/compare", about: "the first state", ask: always(ask{query: url.Values{"size": {"1"}}})},
	{method: "POST", route: "/audit/compare", about: "the checkpoint that is served", ask: func(o *office, _ secretCase, _ string) ask {
		note, err := o.log.store.Published(o.t.Context())
		require.NoError(o.t, err)
		return form("checkpoint", string(note))
	}},
	{method: "GET", route: "/assets/*name", about: "no such file"},
	{method: "POST", route: "/api/v1/reports", about: "without a name", ask: told(map[string]string{"kind": "anonymous"})},
	{method: "POST", route: "/api/v1/reports", about: "in one's own name", ask: told(map[string]string{"kind": "named", "name": "Somebody", "contact": "a@b.example"})},
	{method: "POST", route: "/report/start"},
	{method: "POST", route: "/report/step", ask: func(o *office, _ secretCase, _ string) ask {
		return form("draft", o.draft(), "step", "what", "title", "A report", "narrative", "Told here.", "go", "next")
	}},
	{method: "POST", route: "/report/check", ask: func(o *office, _ secretCase, _ string) ask { return form("draft", o.draft(), "go", "check") }},

	{method: "POST", route: "/api/v1/session", ask: always(jsonOf(map[string]string{"email": "citizen1@demo.example", "password": demo.Password}))},
	{method: "POST", route: "/api/v1/assess/:kind", about: "facts of no case", ask: always(jsonOf(map[string]any{"line": map[string]any{"facts": map[string]any{}}}))},
	{method: "POST", route: "/sign-in", ask: always(form("email", "citizen1@demo.example", "password", demo.Password))},
	{method: "POST", route: "/api/v1/session/refresh", ask: ownSession(accounts.API)},
	{method: "DELETE", route: "/api/v1/session", ask: ownSession(accounts.Cookie)},
	{method: "POST", route: "/sign-out", ask: ownSession(accounts.Cookie)},

	{method: "GET", route: "/desk/packs/:hash", about: "no such pack"},
	{method: "POST", route: "/desk/packs/:hash", about: "no such pack"},
	{method: "POST", route: "/desk/packs", about: "a broken pack", ask: always(form("action", "offer_pack", "text", "kind: none"))},
	{method: "POST", route: "/desk/flood", about: "too few cases", ask: always(form("action", "reject_flood", "references", "GZ-1", "reason", "same"))},
	{method: "POST", route: "/desk/flood", about: "no such flood", ask: always(form("action", "confirm_flood", "batch", "019b90d1-6280-77c5-807f-ddc4b3b6dbeb"))},
	{method: "POST", route: "/inbox/read"},
	{method: "POST", route: "/operator/clock"},
	{method: "POST", route: "/api/v1/organisation/proposals", about: "a tie of the deputy", ask: func(o *office, c secretCase, key string) ask {
		return jsonOf(tie(o, c, key))
	}},
	{method: "POST", route: "/api/v1/organisation/proposals/:id/decision", about: "decline a tie of the deputy",
		ask: always(jsonOf(map[string]string{"decision": "decline"}))},
	{method: "POST", route: "/desk/organisation", about: "a tie of the deputy", ask: func(*office, secretCase, string) ask {
		return form("action", "declare_tie", "person", demo.Person("shenzhen/deputy").String(), "kind", "other", "party", uuid.NewString())
	}},
}

func ownSession(kind accounts.Kind) func(*office, secretCase, string) ask {
	return func(o *office, _ secretCase, key string) ask {
		if key == "" {
			return ask{}
		}
		return ask{cookie: o.freshCookie(key, kind)}
	}
}
