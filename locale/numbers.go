package locale

import (
	"strconv"
	"strings"
)

// Number writes a whole number with its thousands apart: "81,000,000". Both languages do it alike.
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), ",")
}

type scale struct {
	size int64
	key  string
}

var (
	chineseScales = []scale{{1e8, "common.hundred_million"}, {1e4, "common.ten_thousand"}}
	englishScales = []scale{{1e9, "common.billion"}, {1e6, "common.million"}}
)

// Rounded writes a large number as people say it, cut (never rounded up) to one decimal: "7.7 亿", "772.9 million".
// Small numbers are written in full.
func (p *Printer) Rounded(n int64) string {
	scales := chineseScales
	if p.lang == En {
		scales = englishScales
	}
	for _, s := range scales {
		if n < s.size {
			continue
		}
		tenths := n / (s.size / 10)
		figure := p.Number(tenths / 10)
		if tenths%10 != 0 {
			figure += "." + strconv.FormatInt(tenths%10, 10)
		}
		return p.T(s.key, "n", figure)
	}
	return p.Number(n)
}
