package db_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/roles"
)

// signInDesk is the accounts' service on a database, with one citizen.
func signInDesk(t *testing.T, d *db.DB) (*accounts.Service, uuid.UUID) {
	hasher := accounts.NewHasher()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	s := &accounts.Service{
		Store: d.Accounts(), Hasher: hasher, Random: rand.Reader, Now: func() time.Time { return t0.Add(time.Minute) },
		Keys: func() accounts.AccessKeys {
			return accounts.AccessKeys{KeyID: "k", Private: private, Public: map[string]ed25519.PublicKey{"k": public}}
		},
		Lookup: func(_, value string) []byte { return hash(value[0]) },
	}
	p := roles.Person{ID: uuid.New(), Name: "钱某", Role: roles.Citizen}
	slow, err := hasher.Hash(t.Context(), "seven quiet lanterns")
	require.NoError(t, err)
	require.NoError(t, d.AddPerson(t.Context(), p))
	require.NoError(t, d.Accounts().SaveCredential(t.Context(), p.ID, hash('a'), []byte("sealed"), slow, t0))
	return s, p.ID
}

// TestAChangedCredentialEndsEverySession: whoever stole a session loses it
// with the password.
func TestAChangedCredentialEndsEverySession(t *testing.T) {
	d := dbtest.New(t)
	s, person := signInDesk(t, d)
	page, err := s.SignIn(t.Context(), "a@x.example", "seven quiet lanterns", accounts.Cookie)
	require.NoError(t, err)
	program, err := s.SignIn(t.Context(), "a@x.example", "seven quiet lanterns", accounts.API)
	require.NoError(t, err)
	program, err = s.Refresh(t.Context(), program.Token)
	require.NoError(t, err)
	_, err = s.Authenticate(t.Context(), page.Token)
	require.NoError(t, err)
	_, err = s.AuthenticateAccess(t.Context(), program.Access)
	require.NoError(t, err)

	require.NoError(t, d.Accounts().SaveCredential(t.Context(), person, hash('a'), []byte("sealed"), "other", t0.Add(time.Minute)))
	_, err = s.Authenticate(t.Context(), page.Token)
	require.ErrorIs(t, err, accounts.ErrUnauthenticated)
	_, err = s.Refresh(t.Context(), program.Token)
	require.ErrorIs(t, err, accounts.ErrUnauthenticated)
	_, err = s.AuthenticateAccess(t.Context(), program.Access)
	require.ErrorIs(t, err, accounts.ErrUnauthenticated)
}

// TestASignInUnderTheOldPasswordStartsNoSession: the password was right when it
// was compared, and was changed before the session was stored.
func TestASignInUnderTheOldPasswordStartsNoSession(t *testing.T) {
	d := dbtest.New(t)
	_, person := signInDesk(t, d)
	a := d.Accounts()
	require.NoError(t, a.SaveCredential(t.Context(), person, hash('a'), []byte("sealed"), "other", t0))
	late := accounts.NewSession(uuid.New(), uuid.New(), person, accounts.Cookie, hash(9), t0)
	require.ErrorIs(t, a.CreateSession(t.Context(), late, 1), accounts.ErrMissing)
	require.NoError(t, a.CreateSession(t.Context(), late, 2))
}

func newAccount(person uuid.UUID, role roles.Role, email byte) db.NewAccount {
	return db.NewAccount{
		Person:     roles.Person{ID: person, Name: "新人", Role: role},
		Credential: db.Credential{EmailHash: hash(email), Email: []byte("sealed"), PasswordHash: "argon2id"},
	}
}

// TestAnAccountIsCreatedWholeOrNotAtAll: a refused sign-in leaves no person,
// and none that exists is taken over.
func TestAnAccountIsCreatedWholeOrNotAtAll(t *testing.T) {
	d := dbtest.New(t)
	a, first := d.Accounts(), uuid.New()
	require.NoError(t, a.Create(t.Context(), newAccount(first, roles.Citizen, 1), t0))
	require.ErrorIs(t, a.Create(t.Context(), newAccount(first, roles.Leader, 2), t0), accounts.ErrHasSignIn)
	got, err := a.AccountByEmail(t.Context(), hash(1))
	require.NoError(t, err)
	require.Equal(t, roles.Citizen, got.Role)
	second := uuid.New()
	require.ErrorIs(t, a.Create(t.Context(), newAccount(second, roles.Officer, 1), t0), accounts.ErrEmailTaken)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	_, known := org.Person(second)
	require.False(t, known, "the person of a refused sign-in was kept")
	has, err := a.HasCredential(t.Context(), second)
	require.NoError(t, err)
	require.False(t, has)
}

func TestACredentialCannotTakeSomebodysAddress(t *testing.T) {
	d := dbtest.New(t)
	a := d.Accounts()
	citizen(t, d)
	other := uuid.New()
	require.NoError(t, a.Create(t.Context(), newAccount(other, roles.Citizen, 2), t0))
	err := a.SaveCredential(t.Context(), other, hash(1), []byte("sealed"), "x", t0)
	require.ErrorIs(t, err, accounts.ErrEmailTaken)
}

// TestANewPersonIsSeenByRunningServers: they look at the revision only.
func TestANewPersonIsSeenByRunningServers(t *testing.T) {
	d := dbtest.New(t)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	require.NoError(t, d.AddPerson(t.Context(), roles.Person{ID: uuid.New(), Name: "新人", Role: roles.Media}))
	revision, err := d.OrgRevision(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(2), revision)
	require.NoError(t, d.Accounts().Create(t.Context(), newAccount(uuid.New(), roles.Operator, 3), t0))
	revision, err = d.OrgRevision(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(3), revision)
}

// TestAnOrganizationComesWithItsFirstAccount: the account acts for it at once.
func TestAnOrganizationComesWithItsFirstAccount(t *testing.T) {
	d := dbtest.New(t)
	n := newAccount(uuid.New(), roles.Organization, 1)
	n.Organization = &db.Organization{ID: uuid.New(), Name: roles.Text{Zh: "促进会"}, Kind: roles.Organization}
	n.Person.Organization = n.Organization.ID
	require.NoError(t, d.Accounts().Create(t.Context(), n, t0))
	got, err := d.Accounts().AccountByEmail(t.Context(), hash(1))
	require.NoError(t, err)
	require.Equal(t, n.Organization.ID, got.Organization)
}
