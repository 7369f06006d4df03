package publication

import (
	"regexp"
	"strings"
)

// Passports and travel permits have short numbers that many other things share,
// so only a word near them makes a finding.

const documentReach = 20 // code points between the word and the number

var (
	passportWords   = []string{"护照", "passport"}
	chinesePassport = regexp.MustCompile(`(?i)(?:E[A-HJ-NP-Z]?|G|D|S|P|SE|PE|DE|MA|K[JL]?)[ ]?\d{7,8}`)
	foreignPassport = regexp.MustCompile(`(?i)(?:护照|passport)(?:号码|号| ?(?:no|number|num)\.?)? ?(?:is|为|是)?[ :#]{0,3}([A-Z0-9]{6,9})`)

	permitWords  = []string{"通行证", "回乡证", "台胞证", "permit"}
	permitNumber = regexp.MustCompile(`(?i)(?:[CWHM][A-Z]?\d{7,10}|[TL]\d{8}|\d{8})`)
)

func detectPassport(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(chinesePassport) {
		if v.tokenAlone(m[0], m[1]) && v.near(m[0], m[1], passportWords) {
			hits = append(hits, hit{m[0], m[1], TypePassport, Certain})
		}
	}
	for _, m := range v.matches(foreignPassport) {
		number := string(v.folded[m[2]:m[3]])
		if v.tokenAlone(m[2], m[3]) && countDigits(number) >= 4 {
			hits = append(hits, hit{m[2], m[3], TypePassport, Likely})
		}
	}
	return hits
}

func detectPermit(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(permitNumber) {
		date := plausibleDate(strings.TrimLeft(string(v.folded[m[0]:m[1]]), "CWHMTLcwhmtl"))
		if v.tokenAlone(m[0], m[1]) && !date && containsAny(v.before(m[0], documentReach), permitWords) {
			hits = append(hits, hit{m[0], m[1], TypePermit, Likely})
		}
	}
	return hits
}

// near looks for a word before the number or right behind it.
func (v *view) near(start, end int, words []string) bool {
	return containsAny(v.before(start, documentReach), words) || containsAny(v.after(end, 10), words)
}

// tokenAlone tells that no letter or digit touches the stretch.
func (v *view) tokenAlone(start, end int) bool {
	return !isWord(v.at(start-1)) && !isWord(v.at(end))
}

func countDigits(s string) int { return len(onlyDigits(s)) }
