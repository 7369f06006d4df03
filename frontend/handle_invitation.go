package frontend

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/web"
)

// accountOpened is the code in the address of the sign-in page after an invitation was accepted.
const accountOpened = "account"

// registerInvitation adds the page on which a receipt opens the first account.
func (s *server) registerInvitation(g *gin.RouterGroup) {
	if s.Invitations == nil {
		return
	}
	private := g.Group("/invitation", web.NoStore())
	private.GET("", handle(func(c *gin.Context) error { return s.show(c, http.StatusOK, invitationPage(url.Values{}, nil)) }))
	private.POST("", handle(s.redeem))
}

// redeem opens the account and leads to the sign-in. The filer's page sends nothing but the receipt.
func (s *server) redeem(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	if switching(form) || !form.Has("email") {
		return s.show(c, http.StatusOK, invitationPage(form, nil))
	}
	if err := s.limits.allow(s.limits.signIn); err != nil {
		return err
	}
	err = s.Invitations.Redeem(c, accounts.Invitee{
		Code: clean(form.Get("receipt")), Name: clean(form.Get("name")), Email: clean(form.Get("email")), Password: form.Get("password"),
	})
	var throttled *accounts.Throttled
	if errors.As(err, &throttled) {
		c.Header("Retry-After", strconv.FormatInt(int64(throttled.RetryAfter/time.Second)+1, 10))
		return s.show(c, http.StatusTooManyRequests, invitationPage(form, problems{{"receipt", K("errors.sign_in_wait")}}))
	}
	if found := invitationFaults(err); len(found) > 0 {
		return s.show(c, http.StatusUnprocessableEntity, invitationPage(form, found))
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/sign-in?done="+accountOpened)
	return nil
}

func invitationPage(form url.Values, found problems) InvitationPage {
	input := func(name, kind, complete string, label, hint Text) Field {
		typed := form.Get(name)
		if kind == "password" {
			typed = ""
		}
		return Field{Input: &Input{Name: name, Type: kind, Label: label, Hint: hint, Value: typed, Autocomplete: complete, Error: found.of(name)}}
	}
	return InvitationPage{Errors: found, Fields: []Field{
		input("receipt", "", "off", K("track.receipt"), K("matter.invitation_receipt_hint")),
		input("name", "", "name", K("matter.invitation_name"), nil),
		input("email", "email", "username", K("worker.email"), K("matter.invitation_email_hint")),
		input("password", "password", "new-password", K("worker.password"), K("matter.invitation_password_hint")),
	}}
}

// invitationFaults puts what is at fault beside its field. Why a receipt opens nothing is told to nobody.
func invitationFaults(err error) problems {
	for known, fault := range map[error]Problem{
		accounts.ErrInvitation:      {"receipt", K("errors.invitation")},
		accounts.ErrName:            {"name", K("errors.invitation_name")},
		accounts.ErrEmail:           {"email", K("errors.invitation_email")},
		accounts.ErrPasswordShort:   {"password", K("errors.password_short")},
		accounts.ErrPasswordLong:    {"password", K("errors.password_long")},
		accounts.ErrPasswordCommon:  {"password", K("errors.password_common")},
		accounts.ErrPasswordPattern: {"password", K("errors.password_pattern")},
		accounts.ErrPasswordContext: {"password", K("errors.password_context")},
	} {
		if errors.Is(err, known) {
			return problems{fault}
		}
	}
	return nil
}
