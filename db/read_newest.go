package db

import (
	"time"

	"gongzhi/search"
)

// newestFirst is how many documents a search walks, newest first, before it
// asks the index. A word that every two hundredth text holds fills its page on
// the way; of a rarer one the index gives few rows to sort. Asked for a common
// word, the index would name nearly every text there is.
const newestFirst = 4000

// hasWords reports whether a search looks for words and not only by filters.
// One that cannot be read has none: it is refused where it is used.
func hasWords(text string) bool {
	s, err := search.ParseQuery(text)
	return err == nil && len(s.Terms) > 0
}

// walk begins a query over the newest documents of an audience, as w; until
// bounds them for a page that goes on from there, and is zero for the first.
// What it finds are the first rows of all that match, as long as both have one
// order: the caller takes a full page, and asks the index for less.
func (q *query) walk(audience string, until time.Time) *query {
	q.walking = true
	q.add(` FROM (SELECT * FROM search_doc WHERE audience = ?`, audience)
	if !until.IsZero() {
		q.add(` AND at <= ?`, until)
	}
	return q.add(` ORDER BY at DESC, incident_id DESC LIMIT ?) w`, newestFirst)
}
