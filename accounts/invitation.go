package accounts

import (
	"context"
	"encoding/hex"
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"gongzhi/roles"
)

// Limits of what the first account of an organization is opened with: of a
// name in characters, of an address in bytes (RFC 5321, 4.5.3.1.3).
const (
	MaxName  = 80
	MaxEmail = 254
)

var (
	// ErrInvitation is the one answer to an unknown code, an expired or used one
	// and to an address that is taken: it tells nobody who signs in here.
	ErrInvitation = errors.New("accounts: this invitation does not open an account with these details")
	// ErrName asks for a name that can be shown.
	ErrName = errors.New("accounts: give the name of the person")
	// ErrEmail asks for an address that can be written to.
	ErrEmail = errors.New("accounts: give an e-mail address")
)

// Invitee is what somebody types to open the first account.
type Invitee struct {
	Code                  string // the receipt of the admitted application
	Name, Email, Password string
}

// FirstAccount is the account that a code opens, ready to be stored.
type FirstAccount struct {
	Code         []byte // keyed hash
	Person       uuid.UUID
	Name         string
	Key          roles.Party // under which a person of this name can be accused
	EmailHash    []byte
	Email        []byte // sealed
	PasswordHash string
	At           time.Time
}

// InvitationStore uses up invitations.
type InvitationStore interface {
	// OpenInvited uses an invitation up and adds its person with a sign-in, whole
	// or not at all. Errors: ErrMissing where no code is open, ErrEmailTaken.
	OpenInvited(ctx context.Context, f FirstAccount) error
}

// Invitations open the first account of an organization that was admitted.
type Invitations struct {
	*Service
	Invited InvitationStore
	Code    func(shown string) ([]byte, error) // keyed hash; fails on what is no code
	Seal    func(email string, person uuid.UUID) []byte
	NameKey func(name string) roles.Party
	Changed func(ctx context.Context) error // the organisation has a person more
}

// Redeem opens the account. Errors: ErrName, ErrEmail, those of CheckPassword,
// ErrInvitation, *Throttled, ErrBusy.
func (s *Invitations) Redeem(ctx context.Context, v Invitee) error {
	v.Name, v.Email = strings.TrimSpace(v.Name), strings.TrimSpace(v.Email)
	if err := v.check(); err != nil {
		return err
	}
	code, err := s.Code(v.Code)
	if err != nil {
		code = nil // answered like an unknown one, after the same work
	}
	if _, err := s.spend(ctx, s.Lookup("invitation", hex.EncodeToString(code))); err != nil {
		return err
	}
	first := FirstAccount{Code: code, Name: v.Name, Key: s.NameKey(v.Name), EmailHash: s.Lookup("email", v.Email), At: s.Now()}
	if first.PasswordHash, err = s.Hasher.Hash(ctx, v.Password); err != nil {
		return err
	}
	if first.Person, err = s.newID(); err != nil {
		return err
	}
	first.Email = s.Seal(v.Email, first.Person)
	err = s.Invited.OpenInvited(ctx, first)
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrEmailTaken) {
		return ErrInvitation
	}
	if err != nil {
		return err
	}
	return s.Changed(ctx)
}

func (v Invitee) check() error {
	if n := utf8.RuneCountInString(v.Name); n == 0 || n > MaxName || strings.ContainsFunc(v.Name, func(r rune) bool { return r < 0x20 || r == 0x7f || r == utf8.RuneError }) {
		return ErrName
	}
	if a, err := mail.ParseAddress(v.Email); err != nil || a.Address != v.Email || len(v.Email) > MaxEmail {
		return ErrEmail
	}
	return CheckPassword(v.Password, v.Name, v.Email)
}
