package main

import (
	"strconv"
)

var caseRows = []matrixRow{
	{method: "GET", route: "/incidents/:reference", about: "before publication"},
	{method: "GET", route: "/incidents/:reference", about: "published", stage: published, public: true},
	{method: "GET", route: "/api/v1/public/incidents/:reference", about: "before publication"},
	{method: "GET", route: "/api/v1/public/incidents/:reference", about: "published", stage: published, public: true},
	{method: "GET", route: "/api/v1/incidents/:reference"},
	{method: "GET", route: "/desk/cases/:reference"},
	{method: "GET", route: "/api/v1/incidents/:reference/trace"},
	{method: "GET", route: "/desk/cases/:reference/trace"},
	{method: "GET", route: "/api/v1/incidents/:reference/public-interest"},
	{method: "GET", route: "/organization/cases/:reference/public-interest"},
	{method: "GET", route: "/api/v1/incidents/:reference/public-interest", about: "published", stage: published, public: true},
	{method: "GET", route: "/organization/cases/:reference/public-interest", about: "published", stage: published, public: true},
	{method: "POST", route: "/organization/cases/:reference/public-interest", about: "published", stage: published, public: true,
		ask: func(*office, secretCase, string) ask { return form("reason", "many people are concerned") }},
	{method: "GET", route: "/api/v1/incidents/:reference/explanation"},
	{method: "GET", route: "/desk/cases/:reference/explanation"},
	{method: "POST", route: "/desk/cases/:reference/explanation", ask: func(*office, secretCase, string) ask { return form("body", "two of us were ill") }},
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
	{method: "POST", route: "/api/v1/respondent/acts", about: "object_at_door", receipt: true, stage: servedRequest,
		ask: byCode(func(secretCase) ask {
			return jsonOf(map[string]string{"action": "object_at_door", "ground": "kept_by_law", "reason": "Three years have not passed."})
		})},
	{method: "POST", route: "/api/v1/respondent/evidence", receipt: true, stage: orderedAndServed, ask: byCode(func(secretCase) ask { return upload() })},
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
