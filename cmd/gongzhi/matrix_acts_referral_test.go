package main

import (
	"gongzhi/demo"
)

// referralActs are the acts that hand a case to a body outside.
var referralActs = []actRow{
	{"refer", suspected, toPolice},
	{"approve_referral", referred, nil},
	{"decline_referral", referred, reason},
	{"hand_over_referral", approved, nil},
	{"record_reply", handedOver, func(*office, secretCase) map[string]any {
		return map[string]any{"reason": "by letter", "result": "accepted"}
	}},
	{"ask_reconsideration", turnedDown, reason},
	{"propose_public_interest", published, reason},
	{"adopt_public_interest", proposedByOrg, func(*office, secretCase) map[string]any {
		return map[string]any{"reason": "many people are concerned", "to": demo.Body("procuratorate", "440300")}
	}},
	{"decline_public_interest", proposedByOrg, reason},
}
