package accounts

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/roles"
)

// memory is a Store in memory that keeps the promises of the interface.
type memory struct {
	mu       sync.Mutex
	accounts map[string]Account // by e-mail hash
	sessions map[uuid.UUID]Session
	order    []uuid.UUID
	spent    map[string]time.Time
	fail     error
}

func (m *memory) AccountByEmail(_ context.Context, hash []byte) (Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a, ok := m.accounts[string(hash)]; ok {
		return a, m.fail
	}
	return Account{}, errors.Join(ErrMissing, m.fail)
}

func (m *memory) CreateSession(_ context.Context, s Session, version int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if a.Person == s.Person && a.Version != version {
			return ErrMissing
		}
	}
	m.put(s)
	return m.fail
}

func (m *memory) put(s Session) {
	if _, known := m.sessions[s.ID]; !known {
		m.order = append(m.order, s.ID)
	}
	m.sessions[s.ID] = s
}

func (m *memory) find(fits func(Session) bool) (Session, Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.order) - 1; i >= 0; i-- {
		s := m.sessions[m.order[i]]
		if !fits(s) {
			continue
		}
		for _, a := range m.accounts {
			if a.Person == s.Person {
				return s, a, m.fail
			}
		}
	}
	return Session{}, Account{}, errors.Join(ErrMissing, m.fail)
}

func (m *memory) SessionByToken(_ context.Context, hash []byte) (Session, Account, error) {
	return m.find(func(s Session) bool { return bytes.Equal(s.TokenHash, hash) })
}

func (m *memory) SessionByRefresh(_ context.Context, hash []byte) (Session, Account, error) {
	return m.find(func(s Session) bool { return bytes.Equal(s.RefreshHash, hash) })
}

func (m *memory) SessionByID(_ context.Context, family uuid.UUID) (Session, Account, error) {
	return m.find(func(s Session) bool { return s.Family == family })
}

func (m *memory) SaveTouch(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	row := m.sessions[s.ID]
	row.ExpiresAt = s.ExpiresAt
	m.put(row)
	return m.fail
}

func (m *memory) SaveRotation(_ context.Context, r Rotation) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := m.sessions[r.Old.ID]
	if !old.ReplacedAt.IsZero() || !old.RevokedAt.IsZero() {
		return ErrReplaced
	}
	m.put(r.Old)
	m.put(r.Next)
	return m.fail
}

func (m *memory) RevokeFamily(_ context.Context, family uuid.UUID, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, s := range m.sessions {
		if s.Family == family {
			m.sessions[id] = s.Revoke(at)
		}
	}
	return m.fail
}

func (m *memory) Spent(_ context.Context, key []byte) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent[string(key)], m.fail
}

func (m *memory) Spend(_ context.Context, key []byte, old, next time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.spent[string(key)].Equal(old) {
		return false, m.fail
	}
	m.spent[string(key)] = next
	return true, m.fail
}

const (
	anna     = "anna@example.org"
	annaWord = "seven quiet lanterns"
)

type bench struct {
	*Service
	store *memory
	now   time.Time
	work  int // password checks done
}

// newBench is a service with one account and cheap hashing that counts.
func newBench(t *testing.T) *bench {
	t.Helper()
	h := NewHasher()
	keys, _, _ := testKeys(t)
	b := &bench{now: noon, store: &memory{accounts: map[string]Account{}, sessions: map[uuid.UUID]Session{}, spent: map[string]time.Time{}}}
	h.compare = func(password, hash string) (bool, error) { b.work++; return password == hash, nil }
	b.Service = &Service{
		Store: b.store, Hasher: h, Keys: func() AccessKeys { return keys },
		Lookup: func(kind, value string) []byte { return []byte(kind + ":" + value) },
		Now:    func() time.Time { return b.now }, Random: rand.Reader,
	}
	b.store.accounts["email:"+anna] = Account{Person: person, Name: "Anna", Role: roles.Officer, PasswordHash: annaWord, Version: 2}
	return b
}

func (b *bench) change(t *testing.T, edit func(*Account)) {
	t.Helper()
	a := b.store.accounts["email:"+anna]
	edit(&a)
	b.store.accounts["email:"+anna] = a
}

