package db

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/accounts"
	"gongzhi/db/internal/sqlgen"
	"gongzhi/roles"
)

// useInvitation takes an open invitation. Two who come at once wait for each
// other on its row, and the second finds it used.
const useInvitation = `UPDATE invitation i SET used_at = $2, person_id = $3 FROM report r, organization o
WHERE r.receipt = $1 AND i.report_id = r.id AND i.used_at IS NULL AND i.expires_at > $2
  AND o.id = i.organization_id AND o.ended_at IS NULL AND o.suspended_at IS NULL
RETURNING o.id, o.kind`

// OpenInvited implements accounts.InvitationStore.
func (a Accounts) OpenInvited(ctx context.Context, f accounts.FirstAccount) error {
	err := credentialFault(a.db.inTx(ctx, "open invited", func(tx pgx.Tx) error {
		p := roles.Person{ID: f.Person, Name: f.Name, Key: f.Key}
		if err := tx.QueryRow(ctx, useInvitation, f.Code, f.At, f.Person).Scan(&p.Organization, &p.Role); err != nil {
			return err
		}
		if err := addPerson(ctx, tx, p); err != nil {
			return err
		}
		return sqlgen.New(tx).AddCredential(ctx, sqlgen.AddCredentialParams{
			PersonID: p.ID, EmailHash: f.EmailHash, Email: f.Email, PasswordHash: f.PasswordHash, At: f.At,
		})
	}))
	if errors.Is(err, pgx.ErrNoRows) {
		return accounts.ErrMissing
	}
	return err
}

// invited reports whether a report's receipt opens an account at a time.
const invited = `SELECT i.report_id FROM invitation i JOIN organization o ON o.id = i.organization_id
WHERE i.report_id = $1 AND i.used_at IS NULL AND i.expires_at > $2 AND o.ended_at IS NULL AND o.suspended_at IS NULL`

// invitation queues whether the filer may open the first account.
func (t *trackLoad) invitation(b *pgx.Batch, now time.Time) {
	b.Queue(invited, t.report.ID, now).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		t.view.Matter.Invited = len(found) > 0
		return err
	})
}
