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

// Credential is how a person signs in: the address sealed, beside its keyed
// hash, and the slow hash of the password.
type Credential struct {
	Person       uuid.UUID
	EmailHash    []byte
	Email        []byte
	PasswordHash string
}

// SaveCredential lets a person sign in with an e-mail address, or changes how:
// then every session of the person ends with it, access tokens included.
// Errors: accounts.ErrEmailTaken.
func (a Accounts) SaveCredential(ctx context.Context, person uuid.UUID, emailHash, email []byte, passwordHash string, at time.Time) error {
	return credentialFault(a.db.inTx(ctx, "save credential", func(tx pgx.Tx) error {
		q := sqlgen.New(tx)
		err := q.SaveCredential(ctx, sqlgen.SaveCredentialParams{
			PersonID: person, EmailHash: emailHash, Email: email, PasswordHash: passwordHash, At: at,
		})
		if err != nil {
			return err
		}
		// A statement of its own: it sees sessions whose sign-in the one above waited for.
		return q.RevokePerson(ctx, sqlgen.RevokePersonParams{PersonID: person, At: at})
	}))
}

// NewAccount is somebody who gets a sign-in: a new person, or one who is known
// and has none.
type NewAccount struct {
	Person       roles.Person
	Organization *Organization // that the person acts for; nil for none
	Credential   Credential    // of that person
}

// Create adds a person with a sign-in, whole or not at all. It never touches a
// sign-in that exists. Errors: accounts.ErrEmailTaken, accounts.ErrHasSignIn.
func (a Accounts) Create(ctx context.Context, n NewAccount, at time.Time) error {
	c := n.Credential
	return credentialFault(a.db.inTx(ctx, "create account", func(tx pgx.Tx) error {
		if n.Organization != nil {
			if err := addOrganization(ctx, tx, *n.Organization); err != nil {
				return err
			}
		}
		if err := addPerson(ctx, tx, n.Person); err != nil {
			return err
		}
		return sqlgen.New(tx).AddCredential(ctx, sqlgen.AddCredentialParams{
			PersonID: n.Person.ID, EmailHash: c.EmailHash, Email: c.Email, PasswordHash: c.PasswordHash, At: at,
		})
	}))
}

// HasCredential reports whether a person has a sign-in.
func (a Accounts) HasCredential(ctx context.Context, person uuid.UUID) (bool, error) {
	var has bool
	err := a.db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM credential WHERE person_id = $1)`, person).Scan(&has)
	return has, wrap("has credential", err)
}

// credentialFault names the two keys that an operator can meet.
func credentialFault(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Code != uniqueViolation {
		return err
	}
	switch e.Constraint {
	case "credential_email":
		return accounts.ErrEmailTaken
	case "credential_pkey":
		return accounts.ErrHasSignIn
	}
	return err
}
