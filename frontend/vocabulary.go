package frontend

import "strings"

// The codes that forms offer, in the order in which people read them. The words are messages "words.<list>_<code>".
var (
	violations = []string{"leak", "sale", "illegal_collection", "excessive_collection", "illegal_provision", "theft",
		"malicious_disclosure", "illegal_use", "refused_rights", "other"}
	respondentKinds = []string{"enterprise", "organ", "individual", "unknown"}
	respondentRoles = []string{"holder", "user", "discloser", "other"}
	sectors         = []string{"government", "telecom", "internet", "finance", "health", "education", "logistics",
		"retail", "property", "employment", "other"}
	// The categories follow Article 5 of Fa Shi [2017] No. 10: four of item 3, five of item 4, the rest item 5.
	pieceCategories = []string{"track", "communication_content", "credit", "property", "accommodation",
		"communication_record", "health", "transaction", "other_safety", "other"}
	// Province codes of GB/T 2260, in the order of the standard.
	provinces = []string{"110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000", "310000",
		"320000", "330000", "340000", "350000", "360000", "370000", "410000", "420000", "430000", "440000", "450000",
		"460000", "500000", "510000", "520000", "530000", "540000", "610000", "620000", "630000", "640000", "650000",
		"710000", "810000", "820000"}
)

// word names a code of one of the lists above.
func word(list, code string) Text { return K("words." + list + "_" + code) }

// eventCode is the code of an event's kind in the catalogues: "report.filed" is words.event_report_filed.
func eventCode(kind string) string { return strings.ReplaceAll(kind, ".", "_") }

// options offers a list of codes, the chosen one marked, each with its words.
func options(list string, codes []string, chosen string) []Option {
	made := make([]Option, len(codes))
	for i, code := range codes {
		made[i] = Option{Value: code, Label: word(list, code), Chosen: code == chosen}
	}
	return made
}

func known(codes []string, code string) bool {
	for _, c := range codes {
		if c == code {
			return true
		}
	}
	return false
}
