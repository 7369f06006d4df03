package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/accounts"
	"gongzhi/db/internal/sqlgen"
	"gongzhi/roles"
)

// Accounts keeps accounts, sessions and throttles: an accounts.Store.
type Accounts struct {
	db *DB
}

var _ accounts.Store = Accounts{}

// Accounts is the database as the accounts' store.
func (db *DB) Accounts() Accounts { return Accounts{db} }

func (a Accounts) q() *sqlgen.Queries { return sqlgen.New(a.db.pool) }

// missing turns the absence of a row into the accounts' own word for it.
func missing(op string, err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return accounts.ErrMissing
	}
	return wrap(op, err)
}

// AccountByEmail implements accounts.Store.
func (a Accounts) AccountByEmail(ctx context.Context, emailHash []byte) (accounts.Account, error) {
	r, err := a.q().AccountByEmail(ctx, emailHash)
	if err != nil {
		return accounts.Account{}, missing("account by e-mail", err)
	}
	return accounts.Account{
		Person: r.ID, Name: r.Name, Role: roles.Role(r.Role), Organization: r.OrganizationID, PasswordHash: r.PasswordHash,
		Version: r.Ver, Closed: r.EndedAt != nil,
	}, nil
}

// CreateSession implements accounts.Store.
func (a Accounts) CreateSession(ctx context.Context, s accounts.Session, version int64) error {
	err := a.db.inTx(ctx, "create session", func(tx pgx.Tx) error {
		q := sqlgen.New(tx)
		now, err := q.HoldCredential(ctx, s.Person)
		if err == nil && now != version {
			err = pgx.ErrNoRows
		}
		if err != nil {
			return err
		}
		return q.CreateSession(ctx, sessionRow(s))
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return accounts.ErrMissing
	}
	return err
}

func sessionRow(s accounts.Session) sqlgen.CreateSessionParams {
	return sqlgen.CreateSessionParams{
		ID: s.ID, Family: s.Family, PersonID: s.Person, Kind: string(s.Kind), TokenHash: s.TokenHash, RefreshHash: s.RefreshHash,
		CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt, ReplacedAt: unlessZero(s.ReplacedAt), RevokedAt: unlessZero(s.RevokedAt),
	}
}

func unlessZero(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// found is a session with its account, whatever it was found by.
func found(op string, r sqlgen.SessionByTokenRow, err error) (accounts.Session, accounts.Account, error) {
	if err != nil {
		return accounts.Session{}, accounts.Account{}, missing(op, err)
	}
	s := r.Session
	return accounts.Session{
			ID: s.ID, Person: s.PersonID, Kind: accounts.Kind(s.Kind), TokenHash: s.TokenHash, RefreshHash: s.RefreshHash,
			Family: s.Family, CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt, ReplacedAt: orZero(s.ReplacedAt), RevokedAt: orZero(s.RevokedAt),
		}, accounts.Account{
			Person: s.PersonID, Name: r.Name, Role: roles.Role(r.Role), Organization: r.OrganizationID, PasswordHash: r.PasswordHash,
			Version: r.Ver, Closed: r.EndedAt != nil,
		}, nil
}

// SessionByToken implements accounts.Store.
func (a Accounts) SessionByToken(ctx context.Context, tokenHash []byte) (accounts.Session, accounts.Account, error) {
	r, err := sqlgen.New(a.db.hot).SessionByToken(ctx, tokenHash)
	return found("session by token", r, err)
}

// SessionByRefresh implements accounts.Store.
func (a Accounts) SessionByRefresh(ctx context.Context, refreshHash []byte) (accounts.Session, accounts.Account, error) {
	r, err := a.q().SessionByRefresh(ctx, refreshHash)
	return found("session by refresh token", sqlgen.SessionByTokenRow(r), err)
}

// SaveTouch implements accounts.Store.
func (a Accounts) SaveTouch(ctx context.Context, s accounts.Session) error {
	return wrap("touch session", a.q().TouchSession(ctx, sqlgen.TouchSessionParams{ID: s.ID, ExpiresAt: s.ExpiresAt}))
}

// SaveRotation implements accounts.Store.
func (a Accounts) SaveRotation(ctx context.Context, r accounts.Rotation) error {
	err := a.db.inTx(ctx, "rotate session", func(tx pgx.Tx) error {
		q := sqlgen.New(tx)
		if _, err := q.HoldCredential(ctx, r.Old.Person); err != nil {
			return err
		}
		n, err := q.ReplaceSession(ctx, sqlgen.ReplaceSessionParams{ID: r.Old.ID, At: r.Old.ReplacedAt})
		if err != nil {
			return err
		}
		if n == 0 {
			return errReplaced
		}
		return q.CreateSession(ctx, sessionRow(r.Next))
	})
	if errors.Is(err, errReplaced) {
		return accounts.ErrReplaced
	}
	return err
}

// errReplaced carries accounts.ErrReplaced out of a transaction.
var errReplaced = &Error{Op: "rotate session", cause: accounts.ErrReplaced}

// RevokeFamily implements accounts.Store.
func (a Accounts) RevokeFamily(ctx context.Context, family uuid.UUID, at time.Time) error {
	return wrap("revoke session", a.q().RevokeFamily(ctx, sqlgen.RevokeFamilyParams{Family: family, At: at}))
}

// Spent implements accounts.Store.
func (a Accounts) Spent(ctx context.Context, key []byte) (time.Time, error) {
	t, err := a.q().Spent(ctx, key)
	if errors.Is(err, pgx.ErrNoRows) {
		return time.Time{}, nil
	}
	return t, wrap("throttle", err)
}

// Spend implements accounts.Store.
func (a Accounts) Spend(ctx context.Context, key []byte, old, next time.Time) (bool, error) {
	n, err := a.q().Spend(ctx, sqlgen.SpendParams{KeyHash: key, Old: old, Next: next})
	return n == 1, wrap("throttle", err)
}

// CheckFingerprint keeps the fingerprint of a key at its first use and refuses
// another key afterwards: its instance could read nothing of what is sealed.
func (db *DB) CheckFingerprint(ctx context.Context, name string, fingerprint []byte, at time.Time) error {
	kept, err := sqlgen.New(db.pool).Fingerprint(ctx, sqlgen.FingerprintParams{Name: name, Fingerprint: fingerprint, At: at})
	if err != nil {
		return wrap("check key fingerprint", err)
	}
	if !bytes.Equal(kept, fingerprint) {
		return fmt.Errorf("db: the key %q is not the one this database was used with: bring back the key file", name)
	}
	return nil
}

// Sweep removes sessions that ended a month ago and throttles that are full
// again.
func (a Accounts) Sweep(ctx context.Context, now time.Time) error {
	b := &pgx.Batch{}
	b.Queue(`DELETE FROM session WHERE expires_at < $1`, now.AddDate(0, -1, 0))
	b.Queue(`DELETE FROM sign_in_throttle WHERE spent < $1`, now)
	return wrap("sweep sessions", a.db.pool.SendBatch(ctx, b).Close())
}
