package main

import (
	"gongzhi/demo"
)

func reason(*office, secretCase) map[string]any {
	return map[string]any{"reason": "the file shows it"}
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

func toPolice(*office, secretCase) map[string]any {
	return map[string]any{"reason": "a crime is suspected", "to": demo.Body("police", "440300"), "ground": "order_310"}
}

func toChengdu(o *office, _ secretCase) map[string]any {
	return map[string]any{"reason": "the seat is there", "to": o.postOf("chengdu/officer").Agency}
}
