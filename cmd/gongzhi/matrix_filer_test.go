package main

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
