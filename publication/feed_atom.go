package publication

import (
	"bytes"
	"encoding/xml"
)

// Namespaces of RFC 4287 (Atom) and RFC 6721 (deleted entries).
const (
	atomNamespace      = "http://www.w3.org/2005/Atom"
	tombstoneNamespace = "http://purl.org/atompub/tombstones/1.0"

	statusScheme       = "urn:gongzhi:status"
	verificationScheme = "urn:gongzhi:verification"
)

type atomFeed struct {
	XMLName    xml.Name `xml:"feed"`
	Namespace  string   `xml:"xmlns,attr"`
	Tombstones string   `xml:"xmlns:at,attr"`
	Language   string   `xml:"xml:lang,attr,omitempty"`
	ID         string   `xml:"id"`
	Title      string   `xml:"title"`
	Subtitle   string   `xml:"subtitle,omitempty"`
	Updated    string   `xml:"updated"`
	Author     *atomPerson
	Rights     string     `xml:"rights,omitempty"`
	Links      []atomLink `xml:"link"`
	Deleted    []atomTombstone
	Entries    []atomEntry
}

type atomPerson struct {
	XMLName xml.Name `xml:"author"`
	Name    string   `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomTombstone struct {
	XMLName xml.Name `xml:"at:deleted-entry"`
	Ref     string   `xml:"ref,attr"`
	When    string   `xml:"when,attr"`
	Comment string   `xml:"at:comment,omitempty"`
}

type atomEntry struct {
	XMLName    xml.Name       `xml:"entry"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Categories []atomCategory `xml:"category"`
	Rights     string         `xml:"rights,omitempty"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Scheme string `xml:"scheme,attr,omitempty"`
	Term   string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

// EncodeAtom writes the feed as Atom 1.0. Withdrawn items become at:deleted-entry
// elements, which readers without RFC 6721 pass over.
func EncodeAtom(f Feed) ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	doc := atomFeed{
		Namespace: atomNamespace, Tombstones: tombstoneNamespace, Language: legalXML(f.Language), ID: legalXML(f.ID),
		Title: legalXML(f.Title), Subtitle: legalXML(f.Subtitle), Updated: rfc3339(f.Updated), Rights: legalXML(f.Rights),
		Author: &atomPerson{Name: legalXML(orElse(f.Author, f.Title))}, Links: f.atomLinks(),
	}
	for _, item := range f.Items {
		if item.Deleted {
			doc.Deleted = append(doc.Deleted, atomTombstone{Ref: legalXML(item.ID), When: rfc3339(item.Updated), Comment: legalXML(item.Correction)})
			continue
		}
		doc.Entries = append(doc.Entries, item.atomEntry())
	}
	return marshalXML(doc)
}

func (f Feed) atomLinks() []atomLink {
	links := []atomLink{{Rel: "self", Type: "application/atom+xml", Href: legalXML(f.SelfURL)}}
	if f.HomeURL != "" {
		links = append(links, atomLink{Rel: "alternate", Type: "text/html", Href: legalXML(f.HomeURL)})
	}
	if f.NextURL != "" {
		links = append(links, atomLink{Rel: "next", Type: "application/atom+xml", Href: legalXML(f.NextURL)})
	}
	return links
}

func (i FeedItem) atomEntry() atomEntry {
	entry := atomEntry{
		ID: legalXML(i.ID), Title: legalXML(i.Title), Published: rfc3339(i.published()), Updated: rfc3339(i.Updated),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: legalXML(i.permalink())}}, Rights: legalXML(i.Credit.Text),
		Summary: i.summaryText(), Content: atomContent{Type: "html", Body: i.feedHTML()},
	}
	if link, ok := webAddress(i.Credit.URL); ok {
		entry.Links = append(entry.Links, atomLink{Rel: "via", Href: legalXML(link)})
	}
	for _, c := range i.Categories {
		entry.Categories = append(entry.Categories, atomCategory{Term: legalXML(c)})
	}
	for _, c := range []atomCategory{{statusScheme, i.Status}, {verificationScheme, i.Verification}} {
		if c.Term != "" {
			entry.Categories = append(entry.Categories, atomCategory{c.Scheme, legalXML(c.Term)})
		}
	}
	return entry
}

func marshalXML(doc any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(doc); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
