package frontend

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/web"
)

// registerSession adds signing in and out.
func (s *server) registerSession(g *gin.RouterGroup) {
	private := g.Group("", web.NoStore())
	private.GET("/sign-in", handle(s.signInForm))
	private.POST("/sign-in", handle(s.signIn))
	private.POST("/sign-out", handle(s.signOut))
}

func (s *server) signInForm(c *gin.Context) error {
	if _, ok := identityOf(c); ok {
		c.Redirect(http.StatusSeeOther, s.arrival(c, c.Query("next")))
		return nil
	}
	page := signInPage("", ownPath(c.Query("next")), nil, s.Demo)
	if c.Query("done") == accountOpened {
		page.Done = &Banner{Good: true, Says: K("matter.done_account")}
	}
	return s.show(c, http.StatusOK, page)
}

func (s *server) signIn(c *gin.Context) error {
	if err := s.limits.allow(s.limits.signIn); err != nil {
		return err
	}
	email, next := strings.TrimSpace(c.PostForm("email")), ownPath(c.PostForm("next"))
	signed, err := s.Accounts.SignIn(c, email, c.PostForm("password"), accounts.Cookie)
	var throttled *accounts.Throttled
	switch {
	case errors.Is(err, accounts.ErrSignIn):
		return s.show(c, http.StatusUnauthorized, signInPage(email, next, problems{{"email", K("errors.sign_in")}}, s.Demo))
	case errors.As(err, &throttled):
		c.Header("Retry-After", strconv.FormatInt(int64(throttled.RetryAfter/time.Second)+1, 10))
		return s.show(c, http.StatusTooManyRequests, signInPage(email, next, problems{{"email", K("errors.sign_in_wait")}}, s.Demo))
	case err != nil:
		return err
	}
	s.session.Set(c.Writer, signed.Token, accounts.CookieLifetime(signed.Session, s.Now()))
	c.Set(identityKey, signed.Identity)
	c.Redirect(http.StatusSeeOther, s.arrival(c, next))
	return nil
}

func (s *server) signOut(c *gin.Context) error {
	if who, ok := identityOf(c); ok {
		if err := s.Accounts.SignOut(c, who.Session); err != nil {
			return err
		}
	}
	s.session.Clear(c.Writer)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// arrival is where somebody goes who has just signed in: where they wanted to, else the first of their own places.
func (s *server) arrival(c *gin.Context, next string) string {
	if next = ownPath(next); next != "" {
		return next
	}
	return Shell{Viewer: s.viewer(c)}.Work()[0].URL
}

// ownPath is the path if it leads to a page of ours, else empty. Browsers read // and /\ as another host.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return ""
	}
	if u, err := url.Parse(path); err != nil || u.Host != "" || u.Scheme != "" {
		return ""
	}
	return path
}
