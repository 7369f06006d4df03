package db

import "strings"

// ofCases are the tables whose rows belong to a case, with the column that
// says to which.
var ofCases = []string{
	"duty", "incident_party", "incident_text", "proposal", "transfer", "report", "respondent", "message", "evidence", "reading",
	"publication", "publication_version", "public_notice", "task", "finding", "finding_override", "appeal", "satisfaction", "service",
}

// rowInvariants find rows that no walk over the cases would meet, and whatever
// only their order or number betrays.
var rowInvariants = []invariant{
	{"every row belongs to a case that is there", `SELECT count(*) FROM incident`, strays()},
	{
		"the accused are numbered in order", `SELECT count(*) FROM incident_party`,
		`SELECT incident_id::text FROM incident_party GROUP BY incident_id HAVING min(ord) <> 0 OR max(ord) <> count(*) - 1 OR count(DISTINCT ord) <> count(*)`,
	},
	{
		"a pause has its end set, and no end is set without a pause", `SELECT count(*) FROM timer WHERE kind = 'pause_end'`,
		`SELECT coalesce(d.incident_id, t.subject_id)::text FROM (SELECT * FROM duty WHERE lead AND state = 'paused') d
		FULL JOIN (SELECT * FROM timer WHERE kind = 'pause_end') t ON t.subject_id = d.incident_id
		WHERE d.chain IS DISTINCT FROM t.chain OR d.pause_until IS DISTINCT FROM t.fire_at`,
	},
	{
		"the log keeps the order of every stream", `SELECT count(*) FROM log`,
		`SELECT 'position ' || o.pos FROM (SELECT l.pos, e.seq, lag(e.seq, 1, 0::bigint) OVER (PARTITION BY e.subject_kind, e.subject_id ORDER BY l.pos) AS before
			FROM log l JOIN event e ON e.id = l.event_id) o WHERE o.seq <> o.before + 1`,
	},
	{
		"the growths of the public log follow each other", `SELECT count(*) FROM log_growth`,
		`SELECT 'index ' || first_index FROM (SELECT *, lag(first_index + events + padding, 1, 0::bigint) OVER (ORDER BY first_index) AS index,
			lag(first_pos + events, 1, 1::bigint) OVER (ORDER BY first_index) AS pos FROM log_growth) g WHERE first_index <> index OR first_pos <> pos
		UNION ALL SELECT 'head' FROM log_head WHERE size <> (SELECT coalesce(sum(events + padding), 0) FROM log_growth)`,
	},
	{
		"the routes are numbered in order", `SELECT count(*) FROM route`,
		`SELECT 'route' FROM route HAVING count(*) > 0 AND (min(ord) <> 1 OR max(ord) <> count(*) OR count(DISTINCT ord) <> count(*))`,
	},
	{
		"an event waits for the log once", `SELECT count(*) FROM pending`,
		`SELECT event_id::text FROM pending GROUP BY event_id HAVING count(*) > 1`,
	},
}

// strays names rows of cases that are not there, events and streams among them.
func strays() string {
	var b strings.Builder
	for _, t := range ofCases {
		b.WriteString(`SELECT '` + t + ` of ' || x.incident_id FROM ` + t + ` x WHERE NOT EXISTS (SELECT FROM incident i WHERE i.id = x.incident_id) UNION ALL `)
	}
	b.WriteString(`SELECT 'event ' || e.id FROM event e WHERE NOT (e.subject_kind IN ('incident', 'correspondence', 'publication')
		AND EXISTS (SELECT FROM incident i WHERE i.id = e.subject_id))
		AND NOT (e.subject_kind = 'organisation' AND e.subject_id = '00000000-0000-0000-0000-000000000000') UNION ALL `)
	b.WriteString(`SELECT 'withdrawal of ' || w.report_id FROM report_withdrawal w WHERE NOT EXISTS (SELECT FROM report r WHERE r.id = w.report_id) UNION ALL `)
	b.WriteString(`SELECT 'stream ' || s.id FROM stream s WHERE s.kind NOT IN ('correspondence', 'publication', 'organisation')`)
	return b.String()
}
