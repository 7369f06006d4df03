package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Explanation is what somebody who is asked to explain a miss sees of the case,
// or record.ErrNotFound: nothing is asked of them.
func (r *Reader) Explanation(ctx context.Context, reference string) (workflow.ExplainView, error) {
	v := workflow.ExplainView{Reference: reference}
	err := r.db.snapshot(ctx, "explanation", func(tx pgx.Tx) error {
		var id uuid.UUID
		if err := tx.QueryRow(ctx, `SELECT id FROM incident WHERE reference = $1`, reference).Scan(&id); err != nil {
			return notFound("explanation", err)
		}
		worlds, err := loadWorlds(ctx, tx, []record.ID{id})
		if err != nil {
			return err
		}
		asked := workflow.Asks(worlds[0], r.actor, r.env())
		if len(asked) == 0 {
			return record.ErrNotFound
		}
		for _, t := range asked {
			x, err := missedDuty(ctx, tx, t)
			if err != nil {
				return err
			}
			v.Misses = append(v.Misses, workflow.MissOf(worlds[0], t, x, r.env()))
		}
		v.Said, err = r.ownExplanations(ctx, tx, id)
		return err
	})
	return v, err
}

func missedDuty(ctx context.Context, tx pgx.Tx, t record.Task) (record.Duty, error) {
	x := record.Duty{Chain: t.OfChain, Level: t.OfLevel}
	err := tx.QueryRow(ctx, `SELECT kind, post_id, opened_at, due_at, ended_at FROM duty WHERE chain = $1 AND level = $2`, t.OfChain, t.OfLevel).
		Scan(&x.Kind, &x.Post, &x.OpenedAt, &x.DueAt, &x.EndedAt)
	return x, err
}

// ownExplanations are the words by which the actor explained misses in a case.
func (r *Reader) ownExplanations(ctx context.Context, tx pgx.Tx, id uuid.UUID) ([]workflow.MessageView, error) {
	rows, err := list[messageRow](ctx, tx, (&query{}).add(caseMessages+` WHERE m.kind = 'explanation' AND m.incident_id = ?`, id).
		add(` AND m.author = ? ORDER BY m.at, m.id`, r.actor.Person))
	var said []workflow.MessageView
	for _, row := range rows {
		v, err := row.view(r.open)
		if err != nil {
			return nil, err
		}
		said = append(said, v)
	}
	return said, err
}
