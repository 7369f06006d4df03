package publication

import "regexp"

// Vehicle plates, GA 36: province, issuing office, five characters; new-energy
// vehicles six with D, F or a neighbouring letter at one end. I and O are never used.

const plateProvinces = `[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]`

var (
	platePattern = regexp.MustCompile(`(?i)` + plateProvinces + `[ ]?[A-HJ-NP-Z][ ]?[· -]?[ ]?(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[挂学警港澳试超]|[A-HJ-NP-Z0-9]{5})`)
	policePlate  = regexp.MustCompile(`(?i)WJ[ ]?` + plateProvinces + `?[ ]?\d{4}[0-9A-Z]`)
)

func detectPlate(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(platePattern) {
		tail := string(v.folded[m[0]+2 : m[1]])
		if !isWord(v.at(m[1])) && countDigits(tail) >= 2 {
			hits = append(hits, hit{m[0], m[1], TypePlate, plateCertainty(tail)})
		}
	}
	for _, m := range v.matches(policePlate) {
		if v.tokenAlone(m[0], m[1]) {
			hits = append(hits, hit{m[0], m[1], TypePlate, Likely})
		}
	}
	return hits
}

// plateCertainty: with three digits and more it is no product name (新 iPad…).
func plateCertainty(tail string) string {
	if countDigits(tail) >= 3 {
		return Certain
	}
	return Likely
}
