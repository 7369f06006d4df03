package main

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"gongzhi/web"
)

// plainAddress refuses addresses that cannot be stored as text: there is no
// such case and no such filter, and PostgreSQL would refuse them with a fault.
// The API names the parameter itself.
func plainAddress(c *gin.Context) {
	switch u := c.Request.URL; {
	case !isText(u.Path):
		web.Fail(c, web.NotFound())
	case !strings.HasPrefix(u.Path, "/api/") && !areText(u.Query()):
		web.Fail(c, web.Invalid())
	}
}

func areText(values url.Values) bool {
	for name, list := range values {
		if !isText(name) || !isText(strings.Join(list, "")) {
			return false
		}
	}
	return true
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
