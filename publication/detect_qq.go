package publication

import (
	"regexp"
	"strings"
)

// QQ numbers: 5 to 11 digits after the word. 10000 belongs to the operator.
var qqPattern = regexp.MustCompile(`(?i)((?:\bqq|扣扣|企鹅号|\bq)[ ]?(?:号码|号|群|账号|帐号|id)?)[ ]{0,2}((?:[:=是为]|is)?)[ ]{0,2}([1-9]\d{4,10})`)

func detectQQ(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(qqPattern) {
		if certainty := v.qqCertainty(m); certainty != "" {
			hits = append(hits, hit{m[6], m[7], TypeQQ, certainty})
		}
	}
	return hits
}

func (v *view) qqCertainty(m []int) string {
	word, number := len([]rune(strings.TrimSpace(string(v.folded[m[2]:m[3]])))), m[7]-m[6]
	separated := m[5] > m[4]
	switch {
	case isWord(v.at(m[7])) || containsRune(".,-", v.at(m[7])) && isDigit(v.at(m[7]+1)) || v.isAmount(m[2], m[7]):
		return ""
	case word == 1 && !(separated && number >= 6): // a bare Q is a quarter or a question
		return ""
	case separated || word > 2 || number >= 7:
		return Likely
	}
	return Possible
}