func TestSignInWithCookie(t *testing.T) {
	b := newBench(t)
	signed, err := b.SignIn(t.Context(), anna, annaWord, Cookie)
	require.NoError(t, err)
	require.Equal(t, roles.Actor{Person: person, Role: roles.Officer}, signed.Actor)
	require.Equal(t, "Anna", signed.Name)
	require.Empty(t, signed.Access)
	require.Equal(t, 12*time.Hour, CookieLifetime(signed.Session, b.now))

	who, err := b.Authenticate(t.Context(), signed.Token)
	require.NoError(t, err)
	require.Equal(t, signed.Actor, who.Actor)

	b.now = b.now.Add(50 * time.Minute)
	_, err = b.Authenticate(t.Context(), signed.Token)
	require.NoError(t, err)
	b.now = b.now.Add(50 * time.Minute)
	_, err = b.Authenticate(t.Context(), signed.Token)
	require.NoError(t, err, "use moves the expiry on")
	b.now = b.now.Add(61 * time.Minute)
	_, err = b.Authenticate(t.Context(), signed.Token)
	require.ErrorIs(t, err, ErrUnauthenticated)
}

func TestUnknownWrongAndClosedAreOneAnswer(t *testing.T) {
	b := newBench(t)
	b.store.accounts["email:gone@example.org"] = Account{Person: session, PasswordHash: annaWord, Closed: true}
	tries := map[string][2]string{
		"unknown":   {"nobody@example.org", annaWord},
		"wrong":     {anna, "seven quiet lantern"},
		"closed":    {"gone@example.org", annaWord},
		"too long":  {anna, string(bytes.Repeat([]byte("x"), maxTyped+1))},
		"empty":     {anna, ""},
		"both void": {"", ""},
	}
	for name, try := range tries {
		b.work = 0
		_, err := b.SignIn(t.Context(), try[0], try[1], Cookie)
		require.Equal(t, ErrSignIn, err, name)
		require.Equal(t, 1, b.work, "%s: the same work as any other", name)
	}
	require.Empty(t, b.store.sessions)
}

func TestThrottleHoldsForKnownAndUnknownAlike(t *testing.T) {
	for _, email := range []string{anna, "nobody@example.org"} {
		b := newBench(t)
		for range SignIn.Burst {
			_, err := b.SignIn(t.Context(), email, "wrong", Cookie)
			require.Equal(t, ErrSignIn, err)
		}
		b.work = 0
		_, err := b.SignIn(t.Context(), email, annaWord, Cookie)
		var throttled *Throttled
		require.ErrorAs(t, err, &throttled, "even with the right password")
		require.Equal(t, SignIn.Every, throttled.RetryAfter)
		require.Zero(t, b.work, "refused before any hashing")

		b.now = b.now.Add(throttled.RetryAfter)
		_, err = b.SignIn(t.Context(), email, "wrong", Cookie)
		require.Equal(t, ErrSignIn, err, "one more attempt after the wait")
	}
}

func TestSuccessGivesTheAttemptBack(t *testing.T) {
	b := newBench(t)
	for range 3 * SignIn.Burst {
		_, err := b.SignIn(t.Context(), anna, annaWord, API)
		require.NoError(t, err)
	}
}

func TestManyGuessesAtOnceSpendOneThrottle(t *testing.T) {
	b := newBench(t)
	var mu sync.Mutex
	tried := 0
	b.Hasher.compare = func(_, _ string) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		tried++
		return false, nil
	}
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() { b.SignIn(context.Background(), anna, "wrong", Cookie) })
	}
	wg.Wait()
	require.LessOrEqual(t, tried, SignIn.Burst)
}

func TestAccessTokenFollowsTheDatabase(t *testing.T) {
	fresh := func(t *testing.T) (*bench, Signed) {
		b := newBench(t)
		signed, err := b.SignIn(t.Context(), anna, annaWord, API)
		require.NoError(t, err)
		require.Equal(t, AccessLifetime, signed.ExpiresIn)
		who, err := b.AuthenticateAccess(t.Context(), signed.Access)
		require.NoError(t, err)
		require.Equal(t, signed.Actor, who.Actor)
		_, err = b.Authenticate(t.Context(), signed.Token)
		require.ErrorIs(t, err, ErrUnauthenticated, "a refresh token is no cookie")
		return b, signed
	}
	ends := map[string]func(*testing.T, *bench, Signed){
		"signed out":       func(t *testing.T, b *bench, s Signed) { require.NoError(t, b.SignOut(t.Context(), s.Session)) },
		"password changed": func(t *testing.T, b *bench, _ Signed) { b.change(t, func(a *Account) { a.Version++ }) },
		"account closed":   func(t *testing.T, b *bench, _ Signed) { b.change(t, func(a *Account) { a.Closed = true }) },
		"account gone":     func(_ *testing.T, b *bench, _ Signed) { clear(b.store.accounts) },
		"minutes passed":   func(_ *testing.T, b *bench, _ Signed) { b.now = b.now.Add(AccessLifetime) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			b, signed := fresh(t)
			end(t, b, signed)
			_, err := b.AuthenticateAccess(t.Context(), signed.Access)
			require.Equal(t, ErrUnauthenticated, err)
		})
	}
}

