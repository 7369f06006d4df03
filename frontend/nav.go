package frontend

import (
	"slices"
	"strings"
)

// NavItem is one entry of a navigation.
type NavItem struct {
	Label   Text
	URL     string
	Current bool
	Count   int
}

// Navigation is the header's list: the same few places for everybody.
func (s Shell) Navigation() []NavItem {
	return s.mark([]NavItem{
		{Label: K("common.nav_incidents"), URL: "/incidents"},
		{Label: K("common.nav_report"), URL: "/report"},
		{Label: K("common.nav_track"), URL: "/track"},
		{Label: K("common.nav_notices"), URL: "/notices"},
		{Label: K("common.nav_about"), URL: "/about"},
	})
}

var workNavigation = map[string][]NavItem{
	"agency": {
		{Label: K("common.work_queue"), URL: "/desk"},
		{Label: K("worker.second_title"), URL: secondURL},
		{Label: K("worker.cases_title"), URL: "/desk/cases"},
		{Label: K("worker.organisation_title"), URL: organisationURL},
		{Label: K("common.work_rules"), URL: "/desk/rules"},
		{Label: K("law.packs_page"), URL: packsURL},
	},
	"leader": {
		{Label: K("common.work_overview"), URL: "/desk/overview"},
		{Label: K("common.work_queue"), URL: "/desk"},
		{Label: K("worker.second_title"), URL: secondURL},
		{Label: K("worker.flood_title"), URL: floodURL},
		{Label: K("accountability.samples_title"), URL: deskSamplesURL},
		{Label: K("worker.cases_title"), URL: "/desk/cases"},
		{Label: K("worker.organisation_title"), URL: organisationURL},
		{Label: K("common.work_rules"), URL: "/desk/rules"},
		{Label: K("law.packs_page"), URL: packsURL},
	},
	"organization": {
		{Label: K("common.work_organization"), URL: "/organization"},
		{Label: K("matter.opinions_title"), URL: opinionsURL},
		{Label: K("common.nav_report"), URL: "/report"},
	},
	"media": {
		{Label: K("common.work_media"), URL: "/media"},
	},
	"citizen": {
		{Label: K("common.work_citizen"), URL: "/me"},
	},
	"operator": {
		{Label: K("common.work_operator"), URL: "/operator"},
		{Label: K("law.packs_page"), URL: packsURL},
	},
}

// Work is the list of a signed-in person's own places, by role; a visitor has none.
func (s Shell) Work() []NavItem {
	items := slices.DeleteFunc(slices.Clone(workNavigation[s.Viewer.Role]), func(n NavItem) bool {
		return n.URL == deskSamplesURL && !s.Viewer.Draws
	})
	for i := range items {
		if items[i].URL == secondURL {
			items[i].Count = s.Viewer.Second
		}
	}
	if s.Viewer.SignedIn() {
		items = append(items, NavItem{Label: K("common.work_inbox"), URL: "/inbox", Count: s.Viewer.Inbox})
	}
	return s.mark(items)
}

// mark sets Current on the longest address that the page lies under.
func (s Shell) mark(items []NavItem) []NavItem {
	var best *NavItem
	for i := range items {
		item := &items[i]
		under := s.Path == item.URL || strings.HasPrefix(s.Path, item.URL+"/")
		if under && (best == nil || len(item.URL) > len(best.URL)) {
			best = item
		}
	}
	if best != nil {
		best.Current = true
	}
	return items
}
