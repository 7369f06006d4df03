package main

import (
	"net/url"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/demo"
)

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
	{method: "GET", route: "/open-data/sample-tickets/:month", about: "no month"},
	{method: "POST", route: "/desk/samples", about: "no such month", ask: always(form("month", "2026-13"))},
	{method: "POST", route: "/api/v1/sample-draws", about: "no such month", ask: always(jsonOf(map[string]any{"month": "2026-13"}))},
	{method: "POST", route: "/desk/flood", about: "too few cases", ask: always(form("action", "reject_flood", "references", "GZ-1", "reason", "same"))},
	{method: "POST", route: "/desk/flood", about: "no such flood", ask: always(form("action", "confirm_flood", "batch", "019b90d1-6280-77c5-807f-ddc4b3b6dbeb"))},
	{method: "POST", route: "/inbox/read"},
	{method: "POST", route: "/operator/clock"},
	{method: "POST", route: "/api/v1/organisation/proposals", about: "a body outside", ask: func(*office, secretCase, string) ask {
		return jsonOf(map[string]any{"act": "add_body", "kind": "police", "name": map[string]string{"zh": "南湾公安分局"}, "region": "440305"})
	}},
	{method: "POST", route: "/api/v1/organisation/proposals", about: "a tie of the deputy", ask: func(o *office, c secretCase, key string) ask {
		return jsonOf(tie(o, c, key))
	}},
	{method: "POST", route: "/api/v1/organisation/proposals/:id/decision", about: "decline a tie of the deputy",
		ask: always(jsonOf(map[string]string{"decision": "decline"}))},
	{method: "POST", route: "/desk/organisation", about: "the end of a body outside", ask: func(*office, secretCase, string) ask {
		return form("action", "end_body", "body", demo.Body("procuratorate", "440300").String())
	}},
	{method: "POST", route: "/desk/organisation", about: "a tie of the deputy", ask: func(*office, secretCase, string) ask {
		return form("action", "declare_tie", "person", demo.Person("shenzhen/deputy").String(), "kind", "other", "party", uuid.NewString())
	}},
}

func told(filer map[string]string) func(*office, secretCase, string) ask {
	return func(*office, secretCase, string) ask {
		return jsonOf(map[string]any{"title": "A report", "narrative": "Told here.", "violation": "leak", "region": "440300", "filer": filer})
	}
}

func tie(*office, secretCase, string) map[string]any {
	return map[string]any{"act": "declare_tie", "person": demo.Person("shenzhen/deputy"), "party": "name:" + uuid.NewString(), "kind": "other"}
}
