package frontend

import (
	"net/url"
	"time"

	"gongzhi/record"
	"gongzhi/workflow"
)

// deskPageSize is how many entries a list of the desk shows.
const deskPageSize = 25

// queueViews are the tabs of the queue with what each asks for.
var queueViews = []struct {
	name  string
	query workflow.DutyQuery
	count func(workflow.QueueCounts) int64
}{
	{"mine", workflow.DutyQuery{Holder: "me"}, func(n workflow.QueueCounts) int64 { return n.Mine }},
	{"unassigned", workflow.DutyQuery{Holder: "unassigned"}, func(n workflow.QueueCounts) int64 { return n.Unassigned }},
	{"today", workflow.DutyQuery{Due: "today"}, func(n workflow.QueueCounts) int64 { return n.Today }},
	{"overdue", workflow.DutyQuery{Due: "overdue"}, func(n workflow.QueueCounts) int64 { return n.Overdue }},
}

// queueView finds a tab by name; whatever is none is the first.
func queueView(name string) int {
	for i, v := range queueViews {
		if v.name == name {
			return i
		}
	}
	return 0
}

func queueURL(view string) string {
	if view == queueViews[0].name {
		return "/desk"
	}
	return "/desk?view=" + view
}

func queueTabs(current int, counts workflow.QueueCounts) []Tab {
	var tabs []Tab
	for i, v := range queueViews {
		tabs = append(tabs, Tab{Label: K("worker.tab_" + v.name), URL: queueURL(v.name), Count: v.count(counts), Current: i == current})
	}
	return tabs
}

func queueRow(d workflow.DutyView, now time.Time) QueueRow {
	return QueueRow{
		Reference: d.Reference, Title: d.Title, Matter: matterWord(d.Matter), Stage: dutyKind(d.Kind), Level: d.Level, Holder: holder(d.Who),
		Due: d.DueAt, Left: d.DueAt.Sub(now), Paused: d.State == record.Paused, Lead: d.Lead, Provisional: d.Provisional,
	}
}

// matterWord names a matter that is no incident.
func matterWord(m record.Matter) Text {
	if m == "" || m == record.MatterIncident {
		return nil
	}
	return word("matter", string(m))
}

func queueRows(duties []workflow.DutyView, now time.Time) []QueueRow {
	rows := make([]QueueRow, 0, len(duties))
	for _, d := range duties {
		rows = append(rows, queueRow(d, now))
	}
	return rows
}

// deskPager leads on to the next page of a keyset list, and back to its beginning.
func deskPager(path string, query url.Values, next string) Pager {
	var pager Pager
	if query.Get("cursor") != "" {
		pager.Previous = moved(path, query, "")
	}
	if next != "" {
		pager.Next = moved(path, query, next)
	}
	return pager
}

func moved(path string, query url.Values, cursor string) string {
	kept := url.Values{}
	for name, values := range query {
		if name != "cursor" && name != "lang" && name != "done" && len(values) > 0 && values[0] != "" {
			kept.Set(name, values[0])
		}
	}
	if cursor != "" {
		kept.Set("cursor", cursor)
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

func caseCard(c workflow.IncidentCard, now time.Time) CaseCard {
	card := CaseCard{
		Reference: c.Reference, Title: c.Title, Status: statusTag(c.State),
		Facts: []Text{Named(c.Agency), word("violation", c.Violation), regionName(c.Region),
			K("worker.received_on", "day", OnDay(string(c.ReceivedOn)))},
	}
	if c.Origin == "historical" {
		card.Facts = append(card.Facts, K("worker.historical"))
	}
	if c.Lead != nil {
		next := queueRow(*c.Lead, now)
		card.Next = &next
	}
	return card
}

// caseFilters are the selects beside the list of cases.
func caseFilters(q workflow.IncidentQuery) []*Choice {
	var states []string
	for _, s := range record.AllStates {
		states = append(states, string(s))
	}
	return []*Choice{
		caseFilter("state", K("public.filter_status"), "status", states, q.State),
		caseFilter("violation", K("public.filter_violation"), "violation", violations, q.Violation),
		caseFilter("region", K("public.filter_region"), "province", provinces, q.Region),
		caseFilter("sector", K("public.filter_sector"), "sector", sectors, q.Sector),
	}
}

func caseFilter(name string, label Text, list string, codes []string, chosen string) *Choice {
	all := append([]Option{{Label: K("public.filter_any")}}, options(list, codes, chosen)...)
	return &Choice{Name: name, Label: label, Options: all}
}
