package main

// supervisionActs are the acts that stop, shorten or watch the clock, and decide with a second person.
var supervisionActs = []actRow{
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
}
