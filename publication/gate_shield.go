package publication

import (
	"regexp"
	"strings"
)

// A shield covers a stretch that has its own meaning, so that the digits in it
// are not read as somebody's number.
type shield struct {
	start, end int
	address    bool // a web address: its numbers are page ids unless a parameter says otherwise
}

const paramReach = 48 // code points looked at before a number in a web address

var (
	urlPattern       = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>"'，。；、（）()\p{Han}]+`)
	uuidPattern      = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	referencePattern = regexp.MustCompile(`(?i)GZ-[0-9A-Z]{5}-[0-9A-Z]{5}`)
	tokenPattern     = regexp.MustCompile(`[0-9A-Za-z]{18,128}`)
	hexPattern       = regexp.MustCompile(`^(?i:[0-9a-f]*[a-f][0-9a-f]*)$`)
	personalParam    = regexp.MustCompile(`(?i)(?:phone|mobile|tel|msisdn|idcard|id_card|idno|sfz|card|qq|wechat|wx|sj)[a-z_]*=[^&]*$`)
)

func (v *view) shields() []shield {
	var all []shield
	for _, m := range v.matches(urlPattern) {
		all = append(all, shield{m[0], v.addressEnd(m[0], m[1]), true})
	}
	for _, re := range []*regexp.Regexp{uuidPattern, referencePattern} {
		for _, m := range v.matches(re) {
			all = append(all, shield{m[0], m[1], false})
		}
	}
	for _, m := range v.matches(tokenPattern) {
		if token := string(v.folded[m[0]:m[1]]); v.isCreditCode(m[0], token) || isDigest(token) {
			all = append(all, shield{m[0], m[1], false})
		}
	}
	return all
}

// addressEnd cuts a web address at the first character that was not ASCII in
// the source, such as a full-width comma.
func (v *view) addressEnd(start, end int) int {
	for i := start; i < end; i++ {
		if v.source[v.from[i]] >= 0x80 {
			return i
		}
	}
	return end
}

func isDigest(token string) bool {
	switch len(token) {
	case 32, 40, 64, 96, 128:
		return hexPattern.MatchString(token)
	}
	return false
}

// creditAlphabet and creditWeights: unified social credit code, GB 32100-2015.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// isCreditCode recognises the public number of an organisation by its checksum,
// or by the word before it. It names no person and must pass the gate.
func (v *view) isCreditCode(start int, token string) bool {
	token = strings.ToUpper(token)
	if len(token) != 18 || validCNID(token) {
		return false
	}
	card := allDigits(token) && knownIssuer(token) && luhn(token)
	return validCreditCode(token) && !card || v.told(start, creditWords)
}

func validCreditCode(code string) bool {
	sum := 0
	for i := 0; i < 17; i++ {
		at := strings.IndexByte(creditAlphabet, code[i])
		if at < 0 {
			return false
		}
		sum += at * creditWeights[i]
	}
	return code[17] == creditAlphabet[(31-sum%31)%31]
}

// applyShields drops or weakens hits that lie inside a shield. A valid identity
// number and an e-mail address stay what they are even in a web address.
func applyShields(v *view, hits []hit) []hit {
	shields := v.shields()
	kept := hits[:0]
	for _, h := range hits {
		if keep, certainty := v.shielded(h, shields); keep {
			h.certainty = certainty
			kept = append(kept, h)
		}
	}
	return kept
}

func (v *view) shielded(h hit, shields []shield) (keep bool, certainty string) {
	for _, s := range shields {
		if h.start < s.start || h.end > s.end {
			continue
		}
		switch {
		case !s.address:
			return false, ""
		case h.kind == TypeEmail || h.kind == TypeCNID && h.certainty == Certain:
			return true, h.certainty
		case personalParam.MatchString(v.before(h.start, min(h.start-s.start, paramReach))):
			return true, Likely
		case h.kind == TypeCNMobile:
			return true, Possible
		default:
			return false, ""
		}
	}
	return true, h.certainty
}
