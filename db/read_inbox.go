package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gongzhi/notifications"
	"gongzhi/workflow"
)

// inboxItems leave out what concerns a case from which the person is excluded
// by now.
const inboxItems = `SELECT n.id, n.kind, coalesce(i.reference, ''), n.level, n.at, n.read_at, coalesce(m.state, '')
FROM inbox n LEFT JOIN incident i ON i.id = n.incident_id LEFT JOIN delivery m ON m.inbox_id = n.id AND m.channel = 'mail'
WHERE n.person_id = $1 AND ` + unconflicted

type inboxRow struct {
	ID        uuid.UUID
	Kind      string
	Reference string
	Level     int
	At        time.Time
	ReadAt    *time.Time
	Mail      string
}

// Inbox lists what the system told the actor, newest first.
func (r *Reader) Inbox(ctx context.Context, cursor string, limit int) (workflow.Page[workflow.InboxItem], error) {
	q := asPerson(r.actor.Person, inboxItems)
	if err := r.afterNotice(ctx, q, cursor); err != nil {
		return workflow.Page[workflow.InboxItem]{}, err
	}
	limit = pageSize(limit)
	rows, err := list[inboxRow](ctx, r.db.pool, q.add(` ORDER BY n.at DESC, n.id DESC LIMIT ?`, limit+1))
	return page(rows, limit, inboxRow.item, func(row inboxRow) string { return row.ID.String() }), wrap("inbox", err)
}

// item tells only the day of what a filer caused.
func (row inboxRow) item() workflow.InboxItem {
	i := workflow.InboxItem{
		ID: row.ID, Kind: row.Kind, Reference: row.Reference, Level: row.Level, On: workflow.DateOf(row.At),
		ReadAt: row.ReadAt, Mail: row.Mail,
	}
	if !notifications.Kind(row.Kind).ByFiler() {
		i.At = &row.At
	}
	return i
}

func (r *Reader) afterNotice(ctx context.Context, q *query, cursor string) error {
	if cursor == "" {
		return nil
	}
	id, err := uuid.Parse(cursor)
	if err != nil {
		return ErrCursor
	}
	named := asPerson(r.actor.Person, `SELECT n.at, n.id FROM inbox n WHERE n.person_id = $1`).add(` AND n.id = ?`, id)
	return r.after(ctx, q, "n.at, n.id", named)
}

// UnreadCount counts what Inbox lists and the actor has not read.
func (r *Reader) UnreadCount(ctx context.Context) (n int64, err error) {
	q := asPerson(r.actor.Person, `SELECT count(*) FROM inbox n LEFT JOIN incident i ON i.id = n.incident_id
		WHERE n.person_id = $1 AND n.read_at IS NULL AND `+unconflicted)
	err = r.db.pool.QueryRow(ctx, q.sql.String(), q.args...).Scan(&n)
	return n, wrap("count inbox", err)
}

// MarkRead marks what the actor was told up to a time as read.
func (r *Reader) MarkRead(ctx context.Context, upTo time.Time) error {
	_, err := r.db.pool.Exec(ctx, `UPDATE inbox SET read_at = $3 WHERE person_id = $1 AND at <= $2 AND read_at IS NULL`,
		r.actor.Person, upTo, r.now)
	return wrap("mark inbox read", err)
}
