package publication

import (
	"regexp"
	"strings"
)

// Landlines with area code, international numbers (ITU-T E.164) and North
// American ten-digit numbers. Service numbers (110, 12345, 400, 95xxx) are
// public and no finding.

var (
	landlinePattern = regexp.MustCompile(`\(?(?:\+?86[- ]?)?\(?0(?:10|2\d|[3-9]\d{2})\)?([- ]{0,3})\d{3,4}[- ]?\d{4}(?:(?: ?转 ?| ?(?i:ext)\.? ?|-|#)\d{1,6})?`)
	e164Pattern     = regexp.MustCompile(`\+[1-9](?:[-. ()]{0,2}\d){6,14}`)
	nanpPattern     = regexp.MustCompile(`(\()?[2-9]\d{2}(\))?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4}`)
	servicePattern  = regexp.MustCompile(`^\+?86(?:400|800|95\d{3}|12\d{3}$)`)
)

func detectPhone(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(landlinePattern) {
		if v.standsAlone(m[0], m[1]) {
			separated := m[3] > m[2] || v.at(m[2]-1) == ')'
			hits = append(hits, hit{m[0], m[1], TypePhone, v.phoneCertainty(m[0], m[1], separated)})
		}
	}
	for _, m := range v.matches(e164Pattern) {
		digits := onlyDigits(string(v.folded[m[0]:m[1]]))
		if v.standsAlone(m[0], m[1]) && !servicePattern.MatchString(digits) && len(digits) >= 8 {
			hits = append(hits, hit{m[0], m[1], TypePhone, v.phoneCertainty(m[0], m[1], true)})
		}
	}
	for _, m := range v.matches(nanpPattern) {
		if v.standsAlone(m[0], m[1]) && (m[2] < 0) == (m[4] < 0) {
			hits = append(hits, hit{m[0], m[1], TypePhone, v.phoneCertainty(m[0], m[1], m[2] >= 0)})
		}
	}
	return hits
}

func (v *view) phoneCertainty(start, end int, formed bool) string {
	switch {
	case v.told(start, phoneWords):
		return Likely
	case v.isAmount(start, end) || !formed:
		return Possible
	}
	return Likely
}

// standsAlone tells that a number is not the middle of a longer one.
func (v *view) standsAlone(start, end int) bool {
	before, after := v.at(start-1), v.at(end)
	if isWord(before) && !(isLatin(before) && v.told(start, phoneWords)) || isDigit(after) {
		return false
	}
	if before == '+' || containsRune("-.,/", before) && isDigit(v.at(start-2)) {
		return false
	}
	return !(containsRune("-/", after) && isDigit(v.at(end+1)))
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, s)
}
