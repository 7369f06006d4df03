package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/workflow"
)

// floodArg is a field of the flood in the arguments of the proposal o.
const floodArg = `convert_from(o.args, 'UTF8')::jsonb #>> '{flood,batch}'`

// FloodBatch names the cases of a batch, whatever became of their proposal. It
// does not check who asks: the decision on each does.
func (db *DB) FloodBatch(ctx context.Context, batch record.ID) ([]string, error) {
	refs, err := list[struct{ Reference string }](ctx, db.pool, (&query{}).add(`SELECT i.reference FROM proposal o JOIN incident i ON i.id = o.incident_id
		WHERE o.action = 'reject' AND `+floodArg+` = ? ORDER BY i.reference`, batch.String()))
	names := make([]string, 0, len(refs))
	for _, r := range refs {
		names = append(names, r.Reference)
	}
	return names, wrap("batch of a flood", err)
}

type floodWaitingRow struct {
	Batch                    string
	Cases                    int
	Reference, Title, Reason string
	By                       string
	ReceivedAt, At, DueAt    time.Time
}

// waitingFloods are proposed rejections of floods whose duty to decide lies at
// a post of the actor, who neither proposed them nor leads the case: of each
// the first few cases, with the number of all.
func (r *Reader) waitingFloods(ctx context.Context) ([]workflow.FloodWaiting, error) {
	q := asPerson(r.actor.Person, `SELECT batch, cases, reference, title, reason, name, received_at, at, due_at FROM (
		SELECT `+floodArg+` AS batch, (count(*) OVER w)::integer AS cases, row_number() OVER (w ORDER BY i.reference) AS n, i.reference, i.received_at,
		coalesce(x.body, '') AS title, coalesce(y.body, '') AS reason, coalesce(n.name, '') AS name, o.at, min(d.due_at) OVER w AS due_at
		FROM duty d JOIN proposal o ON o.chain = d.chain AND o.state = 'open' AND o.action = 'reject' JOIN incident i ON i.id = d.incident_id
		LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title' LEFT JOIN person n ON n.id = o.proposed_by
		LEFT JOIN incident_text y ON y.incident_id = i.id AND y.field = 'reason:' || (convert_from(o.args, 'UTF8')::jsonb ->> 'reason')
		WHERE d.ended_at IS NULL AND d.kind = 'proposal_decision' AND d.post_id = `+mine+` AND o.proposed_by <> $1 AND `+floodArg+` IS NOT NULL
		AND NOT EXISTS (SELECT FROM duty l WHERE l.chain = i.lead_chain AND l.ended_at IS NULL AND l.post_id = `+mine+`)
		AND `+sees+` WINDOW w AS (PARTITION BY `+floodArg+`)) f`).add(` WHERE n <= ? ORDER BY at, batch, reference`, floodSamples).first(floodClusters * floodSamples)
	rows, err := list[floodWaitingRow](ctx, r.db.pool, q)
	if err != nil {
		return nil, err
	}
	var waiting []workflow.FloodWaiting
	for _, row := range rows {
		batch, err := uuid.Parse(row.Batch)
		if err != nil {
			return nil, err
		}
		if last := len(waiting) - 1; last < 0 || waiting[last].Batch != batch {
			waiting = append(waiting, workflow.FloodWaiting{Batch: batch, Cases: row.Cases, ProposedBy: row.By, Reason: row.Reason, At: row.At, DueAt: row.DueAt})
		}
		w := &waiting[len(waiting)-1]
		w.Samples = append(w.Samples, workflow.FloodCase{Reference: row.Reference, Title: row.Title, ReceivedAt: row.ReceivedAt})
	}
	return waiting, nil
}
