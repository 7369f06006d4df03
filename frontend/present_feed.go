package frontend

import (
	"net/url"
	"time"

	"gongzhi/locale"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
)

// feedFormat is one of the three ways to write a feed.
type feedFormat struct {
	suffix, mediaType string
	encode            func(publication.Feed) ([]byte, error)
}

var feedFormats = []feedFormat{
	{"atom", publication.AtomType, publication.EncodeAtom},
	{"rss", publication.RSSType, publication.EncodeRSS},
	{"json", publication.JSONFeedType, publication.EncodeJSONFeed},
}

// feedOf is a page of the public list as a feed in a language. in are the filters, cursor the place in the list.
func feedOf(page workflow.Page[workflow.PublicCard], in url.Values, cursor, suffix, home string, p *locale.Printer) publication.Feed {
	at := func(path string, query url.Values) string { return home + addressOf(path, query) }
	self := without(in, "cursor")
	self.Set("lang", string(p.Lang()))
	feed := publication.Feed{
		ID: at("/incidents", in), Title: p.T("common.feed_title"), Subtitle: p.T("common.service_purpose"),
		HomeURL: at("/incidents", in), Language: string(p.Lang()), Author: p.T("common.service_name"),
		Updated: time.Unix(0, 0).UTC(),
	}
	if page.Next != "" {
		next := without(self, "cursor")
		next.Set("cursor", page.Next)
		feed.NextURL = at("/feeds/incidents."+suffix, next)
	}
	if cursor != "" {
		self.Set("cursor", cursor)
	}
	feed.SelfURL = at("/feeds/incidents."+suffix, self)
	for _, card := range page.Items {
		feed.Items = append(feed.Items, feedItem(card, home, p))
		if card.ChangedAt.After(feed.Updated) {
			feed.Updated = card.ChangedAt
		}
	}
	return feed
}

func feedItem(c workflow.PublicCard, home string, p *locale.Printer) publication.FeedItem {
	link := home + "/incidents/" + c.Reference
	item := publication.FeedItem{
		ID: link, URL: link, Title: c.Title, Summary: c.Summary, ContentText: c.Summary, Published: c.PublishedAt,
		Updated: c.ChangedAt, Deleted: c.Public == record.Withdrawn, Status: string(c.State),
		Verification: c.Verification,
	}
	for _, category := range [][2]string{{"violation", c.Violation}, {"sector", c.Sector}} {
		if category[1] != "" {
			item.Categories = append(item.Categories, word(category[0], category[1]).In(p))
		}
	}
	if c.Credit != nil {
		item.Credit = publication.Credit{URL: c.Credit.URL, Text: p.T("public.credit") + gap(p) + c.Credit.Source + licenceIn(c.Credit.Licence)}
	}
	if item.Updated.IsZero() {
		item.Updated = c.PublishedAt
	}
	return item
}

func licenceIn(licence string) string {
	if licence == "" {
		return ""
	}
	return " (" + licence + ")"
}
