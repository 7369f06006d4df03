package publication

import (
	"regexp"
	"strings"
)

// WeChat names (a letter, then 5 to 19 letters, digits, - or _) are told only by
// the word before them.
var (
	wechatPattern = regexp.MustCompile(`(?i)(微信|薇信|威信|维信|v信|weixin|wechat|\bvx\b|\bwx\b|[加➕+][ ]?v)((?:[ ]?(?:号码|号|账号|帐号|id|no\.?|number|账户))?)[ ]{0,2}((?:[:=是为]|is|->|→)?)[ ]{0,2}([A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{5,11})`)
	accountSign   = regexp.MustCompile(`[0-9_\-]`)
)

func detectWeChat(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(wechatPattern) {
		name := string(v.folded[m[8]:m[9]])
		if certainty := wechatCertainty(string(v.folded[m[4]:m[5]]), m[7] > m[6], name); certainty != "" && !isWord(v.at(m[9])) {
			hits = append(hits, hit{m[8], m[9], TypeWeChat, certainty})
		}
	}
	return hits
}

// wechatCertainty weighs: a word for "number", a colon, and the look of the
// name. Plain words after a bare 微信 are prose (wechat payment).
func wechatCertainty(label string, separated bool, name string) string {
	digitsOnly, sign := allDigits(name), accountSign.MatchString(name)
	switch {
	case label != "" && separated, label != "" && sign, strings.Contains(label, "号"):
		return Likely
	case separated && sign:
		return Likely
	case separated:
		return Possible
	case !digitsOnly && strings.ContainsAny(name, "0123456789_"):
		return Likely
	}
	return ""
}
