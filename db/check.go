package db

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Finding is what the check of one invariant found.
type Finding struct {
	Name   string
	Looked int64  // rows looked at
	Broken int64  // of them
	First  string // names the first broken row: ids and numbers, never content
}

// invariant is a rule as two statements: how many rows there are to look at, and
// the names of those that break it.
type invariant struct{ name, looked, broken string }

// invariants each look at rows and name those that break the rule.
var invariants = []invariant{
	{
		"an open incident has exactly one live lead duty, a closed one none", `SELECT count(*) FROM incident`,
		`SELECT i.reference FROM incident i LEFT JOIN duty d ON d.incident_id = i.id AND d.lead AND d.ended_at IS NULL
		GROUP BY i.id, i.reference, i.open, i.lead_chain, i.lead_level HAVING count(d.chain) <> CASE WHEN i.open THEN 1 ELSE 0 END
			OR (i.open AND (min(d.chain::text) <> i.lead_chain::text OR min(d.level) <> i.lead_level))`,
	},
	{
		"a named person answers for every live duty", `SELECT count(*) FROM duty WHERE ended_at IS NULL`,
		`SELECT d.chain || '/' || d.level FROM duty d LEFT JOIN post_answer a ON a.post_id = d.post_id LEFT JOIN person p ON p.id = a.person_id
		WHERE d.ended_at IS NULL AND coalesce(p.name, '') = ''`,
	},
	{
		"the levels of a duty rise without a gap, each from a missed one", `SELECT count(*) FROM duty`,
		`SELECT d.chain || '/' || d.level FROM duty d WHERE d.level > d.start_level AND NOT EXISTS
			(SELECT FROM duty b WHERE b.chain = d.chain AND b.level = d.level - 1 AND b.state = 'missed')`,
	},
	{
		"no duty is missed early, or by nobody", `SELECT count(*) FROM duty WHERE state = 'missed'`,
		`SELECT chain || '/' || level FROM duty WHERE state = 'missed' AND (ended_at < due_at OR ended_by IS NULL)`,
	},
	{
		"a missed duty has its next level", `SELECT count(*) FROM duty WHERE state = 'missed'`,
		`SELECT d.chain || '/' || d.level FROM duty d WHERE d.state = 'missed' AND NOT EXISTS
			(SELECT FROM duty n WHERE n.chain = d.chain AND n.level = d.level + 1)`,
	},
	{
		"whatever was confirmed was confirmed by a second person", `SELECT count(*) FROM proposal`,
		`SELECT id::text FROM proposal WHERE state = 'confirmed' AND (decided_by IS NULL OR decided_by = proposed_by)`,
	},
	{
		"a public page was cleared by a second person", `SELECT count(*) FROM publication`,
		`SELECT i.reference FROM publication p JOIN incident i ON i.id = p.incident_id LEFT JOIN publication_version v
			ON v.incident_id = p.incident_id AND v.number = p.number
		WHERE p.state IN ('published', 'corrected') AND (v.clearer IS NULL OR v.clearer = v.proposer)`,
	},
	{
		"an anonymous report names nobody", `SELECT count(*) FROM report WHERE filer_kind = 'anonymous'`,
		`SELECT id::text FROM report WHERE filer_kind = 'anonymous' AND (filer IS NOT NULL OR identity IS NOT NULL OR contact IS NOT NULL)`,
	},
	{
		"the events of a stream are numbered without a gap", `SELECT count(*) FROM event`,
		`SELECT subject_kind || '/' || subject_id FROM event GROUP BY subject_kind, subject_id HAVING max(seq) <> count(*) OR min(seq) <> 1`,
	},
	{
		"a stream stands at its newest event", `SELECT count(*) FROM stream`,
		`SELECT coalesce(s.kind, e.subject_kind) || '/' || coalesce(s.id, e.subject_id) FROM stream s FULL JOIN
			(SELECT subject_kind, subject_id, max(seq) AS seq FROM event WHERE subject_kind <> 'incident' GROUP BY 1, 2) e
			ON e.subject_kind = s.kind AND e.subject_id = s.id WHERE s.version IS DISTINCT FROM e.seq
		UNION ALL SELECT s.kind || '/' || s.id FROM stream s GROUP BY s.kind, s.id HAVING count(*) > 1`,
	},
	{
		"the log is numbered without a gap up to its head", `SELECT count(*) FROM log`,
		`SELECT 'head ' || c.pos FROM cursor c CROSS JOIN (SELECT count(DISTINCT pos) AS n, coalesce(max(pos), 0) AS last FROM log) l
		WHERE c.name = 'log' AND (l.n <> l.last OR c.pos <> l.last)`,
	},
	{
		"every event is in the log, or waits to be", `SELECT count(*) FROM event`,
		`SELECT e.id::text FROM event e LEFT JOIN log l ON l.event_id = e.id LEFT JOIN pending p ON p.event_id = e.id
		WHERE (l.event_id IS NULL) = (p.event_id IS NULL)`,
	},
	{
		"every entry of the log has its event", `SELECT count(*) FROM log`,
		`SELECT 'position ' || l.pos FROM log l LEFT JOIN event e ON e.id = l.event_id WHERE e.id IS NULL`,
	},
	{
		"no reader is ahead of the log", `SELECT count(*) FROM cursor`,
		`SELECT name FROM cursor WHERE pos > (SELECT pos FROM cursor WHERE name = 'log')`,
	},
}

