package publication

import (
	"regexp"
	"strings"
)

// E-mail addresses (RFC 5322 dot-atoms, as people write them), and the ways of
// hiding the @ from robots: [at], (at), " at … dot …", 12345#qq.com.

const (
	mailLocal  = `[A-Za-z0-9][A-Za-z0-9._%+'\-]{0,63}`
	mailLabels = `(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?%s){1,6}`
	mailTop    = `(?:xn--[a-z0-9\-]{2,40}|[A-Za-z]{2,24}|中国|公司|网络)`
)

var (
	mailDot     = strings.Replace(mailLabels, "%s", `[.。]`, 1)
	mailSpelled = strings.Replace(mailLabels, "%s", `(?:\s?[\[({<]\s?(?i:dot)\s?[\])}>]\s?|\s(?i:dot)\s|[.。]|点)`, 1)

	plainMail   = regexp.MustCompile(`(` + mailLocal + `)@(` + mailDot + mailTop + `|\[?\d{1,3}(?:\.\d{1,3}){3}\]?)`)
	encodedMail = regexp.MustCompile(`([A-Za-z0-9][A-Za-z0-9._+'\-]{0,63})%40(` + mailDot + mailTop + `)`)
	looseMail   = regexp.MustCompile(`(` + mailLocal + `)\s{0,2}@\s{0,2}(` + mailDot + mailTop + `)`)
	bracketMail = regexp.MustCompile(`(` + mailLocal + `)\s?[\[({<]\s?(?i:at|@|艾特)\s?[\])}>]\s?(` + mailSpelled + mailTop + `)`)
	wordMail    = regexp.MustCompile(`(` + mailLocal + `)(?:\s(?i:at)\s|艾特)(` + mailSpelled + mailTop + `)`)
	hashMail    = regexp.MustCompile(`(` + mailLocal + `)[#*&](?i:qq|163|126|gmail|outlook|hotmail|foxmail|sina|sohu|yeah|aliyun)[.。](?i:com|net|cn)`)
	hanMail     = regexp.MustCompile(`(\p{Han}{1,10})@(` + mailDot + mailTop + `|(?:[\p{Han}A-Za-z0-9]{1,20}[.。]){1,3}(?:中国|公司|网络))`)

	scaledImage = regexp.MustCompile(`(?i)@[1-9]x\.(?:png|jpe?g|gif|svg|webp)$`)
	spelledDot  = regexp.MustCompile(`(?i)\bdot\b|点`)
	mailWords   = []string{"mail", "邮箱", "邮件", "contact", "write to", "reach", "联系", "电邮"}
)

func detectEmail(v *view) []hit {
	var hits []hit
	for _, m := range v.matches(plainMail) {
		if !v.scaledImageAt(m[1]) {
			hits = append(hits, hit{m[0], m[1], TypeEmail, Certain})
		}
	}
	for _, re := range []*regexp.Regexp{bracketMail, encodedMail} {
		for _, m := range v.matches(re) {
			hits = append(hits, hit{m[0], m[1], TypeEmail, Certain})
		}
	}
	for _, re := range []*regexp.Regexp{looseMail, hashMail, hanMail} {
		for _, m := range v.matches(re) {
			if !v.scaledImageAt(m[1]) {
				hits = append(hits, hit{m[0], m[1], TypeEmail, Likely})
			}
		}
	}
	return v.wordMails(hits)
}

// scaledImageAt tells that icon@2x.png, a file name, ends at i.
func (v *view) scaledImageAt(i int) bool { return scaledImage.MatchString(v.before(i, 8)) }

// wordMails judges "name at host": an address when the dot is spelled too, when
// the name looks like an account, or when the text speaks of mail; otherwise
// English prose about something that happened at a site.
func (v *view) wordMails(hits []hit) []hit {
	for _, m := range v.matches(wordMail) {
		name, host := string(v.folded[m[2]:m[3]]), string(v.folded[m[4]:m[5]])
		if spelledDot.MatchString(host) || strings.ContainsAny(name, "0123456789_.+") || v.told(m[0], mailWords) {
			hits = append(hits, hit{m[0], m[1], TypeEmail, Likely})
		}
	}
	return hits
}
