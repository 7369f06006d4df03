package frontend

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/locale"
	"gongzhi/roles"
	"gongzhi/web"
)

const (
	langKey     = "frontend.lang"
	identityKey = "frontend.identity"
)

// speak settles the language of the answer; a choice in the address is remembered.
func (s *server) speak(c *gin.Context) {
	lang := web.Language(c)
	if chosen := c.Query("lang"); chosen != "" && string(lang) == chosen {
		s.rememberLanguage(c, lang)
	}
	c.Set(langKey, lang)
	c.Header("Content-Language", string(lang))
	c.Writer.Header().Add("Vary", "Accept-Language, Cookie")
}

// switchLanguage answers the toggle of pages that are the answer to a form.
func (s *server) switchLanguage(c *gin.Context, form url.Values) {
	for _, lang := range locale.All() {
		if form.Get("switch_language") == string(lang) {
			s.rememberLanguage(c, lang)
			c.Set(langKey, lang)
			c.Header("Content-Language", string(lang))
		}
	}
}

func (s *server) rememberLanguage(c *gin.Context, lang locale.Lang) {
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure is off only where the site itself is not served over https
		Name: web.LanguageCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 60 * 60,
		Secure: s.TLS, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func langOf(c *gin.Context) locale.Lang {
	found, _ := c.Get(langKey)
	if lang, ok := found.(locale.Lang); ok {
		return lang
	}
	return web.Language(c)
}

// identify finds out who is signed in. A session that has ended is that of a visitor.
func (s *server) identify(c *gin.Context) {
	token := s.session.Read(c.Request)
	if token == "" {
		return
	}
	who, err := s.Accounts.Authenticate(c, token)
	switch {
	case errors.Is(err, accounts.ErrUnauthenticated):
		s.session.Clear(c.Writer)
	case err != nil:
		web.Fail(c, err)
	default:
		c.Set(identityKey, who)
		c.Header("Cache-Control", "no-store")
	}
}

// identityOf is who is signed in, or false for a visitor.
func identityOf(c *gin.Context) (accounts.Identity, bool) {
	found, _ := c.Get(identityKey)
	who, ok := found.(accounts.Identity)
	return who, ok
}

// actorOf is who acts: the person who is signed in, else an anonymous citizen.
func actorOf(c *gin.Context) roles.Actor {
	if who, ok := identityOf(c); ok {
		return who.Actor
	}
	return roles.Actor{Role: roles.Citizen}
}

// requireSignIn sends visitors to the sign-in page, which leads back; forms of visitors are refused.
func (s *server) requireSignIn(c *gin.Context) {
	if _, ok := identityOf(c); ok {
		return
	}
	c.Abort()
	target := "/sign-in"
	if c.Request.Method == http.MethodGet {
		target += "?" + url.Values{"next": {c.Request.URL.RequestURI()}}.Encode()
	}
	c.Redirect(http.StatusSeeOther, target)
}

// show renders a page with the given status.
func (s *server) show(c *gin.Context, status int, page Page) error {
	var out bytes.Buffer
	if err := s.pages.Render(&out, s.shell(c), page); err != nil {
		return err
	}
	body := out.Bytes()
	if compressible(c, status) && len(body) > packFrom {
		c.Writer.Header().Add("Vary", "Accept-Encoding")
		if acceptsGzip(c.GetHeader("Accept-Encoding")) {
			c.Header("Content-Encoding", "gzip")
			body = gzipped(body, gzip.BestSpeed)
		}
	}
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// packFrom is the size in bytes from which compressing a page is worth it.
const packFrom = 1400

// compressible says that a page holds no secret: lengths of compressed secrets beside chosen text tell them (BREACH).
func compressible(c *gin.Context, status int) bool {
	_, signedIn := identityOf(c)
	return !signedIn && status == http.StatusOK && c.Request.Method == http.MethodGet
}

func (s *server) shell(c *gin.Context) Shell {
	shell := Shell{Lang: langOf(c), Path: c.Request.URL.Path, Demo: s.Demo != nil, Viewer: s.viewer(c)}
	if c.Request.Method == http.MethodGet {
		shell.Query = c.Request.URL.Query()
	}
	if underAny(shell.Path, "/report", "/track") {
		shell.ExitURL = s.ExitURL
	}
	return shell
}

func underAny(path string, roots ...string) bool {
	for _, root := range roots {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return false
}

// handle adapts a page's handler: refusals of the domain get the status that people expect.
func handle(h web.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			web.Fail(c, pageError(err))
		}
	}
}
