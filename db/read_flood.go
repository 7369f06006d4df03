package db

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/search"
	"gongzhi/workflow"
)

// Bounds of the page of floods.
const (
	floodLooked   = 2000 // newest cases compared
	floodClusters = 20
	floodSamples  = 3
)

// floodFiled are the newest filed cases that the actor sees and that lie with
// posts ?, with the hash of what they tell: band 0 to 255 is each case's first.
const floodFiled = `SELECT i.id, i.reference, i.received_at, s.hash FROM incident i
	JOIN similar_band s ON s.incident_id = i.id AND s.band BETWEEN 0 AND 255
	JOIN duty l ON l.incident_id = i.id AND l.chain = i.lead_chain AND l.ended_at IS NULL
	WHERE i.state = 'filed' AND i.matter = 'incident' AND l.post_id = ANY (?::uuid[])
	AND NOT EXISTS (SELECT FROM proposal o WHERE o.incident_id = i.id AND o.state = 'open' AND o.action = 'reject')
	AND ` + sees + ` ORDER BY i.received_at DESC, i.id`

type floodRow struct {
	ID         uuid.UUID
	Reference  string
	ReceivedAt time.Time
	Hash       int64
}

// Floods lists what the actor may reject as a flood and what waits for them.
func (r *Reader) Floods(ctx context.Context) (workflow.FloodDesk, error) {
	leads := r.rejectsFloods()
	if len(leads) == 0 {
		return workflow.FloodDesk{}, record.ErrNotFound
	}
	rows, err := list[floodRow](ctx, r.db.pool, asPerson(r.actor.Person, ``).add(floodFiled, leads).first(floodLooked))
	if err != nil {
		return workflow.FloodDesk{}, wrap("floods", err)
	}
	var desk workflow.FloodDesk
	if desk.Clusters, err = r.clusters(ctx, nearTogether(rows)); err != nil {
		return desk, wrap("floods", err)
	}
	desk.Waiting, err = r.waitingFloods(ctx)
	return desk, wrap("floods", err)
}

// rejectsFloods are the leading posts whose cases the actor may reject as a
// flood, as the policy grants it.
func (r *Reader) rejectsFloods() (leads []uuid.UUID) {
	org := r.o.Env().Org
	below := belowOf(org)
	for _, p := range org.PostsServed(r.actor.Person, r.now) {
		if roles.Granted(p.Class, []roles.Relation{roles.Answerable}, roles.RejectFlood) {
			leads = append(leads, p.ID)
		}
		if roles.Granted(p.Class, []roles.Relation{roles.Above}, roles.RejectFlood) {
			leads = append(leads, below[p.ID]...)
		}
	}
	return leads
}

// nearTogether puts each case to the first whose text has nearly its hash, and
// keeps what is many enough to be a flood, the largest first.
func nearTogether(rows []floodRow) [][]floodRow {
	var groups [][]floodRow
	for _, row := range rows {
		i := slices.IndexFunc(groups, func(g []floodRow) bool {
			return bits.OnesCount64(uint64(g[0].Hash^row.Hash)) <= nearBits
		})
		if i < 0 {
			groups = append(groups, []floodRow{row})
			continue
		}
		groups[i] = append(groups[i], row)
	}
	groups = slices.DeleteFunc(groups, func(g []floodRow) bool { return len(g) < workflow.MinFlood })
	slices.SortStableFunc(groups, func(a, b []floodRow) int { return cmp.Compare(len(b), len(a)) })
	return groups[:min(len(groups), floodClusters)]
}

// clusters keeps of each group the cases whose words are alike those of the
// case that comes first by reference, as the act compares them.
func (r *Reader) clusters(ctx context.Context, groups [][]floodRow) ([]workflow.FloodCluster, error) {
	var found []workflow.FloodCluster
	for _, g := range groups {
		g = g[:min(len(g), workflow.MaxFlood)]
		slices.SortFunc(g, func(a, b floodRow) int { return cmp.Compare(a.Reference, b.Reference) })
		told, err := r.told(ctx, ids(g, func(x *floodRow) uuid.UUID { return x.ID }))
		if err != nil {
			return nil, err
		}
		var c workflow.FloodCluster
		for _, row := range g {
			if own := told[row.ID]; search.Similarity(told[g[0].ID].words(), own.words()) >= workflow.FloodAlike {
				c.Cases = append(c.Cases, workflow.FloodCase{Reference: row.Reference, Title: own.Title, ReceivedAt: row.ReceivedAt})
			}
		}
		if len(c.Cases) >= workflow.MinFlood {
			found = append(found, c)
		}
	}
	return found, nil
}

type floodText struct {
	ID               uuid.UUID
	Title, Narrative string
}

func (t floodText) words() string { return t.Title + "\n" + t.Narrative }

func (r *Reader) told(ctx context.Context, of any) (map[uuid.UUID]floodText, error) {
	rows, err := list[floodText](ctx, r.db.pool, (&query{}).add(`SELECT t.incident_id, coalesce(max(t.body) FILTER (WHERE t.field = 'title'), ''),
		coalesce(max(t.body) FILTER (WHERE t.field = 'narrative'), '')
		FROM incident_text t WHERE t.incident_id = ANY (?::uuid[]) AND t.field IN ('title', 'narrative') GROUP BY t.incident_id`, of))
	told := make(map[uuid.UUID]floodText, len(rows))
	for _, row := range rows {
		told[row.ID] = row
	}
	return told, err
}
