package db

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const keepOnce = `INSERT INTO once (scope, key_hash, body_hash, sealed, expires_at)
SELECT scope, key_hash, body_hash, sealed, expires_at
FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[], $5::timestamptz[]) AS t (scope, key_hash, body_hash, sealed, expires_at)
ON CONFLICT (scope, key_hash) DO UPDATE SET body_hash = excluded.body_hash, sealed = excluded.sealed, expires_at = excluded.expires_at
WHERE once.expires_at <= $6::timestamptz
RETURNING 1`

const insertOnce = `WITH kept AS (` + keepOnce + `)
SELECT raise_unless((SELECT count(*) FROM kept), cardinality($1::text[]), 'GZ002')`

func (w *writes) queueOnce(b *pgx.Batch) {
	type r = *onceAt
	queue(b, len(w.Onces), insertOnce,
		col(w.Onces, func(o r) string { return o.Scope }),
		col(w.Onces, func(o r) []byte { return o.KeyHash }),
		col(w.Onces, func(o r) []byte { return o.BodyHash }),
		col(w.Onces, func(o r) []byte { return o.Sealed }),
		times(w.Onces, func(o r) timeOf { return at(o.ExpiresAt) }),
		at(oldest(w.Onces)))
}

// oldest act of several: a kept answer counts as expired only for all of them.
func oldest(onces []onceAt) (first time.Time) {
	for n, o := range onces {
		if n == 0 || o.at.Before(first) {
			first = o.at
		}
	}
	return first
}

const insertStreams = `INSERT INTO stream (kind, id, version) SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[])`

const updateStreams = `WITH moved AS (
UPDATE stream s SET version = t.version
FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[]) AS t (kind, id, version, expect)
WHERE s.kind = t.kind AND s.id = t.id AND s.version = t.expect
RETURNING 1)
SELECT raise_unless((SELECT count(*) FROM moved), cardinality($1::text[]), 'GZ001')`

func (w *writes) queueStreams(b *pgx.Batch) {
	opening, moving := w.guards(false)
	queue(b, len(opening), insertStreams, col(opening, guardKind), keys(opening, guardID), col(opening, guardNext))
	queue(b, len(moving), updateStreams, col(moving, guardKind), keys(moving, guardID), col(moving, guardNext), col(moving, guardExpect))
}

const keepEvents = `INSERT INTO event (id, subject_kind, subject_id, seq, kind, at, actor_person, actor_role, actor_organization, canonical, salt)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::uuid[], $8::text[],
	$9::uuid[], $10::bytea[], $11::bytea[])`

const nameEvents = `INSERT INTO pending (event_id) SELECT id FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, n) ORDER BY n`

// insertEvents writes the events and, in the same statement, their names for
// the sequencer.
const insertEvents = `WITH kept AS (` + keepEvents + `) ` + nameEvents

func (w *writes) queueEvents(b *pgx.Batch) {
	type r = *record.Event
	queue(b, len(w.Events), insertEvents,
		ids(w.Events, func(e r) uuid.UUID { return e.ID }),
		col(w.Events, func(e r) string { return string(e.Subject.Kind) }),
		keys(w.Events, func(e r) uuid.UUID { return e.Subject.ID }),
		col(w.Events, func(e r) int64 { return e.Seq }),
		col(w.Events, func(e r) string { return e.Kind }),
		times(w.Events, func(e r) timeOf { return at(e.At) }),
		ids(w.Events, func(e r) uuid.UUID { return e.Actor.Person }),
		col(w.Events, func(e r) string { return string(e.Actor.Role) }),
		ids(w.Events, func(e r) uuid.UUID { return e.Actor.Organization }),
		col(w.Events, func(e r) []byte { return e.Canonical }),
		col(w.Events, func(e r) []byte { return e.Salt }))
}
