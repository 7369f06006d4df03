package publication

import (
	"net/netip"
	"regexp"
)

// IPv4 addresses are personal data where they lead to a subscriber; here they
// are hints, since most in case texts belong to servers. Version numbers of four
// parts look the same and are told by the word before them.

var (
	ipv4Pattern  = regexp.MustCompile(`\d{1,3}(?:\.\d{1,3}){3}`)
	versionWords = []string{"version", "版本", "release", "build", "ver.", "firmware", "固件", "升级到", "update to"}
	ipWords      = []string{"ip", "地址", "登录", "访问", "login", "host"}
)

func detectIPv4(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(ipv4Pattern) {
		if v.isIPv4(m[0], m[1]) {
			certainty := Possible
			if v.told(m[0], ipWords) {
				certainty = Likely
			}
			hits = append(hits, hit{m[0], m[1], TypeIPv4, certainty})
		}
	}
	return hits
}

func (v *view) isIPv4(start, end int) bool {
	before, after := v.at(start-1), v.at(end)
	if isWord(before) || before == '.' || isWord(after) || after == '.' && isDigit(v.at(end+1)) {
		return false
	}
	addr, err := netip.ParseAddr(string(v.folded[start:end]))
	if err != nil || addr.IsUnspecified() || addr.IsLoopback() {
		return false
	}
	return !v.told(start, versionWords)
}
