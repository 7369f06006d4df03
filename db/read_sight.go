package db

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/roles"
)

// sees is the one condition under which the incident i exists for the person
// $1; every list, count, search and page stands on it. It says what
// roles.Standing.Sees says: not excluded, not one's own report, and a relation
// that may read.
//
// Each part is asked of one case at a time. Without OFFSET 0 PostgreSQL makes
// joins of them and, as soon as its statistics let that look cheap, reads all
// parties or walks all cases: the plan would change with the size of the
// tables. What the person sees and is excluded from is read once, into hashes.
const sees = unbiased + ` AND (
	i.agency_id IN ` + seen + `'agency')
	OR (i.open IS NULL AND i.agency_id IN ` + seen + `'over'))
	OR EXISTS (SELECT FROM duty l WHERE l.incident_id = i.id AND l.ended_at IS NULL
		AND CASE WHEN l.chain = i.lead_chain THEN l.post_id IN ` + seen + `'lead') ELSE l.post_id IN ` + seen + `'called') END OFFSET 0)
	OR EXISTS (SELECT FROM task j WHERE j.incident_id = i.id AND j.kind = 'joint' AND j.state = 'open'
		AND (j.to_id IN ` + seen + `'joint')) IS TRUE OFFSET 0))`

// seen begins the list of what the person $1 sees by the relation that ends it.
const seen = `(SELECT s.target_id FROM person_sees s WHERE s.person_id = $1 AND s.relation = `

// involved follows from sees for whoever sees no agency's cases, but only those
// that a duty or a joint task brings to them. A list that walks the newest cases
// would walk nearly all to find these few.
const involved = ` AND i.id = ANY (ARRAY(SELECT l.incident_id FROM duty l WHERE l.ended_at IS NULL AND l.post_id IN
	(SELECT s.target_id FROM person_sees s WHERE s.person_id = $1 AND s.relation IN ('lead', 'called'))
	UNION SELECT j.incident_id FROM task j WHERE j.kind = 'joint' AND j.state = 'open' AND j.to_id IN ` + seen + `'joint')))`

// seesAgencies says whether the person $1 sees cases for their agency.
const seesAgencies = `SELECT EXISTS (SELECT FROM person_sees s WHERE s.person_id = $1 AND s.relation IN ('agency', 'over'))`

// unbiased holds where the person $1 is neither excluded from the incident i
// nor filed it, or a part that was merged into it.
const unbiased = unconflicted + ` AND NOT EXISTS (SELECT FROM report own WHERE own.incident_id = i.id AND own.filer = $1 OFFSET 0)
	AND NOT EXISTS (SELECT FROM merge mg JOIN report own ON own.incident_id = mg.gone_id
		WHERE mg.incident_id = i.id AND mg.state = 'merged' AND own.filer = $1 OFFSET 0)`

// unconflicted holds where the person $1 is not excluded from the incident i.
const unconflicted = `NOT EXISTS (SELECT FROM incident_party ip WHERE ip.incident_id = i.id
	AND (ip.party IN (SELECT pc.party FROM person_conflict pc WHERE pc.person_id = $1)) IS TRUE OFFSET 0)`

type sightRow struct {
	person   uuid.UUID
	relation string
	target   uuid.UUID
}

const replaceSights = `WITH want AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS t (person_id, relation, target_id)), gone AS (
DELETE FROM person_sees s WHERE NOT EXISTS (SELECT FROM want w
	WHERE w.person_id = s.person_id AND w.relation = s.relation AND w.target_id = s.target_id))
INSERT INTO person_sees SELECT person_id, relation, target_id FROM want ON CONFLICT DO NOTHING`

// queueSights rewrites, by difference, what of the policy grants reading to
// whom now.
func queueSights(b *pgx.Batch, org *roles.Org, at time.Time) {
	rows := sights(org, at)
	b.Queue(replaceSights,
		ids(rows, func(r *sightRow) uuid.UUID { return r.person }),
		col(rows, func(r *sightRow) string { return r.relation }),
		ids(rows, func(r *sightRow) uuid.UUID { return r.target }))
}

// sights lists what each person sees through the posts they hold or answer
// for. The policy table decides which relation may read.
func sights(org *roles.Org, at time.Time) []sightRow {
	seen, below, under := map[sightRow]bool{}, belowOf(org), underOf(org)
	for person, posts := range postsOf(org, at) {
		for _, p := range posts {
			add := func(needs roles.Relation, relation string, targets ...uuid.UUID) {
				if roles.Granted(p.Class, []roles.Relation{needs}, roles.ReadIncident) {
					for _, target := range targets {
						seen[sightRow{person, relation, target}] = true
					}
				}
			}
			add(roles.Colleague, "agency", p.Agency)
			add(roles.Answerable, "lead", p.ID)
			add(roles.Called, "called", p.ID)
			add(roles.Above, "lead", below[p.ID]...)
			add(roles.Joint, "joint", p.Agency)
			add(roles.Over, "over", under[p.ID]...)
		}
	}
	rows := make([]sightRow, 0, len(seen))
	for r := range seen {
		rows = append(rows, r)
	}
	return rows
}

// belowOf lists for each post those whose ladder it stands on.
func belowOf(org *roles.Org) map[roles.ID][]roles.ID {
	below := map[roles.ID][]roles.ID{}
	for _, p := range org.Posts {
		met := map[roles.ID]bool{}
		for id, ok := org.Superior(p.ID); ok && !met[id]; id, ok = org.Superior(id) {
			met[id] = true
			below[id] = append(below[id], p.ID)
		}
	}
	return below
}

// underOf lists for each post the agencies that it stands above.
func underOf(org *roles.Org) map[roles.ID][]roles.ID {
	under := map[roles.ID][]roles.ID{}
	for _, a := range org.Agencies {
		met := map[roles.ID]bool{}
		for id, ok := org.Superior(a.Head); ok && !met[id]; id, ok = org.Superior(id) {
			met[id] = true
		}
		met[org.Oversight], met[org.Second] = true, true
		for id := range met {
			if org.Over(id, a.ID) {
				under[id] = append(under[id], a.ID)
			}
		}
	}
	return under
}

// postsOf are the posts that people serve in at a time.
func postsOf(org *roles.Org, at time.Time) map[roles.ID][]roles.Post {
	posts := map[roles.ID][]roles.Post{}
	for _, p := range org.People {
		if served := org.PostsServed(p.ID, at); len(served) > 0 {
			posts[p.ID] = served
		}
	}
	return posts
}
