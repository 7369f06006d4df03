package accounts

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestHashAndVerify(t *testing.T) {
	h := NewHasher()
	hash, err := h.Hash(t.Context(), "长密码 correct horse")
	require.NoError(t, err)
	require.Contains(t, hash, "$argon2id$v=19$m=19456,t=2,p=1$")
	require.False(t, NeedsRehash(hash))
	require.True(t, NeedsRehash(strings.Replace(hash, "t=2", "t=1", 1)))
	for password, want := range map[string]bool{"长密码 correct horse": true, "长密码　ｃｏｒｒｅｃｔ　ｈｏｒｓｅ": true, "长密码 correct horsf": false, "": false} {
		ok, err := h.Verify(t.Context(), password, hash)
		require.NoError(t, err)
		require.Equal(t, want, ok, password)
	}
	_, err = h.Verify(t.Context(), "x", "$argon2id$broken")
	require.Error(t, err)
}

func TestUnknownAccountCostsTheSameWork(t *testing.T) {
	h := NewHasher()
	require.False(t, NeedsRehash(dummy), "the dummy has today's parameters")
	calls := 0
	h.compare = func(_, hash string) (bool, error) { calls++; return true, nil }
	ok, err := h.Verify(t.Context(), "nobody's password", "")
	require.NoError(t, err)
	require.False(t, ok, "even the right guess of the dummy opens nothing")
	require.Equal(t, 1, calls)
}

func TestHasherRefusesWhenFull(t *testing.T) {
	h := NewHasher()
	release, started := make(chan struct{}), make(chan struct{}, cap(h.room))
	h.compare = func(_, _ string) (bool, error) { started <- struct{}{}; <-release; return false, nil }
	var wg sync.WaitGroup
	for range cap(h.slots) {
		wg.Go(func() { h.Verify(context.Background(), "x", "y") })
	}
	for range cap(h.slots) {
		<-started
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Verify(gone, "x", "y")
	require.ErrorIs(t, err, context.Canceled, "a waiter leaves with its request")

	for len(h.room) < cap(h.room) { // the remaining places are taken by waiters
		h.room <- struct{}{}
	}
	_, err = h.Verify(t.Context(), "x", "y")
	require.ErrorIs(t, err, ErrBusy)
	_, err = h.Hash(t.Context(), "x")
	require.ErrorIs(t, err, ErrBusy)
	close(release)
	wg.Wait()
}

func TestCheckPassword(t *testing.T) {
	known := []string{"zhang.wei@wangxin.example", "张伟伟", "朝阳区网信办"}
	tests := map[string]error{
		"short":                        ErrPasswordShort,
		"十一个字的密码还是太短":                  ErrPasswordShort,
		strings.Repeat("长a2", 43):      ErrPasswordLong,
		"aaaaaaaaaaaaaaaa":             ErrPasswordPattern,
		"abcabcabcabcabc":              ErrPasswordPattern,
		"abcdefghijklmnop":             ErrPasswordPattern,
		"987654321098":                 ErrPasswordPattern,
		"567890123456":                 ErrPasswordPattern,
		"QwertyUiop[]":                 ErrPasswordCommon,
		"woaini1314520":                ErrPasswordCommon,
		"Administrator2026!":           ErrPasswordCommon,
		"1qaz2wsx3edc4rfv":             ErrPasswordCommon,
		"ｐａｓｓｗｏｒｄ１２３４":                 ErrPasswordCommon,
		"gongzhi-2026":                 ErrPasswordContext,
		"ZhangWei1234":                 ErrPasswordContext,
		"张伟伟张伟伟张伟伟1234":                ErrPasswordContext,
		"朝阳区网信办朝阳区2026":                ErrPasswordContext,
		"correct horse battery":        nil,
		"lowercaseonlyisfine":          nil,
		"482915037264":                 nil,
		"春眠不觉晓处处闻啼鸟夜":                  ErrPasswordShort,
		"春眠不觉晓，处处闻啼鸟。夜来":               nil,
		"tiny-gongzhi-pebble-lantern7": nil,
	}
	for password, want := range tests {
		err := CheckPassword(password, known...)
		require.ErrorIs(t, err, want, password)
		if want != nil {
			require.Equal(t, want.Error(), err.Error())
		}
	}
	require.Greater(t, len(common), 100)
	require.NoError(t, CheckPassword(strings.Repeat("p4x", 4)+"长", "a", "", "@"))
}

func TestTokens(t *testing.T) {
	token, hash, err := NewToken(rand.Reader)
	require.NoError(t, err)
	require.Len(t, token, 43)
	again, err := HashToken(token)
	require.NoError(t, err)
	require.Equal(t, hash, again)
	for _, bad := range []string{"", token[:42], token + "A", token + "=", token + "\n", token[:42] + "\n", "\n" + token[:42], strings.Repeat("!", 43), token[:42] + "_"} {
		_, err := HashToken(bad)
		require.ErrorIs(t, err, ErrToken, "%q", bad)
	}
	_, _, err = NewToken(strings.NewReader("short"))
	require.Error(t, err)
}

func cookieSession() Session {
	return NewSession(uuid.New(), uuid.New(), person, Cookie, sum("a"), noon)
}

func TestCookieSessionLife(t *testing.T) {
	s := cookieSession()
	require.NoError(t, s.Check(noon.Add(time.Hour-time.Second)))
	require.ErrorIs(t, s.Check(noon.Add(time.Hour)), ErrSessionExpired)

	_, write := s.Touch(noon.Add(30 * time.Second))
	require.False(t, write, "not worth a write")
	s, write = s.Touch(noon.Add(50 * time.Minute))
	require.True(t, write)
	require.NoError(t, s.Check(noon.Add(time.Hour)))
	_, write = s.Touch(noon.Add(2 * time.Hour))
	require.False(t, write, "an expired session is not woken")

	ended := s.Revoke(noon)
	require.ErrorIs(t, ended.Check(noon), ErrSessionRevoked)
	require.Equal(t, ended, ended.Revoke(noon.Add(time.Hour)))
	_, write = ended.Touch(noon.Add(10 * time.Minute))
	require.False(t, write)
}

func TestNoUseOutlivesTheAbsoluteLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, now := cookieSession(), noon
		for range rapid.IntRange(1, 60).Draw(t, "uses") {
			now = now.Add(time.Duration(rapid.IntRange(0, 70).Draw(t, "minutes")) * time.Minute)
			s, _ = s.Touch(now)
			require.False(t, s.ExpiresAt.After(noon.Add(LimitsOf(Cookie).Absolute)))
		}
		require.Error(t, s.Check(noon.Add(LimitsOf(Cookie).Absolute)))
	})
}

