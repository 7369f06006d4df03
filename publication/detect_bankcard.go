package publication

import "strings"

// Payment card numbers, ISO/IEC 7812: 16 to 19 digits with the Luhn check.

// cardPrefixes are issuer ranges by length of the number: UnionPay 62 in all
// lengths and older domestic ranges of 19 digits; the international schemes
// issue 16 digits.
var cardPrefixes = map[int][]string{
	16: {"62", "4", "51", "52", "53", "54", "55", "6011", "65", "352", "353", "354", "355", "356", "357", "358", "81"},
	17: {"62"},
	18: {"62"},
	19: {"62", "9558", "9559", "456351", "436742", "601382", "603", "81"},
}

func detectBankCard(v *view) []hit {
	var hits []hit
	for _, c := range v.chains() {
		for length := 16; length <= 19; length++ {
			for _, w := range v.windows(c, length) {
				if certainty := v.cardCertainty(w); certainty != "" {
					hits = append(hits, hit{w.start, w.end, TypeBankCard, certainty})
				}
			}
		}
	}
	return hits
}

func (v *view) cardCertainty(w window) string {
	told, known, checked := v.told(w.start, cardWords), knownIssuer(w.digits), luhn(w.digits)
	switch {
	case w.fraction() || isLatin(v.at(w.end)) || sameDigits(w.digits):
		return ""
	case v.isAmount(w.start, w.end) && !told, isLatin(v.at(w.start-1)) && !told, !cardShape(w):
		return onlyIf(checked && known, Possible)
	case checked && known:
		return Certain
	case checked && told:
		return Likely
	case known && told:
		return Likely
	}
	return onlyIf(checked, Possible)
}

func onlyIf(condition bool, certainty string) string {
	if condition {
		return certainty
	}
	return ""
}

// cardShape accepts fours with a shorter rest, six first, two groups, single
// digits, and no grouping.
func cardShape(w window) bool {
	if w.sep == '?' {
		return false
	}
	groups := strings.Split(w.shape, "-")
	if len(groups) <= 2 || w.spaced() && w.whole() {
		return true
	}
	for i, g := range groups {
		rest := i == len(groups)-1 && len(g) == 1 && g <= "7"
		if g != "4" && !rest && (g != "6" || i > 1) {
			return false
		}
	}
	return true
}

func knownIssuer(digits string) bool {
	if len(digits) == 16 && digits >= "2221" && digits < "2721" { // Mastercard, second series
		return true
	}
	return hasAnyPrefix(digits, cardPrefixes[len(digits)])
}

// luhn checks the last digit of a number, ISO/IEC 7812-1 annex B.
func luhn(digits string) bool {
	sum := 0
	for i := 0; i < len(digits); i++ {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d = d*2 - d/5*9
		}
		sum += d
	}
	return sum%10 == 0
}

// sameDigits refuses 0000000000000000, which passes Luhn and is nobody's.
func sameDigits(digits string) bool { return strings.Count(digits, digits[:1]) == len(digits) }
