package main

// respondentActs are the acts that concern the respondent and the rectification.
var respondentActs = []actRow{
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
	{"report_recurrence", closedFounded, func(*office, secretCase) map[string]any {
		return map[string]any{"reason": "the calls began again", "respondent": wordAccused, "violation": "leak"}
	}},
}
