package db

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

// passed is how far along the due times this process has claimed. Each batch
// would otherwise step over the index entries of all batches before it, which
// stay until no transaction can see them: a hundred thousand due at once took
// time by their square. It only ever narrows a look for a moment: a look that
// is not full starts over, and so does one that failed or is a second old, so
// that rows which others let go are found.
type passed struct {
	mu    sync.Mutex
	due   time.Time
	chain uuid.UUID
	since time.Time // when the present pass left the start, by the callers' clock
}

// pass is how long a process goes on before it looks from the start again.
const pass = time.Second

type dueRow struct {
	Incident uuid.UUID
	Due      time.Time
	Chain    uuid.UUID
}

// claim is the claimer of due duties, oldest first.
func (p *passed) claim(ctx context.Context, tx pgx.Tx, now time.Time, limit int) ([]record.ID, error) {
	due, chain := p.place(now)
	rows, err := dueAfter(ctx, tx, now, limit, due, chain)
	if err == nil && len(rows) == 0 && !due.IsZero() {
		rows, err = dueAfter(ctx, tx, now, limit, time.Time{}, uuid.Nil)
	}
	if err != nil {
		return nil, err
	}
	if len(rows) < limit {
		p.restart()
	} else {
		p.reach(rows[len(rows)-1], now)
	}
	return distinct(col(rows, func(r *dueRow) record.ID { return r.Incident })), nil
}

// fromTheStart claims again what a batch that was refused held.
func fromTheStart(ctx context.Context, tx pgx.Tx, now time.Time, limit int) ([]record.ID, error) {
	rows, err := dueAfter(ctx, tx, now, limit, time.Time{}, uuid.Nil)
	return distinct(col(rows, func(r *dueRow) record.ID { return r.Incident })), err
}

// claimDue takes the oldest due duties that no other instance holds. Locks:
// incident, then duty. The limit stands in the text: the plan is made once for
// any arguments, and must know that few rows are wanted.
const claimDue = `SELECT d.incident_id, d.due_at, d.chain FROM duty d JOIN incident i ON i.id = d.incident_id
WHERE d.state = 'armed' AND d.due_at <= $1 AND (d.due_at, d.chain) > ($2, $3) ORDER BY d.due_at, d.chain LIMIT %d FOR UPDATE OF i, d SKIP LOCKED`

func dueAfter(ctx context.Context, tx pgx.Tx, now time.Time, limit int, due time.Time, chain uuid.UUID) ([]dueRow, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(claimDue, limit), now, due, chain)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dueRow])
}

func (p *passed) place(now time.Time) (time.Time, uuid.UUID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if age := now.Sub(p.since); age < 0 || age > pass {
		p.due, p.chain, p.since = time.Time{}, uuid.Nil, now
	}
	return p.due, p.chain
}

func (p *passed) reach(last dueRow, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.due.IsZero() {
		p.since = now
	}
	p.due, p.chain = last.Due, last.Chain
}

func (p *passed) restart() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due, p.chain = time.Time{}, uuid.Nil
}
