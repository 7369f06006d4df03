package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/notifications"
	"gongzhi/record"
)

var (
	_ notifications.Inbox  = Tx{}
	_ notifications.Outbox = Outbox{}
)

// putNotices keeps each notice once and gives those that are new and wanted by
// e-mail their delivery.
const putNotices = `WITH given AS (
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::timestamptz[], $8::bool[])
	AS t (id, person_id, event_id, kind, incident_id, level, at, mail)),
kept AS (INSERT INTO inbox (id, person_id, event_id, kind, incident_id, level, at)
	SELECT id, person_id, event_id, kind, incident_id, level, at FROM given ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO delivery (id, inbox_id, channel, person_id, state, next_try_at, created_at, ended_at)
SELECT gen_random_uuid(), id, 'mail', person_id, CASE WHEN $9 THEN 'pending' ELSE 'not_configured' END,
	CASE WHEN $9 THEN at END, at, CASE WHEN NOT $9 THEN at END
FROM given WHERE mail AND id IN (SELECT id FROM kept)`

// Put implements notifications.Inbox.
func (t Tx) Put(ctx context.Context, notices []notifications.Notice, mail bool) error {
	type n = *notifications.Notice
	_, err := t.tx.Exec(ctx, putNotices,
		ids(notices, func(n) uuid.UUID { return uuid.New() }),
		ids(notices, func(x n) uuid.UUID { return x.Person }),
		ids(notices, func(x n) uuid.UUID { return x.Event }),
		col(notices, func(x n) string { return string(x.Kind) }),
		ids(notices, func(x n) uuid.UUID { return x.Incident }),
		col(notices, func(x n) int32 { return int32(x.Level) }),
		times(notices, func(x n) timeOf { return at(x.At) }),
		col(notices, func(x n) bool { return x.Mail }),
		mail)
	return wrap("put notices", err)
}

// Outbox keeps deliveries: a notifications.Outbox.
type Outbox struct {
	db *DB
}

// Outbox is the database as the outbox of the notifications.
func (db *DB) Outbox() Outbox { return Outbox{db} }

const leaseDeliveries = `WITH due AS (
SELECT id FROM delivery WHERE state IN ('pending', 'failed') AND next_try_at <= $1 AND coalesce(lease_until <= $1, true)
ORDER BY next_try_at, id LIMIT $2 FOR UPDATE SKIP LOCKED),
leased AS (UPDATE delivery d SET lease_until = $3 FROM due WHERE d.id = due.id
	RETURNING d.id, d.person_id, d.inbox_id, d.attempts, d.next_try_at)
SELECT l.id, l.person_id, c.email, n.kind, coalesce(i.reference, ''), n.level, l.attempts, n.at
FROM leased l JOIN inbox n ON n.id = l.inbox_id
LEFT JOIN incident i ON i.id = n.incident_id LEFT JOIN credential c ON c.person_id = l.person_id
ORDER BY l.next_try_at, l.id`

// Lease implements notifications.Outbox.
func (o Outbox) Lease(ctx context.Context, now time.Time, n int, lease time.Duration) ([]notifications.Delivery, error) {
	rows, err := o.db.pool.Query(ctx, leaseDeliveries, now, n, now.Add(lease))
	if err != nil {
		return nil, wrap("lease deliveries", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d notifications.Delivery, err error) {
		err = row.Scan(&d.ID, &d.Person, &d.Sealed, &d.Kind, &d.Reference, &d.Level, &d.Attempts, &d.At)
		return d, err
	})
	return list, wrap("lease deliveries", err)
}

// end moves a delivery that has not ended to its last state.
func (o Outbox) end(ctx context.Context, id record.ID, state string, kind notifications.ErrorKind, now time.Time) error {
	_, err := o.db.pool.Exec(ctx, `UPDATE delivery SET state = $2, last_error_kind = $3, ended_at = $4, next_try_at = NULL, lease_until = NULL
		WHERE id = $1 AND ended_at IS NULL`, id, state, string(kind), now)
	return wrap("end delivery", err)
}

// Sent implements notifications.Outbox.
func (o Outbox) Sent(ctx context.Context, id record.ID, now time.Time) error {
	return o.end(ctx, id, "sent", "", now)
}

// Dead implements notifications.Outbox.
func (o Outbox) Dead(ctx context.Context, id record.ID, kind notifications.ErrorKind, now time.Time) error {
	return o.end(ctx, id, "dead", kind, now)
}

// NotConfigured implements notifications.Outbox.
func (o Outbox) NotConfigured(ctx context.Context, id record.ID, now time.Time) error {
	return o.end(ctx, id, "not_configured", "", now)
}

// Failed implements notifications.Outbox.
func (o Outbox) Failed(ctx context.Context, id record.ID, kind notifications.ErrorKind, next time.Time) error {
	_, err := o.db.pool.Exec(ctx, `UPDATE delivery SET state = 'failed', attempts = attempts + 1, last_error_kind = $2,
		next_try_at = $3, lease_until = NULL WHERE id = $1 AND ended_at IS NULL`, id, string(kind), next)
	return wrap("delivery failed", err)
}
