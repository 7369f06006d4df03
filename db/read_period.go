package db

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/search"
	"gongzhi/workflow"
)

// A search answers in a bounded time however many documents there are, because
// what it reads is bounded. Where the index would name too many documents only
// the newest are searched, and the answer says since which day; the older ones
// are its next page.
type reach struct {
	found  float64 // documents that one statement fetches by the index
	read   float64 // entries of the index that it reads
	walked int     // documents that it walks, where the index does not help
	months int
}

var usualReach = reach{found: 6_000, read: 80_000, walked: 5_000, months: 12}

// period is what one page of a search looks at. Its zero value is all there is.
type period struct {
	since  time.Time // the beginning of a day in China
	months []string  // the tokens of its months, by which the index finds it
	walked bool      // the documents are walked, newest first
}

// periodOf bounds a search by how common its rarest word is.
func (db *DB) periodOf(ctx context.Context, h *hunt) (period, error) {
	tokens := h.words.Tokens()
	part := h.known.rarest(tokens)
	found, most := part*h.known.docs, db.reach
	if h.known.docs <= float64(most.walked) || len(tokens) > 0 && found <= most.found && found*float64(len(tokens)) <= most.read {
		return period{}, nil
	}
	until, oldest := h.until, latest(h.known.oldest[h.audience], h.from)
	if newest := h.known.newest[h.audience]; until.IsZero() || until.After(newest) {
		until = newest
	}
	p := h.known.months(min(most.read, most.found/part), most.months, until, oldest)
	if len(p.months) == 0 {
		return db.walkedPeriod(ctx, h, oldest)
	}
	return p, nil
}

// months are as many whole months before a time as hold so many documents, and
// not more than some; none where the first holds more.
func (l *lexicon) months(most float64, some int, until, oldest time.Time) period {
	var p period
	month := monthOf(until.Add(-time.Microsecond))
	for held := 0.0; len(p.months) < some; month = month.AddDate(0, -1, 0) {
		token := search.MonthToken(month)
		if held += l.part(token) * l.docs; held > most {
			return p
		}
		p.months, p.since = append(p.months, token), month
		if !month.After(oldest) {
			p.since = time.Time{} // nothing is left out
			return p
		}
	}
	return p
}

func monthOf(t time.Time) time.Time {
	y, m, _ := t.In(workflow.China).Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, workflow.China)
}

// walkedPeriod goes back to the beginning of the day of so many documents.
func (db *DB) walkedPeriod(ctx context.Context, h *hunt, oldest time.Time) (period, error) {
	q := (&query{}).add(`SELECT w.at FROM search_doc w WHERE w.audience = ?`, h.audience)
	var at time.Time
	q = h.bounded(q).add(` ORDER BY w.at DESC, w.incident_id DESC OFFSET ? LIMIT 1`, db.reach.walked)
	err := db.pool.QueryRow(ctx, q.sql.String(), q.args...).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return period{walked: true}, nil
	}
	y, m, d := at.In(workflow.China).Date()
	p := period{since: time.Date(y, m, d, 0, 0, 0, 0, workflow.China), walked: true}
	if !p.since.After(oldest) {
		p.since = time.Time{}
	}
	return p, wrap("period of a search", err)
}

// lexicon is what PostgreSQL's statistics say of the words in the documents.
type lexicon struct {
	docs           float64
	often          map[string]float64 // the part of the documents that has a common token
	least          float64            // no other token is in a greater part
	oldest, newest map[string]time.Time
}

func (l *lexicon) part(token string) float64 {
	if part, ok := l.often[token]; ok {
		return part
	}
	return l.least
}

// rarest is the part of the documents that has the rarest of some tokens: at
// most so many have all.
func (l *lexicon) rarest(tokens []string) float64 {
	least := 1.0
	for _, t := range tokens {
		least = min(least, l.part(t))
	}
	return least
}

// surely is rarest where nothing is held against a token that is unknown.
func (l *lexicon) surely(tokens []string) float64 {
	least := 1.0
	for _, t := range tokens {
		least = min(least, l.often[t])
	}
	return least
}

// lexiconFor is how long statistics are good: they change when PostgreSQL
// analyses the table.
const lexiconFor = time.Minute

// lexicons keeps the lexicon; one search asks for all.
type lexicons struct {
	mu    sync.Mutex
	until time.Time
	last  *lexicon
}

func (k *lexicons) get(ctx context.Context, from querier) (*lexicon, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := time.Now(); !now.Before(k.until) {
		last, err := readLexicon(ctx, from)
		if err != nil {
			return nil, err
		}
		k.last, k.until = last, now.Add(lexiconFor)
	}
	return k.last, nil
}

const lexiconWords = `SELECT c.reltuples::float8, coalesce(s.most_common_elems::text::text[], '{}'), coalesce(s.most_common_elem_freqs::float8[], '{}')
FROM pg_class c JOIN pg_stats s ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname AND s.attname = 'tokens'
WHERE c.oid = 'search_doc'::regclass AND c.reltuples > 0`

const lexiconTimes = `SELECT a.audience, o.at, n.at FROM (VALUES ('agency'), ('public')) a (audience),
LATERAL (SELECT at FROM search_doc w WHERE w.audience = a.audience ORDER BY at, incident_id LIMIT 1) o,
LATERAL (SELECT at FROM search_doc w WHERE w.audience = a.audience ORDER BY at DESC, incident_id DESC LIMIT 1) n`

// readLexicon is nil before the documents were first analysed.
func readLexicon(ctx context.Context, from querier) (*lexicon, error) {
	type wordsRow struct {
		Docs   float64
		Tokens []string
		Parts  []float64
	}
	words, err := list[wordsRow](ctx, from, (&query{}).add(lexiconWords))
	if err != nil || len(words) == 0 || len(words[0].Tokens) == 0 {
		return nil, wrap("how common words are", err)
	}
	w := words[0]
	l := &lexicon{docs: w.Docs, often: map[string]float64{}, least: 1, oldest: map[string]time.Time{}, newest: map[string]time.Time{}}
	for i, token := range w.Tokens {
		l.often[token], l.least = w.Parts[i], min(l.least, w.Parts[i])
	}
	type timesRow struct {
		Audience       string
		Oldest, Newest time.Time
	}
	times, err := list[timesRow](ctx, from, (&query{}).add(lexiconTimes))
	for _, t := range times {
		l.oldest[t.Audience], l.newest[t.Audience] = t.Oldest, t.Newest
	}
	return l, wrap("how old documents are", err)
}
