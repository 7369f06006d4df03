package main

// matterActs are the acts that answer an opinion, an inquiry, a request or an application.
var matterActs = []actRow{
	{"reply", opinion, becauseOf("title", "On notices", "summary", "Why do they come late?")},
	{"withhold", opinion, becauseOf("ground", "personal_privacy", "because", "it would name a person")},
	{"verify_identity", asking, becauseOf("ground", "document")},
	{"disclose_identity", asking, becauseOf()},
	{"object", asking, becauseOf("ground", "kept_by_law")},
	{"answer_objection", contested, func(*office, secretCase) map[string]any {
		return map[string]any{"reason": "no period of keeping runs", "result": "dismissed"}
	}},
	{"decide_request", verifying, becauseOf("result", "granted")},
	{"report_execution", executing, becauseOf()},
	{"admit", application, becauseOf()},
	{"turn_down", application, becauseOf("ground", "incomplete")},
}
