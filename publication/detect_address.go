package publication

import (
	"regexp"
	"strings"
)

// Postal addresses. A street with a number may be an office; a block, flat or
// room makes it somebody's home, and so does a word such as 住址.

const chineseCount = `[0-9一二三四五六七八九十百]{1,5}`

var (
	chineseStreet = regexp.MustCompile(`(?:\p{Han}{2,24}?)(?:大道|大街|胡同|路|街|巷|弄|里|道)(?:[东西南北中]段?)?[ ]?` + chineseCount + `(?:-\d{1,4})?[ ]?(?:号|弄)(?:院|大院)?` + chineseRooms + `{0,5}`)
	chineseEstate = regexp.MustCompile(`\p{Han}{1,12}(?:小区|花园|公寓|新村|家园|苑|庄园|社区|宿舍|大厦|村|城|湾|府)[ ]?` + chineseRooms + `{1,5}`)
	addressLeads  = []string{"住址", "地址", "住", "位于", "在", "寄往", "寄到", "送到", "搬到", "户籍"}
	roomPattern   = regexp.MustCompile(`(?:号楼|栋|幢|单元|室|房|户)$|(?:栋|幢|座|号楼|单元)[ ]?[0-9]{2,5}$`)

	englishStreet = regexp.MustCompile(`\b\d{1,5}[A-Za-z]?,? (?:(?:North|South|East|West|[NSEW]\.?) )?(?:[A-Z][a-z'\-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Terrace|Close|Crescent|Square|Highway|Hwy|Way)\b\.?(,? ?(?:(?i:apt|apartment|suite|unit|flat|room|floor)\.? ?#?|#)[0-9A-Za-z\-]{1,6})?`)
	yearFirst     = regexp.MustCompile(`^(?:19|20)\d{2} `)
	zipBehind     = regexp.MustCompile(`^,? ?(?:[a-z ]{2,30},? )(?:[a-z]{2} )?\d{5}\b`)
)

const chineseRooms = `(?:[ ,-]?(?:[0-9A-Za-z]{1,5}|[一二三四五六七八九十]{1,3})[ ]?(?:号楼|号院|栋|幢|座|单元|楼|层|室|房|户|号)|(?:[ -])?[0-9]{3,5}\b)`

func detectAddress(v *view) []hit {
	var hits []hit
	for _, re := range []*regexp.Regexp{chineseStreet, chineseEstate} {
		for _, m := range v.matches(re) {
			certainty := v.chineseCertainty(m[0], m[1])
			hits = append(hits, hit{v.addressStart(m[0], m[1]), m[1], TypeAddress, certainty})
		}
	}
	for _, m := range v.matches(englishStreet) {
		hits = append(hits, hit{m[0], m[1], TypeAddress, v.englishCertainty(m)})
	}
	return hits
}

// addressStart skips prose that ran into the address: 他住在样例路….
func (v *view) addressStart(start, end int) int {
	for i := end - 3; i > start; i-- {
		if hasAnySuffix(string(v.folded[start:i]), addressLeads) {
			return i
		}
	}
	return start
}

func (v *view) chineseCertainty(start, end int) string {
	text := string(v.folded[start:end])
	if roomPattern.MatchString(strings.TrimSpace(text)) || v.told(start, addressWords) || containsAny(text, addressWords) {
		return Likely
	}
	return Possible
}

func (v *view) englishCertainty(m []int) string {
	text := string(v.folded[m[0]:m[1]])
	switch {
	case m[2] >= 0:
		return Likely
	case yearFirst.MatchString(text):
		return Possible
	case v.told(m[0], addressWords) || zipBehind.MatchString(v.after(m[1], 40)):
		return Likely
	}
	return Possible
}