func TestRoleIsReadPerRequest(t *testing.T) {
	b := newBench(t)
	signed, err := b.SignIn(t.Context(), anna, annaWord, API)
	require.NoError(t, err)
	b.change(t, func(a *Account) { a.Role = roles.Leader })
	who, err := b.AuthenticateAccess(t.Context(), signed.Access)
	require.NoError(t, err)
	require.Equal(t, roles.Leader, who.Actor.Role)
}

func TestRefreshRotatesAndReuseEndsTheFamily(t *testing.T) {
	b := newBench(t)
	first, err := b.SignIn(t.Context(), anna, annaWord, API)
	require.NoError(t, err)
	second, err := b.Refresh(t.Context(), first.Token)
	require.NoError(t, err)
	require.NotEqual(t, first.Token, second.Token)
	require.Equal(t, first.Session.Family, second.Session.Family)
	_, err = b.AuthenticateAccess(t.Context(), first.Access)
	require.NoError(t, err, "an access token lives its minutes")

	_, err = b.Refresh(t.Context(), first.Token)
	require.ErrorIs(t, err, ErrUnauthenticated)
	for _, access := range []string{first.Access, second.Access} {
		_, err = b.AuthenticateAccess(t.Context(), access)
		require.ErrorIs(t, err, ErrUnauthenticated, "the whole family ended")
	}
	_, err = b.Refresh(t.Context(), second.Token)
	require.ErrorIs(t, err, ErrUnauthenticated)
}

func TestOneRefreshOfManyAtOnceWins(t *testing.T) {
	b := newBench(t)
	first, err := b.SignIn(t.Context(), anna, annaWord, API)
	require.NoError(t, err)
	var wg sync.WaitGroup
	wins := make(chan Signed, 16)
	for range 16 {
		wg.Go(func() {
			if s, err := b.Refresh(context.Background(), first.Token); err == nil {
				wins <- s
			}
		})
	}
	wg.Wait()
	require.Len(t, wins, 1)
}

func TestForeignTokensIdentifyNobody(t *testing.T) {
	b := newBench(t)
	token, _, err := NewToken(rand.Reader)
	require.NoError(t, err)
	for _, bad := range []string{"", "x", token, token + "=", "\n" + token} {
		_, err = b.Authenticate(t.Context(), bad)
		require.Equal(t, ErrUnauthenticated, err)
		_, err = b.Refresh(t.Context(), bad)
		require.Equal(t, ErrUnauthenticated, err)
		_, err = b.AuthenticateAccess(t.Context(), bad)
		require.Equal(t, ErrUnauthenticated, err)
	}
}

func TestStoreFaultsAreNotRefusals(t *testing.T) {
	b := newBench(t)
	signed, err := b.SignIn(t.Context(), anna, annaWord, Cookie)
	require.NoError(t, err)
	b.store.fail = errors.New("database is away")
	_, err = b.SignIn(t.Context(), anna, annaWord, Cookie)
	require.ErrorIs(t, err, b.store.fail)
	_, err = b.Authenticate(t.Context(), signed.Token)
	require.ErrorIs(t, err, b.store.fail)
	require.NotErrorIs(t, err, ErrUnauthenticated)
}

// TestAPasswordChangedDuringSignInSignsNobodyIn: the comparison takes a while,
// and an administrator may change the password in it.
func TestAPasswordChangedDuringSignInSignsNobodyIn(t *testing.T) {
	b := newBench(t)
	b.Hasher.compare = func(password, hash string) (bool, error) {
		for key, a := range b.store.accounts {
			a.Version++
			b.store.accounts[key] = a
		}
		return password == hash, nil
	}
	_, err := b.SignIn(t.Context(), anna, annaWord, Cookie)
	require.ErrorIs(t, err, ErrSignIn)
	require.Empty(t, b.store.sessions)
}
