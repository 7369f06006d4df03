package publication

import (
	"strings"
	"unicode"
)

// Mask hides the findings in text. What is harmless stays readable: the first
// three and last four digits of a mobile, the last four of a card, the surname.
// The findings must come from Scan of the same text; those left out are kept.
// When hiding one number uncovers another reading of its neighbours, that is
// hidden too, so that no new blocking finding can appear.
func Mask(text string, found []Finding) string {
	out := maskOnce(text, found, maskText)
	kept := keptFindings(text, found)
	for round := 0; round < 8; round++ {
		fresh := freshBlocking(out, kept)
		if len(fresh) == 0 {
			return out
		}
		out = maskOnce(out, fresh, func(f Finding) string { return stars(f.Text, 0, 0) })
	}
	return out
}

func maskOnce(text string, found []Finding, mask func(Finding) string) string {
	runes := []rune(text)
	var out strings.Builder
	at := 0
	for _, f := range found {
		if f.Start < at || f.End > len(runes) || f.Start >= f.End {
			continue
		}
		out.WriteString(string(runes[at:f.Start]))
		out.WriteString(mask(f))
		at = f.End
	}
	out.WriteString(string(runes[at:]))
	return out.String()
}

type textOfType struct{ kind, text string }

// keptFindings are those that the caller chose to leave in the text.
func keptFindings(text string, masked []Finding) map[textOfType]bool {
	kept := map[textOfType]bool{}
	at := map[int]bool{}
	for _, f := range masked {
		at[f.Start] = true
	}
	for _, f := range Scan(text) {
		if !at[f.Start] {
			kept[textOfType{f.Type, f.Text}] = true
		}
	}
	return kept
}

func freshBlocking(text string, kept map[textOfType]bool) []Finding {
	var fresh []Finding
	for _, f := range Blocking(Scan(text)) {
		if !kept[textOfType{f.Type, f.Text}] {
			fresh = append(fresh, f)
		}
	}
	return fresh
}

func maskText(f Finding) string {
	switch f.Type {
	case TypeCNMobile:
		return stars(f.Text, digitsBeforeMobile(f.Text)+3, 4)
	case TypeCNID:
		return stars(f.Text, 3, 1)
	case TypeBankCard:
		return stars(f.Text, 0, 4)
	case TypePhone, TypePassport, TypePermit:
		return stars(f.Text, 1, 2)
	case TypePlate:
		return stars(f.Text, 2, 1)
	case TypeName, TypeWeChat, TypeQQ:
		return stars(f.Text, 1, 0)
	case TypeEmail:
		return string([]rune(f.Text)[:1]) + "***@***"
	case TypeAddress:
		return hideNumbers(f.Text)
	}
	return stars(f.Text, 0, 0)
}

// digitsBeforeMobile counts the characters of a country code.
func digitsBeforeMobile(text string) int {
	return max(0, countLetters(text)-mobileLength)
}

func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if visible(r) {
			n++
		}
	}
	return n
}

// visible characters are those that carry a number or a name; separators and
// brackets are left as they are.
func visible(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// stars replaces letters and digits except the first head and the last tail.
func stars(text string, head, tail int) string {
	total, seen := countLetters(text), 0
	return strings.Map(func(r rune) rune {
		if !visible(r) {
			return r
		}
		seen++
		if total > head+tail && (seen <= head || seen > total-tail) {
			return r
		}
		return '*'
	}, text)
}

// hideNumbers leaves the names of district and street, hides house and room.
func hideNumbers(text string) string {
	return strings.Map(func(r rune) rune {
		_, spelled := spelledDigit(r)
		if unicode.IsNumber(r) || spelled || r == '十' || r == '百' {
			return '*'
		}
		return r
	}, text)
}
