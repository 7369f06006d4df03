// Package region knows the administrative divisions of China by their GB/T 2260
// six-digit codes: two digits each for province, prefecture and county.
//
// Headings of the standard that are no places, such as 110100 市辖区 between
// Beijing and its districts, are known codes, but names, parents and children
// pass over them. Codes abolished since 2019 stay known, so that old reports
// keep their place, and are not offered as children. See README.md for the data.
package region

// Codes beside those of the standard.
const (
	// Unknown is filed when the reporter does not know the region. It lies
	// within no region, and Known does not accept it.
	Unknown = "unknown"

	// China is the parent of the provinces, for bodies with nationwide
	// competence. It is not in GB/T 2260, and Known does not accept it.
	China = "100000"
)

// Level of a division.
type Level int

// Levels, from the widest.
const (
	Province   Level = iota + 1
	Prefecture       // cities, prefectures, leagues
	County           // counties, districts, county-level cities
)

// Region is one division.
type Region struct {
	Code   string // six digits
	Name   string // Chinese, its own name only: 南山区
	Level  Level
	Former bool // abolished since 2019
}

// Get gives the division with this code.
func Get(code string) (Region, bool) {
	e, ok := table()[code]
	return e.Region, ok
}

// Known reports whether code is a GB/T 2260 code, in force or abolished since
// 2019.
func Known(code string) bool {
	_, ok := table()[code]
	return ok
}

// Name is the full name of a region, in Chinese for lang "zh" (广东省深圳市南山区)
// and else in English from the smallest to the largest part (Nanshan District,
// Shenzhen, Guangdong). Parts without an English name keep the Chinese one. It
// is empty for codes that are neither known nor Unknown or China.
func Name(code, lang string) string {
	name := ""
	for c := code; c != "" && (c != China || code == China); c = Parent(c) {
		part := ownName(c, lang)
		switch {
		case part == "":
		case name == "":
			name = part
		case lang == "zh":
			name = part + name
		default:
			name += ", " + part
		}
	}
	return name
}

// Parent is the next wider region: the province of a prefecture, China for a
// province. It is empty for China, Unknown and codes that are not known.
func Parent(code string) string {
	e, ok := table()[code]
	switch {
	case !ok:
		return ""
	case e.Level == Province:
		return China
	case e.Level == County && !table()[code[:4]+"00"].group:
		return code[:4] + "00"
	default:
		return code[:2] + "0000"
	}
}

// Within reports whether code is ancestor or lies in it. Codes that are not
// known lie in nothing, and nothing lies in them; China lies in itself only.
func Within(code, ancestor string) bool {
	if !Known(code) {
		return code == China && ancestor == China
	}
	if ancestor == China || code == ancestor {
		return true
	}
	wide, ok := table()[ancestor]
	if !ok {
		return false
	}
	digits := int(wide.Level) * 2
	return code[:digits] == ancestor[:digits]
}

// Provinces lists the province-level divisions by code.
func Provinces() []Region { return Children(China) }

// Children lists the divisions in force that lie directly in code, by code. It
// is empty for counties and for codes that are not known.
func Children(code string) []Region {
	return append([]Region(nil), children()[code]...)
}

func ownName(code, lang string) string {
	zh := lang == "zh"
	switch {
	case code == Unknown && zh:
		return "未知"
	case code == Unknown:
		return "Unknown"
	case code == China && zh:
		return "全国"
	case code == China:
		return "Nationwide"
	}
	e := table()[code]
	if zh || e.english == "" {
		return e.Name
	}
	return e.english
}
