package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
)

const insertSigned = `INSERT INTO cosignature (incident_id, organization_id, person_id, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[])`

// queueSigned writes who signed an opinion. A second signature of one
// organization breaks the key; the guard of the correspondence has refused it
// before.
func (w *writes) queueSigned(b *pgx.Batch) {
	type s = *record.Signature
	queue(b, len(w.Signed), insertSigned,
		ids(w.Signed, func(x s) uuid.UUID { return x.Incident }),
		ids(w.Signed, func(x s) uuid.UUID { return x.Organization }),
		ids(w.Signed, func(x s) uuid.UUID { return x.Person }),
		times(w.Signed, func(x s) timeOf { return at(x.At) }))
}

const upsertAssociations = `INSERT INTO organization (id, name_zh, name_en, kind, suspended_at, ended_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
ON CONFLICT (id) DO UPDATE SET suspended_at = excluded.suspended_at, ended_at = excluded.ended_at`

const insertInvitations = `INSERT INTO invitation (incident_id, report_id, organization_id, expires_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[])`

// queueAssociations writes organizations that were admitted, suspended or withdrawn,
// and the invitations to their first accounts.
func queueAssociations(b *pgx.Batch, list []roles.Association, invited []record.Invitation) {
	type o = *roles.Association
	queue(b, len(list), upsertAssociations,
		ids(list, func(x o) uuid.UUID { return x.ID }),
		col(list, func(x o) string { return x.Name.Zh }),
		col(list, func(x o) string { return x.Name.En }),
		col(list, func(x o) string { return string(x.Kind) }),
		times(list, func(x o) timeOf { return maybe(x.Suspended) }),
		times(list, func(x o) timeOf { return maybe(x.Ended) }))
	type i = *record.Invitation
	queue(b, len(invited), insertInvitations,
		ids(invited, func(x i) uuid.UUID { return x.Incident }),
		ids(invited, func(x i) uuid.UUID { return x.Report }),
		ids(invited, func(x i) uuid.UUID { return x.Organization }),
		times(invited, func(x i) timeOf { return at(x.ExpiresAt) }))
}
