package main

// intakeActs are the acts that take a case in, merge and end it.
var intakeActs = []actRow{
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
}
