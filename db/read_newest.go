package db

import (
	"time"

	"gongzhi/search"
)

// newestFirst are how many documents a search walks, newest first, before it
// asks the index. A word that every twentieth text holds fills its page on the
// first way, one of every two hundredth on the second, which is gone only where
// the first has found some. Of a rarer one the index gives few rows to sort;
// asked for a common word it would name nearly every text there is.
var newestFirst = []int{400, 4000}

// someFound is how many rows of the first way make the second worth going.
const someFound = 2

// walks are the ways of a search that looks for words and not only by filters.
// One that cannot be read has none: it is refused where it is used.
func walks(text string) []int {
	if s, err := search.ParseQuery(text); err != nil || len(s.Terms) == 0 {
		return nil
	}
	return newestFirst
}

// walk begins a query over the newest documents of an audience, as w; until
// bounds them for a page that goes on from there, and is zero for the first.
// What it finds are the first rows of all that match, as long as both have one
// order: the caller takes a full page, and asks the index for less.
func (q *query) walk(audience string, until time.Time, most int) *query {
	q.walking = true
	q.add(` FROM (SELECT * FROM search_doc WHERE audience = ?`, audience)
	if !until.IsZero() {
		q.add(` AND at <= ?`, until)
	}
	return q.add(` ORDER BY at DESC, incident_id DESC LIMIT ?) w`, most)
}
