package publication

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	beijing = time.FixedZone("UTC+8", 8*3600)
	early   = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	later   = time.Date(2026, 2, 3, 4, 5, 6, 0, beijing)
)

func sampleFeed(n int) Feed {
	f := Feed{
		ID: "https://g.example/feeds/incidents", Title: "事件 & 通报", Subtitle: "公开", SelfURL: "https://g.example/feeds/incidents.atom?a=1&b=2",
		HomeURL: "https://g.example/incidents", Language: "zh-CN", Updated: later, Author: "共治", Rights: "CC BY 4.0", NextURL: "https://g.example/feeds/incidents.atom?after=x",
	}
	for i := range n {
		f.Items = append(f.Items, sampleItem(i))
	}
	return f
}

func sampleItem(i int) FeedItem {
	link := fmt.Sprintf("https://g.example/incidents/GZ-%05d-00000", i)
	return FeedItem{
		ID: link, URL: link, Title: "<b>标题</b> & \"引号\"\x00\x0b", Summary: "摘要 <script> & ]]>", ContentHTML: `<p>正文<script>alert(1)</script> <a href="https://news.example/?a=1&amp;b=2">来源</a></p>`,
		Published: early, Updated: later, Categories: []string{"leak", "a&b"}, Status: "closed", Verification: "verified",
		Credit: Credit{"Have I Been Pwned (CC BY 4.0)", "https://haveibeenpwned.com/PwnedWebsites#Sample"}, Correction: "更正：数字",
	}
}

