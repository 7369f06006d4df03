package publication

import (
	"encoding/xml"
	"time"
)

type rssFeed struct {
	XMLName    xml.Name   `xml:"rss"`
	Version    string     `xml:"version,attr"`
	Atom       string     `xml:"xmlns:atom,attr"`
	DublinCore string     `xml:"xmlns:dc,attr"`
	Content    string     `xml:"xmlns:content,attr"`
	Channel    rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	Description string        `xml:"description"`
	Language    string        `xml:"language,omitempty"`
	Copyright   string        `xml:"copyright,omitempty"`
	LastBuild   string        `xml:"lastBuildDate"`
	AtomLinks   []rssAtomLink `xml:"atom:link"`
	Items       []rssItem     `xml:"item"`
}

type rssAtomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	PubDate     string        `xml:"pubDate"`
	Date        string        `xml:"dc:date"`
	Creator     string        `xml:"dc:creator,omitempty"`
	Rights      string        `xml:"dc:rights,omitempty"`
	Categories  []rssCategory `xml:"category"`
	Description string        `xml:"description"`
	Encoded     string        `xml:"content:encoded"`
}

type rssCategory struct {
	Domain string `xml:"domain,attr,omitempty"`
	Term   string `xml:",chardata"`
}

type rssGUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	ID          string `xml:",chardata"`
}

// EncodeRSS writes the feed as RSS 2.0 with an atom:link to itself. RSS knows no
// withdrawal; withdrawn items are left out, the other formats tell of them.
// pubDate is the first publication, dc:date the last change.
func EncodeRSS(f Feed) ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	doc := rssFeed{
		Version: "2.0", Atom: atomNamespace, DublinCore: "http://purl.org/dc/elements/1.1/",
		Content: "http://purl.org/rss/1.0/modules/content/", Channel: f.rssChannel(),
	}
	for _, item := range f.Items {
		if !item.Deleted {
			doc.Channel.Items = append(doc.Channel.Items, item.rssItem(f.Author))
		}
	}
	return marshalXML(doc)
}

func (f Feed) rssChannel() rssChannel {
	links := []rssAtomLink{{Rel: "self", Type: "application/rss+xml", Href: legalXML(f.SelfURL)}}
	if f.NextURL != "" {
		links = append(links, rssAtomLink{Rel: "next", Type: "application/rss+xml", Href: legalXML(f.NextURL)})
	}
	return rssChannel{
		Title: legalXML(f.Title), Link: legalXML(orElse(f.HomeURL, f.SelfURL)), Description: legalXML(orElse(f.Subtitle, f.Title)),
		Language: legalXML(f.Language), Copyright: legalXML(f.Rights), LastBuild: rssDate(f.Updated), AtomLinks: links,
	}
}

func (i FeedItem) rssItem(author string) rssItem {
	_, linkable := webAddress(i.ID)
	item := rssItem{
		Title: legalXML(i.Title), Link: legalXML(i.permalink()), GUID: rssGUID{linkable, legalXML(i.ID)}, Creator: legalXML(author),
		PubDate: rssDate(i.published()), Date: rfc3339(i.Updated), Rights: legalXML(i.Credit.Text),
		Description: i.rssDescription(), Encoded: i.feedHTML(),
	}
	for _, c := range i.Categories {
		item.Categories = append(item.Categories, rssCategory{Term: legalXML(c)})
	}
	for _, c := range []rssCategory{{statusScheme, i.Status}, {verificationScheme, i.Verification}} {
		if c.Term != "" {
			item.Categories = append(item.Categories, rssCategory{c.Domain, legalXML(c.Term)})
		}
	}
	return item
}

// rssDescription is HTML by custom of readers, so the plain summary is escaped
// once more; the credit stands here too, for readers that show nothing else.
func (i FeedItem) rssDescription() string {
	short := FeedItem{ContentText: orElse(i.summaryText(), Truncate(i.ContentText, SummaryLength)), Credit: i.Credit, Correction: i.Correction}
	return short.feedHTML()
}

// rssDate is RFC 822 with a four-digit year, as RSS 2.0 prefers.
func rssDate(t time.Time) string { return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") }
