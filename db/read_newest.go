package db

import (
	"context"
	"time"

	"gongzhi/record"
	"gongzhi/search"
	"gongzhi/workflow"
)

// newestFirst are how many documents a search walks, newest first, before it
// asks the index. A word that every twentieth text holds fills its page on the
// first way, one of every two hundredth on the second. Of a rarer one the index
// gives few rows to sort; asked for a common word it would name nearly every
// text there is.
var newestFirst = []int{400, 4000}

// someFound is how many rows of the first way make the second worth going,
// where nothing is known of how common the words are.
const someFound = 2

// hunt is one search for words: in whose documents, up to which time, and how
// far back.
type hunt struct {
	words    search.Query
	audience string
	until    time.Time // the newest that may be found; zero for all
	from     time.Time // the oldest that is asked for; zero for all
	period
	known *lexicon // nil where there are no statistics yet
}

// hunt prepares the search of a text. It is nil where the text has no words and
// only filters; before is where a page goes on, from and to are days that are
// asked for besides those of the text.
func (db *DB) hunt(ctx context.Context, text, audience string, before time.Time, from, to record.Date) (*hunt, error) {
	s, err := search.ParseQuery(text)
	if err != nil {
		return nil, refuseSearch(err)
	}
	if len(s.Terms) == 0 {
		return nil, nil
	}
	h := &hunt{words: s, audience: audience, until: before}
	for _, day := range []string{string(to), s.To} {
		if t, ok := workflow.ParseDate(day); ok && (h.until.IsZero() || t.AddDate(0, 0, 1).Before(h.until)) {
			h.until = t.AddDate(0, 0, 1)
		}
	}
	for _, day := range []string{string(from), s.From} {
		if t, ok := workflow.ParseDate(day); ok && t.After(h.from) {
			h.from = t
		}
	}
	if h.known, err = db.lexicon.get(ctx, db.pool); err != nil || h.known == nil {
		return h, err
	}
	h.period, err = db.periodOf(ctx, h)
	return h, err
}

// walks are the ways that may fill a page of so many rows.
func (h *hunt) walks(rows int) []int {
	if h.known == nil {
		return newestFirst
	}
	var may []int
	for _, most := range newestFirst {
		if h.known.surely(h.words.Tokens())*float64(most) >= float64(rows) && !(h.walked && len(may) > 0) {
			may = append(may, most)
		}
	}
	return may
}

// newest begins a query over the newest documents, as w. What it finds are the
// first rows of all that match, as long as both have one order: the caller
// takes a full page, and goes on for less.
func (h *hunt) newest(q *query, most int) *query {
	q.add(` FROM (SELECT * FROM search_doc w WHERE w.audience = ?`, h.audience)
	h.bounded(q).add(` ORDER BY w.at DESC, w.incident_id DESC LIMIT ?) w`, most)
	return q
}

// all begins a query over every document of the period that has the words, as
// w, newest first. They are put into order before anything else is asked of
// them, so that who may see what is asked of a page and not of all.
func (h *hunt) all(q *query) *query {
	if h.walked {
		q.add(` FROM (SELECT * FROM search_doc w WHERE w.audience = ?`, h.audience)
		return h.bounded(q).add(` ORDER BY w.at DESC, w.incident_id DESC OFFSET 0) w`)
	}
	q.add(` FROM (SELECT w.incident_id, w.at FROM search_doc w WHERE w.audience = ?`, h.audience)
	return h.match(h.bounded(q)).add(` ORDER BY w.at DESC, w.incident_id DESC OFFSET 0) w`)
}

func (h *hunt) bounded(q *query) *query {
	if oldest := latest(h.since, h.from); !oldest.IsZero() {
		q.add(` AND w.at >= ?`, oldest)
	}
	if !h.until.IsZero() {
		q.add(` AND w.at <= ?`, h.until)
	}
	return q
}

// counted begins a count: of all there is where nothing is hunted, else of the
// documents of its period.
func (h *hunt) counted(q *query, all, found string) *query {
	if h == nil {
		return q.add(all)
	}
	if h.all(q).add(found); h.walked {
		h.match(q)
	}
	return q.settled()
}

// match adds the words: tokens by the index, literals rechecked on the folded
// text where the tokens do not say it all.
func (h *hunt) match(q *query) *query {
	if tokens := h.words.TSQuery(h.months...); tokens != "" {
		q.add(` AND w.tokens @@ ?::text::tsquery`, tokens)
	}
	if all := h.words.Unsure(); len(all) > 0 {
		q.add(` AND w.body_lower LIKE ALL (?::text[])`, patterns(all))
	}
	if none := h.words.NotLiterals(); len(none) > 0 {
		q.add(` AND NOT w.body_lower LIKE ANY (?::text[])`, patterns(none))
	}
	return q
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// pages reads a page of a search by the way that costs least: where, called by
// read, adds what the words ask of the documents w that from begins.
func pages[T any](h *hunt, rows int, read func(from, where func(*query) *query) (workflow.Page[T], error)) (workflow.Page[T], error) {
	same := func(q *query) *query { return q }
	for _, most := range h.walks(rows) {
		p, err := read(func(q *query) *query { return h.newest(q, most) }, h.match)
		if err != nil || p.Next != "" {
			return p, err
		}
		if h.known == nil && len(p.Items) < someFound {
			break
		}
	}
	where := same
	if h.walked {
		where = h.match
	}
	p, err := read(h.all, where)
	if err == nil && p.Next == "" && !h.since.IsZero() {
		p.Since = h.day()
		p.Next = markBefore(p.Since)
	}
	return p, err
}

// day is since when the hunt looks; empty where it leaves nothing out.
func (h *hunt) day() record.Date {
	if h.since.IsZero() {
		return ""
	}
	return workflow.DateOf(h.since)
}

// markBefore is a cursor to what is older than a day. It tells no time but the
// day's beginning.
func markBefore(day record.Date) string { return "@" + string(day) }

// parseBefore reads what markBefore wrote.
func parseBefore(cursor string) (time.Time, bool) {
	if len(cursor) != len("@2006-01-02") || cursor[0] != '@' {
		return time.Time{}, false
	}
	return workflow.ParseDate(cursor[1:])
}
