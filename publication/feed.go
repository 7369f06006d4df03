package publication

import (
	"errors"
	"fmt"
	"time"
)

// Feed is one page of a public feed, ready to be encoded as Atom (RFC 4287),
// RSS 2.0 or JSON Feed 1.1. Times are written in UTC.
type Feed struct {
	ID       string // permanent IRI of the feed, the same in all formats
	Title    string
	Subtitle string
	SelfURL  string // where this document lives
	HomeURL  string // the page for people
	Language string // BCP 47, such as zh-CN
	Updated  time.Time
	Author   string
	Rights   string
	NextURL  string // following page of older items; empty on the last
	Items    []FeedItem
}

// FeedItem is one published record.
type FeedItem struct {
	ID           string // permalink, never reused
	URL          string
	Title        string
	Summary      string // plain text
	ContentText  string
	ContentHTML  string // sanitised again while encoding; ContentText is used where empty
	Published    time.Time
	Updated      time.Time
	Categories   []string
	Credit       Credit // who must be named for the record, under its licence
	Status       string
	Verification string
	Correction   string // what was corrected, plain text
	Deleted      bool   // withdrawn: only the id and the time remain
}

// Credit names the source of a record. Licences such as CC BY 4.0 ask for it
// wherever the record is shown, so it is part of the content in every format.
type Credit struct{ Text, URL string }

// Media types of the three formats.
const (
	AtomType     = "application/atom+xml; charset=utf-8"
	RSSType      = "application/rss+xml; charset=utf-8"
	JSONFeedType = "application/feed+json; charset=utf-8"
)

// ErrFeed marks a feed that lacks what its formats require.
var ErrFeed = errors.New("publication: incomplete feed")

// check refuses feeds that no format could carry: without id, title, address
// or date, or with an id used twice.
func (f Feed) check() error {
	if f.ID == "" || f.Title == "" || f.SelfURL == "" || f.Updated.IsZero() {
		return fmt.Errorf("%w: id, title, self address and updated are required", ErrFeed)
	}
	if f.NextURL != "" && f.NextURL == f.SelfURL {
		return fmt.Errorf("%w: next address is the feed itself", ErrFeed)
	}
	seen := make(map[string]bool, len(f.Items))
	for i, item := range f.Items {
		switch {
		case item.ID == "":
			return fmt.Errorf("%w: item %d has no id", ErrFeed, i)
		case seen[item.ID]:
			return fmt.Errorf("%w: item %d repeats an id", ErrFeed, i)
		case item.Updated.IsZero():
			return fmt.Errorf("%w: item %d has no time of change", ErrFeed, i)
		case item.Title == "" && !item.Deleted:
			return fmt.Errorf("%w: item %d has no title", ErrFeed, i)
		}
		seen[item.ID] = true
	}
	return nil
}

// published falls back to the time of change for records without a first date.
func (i FeedItem) published() time.Time {
	if i.Published.IsZero() {
		return i.Updated
	}
	return i.Published
}

// permalink is the address to open, the id where none is given.
func (i FeedItem) permalink() string {
	if i.URL == "" {
		return i.ID
	}
	return i.URL
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }
