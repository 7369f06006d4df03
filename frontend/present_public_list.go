package frontend

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"

	"gongzhi/record"
	"gongzhi/search"
	"gongzhi/workflow"
)

// pageSize is how many records a public list shows, and feedSize how many a feed carries.
const (
	pageSize = 20
	feedSize = 50
)

// filterNames are the parameters of the public list that restrict it, in the order of the form. The same restrict the
// feeds.
var filterNames = []string{"q", "violation", "sector", "region", "status", "year"}

// publicStates are the states by which the list can be filtered.
var publicStates = texts(record.Accepted, record.Investigating, record.Decided, record.Rectifying, record.InReview,
	record.Closed, record.Rejected)

func texts[S ~string](list ...S) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}

var (
	yearForm   = regexp.MustCompile(`^(19|20)[0-9]{2}$`)
	regionForm = regexp.MustCompile(`^(unknown|[0-9]{6})$`)
)

// filters are the parameters of a public list that are in force, the unknown and the nonsensical left out.
func filters(query url.Values) url.Values {
	allowed := map[string]func(string) bool{
		"q":         func(v string) bool { return v != "" },
		"violation": func(v string) bool { return known(violations, v) },
		"sector":    func(v string) bool { return known(sectors, v) },
		"region":    regionForm.MatchString,
		"status":    func(v string) bool { return known(publicStates, v) },
		"year":      yearForm.MatchString,
	}
	kept := url.Values{}
	for _, name := range filterNames {
		if value := query.Get(name); allowed[name](value) {
			kept.Set(name, value)
		}
	}
	return kept
}

// publicQuery is the domain's query for filters.
func publicQuery(in url.Values, cursor string, limit int) workflow.PublicQuery {
	q := workflow.PublicQuery{
		Text: in.Get("q"), State: in.Get("status"), Region: in.Get("region"), Sector: in.Get("sector"),
		Violation: in.Get("violation"), Cursor: cursor, Limit: limit,
	}
	if year := in.Get("year"); year != "" {
		q.From, q.To = record.Date(year+"-01-01"), record.Date(year+"-12-31")
	}
	return q
}

// searchProblem says where a search cannot be understood.
func searchProblem(text string) problems {
	_, err := search.ParseQuery(text)
	var fault *search.SyntaxError
	if !errors.As(err, &fault) {
		return nil
	}
	return problems{{"q", K("errors.search", "position", fault.Position)}}
}

// listPage is the list without its cards: the form as it was filled in, and the filters in force.
func listPage(in url.Values, thisYear int) IncidentsPage {
	page := IncidentsPage{Query: in.Get("q"), ClearURL: "/incidents", FeedQuery: addressOf("", in), Errors: searchProblem(in.Get("q"))}
	for _, name := range filterNames[1:] {
		page.Filters = append(page.Filters, filterChoice(name, in.Get(name), thisYear))
	}
	for _, name := range filterNames {
		if in.Has(name) {
			page.Active = append(page.Active, Filter{Says: filterWord(name, in.Get(name)), Remove: addressOf("/incidents", without(in, name))})
		}
	}
	return page
}

func filterChoice(name, chosen string, thisYear int) *Choice {
	c := &Choice{Name: name, Label: K("public.filter_" + name), Options: []Option{{Label: K("public.filter_any")}}}
	for _, code := range filterCodes(name, thisYear) {
		c.Options = append(c.Options, Option{Value: code, Label: filterWord(name, code), Chosen: code == chosen})
	}
	return c
}

// oldestYear is the first in which this service could publish anything.
const oldestYear = 2026

func filterCodes(name string, thisYear int) []string {
	switch name {
	case "violation":
		return violations
	case "sector":
		return sectors
	case "region":
		return append(provinces[:len(provinces):len(provinces)], "unknown")
	case "status":
		return publicStates
	}
	var years []string
	for year := thisYear; year >= oldestYear; year-- {
		years = append(years, strconv.Itoa(year))
	}
	return years
}

func filterWord(name, code string) Text {
	switch name {
	case "violation", "sector", "status":
		return word(name, code)
	case "region":
		return regionName(code)
	}
	return Plain(code)
}

func without(in url.Values, name string) url.Values {
	rest := url.Values{}
	for key, values := range in {
		if key != name {
			rest[key] = values
		}
	}
	return rest
}

// foundOf says how many records a list has, as far as they were counted.
func foundOf(n workflow.Count) Text {
	key, args := "public.found", []any{"count", min(n.N, workflow.MostCounted)}
	if n.N > workflow.MostCounted {
		key += "_many"
	}
	if n.Since != "" {
		key, args = key+"_since", append(args, "day", OnDay(string(n.Since)))
	}
	if n.N == 0 {
		return nil
	}
	return K(key, args...)
}

// periodOf turns the way on from a search that left older records out into one of its own.
func periodOf(since record.Date, pager *Pager) *SearchPeriod {
	if since == "" {
		return nil
	}
	p := &SearchPeriod{Since: OnDay(string(since)), Older: pager.Next}
	pager.Next = ""
	return p
}

// addressOf is a path with its query, if there is any.
func addressOf(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// pagerOf leads on from a list: to its first page when this is a later one, and to the next.
func pagerOf(path string, in url.Values, cursor, next string) Pager {
	var p Pager
	if cursor != "" {
		p.First = addressOf(path, in)
	}
	if next != "" {
		on := without(in, "cursor")
		on.Set("cursor", next)
		p.Next = addressOf(path, on)
	}
	return p
}
