package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/roles"
)

// ErrOrganisationInUse says that an organisation cannot be replaced from a
// file any more: cases name its posts, or its people decided on it.
var ErrOrganisationInUse = errors.New("db: the organisation is in use: there are cases, or its people have changed it themselves; from then on two people change it, on the organisation's page")

// ReplaceOrg puts an organisation in the place of the one that is there, as
// long as nothing has happened in it. People without a sign-in who held a post
// and are not in the new one go too. Errors: ErrOrganisation,
// ErrOrganisationInUse.
func (db *DB) ReplaceOrg(ctx context.Context, parts roles.Parts, at time.Time) error {
	if _, err := roles.New(parts); err != nil {
		return fmt.Errorf("%w: %w", ErrOrganisation, err)
	}
	return db.inTx(ctx, "replace organisation", func(tx pgx.Tx) error {
		var used bool
		// Nobody files between this look and the end of the transaction.
		if _, err := tx.Exec(ctx, `LOCK TABLE incident, stream IN SHARE MODE`); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM incident) OR EXISTS (SELECT FROM event
			WHERE subject_kind = 'organisation' AND kind NOT IN ($1, $2, $3))`, orgLoaded, personAdded, organizationAdded).Scan(&used)
		switch {
		case err != nil:
			return err
		case used:
			return ErrOrganisationInUse
		}
		err = tx.QueryRow(ctx, `SELECT revision + 1 FROM setting FOR NO KEY UPDATE`).Scan(&parts.Revision)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		b := &pgx.Batch{}
		b.Queue(`SET CONSTRAINTS ALL DEFERRED`)
		queueClearance(b)
		queueParts(b, parts)
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		if err := recordLoaded(ctx, tx, at); err != nil {
			return err
		}
		return refreshIn(ctx, tx, at)
	})
}

// queueClearance takes the old organisation away, those who depend on a row
// before the row.
func queueClearance(b *pgx.Batch) {
	b.Queue(`DELETE FROM person WHERE id IN (SELECT person_id FROM holding) AND id NOT IN (SELECT person_id FROM credential)`)
	for _, table := range []string{"post_answer", "route", "tie", "leave", "holding", "post", "agency", "outside_body"} {
		b.Queue(`DELETE FROM ` + table)
	}
}
