package db

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/search"
	"gongzhi/workflow"
)

// nearby are cases that may be the same matter as the case ?: their texts share
// a band and differ in few bits, or they accuse the same of the same kind of
// data within half a year. Each way is bounded, so that a flood of reports or a
// party accused thousands of times costs no more than a rare one; what the
// reader must not know of is left out before anything is chosen.
const nearby = `SELECT i.id, i.reference, i.state, i.agency_id, i.received_at, n.accused,
	coalesce((SELECT body FROM incident_text t WHERE t.incident_id = i.id AND t.field = 'title'), ''),
	coalesce((SELECT left(body, 2000) FROM incident_text t WHERE t.incident_id = i.id AND t.field = 'narrative'), '')
FROM (SELECT c.id, min(c.distance) AS distance, bool_or(c.accused) AS accused FROM (
	SELECT s.incident_id AS id, bit_count((s.hash # own.hash)::bit(64)) AS distance, false AS accused FROM similar_band own CROSS JOIN LATERAL (
		SELECT x.incident_id, x.hash FROM similar_band x WHERE x.band = own.band AND x.incident_id <> own.incident_id
		AND bit_count((x.hash # own.hash)::bit(64)) <= ? ORDER BY x.incident_id DESC LIMIT 100) s WHERE own.incident_id = ?
	UNION ALL
	SELECT p.incident_id, 64, true FROM incident_party own JOIN incident o ON o.id = own.incident_id CROSS JOIN LATERAL (
		(SELECT x.incident_id FROM incident_party x WHERE x.party = own.party AND x.incident_id < own.incident_id ORDER BY x.incident_id DESC LIMIT 100)
		UNION ALL
		(SELECT x.incident_id FROM incident_party x WHERE x.party = own.party AND x.incident_id > own.incident_id ORDER BY x.incident_id LIMIT 100)) p
	JOIN incident other ON other.id = p.incident_id WHERE own.incident_id = ?
	AND other.received_at BETWEEN o.received_at - interval '180 days' AND o.received_at + interval '180 days'
	AND EXISTS (SELECT FROM jsonb_object_keys(o.pieces) a JOIN jsonb_object_keys(other.pieces) b ON a = b)
	) c GROUP BY c.id) n
JOIN incident i ON i.id = n.id
WHERE i.matter = 'incident' AND i.origin = 'report' AND i.state <> 'merged' AND ` + sees + `
ORDER BY n.distance, i.received_at DESC, i.id LIMIT 60`

const (
	nearBits    = 14   // of 64 in which the hashes of two reworded texts differ at most
	alikeEnough = 0.25 // similarity from which a text alone is worth a look
	suggestions = 5
)

type nearbyRow struct {
	ID         uuid.UUID
	Reference  string
	State      record.State
	Agency     uuid.UUID
	ReceivedAt time.Time
	Accused    bool
	Title      string
	Narrative  string
}

// suggest adds the cases that may be the same matter as an open one.
func (l *caseLoad) suggest(ctx context.Context, tx pgx.Tx) error {
	i := l.world.Incident
	if i.Matter != record.MatterIncident || !i.State.Open() {
		return nil
	}
	rows, err := list[nearbyRow](ctx, tx, asPerson(l.r.actor.Person, ``).add(nearby, nearBits, i.ID, i.ID))
	if err != nil {
		return err
	}
	l.view.Similar = ranked(i, l.texts["title"]+"\n"+beginning(l.texts["narrative"]), rows)
	return nil
}

// beginning is as much of a narrative as is compared.
func beginning(text string) string {
	if chars := []rune(text); len(chars) > 2000 {
		return string(chars[:2000])
	}
	return text
}

// ranked orders candidates by how alike their words are, and keeps the first.
func ranked(own record.Incident, words string, rows []nearbyRow) []workflow.SimilarView {
	var found []workflow.SimilarView
	for _, row := range rows {
		alike := search.Similarity(words, row.Title+"\n"+row.Narrative)
		if !row.Accused && alike < alikeEnough {
			continue
		}
		found = append(found, workflow.SimilarView{
			Reference: row.Reference, Title: row.Title, State: row.State, ReceivedAt: row.ReceivedAt,
			Alike: alike, Words: alike >= alikeEnough, Accused: row.Accused,
			Mergeable: workflow.MayBecomeOne(own, record.Incident{Matter: own.Matter, State: row.State, Agency: row.Agency}),
		})
	}
	slices.SortStableFunc(found, func(a, b workflow.SimilarView) int { return cmp.Compare(b.Alike, a.Alike) })
	return found[:min(len(found), suggestions)]
}
