package db

import (
	"context"

	"github.com/google/uuid"

	"gongzhi/roles"
	"gongzhi/workflow"
)

// WorldsAt loads every case that has a live duty at a post, the one due first
// first. Errors are those of the database.
func (db *DB) WorldsAt(ctx context.Context, post roles.ID) ([]workflow.World, error) {
	rows, err := list[struct{ ID uuid.UUID }](ctx, db.pool, (&query{}).add(
		`SELECT incident_id FROM duty WHERE ended_at IS NULL AND post_id = ? GROUP BY 1 ORDER BY min(due_at), 1`, post))
	if err != nil {
		return nil, wrap("cases of a post", err)
	}
	of := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		of[i] = r.ID
	}
	return db.Worlds(ctx, of)
}
