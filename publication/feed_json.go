package publication

import (
	"bytes"
	"encoding/json"
)

// JSON Feed 1.1, with an extension object named _gongzhi as its rules allow.

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	NextURL     string       `json:"next_url,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Language    string       `json:"language,omitempty"`
	Extension   jsonFeedInfo `json:"_gongzhi"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonFeedInfo struct {
	About   string        `json:"about"`
	ID      string        `json:"id"`
	Updated string        `json:"updated"`
	Rights  string        `json:"rights,omitempty"`
	Deleted []jsonDeleted `json:"deleted,omitempty"`
}

type jsonDeleted struct {
	ID     string `json:"id"`
	When   string `json:"when"`
	Reason string `json:"reason,omitempty"`
}

type jsonItem struct {
	ID          string       `json:"id"`
	URL         string       `json:"url"`
	Title       string       `json:"title"`
	Summary     string       `json:"summary,omitempty"`
	ContentHTML string       `json:"content_html"`
	Published   string       `json:"date_published"`
	Modified    string       `json:"date_modified"`
	Tags        []string     `json:"tags,omitempty"`
	Extension   jsonItemInfo `json:"_gongzhi"`
}

type jsonItemInfo struct {
	About        string      `json:"about"`
	Status       string      `json:"status,omitempty"`
	Verification string      `json:"verification,omitempty"`
	Correction   string      `json:"correction,omitempty"`
	Credit       *jsonCredit `json:"credit,omitempty"`
}

type jsonCredit struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// EncodeJSONFeed writes the feed as JSON Feed 1.1. Withdrawn items are listed in
// the extension of the feed.
func EncodeJSONFeed(f Feed) ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	about := orElse(f.HomeURL, f.SelfURL)
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: legalXML(f.Title), HomePageURL: f.HomeURL, FeedURL: f.SelfURL,
		Description: legalXML(f.Subtitle), NextURL: f.NextURL, Language: f.Language, Items: []jsonItem{},
		Extension: jsonFeedInfo{About: about, ID: f.ID, Updated: rfc3339(f.Updated), Rights: legalXML(f.Rights)},
	}
	if f.Author != "" {
		doc.Authors = []jsonAuthor{{legalXML(f.Author)}}
	}
	for _, item := range f.Items {
		if item.Deleted {
			doc.Extension.Deleted = append(doc.Extension.Deleted, jsonDeleted{item.ID, rfc3339(item.Updated), legalXML(item.Correction)})
			continue
		}
		doc.Items = append(doc.Items, item.jsonItem(about))
	}
	return marshalJSON(doc)
}

func (i FeedItem) jsonItem(about string) jsonItem {
	item := jsonItem{
		ID: i.ID, URL: i.permalink(), Title: legalXML(i.Title), Summary: i.summaryText(),
		ContentHTML: i.feedHTML(), Published: rfc3339(i.published()), Modified: rfc3339(i.Updated), Tags: i.Categories,
		Extension: jsonItemInfo{About: about, Status: i.Status, Verification: i.Verification, Correction: legalXML(i.Correction)},
	}
	if i.Credit.Text != "" {
		item.Extension.Credit = &jsonCredit{legalXML(i.Credit.Text), i.Credit.URL}
	}
	return item
}

func marshalJSON(doc any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(doc)
	return out.Bytes(), err
}
