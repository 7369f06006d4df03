package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/locale"
)

// Authorization returns the credentials of a scheme ("Bearer", "Receipt") from
// the one Authorization header, empty if there are none.
func Authorization(r *http.Request, scheme string) string {
	values := r.Header.Values("Authorization")
	if len(values) != 1 {
		return ""
	}
	name, credentials, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(name, scheme) {
		return ""
	}
	return strings.TrimSpace(credentials)
}

// LanguageCookie holds a language choice; it is no secret.
const LanguageCookie = "lang"

// Language returns the language of this request: by address, cookie or header.
func Language(c *gin.Context) locale.Lang {
	chosen := ""
	if cookie, err := c.Request.Cookie(LanguageCookie); err == nil {
		chosen = cookie.Value
	}
	return locale.Choose(c.Query("lang"), chosen, c.GetHeader("Accept-Language"))
}

// UseLanguage tells caches and readers which language an answer has.
func UseLanguage() gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Language", string(Language(c)))
		c.Writer.Header().Add("Vary", "Accept-Language, Cookie")
	}
}
