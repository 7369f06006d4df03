package frontend

import (
	"net/url"

	"gongzhi/locale"
)

// Shell is what stands around every page: language, navigation, who is signed in.
type Shell struct {
	Lang locale.Lang
	// Path and Query address this page; the language toggle keeps both.
	Path  string
	Query url.Values
	// langForm is the form that the toggle submits on a page that answers a POST.
	langForm string
	// Demo marks every page of a demonstration as fictitious.
	Demo   bool
	Viewer Viewer
	// ExitURL, when set, shows the button that leaves at once for a harmless site; for the anonymous flow.
	ExitURL string
}

// Viewer is the person who is signed in; the zero value is a visitor.
type Viewer struct {
	Name string
	Post string
	// Role is one of the roles for which nav.go has a list: "agency", "leader", "organization", "media", "citizen",
	// "operator".
	Role  string
	Inbox int
	// Second counts what waits for the person as second person.
	Second int
	// Draws is whether the person may have a sample drawn: others are shown no way there.
	Draws bool
}

// SignedIn says whether anybody is.
func (v Viewer) SignedIn() bool { return v.Name != "" }

// LangForm is the id of the form that the language toggle submits, or empty when it is a link.
func (s Shell) LangForm() string { return s.langForm }

// Toggle is one entry of the language toggle.
type Toggle struct {
	Lang    locale.Lang
	Name    string
	URL     string
	Current bool
}

// Toggles lists the languages under their own names, each with the address of this same page.
func (s Shell) Toggles() []Toggle {
	var toggles []Toggle
	for _, lang := range locale.All() {
		query := url.Values{}
		for key, values := range s.Query {
			query[key] = values
		}
		query.Set("lang", string(lang))
		toggles = append(toggles, Toggle{
			Lang: lang, Name: lang.OwnName(), URL: s.Path + "?" + query.Encode(), Current: lang == s.Lang,
		})
	}
	return toggles
}
