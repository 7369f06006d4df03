package main

import "time"

// wordActs are the acts that say, judge and publish.
var wordActs = []actRow{
	{"comment", nil, words},
	{"ask", nil, words},
	{"answer", asked, func(_ *office, c secretCase) map[string]any {
		return map[string]any{"body": "It was in May.", "report": c.report}
	}},
	{"confirm_breach_notice", leaked, reason},
	{"end_breach_handling", leakedMuch, func(o *office, _ secretCase) map[string]any {
		return map[string]any{"reason": "their systems are clean again", "ended": o.clock.Now().Format(time.RFC3339)}
	}},
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
}
