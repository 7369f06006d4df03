package db_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/roles"
)

func hash(b byte) []byte {
	h := make([]byte, 32)
	h[0] = b
	return h
}

// citizen is an account of somebody without a post.
func citizen(t *testing.T, d *db.DB) uuid.UUID {
	p := roles.Person{ID: uuid.New(), Name: "钱某", Role: roles.Citizen}
	require.NoError(t, d.AddPerson(t.Context(), p))
	require.NoError(t, d.Accounts().SaveCredential(t.Context(), p.ID, hash(1), []byte("sealed"), "argon2id", t0))
	return p.ID
}

func TestAnAccountIsFoundByItsAddressAndChangesVersion(t *testing.T) {
	d := dbtest.New(t)
	a := d.Accounts()
	_, err := a.AccountByEmail(t.Context(), hash(1))
	require.ErrorIs(t, err, accounts.ErrMissing)
	person := citizen(t, d)
	got, err := a.AccountByEmail(t.Context(), hash(1))
	require.NoError(t, err)
	require.Equal(t, accounts.Account{Person: person, Name: "钱某", Role: roles.Citizen, PasswordHash: "argon2id", Version: 1}, got)
	require.NoError(t, a.SaveCredential(t.Context(), person, hash(1), []byte("sealed"), "other", t0))
	got, err = a.AccountByEmail(t.Context(), hash(1))
	require.NoError(t, err)
	require.Equal(t, int64(2), got.Version)
}

func TestARefreshTokenRotatesOnce(t *testing.T) {
	d := dbtest.New(t)
	a, person := d.Accounts(), citizen(t, d)
	first := accounts.NewSession(uuid.New(), uuid.New(), person, accounts.API, hash(2), t0)
	require.NoError(t, a.CreateSession(t.Context(), first, 1))
	got, account, err := a.SessionByRefresh(t.Context(), hash(2))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(first, got))
	require.Equal(t, person, account.Person)

	rotation := accounts.RotateRefresh(got, hash(2), uuid.New(), hash(3), t0.Add(time.Minute))
	require.NoError(t, a.SaveRotation(t.Context(), rotation))
	rotation.Next.ID, rotation.Next.RefreshHash = uuid.New(), hash(4)
	require.ErrorIs(t, a.SaveRotation(t.Context(), rotation), accounts.ErrReplaced)
	newest, _, err := a.SessionByID(t.Context(), first.Family)
	require.NoError(t, err)
	require.Equal(t, hash(3), newest.RefreshHash)
	old, _, err := a.SessionByRefresh(t.Context(), hash(2))
	require.NoError(t, err)
	require.False(t, old.ReplacedAt.IsZero(), "a replaced token is still known: its use betrays a theft")

	require.NoError(t, a.RevokeFamily(t.Context(), first.Family, t0.Add(time.Hour)))
	newest, _, err = a.SessionByID(t.Context(), first.Family)
	require.NoError(t, err)
	require.ErrorIs(t, newest.Check(t0.Add(time.Hour)), accounts.ErrSessionRevoked)
}

func TestACookieSessionMovesOn(t *testing.T) {
	d := dbtest.New(t)
	a, person := d.Accounts(), citizen(t, d)
	s := accounts.NewSession(uuid.New(), uuid.New(), person, accounts.Cookie, hash(5), t0)
	require.NoError(t, a.CreateSession(t.Context(), s, 1))
	next, write := s.Touch(t0.Add(30 * time.Minute))
	require.True(t, write)
	require.NoError(t, a.SaveTouch(t.Context(), next))
	got, _, err := a.SessionByToken(t.Context(), hash(5))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(next, got))
}

func TestAThrottleIsSpentOnce(t *testing.T) {
	a := dbtest.New(t).Accounts()
	spent, err := a.Spent(t.Context(), hash(6))
	require.NoError(t, err)
	require.True(t, spent.IsZero())
	for _, want := range []bool{true, false} {
		ok, err := a.Spend(t.Context(), hash(6), time.Time{}, t0)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	ok, err := a.Spend(t.Context(), hash(6), t0, t0.Add(time.Minute))
	require.NoError(t, err)
	require.True(t, ok)
}

func TestAForeignKeyFileIsRefused(t *testing.T) {
	d := dbtest.New(t)
	require.NoError(t, d.CheckFingerprint(t.Context(), "vault", hash(7), t0))
	require.NoError(t, d.CheckFingerprint(t.Context(), "vault", hash(7), t0))
	require.ErrorContains(t, d.CheckFingerprint(t.Context(), "vault", hash(8), t0), "key file")
}

func TestSessionsAskedForTogetherAreAnsweredEachWithItsOwn(t *testing.T) {
	d := dbtest.New(t)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	store := d.Accounts()
	people := []uuid.UUID{liID, wangID, zhaoID}
	families := make([]uuid.UUID, len(people))
	for n, p := range people {
		require.NoError(t, store.SaveCredential(t.Context(), p, id16(), []byte("sealed"), "hash", t0))
		families[n] = uuid.New()
		require.NoError(t, store.CreateSession(t.Context(), accounts.Session{ID: uuid.New(), Family: families[n], Person: p, Kind: accounts.API,
			RefreshHash: id16(), CreatedAt: t0, ExpiresAt: t0.Add(time.Hour)}, 1))
	}
	var wg sync.WaitGroup
	for n := range 60 {
		wg.Go(func() {
			row, account, err := store.SessionByID(t.Context(), families[n%3])
			assert.NoError(t, err)
			assert.Equal(t, people[n%3], row.Person)
			assert.Equal(t, people[n%3], account.Person)
			_, _, err = store.SessionByID(t.Context(), uuid.New())
			assert.ErrorIs(t, err, accounts.ErrMissing)
		})
	}
	wg.Wait()
	require.NoError(t, store.RevokeFamily(t.Context(), families[0], t0))
	row, _, err := store.SessionByID(t.Context(), families[0])
	require.NoError(t, err)
	require.False(t, row.RevokedAt.IsZero(), "what was ended is seen by the next who asks")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = store.SessionByID(gone, families[1])
	require.ErrorIs(t, err, context.Canceled)
}
