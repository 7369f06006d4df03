package db

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/search"
	"gongzhi/workflow"
)

// SearchCursor names the reader of the log that keeps the search index.
const SearchCursor = "search"

// FoldSearch writes anew the search documents of every case whose wording may
// have changed, from what is stored now: folding an event twice does no harm,
// and erased words leave the index. It is a fold for Consume.
func FoldSearch(ctx context.Context, tx Tx, entries []LogEntry) error {
	seen := map[uuid.UUID]bool{}
	var of []uuid.UUID
	for _, e := range entries {
		id := e.Event.Subject.ID
		if worded(e.Event) && !seen[id] {
			seen[id] = true
			of = append(of, id)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return wrap("fold search", indexCases(ctx, tx.tx, of))
}

// worded reports whether an event may change what can be found.
func worded(e record.Event) bool {
	return (e.Subject.Kind == record.SubjectIncident && e.Facts.Incident != nil) || e.Subject.Kind == record.SubjectPublication
}

const agencyDocs = `SELECT i.id, i.received_at, i.reference || ' ' || coalesce(string_agg(w.words, ' '), '') FROM incident i LEFT JOIN LATERAL (
	SELECT coalesce(body, '') AS words FROM incident_text WHERE incident_id = i.id AND field IN ('title', 'narrative')
	UNION ALL SELECT name || ' ' || credit_code FROM respondent WHERE incident_id = i.id) w ON true
WHERE i.id = ANY (?::uuid[]) GROUP BY i.id`

const publicDocs = `SELECT p.incident_id, p.published_at, i.reference || ' ' || v.title || ' ' || v.summary
FROM publication p JOIN publication_version v ON v.incident_id = p.incident_id AND v.number = p.number JOIN incident i ON i.id = p.incident_id
WHERE ` + isPublic + ` AND p.incident_id = ANY (?::uuid[])`

type docRow struct {
	Incident uuid.UUID
	At       time.Time
	Words    string
}

// putDocs takes the tokens of a document as one text: a list of lists would
// have to be as long for each.
const putDocs = `INSERT INTO search_doc (incident_id, audience, tokens, body_lower, at)
SELECT id, audience, array_to_tsvector(string_to_array(tokens, chr(31))), body, at
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS t (id, audience, tokens, body, at)
ON CONFLICT (incident_id, audience) DO UPDATE SET tokens = excluded.tokens, body_lower = excluded.body_lower, at = excluded.at`

// between separates tokens, which hold no control characters.
const between = "\x1f"

type doc struct {
	docRow
	audience, tokens, folded string
}

func indexCases(ctx context.Context, tx pgx.Tx, of []uuid.UUID) error {
	var docs []doc
	for audience, sql := range map[string]string{"agency": agencyDocs, "public": publicDocs} {
		rows, err := list[docRow](ctx, tx, (&query{}).add(sql, of))
		if err != nil {
			return err
		}
		for _, row := range rows {
			tokens, folded := search.Index(row.Words)
			tokens = append(bounded(tokens), search.MonthToken(row.At.In(workflow.China)))
			docs = append(docs, doc{row, audience, strings.Join(tokens, between), folded})
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM search_doc WHERE audience = 'public' AND incident_id = ANY ($1::uuid[])`, of); err != nil || len(docs) == 0 {
		return err
	}
	type d = *doc
	return sendEncoded(ctx, tx.Conn(), putDocs, []any{
		ids(docs, func(x d) uuid.UUID { return x.Incident }), col(docs, func(x d) string { return x.audience }),
		col(docs, func(x d) string { return x.tokens }), col(docs, func(x d) string { return x.folded }),
		times(docs, func(x d) timeOf { return at(x.At) }),
	})
}

// maxTokenBytes keeps a document below the megabyte that a tsvector may have.
const maxTokenBytes = 400_000

func bounded(tokens []string) []string {
	size := 0
	for i, t := range tokens {
		size += len(t) + 8
		if size > maxTokenBytes {
			return tokens[:i]
		}
	}
	return tokens
}

// PublicCursor names the reader of the log that makes rendered pages stale.
const PublicCursor = "public"

// FoldPublic raises the public revision when an event changed anything that
// everybody sees: a page, the state of a published case, a notice. It is a
// fold for Consume.
func FoldPublic(ctx context.Context, tx Tx, entries []LogEntry) error {
	var moved []uuid.UUID
	for _, e := range entries {
		f := e.Event.Facts
		if f.Notice != nil || (f.Public != nil && public(f.Public.From)+public(f.Public.To) > 0) {
			return tx.BumpPublic(ctx)
		}
		if e.Event.Subject.Kind == record.SubjectIncident && (f.To != "" || f.Incident != nil || f.Agency != nil || f.Outcome != nil || f.Agreed != nil) {
			moved = append(moved, e.Event.Subject.ID)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	var shown bool
	err := tx.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM publication p WHERE `+isPublic+` AND p.incident_id = ANY ($1::uuid[]))`, moved).Scan(&shown)
	if err != nil || !shown {
		return wrap("fold public", err)
	}
	return tx.BumpPublic(ctx)
}
