package main

// transferActs are the acts that give a case to a post or to another agency.
var transferActs = []actRow{
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
}
