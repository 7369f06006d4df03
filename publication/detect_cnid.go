package publication

import (
	"strings"
	"time"
)

// Resident identity numbers, GB 11643-1999: six digits of region (GB/T 2260),
// eight of birth date, three of sequence, one check character (ISO 7064 MOD
// 11-2). Numbers issued before 1999 have 15 digits: year in two, no check.

// Provinces of GB/T 2260, with 81 to 83 for residence permits of Hong Kong,
// Macao and Taiwan residents.
const idProvinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"

const idCheckCharacters = "10X98765432"

// A birth year outside these bounds belongs to nobody whom this system serves.
const earliestBirthYear, latestBirthYear = 1880, 2049

func detectCNID(v *view) []hit {
	var hits []hit
	for _, c := range v.chains() {
		for _, w := range v.windows(c, 18) {
			hits = v.judgeID(hits, w.start, w.end, w.digits, w)
		}
		for _, w := range v.windows(c, 17) {
			if end, ok := v.checkX(w.end); ok {
				hits = v.judgeID(hits, w.start, end, w.digits+"X", w)
			}
		}
		for _, w := range v.windows(c, 15) {
			hits = v.judgeOldID(hits, w)
		}
	}
	return hits
}

// checkX looks for the check character X right after the digits, in the shapes
// people type it, not followed by further letters or digits.
func (v *view) checkX(i int) (end int, ok bool) {
	j := i
	if r := v.at(j); r == ' ' || r == '-' {
		j++
	}
	switch v.at(j) {
	case 'x', 'X', '×', 'Х', 'х', 'Χ', '✕':
		return j + 1, !isWord(v.at(j + 1))
	}
	return i, false
}

func (v *view) judgeID(hits []hit, start, end int, number string, w window) []hit {
	switch {
	case w.fraction() || !plausibleRegion(number) || !plausibleDate(number[6:14]):
		return hits
	case validCNID(number):
		return append(hits, hit{start, end, TypeCNID, Certain})
	case v.told(start, creditWords) || number[2:4] == "00" || !containsRune("\x00 -", rune(w.sep)):
		return hits
	case v.told(start, idWords):
		return append(hits, hit{start, end, TypeCNID, Likely})
	}
	return append(hits, hit{start, end, TypeCNID, Possible})
}

func (v *view) judgeOldID(hits []hit, w window) []hit {
	if w.digits[0] == '9' || w.fraction() || !plausibleRegion(w.digits) || w.digits[2:4] == "00" || !plausibleDate("19"+w.digits[6:12]) {
		return hits
	}
	if v.told(w.start, idWords) {
		return append(hits, hit{w.start, w.end, TypeCNID, Likely})
	}
	return append(hits, hit{w.start, w.end, TypeCNID, Possible})
}

// validCNID checks region, birth date and check character of 18 characters.
func validCNID(number string) bool {
	if len(number) != 18 || !allDigits(number[:17]) || !plausibleRegion(number) || !plausibleDate(number[6:14]) {
		return false
	}
	return number[17] == idCheckCharacter(number[:17])
}

// idCheckCharacter computes the check character of 17 digits (ISO 7064 MOD 11-2).
func idCheckCharacter(digits string) byte {
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(digits[i]-'0') * weight
	}
	return idCheckCharacters[sum%11]
}

// plausibleRegion accepts a province of GB/T 2260, or the form of the permanent
// residence card for foreigners: 9, province, three digits of nationality.
func plausibleRegion(number string) bool {
	province := number[:2]
	if number[0] == '9' {
		province = number[1:3]
	}
	at := strings.Index(idProvinces, province)
	return at >= 0 && at%3 == 0
}

func plausibleDate(yyyymmdd string) bool {
	day, err := time.Parse("20060102", yyyymmdd)
	return err == nil && day.Year() >= earliestBirthYear && day.Year() <= latestBirthYear
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(rune(s[i])) {
			return false
		}
	}
	return s != ""
}
