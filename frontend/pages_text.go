package frontend

// AboutPage says what the service is.
func AboutPage() TextPage { return textPage("about", 4) }

// HelpPage answers the first questions.
func HelpPage() TextPage {
	page := textPage("help", 7)
	page.Sections[6].Links = []Link{{K("law.page_title"), "/law"}, {K("common.work_rules"), "/rules"}, {K("worker.workflow_title"), "/workflow"}}
	return page
}

// AccessibilityPage is the accessibility statement.
func AccessibilityPage() TextPage { return textPage("accessibility", 3) }

// PrivacyPage is the privacy statement.
func PrivacyPage() TextPage { return textPage("privacy", 5) }

// FeedsPage lists the feeds.
func FeedsPage() TextPage {
	page := textPage("feeds", 2)
	page.Sections[0].Links = []Link{
		{Plain("Atom"), "/feeds/incidents.atom"}, {Plain("RSS"), "/feeds/incidents.rss"}, {Plain("JSON Feed"), "/feeds/incidents.json"},
	}
	return page
}

// OpenDataPage says what may be taken away, and under which licence.
func OpenDataPage() TextPage {
	page := textPage("open_data", 3)
	page.Sections[0].Links = []Link{{K("pages.feeds_title"), "/feeds"}, {Plain("JSON Feed"), "/feeds/incidents.json"}, {Plain("API"), "/openapi.json"}}
	page.Sections[2].Links = []Link{{Plain("Have I Been Pwned"), "https://haveibeenpwned.com"}}
	return page
}

// textPage reads the messages pages.<area>_1, pages.<area>_1_text and so on.
func textPage(area string, sections int) TextPage {
	page := TextPage{Area: area}
	for i := range sections {
		key := "pages." + area + "_" + string(rune('1'+i))
		page.Sections = append(page.Sections, Section{Title: K(key), Body: []Text{K(key + "_text")}})
	}
	return page
}