// Check looks at every invariant and returns one finding for each, in a fixed
// order, all as of one state of the database. The error is that of reading.
//
// Without keys the labels and the padding of the public log and the signatures
// on its states are not compared.
func (db *DB) Check(ctx context.Context, keys ...LogKeys) ([]Finding, error) {
	var findings []Finding
	err := db.snapshot(ctx, "check", func(tx pgx.Tx) (err error) {
		findings, err = checkAll(ctx, tx, keys...)
		return err
	})
	return findings, err
}

// checkPart looks at some invariants, as a transaction sees them.
type checkPart = func(context.Context, pgx.Tx) ([]Finding, error)

// checkAll looks at what a transaction sees.
func checkAll(ctx context.Context, tx pgx.Tx, keys ...LogKeys) ([]Finding, error) {
	var log *LogKeys
	if len(keys) > 0 {
		log = &keys[0]
	}
	if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
		return nil, err
	}
	var findings []Finding
	for _, part := range []checkPart{
		checkRows, checkCounters, checkCases, checkOrganisation, checkLeaves(log), checkPublicLog(log),
	} {
		found, err := part(ctx, tx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

// checkRows looks at the invariants that one statement each can judge.
func checkRows(ctx context.Context, tx pgx.Tx) ([]Finding, error) {
	var findings []Finding
	for _, i := range slices.Concat(invariants, rowInvariants) {
		f := Finding{Name: i.name}
		err := tx.QueryRow(ctx, `SELECT (`+i.looked+`), count(*), coalesce(min(b.name), '') FROM (`+i.broken+`) AS b (name)`).
			Scan(&f.Looked, &f.Broken, &f.First)
		if err != nil {
			return nil, err
		}
		findings = append(findings, f)
	}
	return findings, nil
}

// checkCounters compares the counters with full counts. It looks only where
// their reader is at the head and nothing waits: else they are rightly behind.
func checkCounters(ctx context.Context, tx pgx.Tx) ([]Finding, error) {
	f := Finding{Name: "the counters are the numbers that a full count gives"}
	rows, err := list[struct{ Cell string }](ctx, tx, numbered(countersDiffer, CountersCursor))
	if err != nil {
		return []Finding{f}, err
	}
	f.Broken = int64(len(rows))
	if f.Broken > 0 {
		f.First = rows[0].Cell
	}
	err = tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM counter) + (SELECT count(*) FROM answered)`).Scan(&f.Looked)
	return []Finding{f}, err
}

const countersDiffer = `WITH level AS (SELECT NOT EXISTS (SELECT FROM pending)
	AND coalesce((SELECT pos FROM cursor WHERE name = $1), 0) = (SELECT pos FROM cursor WHERE name = 'log') AS now),
kept AS (SELECT cell, n FROM counter WHERE n <> 0
	UNION ALL SELECT 'missed:' || post_id || ':' || person_id, missed FROM answered WHERE missed <> 0
	UNION ALL SELECT 'discharged:' || post_id || ':' || person_id, discharged FROM answered WHERE discharged <> 0),
counted_anew AS (SELECT 'state:' || agency_id || ':' || state AS cell, count(*) AS n FROM incident GROUP BY 1
	UNION ALL SELECT 'open', count(*) FROM incident WHERE open HAVING count(*) > 0
	UNION ALL SELECT 'notices', count(*) FROM public_notice HAVING count(*) > 0
	UNION ALL SELECT 'published', count(*) FROM publication WHERE state IN ('published', 'corrected') HAVING count(*) > 0
	UNION ALL SELECT 'historical', count(*) FROM publication p JOIN incident i ON i.id = p.incident_id
		WHERE p.state IN ('published', 'corrected') AND i.origin = 'historical' HAVING count(*) > 0
	UNION ALL SELECT state || ':' || post_id || ':' || ended_by, count(*) FROM duty
		WHERE state IN ('missed', 'discharged') AND ended_by IS NOT NULL GROUP BY 1)
SELECT coalesce(k.cell, c.cell) FROM kept k FULL JOIN counted_anew c ON c.cell = k.cell CROSS JOIN level
WHERE level.now AND k.n IS DISTINCT FROM c.n ORDER BY 1`
