package main

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// hold keeps readers of the log from reading: each takes its cursor's row, or
// waits for its next turn while somebody else has it. So the cost of an index
// is measured without a switch in the product. The returned function lets go.
func hold(ctx context.Context, database string, cursors ...string) (func(), error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	release := func() { _ = conn.Close(context.WithoutCancel(ctx)) }
	if _, err := conn.Exec(ctx, `INSERT INTO cursor (name, pos) SELECT unnest($1::text[]), 0 ON CONFLICT DO NOTHING`, cursors); err != nil {
		release()
		return nil, err
	}
	if _, err := conn.Exec(ctx, `BEGIN`); err != nil {
		release()
		return nil, err
	}
	if _, err := conn.Exec(ctx, `SELECT 1 FROM cursor WHERE name = ANY ($1::text[]) FOR UPDATE`, cursors); err != nil {
		release()
		return nil, err
	}
	return release, nil
}
