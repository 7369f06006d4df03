// Package locale holds every word that people read, in Chinese and English, and the ways of writing dates, numbers
// and time left in either language. It knows nothing of the domain.
package locale

import (
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language of the catalogues, written as a BCP 47 tag.
type Lang string

// The two languages. ZhCN is the default.
const (
	ZhCN Lang = "zh-CN"
	En   Lang = "en"
)

// All lists the languages in the order of the language toggle.
func All() []Lang { return []Lang{ZhCN, En} }

// OwnName is how speakers of the language call it; the language toggle shows these, never flags.
func (l Lang) OwnName() string {
	if l == En {
		return "English"
	}
	return "中文"
}

var matcher = language.NewMatcher([]language.Tag{language.Make(string(ZhCN)), language.English})

// Choose picks the language: an explicit query parameter first, then the remembered cookie, then the browser's
// Accept-Language header. Whatever names no language of ours counts as absent; the default is ZhCN.
func Choose(query, cookie, acceptLanguage string) Lang {
	if lang, ok := Parse(query); ok {
		return lang
	}
	if lang, ok := Parse(cookie); ok {
		return lang
	}
	// The header comes from outside: a long one is cut, since matching costs time for each tag.
	if len(acceptLanguage) > 200 {
		acceptLanguage = acceptLanguage[:200]
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return ZhCN
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No || index == 0 {
		return ZhCN
	}
	return En
}

// Parse reads a language name as it stands in addresses and cookies: "zh-CN", "zh" or "en", in any case.
func Parse(name string) (Lang, bool) {
	switch strings.ToLower(name) {
	case "zh-cn", "zh":
		return ZhCN, true
	case "en":
		return En, true
	}
	return "", false
}
