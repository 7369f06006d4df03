package publication

import "slices"

// Mobile numbers of mainland China: eleven digits, 1 and 3 to 9 first (national
// numbering plan), with or without the country code 86.

const mobileLength = 11

// Habits of grouping the eleven digits.
var mobileShapes = map[string]bool{
	"11": true, "3-4-4": true, "3-3-5": true, "3-8": true, "4-4-3": true, "3-5-3": true, "4-3-4": true,
	"7-4": true, "5-6": true, "6-5": true, "3-4-2-2": true, "3-2-2-2-2": true,
}

func detectMobile(v *view) []hit {
	var hits []hit
	for _, c := range v.chains() {
		for _, w := range v.windows(c, mobileLength) {
			hits = v.judgeMobile(hits, w)
		}
		for i := range c.groups {
			if w, ok := v.withCountryCode(c, i); ok {
				hits = v.judgeMobile(hits, w)
			}
			hits = v.judgeSpelledRun(hits, c, i)
		}
	}
	return hits
}

// withCountryCode reads a group such as 8613800000000 or 0086138 (followed by
// the rest) without its leading country code.
func (v *view) withCountryCode(c chain, i int) (window, bool) {
	g := c.groups[i]
	for _, code := range []string{"0086", "086", "86"} {
		if g.end-g.start > len(code) && string(v.folded[g.start:g.start+len(code)]) == code {
			rest := c.groups[i+1 : min(i+mobileLength, len(c.groups))]
			cut := chain{groups: append([]group{{g.start + len(code), g.end}}, rest...), seps: c.seps[i:]}
			for _, w := range v.windows(cut, mobileLength) {
				if w.first == 0 {
					return w, true
				}
			}
		}
	}
	return window{}, false
}

func (v *view) judgeMobile(hits []hit, w window) []hit {
	if w.digits[0] != '1' || w.digits[1] < '3' || !usableShape(w) {
		return hits
	}
	start, coded := v.countryCodeBefore(w.start)
	start = v.openBracket(start, w.end)
	return append(hits, hit{start, w.end, TypeCNMobile, v.mobileCertainty(w, coded)})
}

// usableShape refuses groups that are thousands (13 800 138 000) or a list of
// single numbers in which eleven happen to fit.
func usableShape(w window) bool {
	switch {
	case mobileShapes[w.shape]:
		return w.sep != '?'
	case w.spaced():
		return w.whole()
	}
	return w.shape != "2-3-3-3" && w.sep != '.' && w.sep != ',' && w.sep != '?' && w.sep != '/'
}

func (v *view) mobileCertainty(w window, coded bool) string {
	told := v.told(w.start, phoneWords)
	switch {
	case coded:
		return Certain
	case w.fraction() || v.isAmount(w.start, w.end) && !containsAny(v.before(w.start, 6), phoneWords):
		return Possible
	case told && mobileShapes[w.shape]:
		return Certain
	case told:
		return Likely
	case isLatin(v.at(w.start - 1)):
		return Possible
	case w.shape == "3-4-4":
		return Certain
	case mobileShapes[w.shape] || w.spaced():
		return Likely
	}
	return Possible
}

// countryCodeBefore extends a number to the left over +86, 0086, (86) and the
// separators that follow them.
func (v *view) countryCodeBefore(start int) (int, bool) {
	i := start
	for start-i < 3 && containsRune(" -()", v.at(i-1)) {
		i--
	}
	if v.at(i-1) != '6' || v.at(i-2) != '8' {
		return start, false
	}
	i -= 2
	for zeros := 0; zeros < 2 && v.at(i-1) == '0'; zeros++ {
		i--
	}
	if isDigit(v.at(i - 1)) {
		return start, false
	}
	if v.at(i-1) == '+' {
		i--
	}
	return i, true
}

// openBracket takes in the bracket that opens in front of (86) or (138).
func (v *view) openBracket(start, end int) int {
	inside := v.folded[start:end]
	if v.at(start-1) == '(' && slices.Contains(inside, ')') && !slices.Contains(inside, '(') {
		return start - 1
	}
	return start
}

// judgeSpelledRun looks into a slightly longer run of digits, because prose
// before a spelled number may end in a numeral: 唯一一三八….
func (v *view) judgeSpelledRun(hits []hit, c chain, i int) []hit {
	g := c.groups[i]
	if spare := g.end - g.start - mobileLength; !v.spelt || spare < 1 || spare > 2 {
		return hits
	}
	cut := chain{groups: []group{{g.end - mobileLength, g.end}}}
	return v.judgeMobile(hits, v.window(cut, 0, 0))
}

func containsRune(set string, r rune) bool {
	for _, s := range set {
		if s == r {
			return true
		}
	}
	return false
}
