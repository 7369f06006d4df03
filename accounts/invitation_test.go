package accounts

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/roles"
)

// shelf keeps one invitation.
type shelf struct {
	code   string
	taken  bool
	opened []FirstAccount
}

func (s *shelf) OpenInvited(_ context.Context, f FirstAccount) error {
	switch {
	case s.code == "" || string(f.Code) != s.code:
		return ErrMissing
	case s.taken:
		return ErrEmailTaken
	}
	s.code, s.opened = "", append(s.opened, f)
	return nil
}

func invitations(t *testing.T) (*Invitations, *shelf) {
	t.Helper()
	b := newBench(t)
	s := &shelf{code: "hash of CODE"}
	return &Invitations{
		Service: b.Service, Invited: s,
		Code: func(shown string) ([]byte, error) {
			if shown == "" {
				return nil, errors.New("no code")
			}
			return []byte("hash of " + shown), nil
		},
		Seal:    func(email string, _ uuid.UUID) []byte { return []byte("sealed " + email) },
		NameKey: func(name string) roles.Party { return roles.Party("person:" + name) },
		Changed: func(context.Context) error { return nil },
	}, s
}

func invitee() Invitee {
	return Invitee{Code: "CODE", Name: "Lin Yue", Email: "lin@newsroom.example", Password: "slow river crossing"}
}

func TestACodeOpensOneAccountOnce(t *testing.T) {
	i, s := invitations(t)
	require.NoError(t, i.Redeem(t.Context(), invitee()))
	require.Equal(t, "Lin Yue", s.opened[0].Name)
	require.NotContains(t, s.opened[0].PasswordHash, "river")
	require.Equal(t, "sealed lin@newsroom.example", string(s.opened[0].Email))
	require.ErrorIs(t, i.Redeem(t.Context(), invitee()), ErrInvitation, "used")
}

func TestATakenAddressIsAnsweredLikeAnUnknownCode(t *testing.T) {
	i, s := invitations(t)
	s.taken = true
	taken := i.Redeem(t.Context(), invitee())
	s.taken = false
	for _, code := range []string{"OTHER", ""} {
		v := invitee()
		v.Code = code
		require.Equal(t, taken, i.Redeem(t.Context(), v))
	}
}

func TestACodeIsNotTriedWithoutEnd(t *testing.T) {
	i, s := invitations(t)
	s.taken = true
	var throttled *Throttled
	for range 30 {
		if err := i.Redeem(t.Context(), invitee()); errors.As(err, &throttled) {
			return
		}
	}
	t.Fatal("addresses can be tried with one invitation without end")
}

func TestAnAccountNeedsANameAnAddressAndAGoodPassword(t *testing.T) {
	i, _ := invitations(t)
	for want, change := range map[error]func(*Invitee){
		ErrName:          func(v *Invitee) { v.Name = " " },
		ErrEmail:         func(v *Invitee) { v.Email = "Lin <lin@newsroom.example>" },
		ErrPasswordShort: func(v *Invitee) { v.Password = "short" },
	} {
		v := invitee()
		change(&v)
		require.ErrorIs(t, i.Redeem(t.Context(), v), want)
	}
}