type readAtom struct {
	Lang  string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID    string `xml:"http://www.w3.org/2005/Atom id"`
	Title string `xml:"http://www.w3.org/2005/Atom title"`
	Links []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"http://www.w3.org/2005/Atom link"`
	Updated time.Time `xml:"http://www.w3.org/2005/Atom updated"`
	Author  string    `xml:"http://www.w3.org/2005/Atom author>name"`
	Deleted []struct {
		Ref  string    `xml:"ref,attr"`
		When time.Time `xml:"when,attr"`
	} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	Entries []struct {
		ID        string    `xml:"http://www.w3.org/2005/Atom id"`
		Title     string    `xml:"http://www.w3.org/2005/Atom title"`
		Published time.Time `xml:"http://www.w3.org/2005/Atom published"`
		Updated   time.Time `xml:"http://www.w3.org/2005/Atom updated"`
		Summary   string    `xml:"http://www.w3.org/2005/Atom summary"`
		Content   struct {
			Type string `xml:"type,attr"`
			Body string `xml:",chardata"`
		} `xml:"http://www.w3.org/2005/Atom content"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

func TestAtom(t *testing.T) {
	f := sampleFeed(2)
	f.Items[1].Deleted = true
	out, err := EncodeAtom(f)
	require.NoError(t, err)
	var got readAtom
	require.NoError(t, xml.Unmarshal(out, &got))
	require.Equal(t, []string{"zh-CN", f.ID, f.Title, "共治"}, []string{got.Lang, got.ID, got.Title, got.Author})
	rels := map[string]string{}
	for _, l := range got.Links {
		rels[l.Rel] = l.Href
	}
	require.Equal(t, map[string]string{"self": f.SelfURL, "alternate": f.HomeURL, "next": f.NextURL}, rels)
	require.True(t, later.Equal(got.Updated))
	require.Len(t, got.Entries, 1)
	entry := got.Entries[0]
	require.Equal(t, f.Items[0].ID, entry.ID)
	require.Equal(t, `<b>标题</b> & "引号"`, entry.Title)
	require.Equal(t, "摘要 <script> & ]]>", entry.Summary)
	require.Equal(t, early.Truncate(time.Second), entry.Published)
	require.Equal(t, "html", entry.Content.Type)
	checkBody(t, entry.Content.Body)
	require.Len(t, got.Deleted, 1)
	require.Equal(t, f.Items[1].ID, got.Deleted[0].Ref)
	require.True(t, later.Equal(got.Deleted[0].When))
}

func checkBody(t *testing.T, body string) {
	t.Helper()
	require.Contains(t, body, "正文")
	require.Contains(t, body, "Have I Been Pwned (CC BY 4.0)")
	require.Contains(t, body, "haveibeenpwned.com/PwnedWebsites#Sample")
	require.Contains(t, body, "更正：数字")
	require.NotContains(t, body, "alert(1)")
	checkSafe(t, body)
}

type readRSS struct {
	Version string `xml:"version,attr"`
	Channel struct {
		Title string `xml:"title"`
		Self  []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Language string `xml:"language"`
		Items    []struct {
			Title string `xml:"title"`
			GUID  struct {
				PermaLink string `xml:"isPermaLink,attr"`
				ID        string `xml:",chardata"`
			} `xml:"guid"`
			PubDate     string    `xml:"pubDate"`
			Date        time.Time `xml:"http://purl.org/dc/elements/1.1/ date"`
			Description string    `xml:"description"`
			Encoded     string    `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		} `xml:"item"`
	} `xml:"channel"`
}

func TestRSS(t *testing.T) {
	f := sampleFeed(3)
	f.Items[1].Deleted = true
	f.Items[2].ID = "urn:uuid:00000000-0000-4000-8000-000000000000"
	out, err := EncodeRSS(f)
	require.NoError(t, err)
	var got readRSS
	require.NoError(t, xml.Unmarshal(out, &got))
	require.Equal(t, "2.0", got.Version)
	require.Equal(t, "zh-CN", got.Channel.Language)
	require.Equal(t, "self", got.Channel.Self[0].Rel)
	require.Equal(t, f.SelfURL, got.Channel.Self[0].Href)
	require.Len(t, got.Channel.Items, 2)
	item := got.Channel.Items[0]
	require.Equal(t, f.Items[0].ID, item.GUID.ID)
	require.Equal(t, "true", item.GUID.PermaLink)
	require.Equal(t, "false", got.Channel.Items[1].GUID.PermaLink)
	published, err := time.Parse(time.RFC1123, item.PubDate)
	require.NoError(t, err)
	require.True(t, early.Truncate(time.Second).Equal(published))
	require.True(t, later.Equal(item.Date))
	require.Contains(t, item.Description, "Have I Been Pwned")
	require.Contains(t, item.Description, "&lt;script&gt;")
	checkBody(t, item.Encoded)
}

func TestJSONFeed(t *testing.T) {
	f := sampleFeed(2)
	f.Items[1].Deleted = true
	out, err := EncodeJSONFeed(f)
	require.NoError(t, err)
	var got struct {
		Version, Title, Language string
		FeedURL                  string `json:"feed_url"`
		NextURL                  string `json:"next_url"`
		Items                    []map[string]any
		Extension                map[string]any `json:"_gongzhi"`
	}
	require.NoError(t, json.Unmarshal(out, &got))
	require.Equal(t, "https://jsonfeed.org/version/1.1", got.Version)
	require.Equal(t, f.SelfURL, got.FeedURL)
	require.Equal(t, f.NextURL, got.NextURL)
	require.Len(t, got.Items, 1)
	item := got.Items[0]
	require.Equal(t, f.Items[0].ID, item["id"])
	require.Equal(t, "2026-02-02T20:05:06Z", item["date_modified"])
	checkBody(t, item["content_html"].(string))
	info := item["_gongzhi"].(map[string]any)
	require.Equal(t, "closed", info["status"])
	require.Equal(t, "verified", info["verification"])
	require.Equal(t, f.Items[0].Credit.URL, info["credit"].(map[string]any)["url"])
	require.NotEmpty(t, info["about"])
	require.Len(t, got.Extension["deleted"], 1)
}

func TestEmptyFeedIsAFeed(t *testing.T) {
	for name, encode := range encoders {
		out, err := encode(Feed{ID: "urn:x", Title: "t", SelfURL: "https://g.example/f", Updated: early})
		require.NoError(t, err, name)
		require.NotContains(t, string(out), "null")
	}
}

var encoders = map[string]func(Feed) ([]byte, error){"atom": EncodeAtom, "rss": EncodeRSS, "json": EncodeJSONFeed}

func TestIncompleteFeedsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Feed){
		"no id":         func(f *Feed) { f.ID = "" },
		"no title":      func(f *Feed) { f.Title = "" },
		"no self":       func(f *Feed) { f.SelfURL = "" },
		"no date":       func(f *Feed) { f.Updated = time.Time{} },
		"next is self":  func(f *Feed) { f.NextURL = f.SelfURL },
		"item no id":    func(f *Feed) { f.Items[0].ID = "" },
		"item no title": func(f *Feed) { f.Items[0].Title = "" },
		"item no date":  func(f *Feed) { f.Items[0].Updated = time.Time{} },
		"id twice":      func(f *Feed) { f.Items[1].ID = f.Items[0].ID },
	} {
		for format, encode := range encoders {
			f := sampleFeed(2)
			spoil(&f)
			_, err := encode(f)
			require.ErrorIs(t, err, ErrFeed, name+" "+format)
		}
	}
}

func TestFiftyLongItemsStaySmall(t *testing.T) {
	f := sampleFeed(50)
	for i := range f.Items {
		f.Items[i].Summary = strings.Repeat("长", 5000)
		f.Items[i].ContentHTML = "<p>" + strings.Repeat("个人信息&amp;", 3000) + "</p>"
	}
	for name, encode := range encoders {
		out, err := encode(f)
		require.NoError(t, err)
		require.Less(t, len(out), 250_000, name)
	}
}

func TestAnyTextMakesWellFormedFeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("<>&\"']\x00\x1f\uFFFE\uFFFF文a"))))
		f := sampleFeed(1)
		f.Title, f.Subtitle, f.Language = "t"+text.Draw(t, "title"), text.Draw(t, "subtitle"), text.Draw(t, "language")
		item := &f.Items[0]
		item.Title, item.Summary, item.ContentHTML, item.Credit.Text = "t"+text.Draw(t, "item"), text.Draw(t, "summary"), text.Draw(t, "content"), text.Draw(t, "credit")
		for name, encode := range encoders {
			out, err := encode(f)
			require.NoError(t, err, name)
			require.True(t, utf8.Valid(out))
			again, _ := encode(f)
			require.Equal(t, out, again)
			if name == "json" {
				require.True(t, json.Valid(out))
			} else {
				require.NoError(t, xml.Unmarshal(out, new(struct{})))
				require.NoError(t, drain(xml.NewDecoder(bytes.NewReader(out))))
			}
		}
	})
}

func drain(d *xml.Decoder) error {
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestRender(t *testing.T) {
	body := []byte(strings.Repeat("feed ", 100))
	r := Render(AtomType, body)
	require.Equal(t, r, Render(AtomType, body))
	require.Equal(t, body, r.Plain)
	require.Equal(t, AtomType, r.ContentType)
	require.Regexp(t, `^"[A-Za-z0-9_-]{22}"$`, r.ETag)
	require.NotEqual(t, r.ETag, r.GzipETag)
	require.NotEqual(t, r.ETag, Render(AtomType, append(body, 'x')).ETag)
	require.Less(t, len(r.Gzip), len(body))
	reader, err := gzip.NewReader(bytes.NewReader(r.Gzip))
	require.NoError(t, err)
	plain, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Equal(t, body, plain)
}

func TestTruncate(t *testing.T) {
	for _, row := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 10, "short"}, {"exact", 5, "exact"}, {"个人信息保护", 4, "个人信…"}, {"one two three four", 12, "one two…"},
		{"x", 0, ""}, {"xy", 1, "…"}, {"第一句很长的。第二", 8, "第一句很长的…"},
	} {
		got := Truncate(row.text, row.limit)
		require.Equal(t, row.want, got)
		require.LessOrEqual(t, utf8.RuneCountInString(got), row.limit)
	}
}