func apiSession() Session {
	return NewSession(uuid.New(), uuid.New(), person, API, sum("r0"), noon)
}

func TestRefreshRotation(t *testing.T) {
	s := apiSession()
	id := uuid.New()
	r := RotateRefresh(s, sum("r0"), id, sum("r1"), noon.Add(time.Hour))
	require.Equal(t, Rotated, r.Verdict)
	require.False(t, r.KillFamily())
	require.Equal(t, noon.Add(time.Hour), r.Old.ReplacedAt)
	require.ErrorIs(t, r.Old.Check(noon.Add(time.Hour)), ErrSessionRevoked)
	require.Equal(t, id, r.Next.ID)
	require.Equal(t, s.Family, r.Next.Family)
	require.Equal(t, s.CreatedAt, r.Next.CreatedAt)
	require.Equal(t, noon.Add(25*time.Hour), r.Next.ExpiresAt)
	require.NoError(t, r.Next.Check(noon.Add(time.Hour)))

	reused := RotateRefresh(r.Old, sum("r0"), uuid.New(), sum("r2"), noon.Add(2*time.Hour))
	require.Equal(t, Rotation{Verdict: Reused}, reused)
	require.True(t, reused.KillFamily())
	after := r.Next.Revoke(noon.Add(2 * time.Hour))
	require.Equal(t, Ended, RotateRefresh(after, sum("r1"), uuid.New(), sum("r3"), noon.Add(2*time.Hour)).Verdict)
}

func TestRefreshRefusals(t *testing.T) {
	s := apiSession()
	verdict := func(s Session, presented []byte, now time.Time) Verdict {
		return RotateRefresh(s, presented, uuid.New(), sum("r1"), now).Verdict
	}
	require.Equal(t, Unknown, verdict(s, sum("r9"), noon))
	require.Equal(t, Unknown, verdict(s, nil, noon))
	require.Equal(t, Unknown, verdict(Session{Kind: API}, nil, noon), "no hash matches no hash")
	require.Equal(t, Unknown, verdict(cookieSession(), nil, noon))
	require.Equal(t, Unknown, verdict(cookieSession(), sum("a"), noon), "a cookie is no refresh token")
	require.Equal(t, Expired, verdict(s, sum("r0"), noon.Add(24*time.Hour)))
	require.Equal(t, Ended, verdict(s.Revoke(noon), sum("r0"), noon))
}

func TestRotationNeverOutlivesTheFamily(t *testing.T) {
	s, now := apiSession(), noon
	for i := 0; i < 100; i++ {
		now = now.Add(20 * time.Hour)
		r := RotateRefresh(s, s.RefreshHash, uuid.New(), sum(now.String()), now)
		if r.Verdict == Expired {
			require.False(t, now.Before(noon.Add(LimitsOf(API).Absolute)))
			return
		}
		s = r.Next
	}
	t.Fatal("a family that lives for ever")
}

func TestThrottle(t *testing.T) {
	th := Throttle{Burst: 3, Every: time.Minute}
	var state time.Time
	for range 3 {
		var ok bool
		state, ok, _ = th.Allow(state, noon)
		require.True(t, ok)
	}
	same, ok, wait := th.Allow(state, noon)
	require.False(t, ok)
	require.Equal(t, time.Minute, wait)
	require.Equal(t, state, same, "a refused try costs nothing")
	_, ok, _ = th.Allow(state, noon.Add(wait-time.Nanosecond))
	require.False(t, ok)
	_, ok, _ = th.Allow(state, noon.Add(wait))
	require.True(t, ok)
}

func TestThrottleBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := Throttle{Burst: rapid.IntRange(1, 10).Draw(t, "burst"), Every: time.Duration(rapid.IntRange(1, 90).Draw(t, "every")) * time.Second}
		var state time.Time
		now, passed := noon, 0
		for range rapid.IntRange(1, 200).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "gap")) * time.Second)
			var ok bool
			if state, ok, _ = th.Allow(state, now); ok {
				passed++
			}
		}
		require.LessOrEqual(t, passed, th.Burst+int(now.Sub(noon)/th.Every))
	})
}
